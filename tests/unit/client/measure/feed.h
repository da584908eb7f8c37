/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_FEED_H
#define DOCKING_TESTS_FEED_H

#include "plan/workflow.h"

#include <stddef.h>

/** What the tests of workflows share: answers without headers. */

/** Feed the workflow an answer of so many bytes, or of a string. */
void feed_bytes(
    struct workflow *w, long status, const char *body, size_t length);
void feed(struct workflow *w, long status, const char *body);

/** The built-in plan's first answer: a salesperson with the id 1. */
extern const char feed_john[];

#endif
