/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SANDBOX_H
#define DOCKING_SANDBOX_H

#include <stdbool.h>

/**
 * From now on this process, with all threads that it will start, can start no
 * program and no process, open no socket, and neither trace nor read another
 * process: whoever takes it over has its files and its connections, and no
 * more. What is refused fails with EPERM. There is no way back.
 *
 * Returns 0, or an errno of the kernel that cannot do this. Always 0 in builds
 * with a sanitizer, which themselves need some of that.
 */
int sandbox_enter(void);

/** False if this build has none. */
extern const bool sandbox_is_built;

#endif
