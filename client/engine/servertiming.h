/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SERVERTIMING_H
#define DOCKING_SERVERTIMING_H

#include <stdbool.h>
#include <stddef.h>

/**
 * Read the dur parameter, in milliseconds, of a metric in the value of a
 * Server-Timing header (W3C Server Timing: "name;dur=1.5;desc=x, name…"). Names
 * are compared exactly, the parameter's name without case. Returns false, and
 * leaves *ret_ms alone, if there is none or it is not a non-negative number.
 */
bool servertiming_dur(
    const char *value, size_t length, const char *metric, double *ret_ms);

#endif
