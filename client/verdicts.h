/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_VERDICTS_H
#define DOCKING_VERDICTS_H

#include "summary.h"
#include "threshold.h"

#include <stdbool.h>
#include <stddef.h>

/** What came of the i-th --fail-if of options. */
struct threshold_verdict verdicts_judge(const struct summary *s, size_t i);

/** True if any --fail-if is crossed. */
bool verdicts_cross(const struct summary *s);

#endif
