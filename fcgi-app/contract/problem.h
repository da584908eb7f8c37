/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PROBLEM_H
#define DOCKING_PROBLEM_H

#include "lib/errcode.h"

/** A row of the table of problems: what a client is told about an error. */
struct problem {
	int status;         /* HTTP status, RFC 9110 */
	const char *type;   /* problem type, RFC 9457; names, not addresses */
	const char *title;  /* the same for every occurrence of a type */
	const char *detail; /* the default, if the caller has no sentence */
	int retry_after_s;  /* Retry-After in seconds; 0: none */
};

/** The row of err, or, of an error that no client is to see, of ERR_INTERNAL.
 */
const struct problem *problem(enum err err);

#endif
