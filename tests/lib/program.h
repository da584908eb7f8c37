/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_PROGRAM_H
#define DOCKING_TESTS_PROGRAM_H

#include <stdbool.h>

/** Other programs, run and watched. */

enum {
	PROGRAM_LIMIT_S = 60, /* what runs longer hangs, and is killed */
	PROGRAM_ARGS_MAX = 64,
};

/** What came of it. */
struct outcome {
	int code;       /* exit status; -1: a signal ended it, or we did */
	double seconds; /* from start to end */
	char *out;      /* what it wrote; NULL: to a file of the caller's */
	char *err;
};

/** Where its stdout and stderr go, if not to outcome: file names or NULL. */
struct program_files {
	const char *out;
	const char *err;
};

/**
 * Run args[0], sought in PATH, with stdin empty, to its end. args ends with
 * NULL; files may be NULL. The result is freed with outcome_done().
 */
struct outcome program_run(
    const char *const args[], const struct program_files *files);

void outcome_done(struct outcome *o);

/** The file of a program that is tested, for instance "docking-timing", in
 * the folder that DOCKING_BUILD names ("build"). A static buffer. */
const char *program_built(const char *name);

/** True in a run of the tests with sanitizers, under valgrind or counting lines
 * (SANITIZE or COVERAGE is set), which is slower. */
bool program_is_slow(void);

#endif
