/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REQUEST_COLUMNS_H
#define DOCKING_REQUEST_COLUMNS_H

#include "engine.h"

#include <stddef.h>
#include <stdint.h>

/**
 * A sample as files tell it: columns of whole numbers, the same in CSV and in
 * JSON. Times are microseconds; the phases add up to the duration.
 */
struct samples_column {
	const char *name;
	int64_t (*value)(const struct sample *);
};

/** Ends with a NULL name. */
extern const struct samples_column samples_columns[];

/** What a phase took: cut off so that the phases add up to the duration. */
int64_t samples_phase_us(const struct sample *s, enum phase phase);

#endif
