/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_VERDICTS_H
#define DOCKING_VERDICTS_H

#include "measure/summary.h"
#include "measure/threshold.h"

#include <stdbool.h>
#include <stddef.h>

/** Judge the i-th --fail-if of the setting. */
struct threshold_verdict verdicts_judge(const struct summary *s, size_t i);

/** Return true if any --fail-if is crossed. */
bool verdicts_cross(const struct summary *s);

#endif
