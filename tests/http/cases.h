/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_CASES_H
#define DOCKING_TESTS_CASES_H

#include "../lib/http.h"

#include <json-c/json.h>
#include <stdbool.h>
#include <stddef.h>

/** What the files of test-http share; run_cases.c says what a case is. */

enum { CASES_DELAY_MS = 60 };

/** A member of an object, or NULL. */
struct json_object *member(struct json_object *object, const char *name);
const char *member_text(
    struct json_object *object, const char *name, const char *otherwise);

/** What {name} stands for from now on; value is bytes. */
void variable_set(const char *name, const char *value, size_t length);

/** "" if it stands for nothing yet. */
const char *variable_get(const char *name);

/** The bytes of a value (a string, or an array of parts), with its variables
 * filled in; NUL-terminated, the caller frees them. */
char *value_bytes(struct json_object *value, size_t *ret_length);

/** The bytes of a case's request; the caller frees them. */
char *build_request(
    struct json_object *c, const char *method, size_t *ret_length);

/** All that expect says of one answer, and what holds for every answer. */
void check_answer(
    const struct http_answer *answer, struct json_object *expect, bool to_head);

/** What "delayed" says, in ms; -1: at once. */
double delay_ms(struct json_object *delayed);
/** Open the file that DOCKING_TEST_RECORD names, if it does; false if that
 * cannot be done. */
bool record_open(void);

/** Keep all bytes of a test's requests on a connection, and of its answers. */
void record_exchange(const char *name, const char *request,
    size_t request_length, const char *answer, size_t answer_length);

/** False if not everything could be written. */
bool record_close(void);

/** HEAD's headers are GET's. */
void check_same_headers(
    const struct http_answer *a, const struct http_answer *b);

#endif
