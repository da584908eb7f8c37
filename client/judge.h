/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JUDGE_H
#define DOCKING_JUDGE_H

#include "summary.h"
#include "threshold.h"

#include <stdbool.h>
#include <stddef.h>

/** What came of the i-th --fail-if of options. */
struct threshold_verdict judge_threshold(const struct summary *s, size_t i);

/** True if any --fail-if is crossed. */
bool judge_crosses(const struct summary *s);

#endif
