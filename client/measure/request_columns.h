/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REQUEST_COLUMNS_H
#define DOCKING_REQUEST_COLUMNS_H

#include "engine/engine.h"

#include <stddef.h>
#include <stdint.h>

/**
 * A measured request in the columns of the report files, the same in CSV and in
 * JSON: whole numbers. Times are microseconds; the phases add up to the
 * duration.
 */

extern const size_t request_columns_count;

/** Return the name of a column, counted from 0: "workflow", …, "transfer_us".
 */
const char *request_columns_name(size_t column);

int64_t request_columns_value(size_t column, const struct sample *s);

/** Return the duration of a phase, rounded so that the phases add up to the
 * request's duration. */
int64_t request_columns_phase_us(const struct sample *s, enum phase phase);

#endif
