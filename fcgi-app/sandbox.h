/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SANDBOX_H
#define DOCKING_SANDBOX_H

#include <stdbool.h>

/**
 * Restrict this process, with all threads that it will start, for good: it can
 * start no program and no process, open no socket, and neither trace nor read
 * another process. An attacker who takes it over gets its files and its
 * connections, and no more. A refused call fails with EPERM.
 *
 * Returns 0, or an errno if the kernel cannot do this. Always 0 in builds with
 * a sanitizer, which itself needs some of those calls.
 */
int sandbox_enter(void);

/** False if this build has no sandbox. */
extern const bool sandbox_is_built;

#endif
