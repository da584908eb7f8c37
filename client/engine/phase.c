/*
 * phase.c: the table of the phases, which phases.awk generates from phases.txt.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/phase.h"

#include <stddef.h>

#include "phase_rows.h"
