/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_TIMING_H
#define DOCKING_TESTS_TIMING_H

#include "../lib/program.h"

#include <CUnit/CUnit.h>
#include <json-c/json.h>
#include <stdbool.h>

/** What the tests of docking-timing share. */

/** Run it with --url and the args, which end with NULL. files: program.h. */
struct outcome timing_run(const char *url, const char *const args[],
    const struct program_files *files);

/** True if text is one line that begins with "docking-timing: " and start. */
bool timing_is_line(const char *text, const char *start);

/** The report as JSON; NULL, and a failed check, if it is not. */
struct json_object *timing_parse(const char *text);

/** The value at an RFC 6901 pointer (printf), or NULL; its text, or NULL; its
 * number, or 0. Borrowed. */
struct json_object *timing_get(struct json_object *report, const char *pointer,
    ...) __attribute__((format(printf, 2, 3)));
const char *timing_text(struct json_object *report, const char *pointer);
double timing_number(struct json_object *report, const char *pointer, ...)
    __attribute__((format(printf, 2, 3)));

/** Against the real server: test_timing_stack.c. */
extern CU_TestInfo timing_stack_tests[];

#endif
