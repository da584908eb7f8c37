/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_TIMING_H
#define DOCKING_TESTS_TIMING_H

#include "../lib/bad_api.h"
#include "../lib/program.h"

#include <CUnit/CUnit.h>
#include <json-c/json.h>
#include <stdbool.h>

/** What the tests of docking-timing share. */

/** The engines that speak HTTP/1.1. */
#define TIMING_ENGINES "--engine=sync,threads,poll,multi"

enum { TIMING_ENGINES_COUNT = 4 };

/** Run it with --url and the args, which end with NULL. files: program.h. */
struct outcome timing_run(const char *url, const char *const args[],
    const struct program_files *files);

/** The same against a server that plays so. */
struct outcome timing_run_script(scripted_play play, void *arg,
    const char *const args[], struct scripted_seen *ret_seen);

/** The same against a Docking API that misbehaves by script. */
struct outcome timing_run_bad(const struct bad_script *script,
    const char *const args[], struct bad_seen *ret_seen);

/** --timeout: short where it will be reached; else no busy machine will reach
 * it. */
const char *timing_timeout_for(const struct bad_script *script);

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

extern CU_TestInfo timing_faults_tests[]; /* test_timing_faults.c */
extern CU_TestInfo timing_wire_tests[];   /* and so on */
extern CU_TestInfo timing_reports_tests[];
extern CU_TestInfo timing_refusals_tests[];
extern CU_TestInfo timing_stack_tests[];

#endif
