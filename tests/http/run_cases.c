/*
 * run_cases.c: requests and what they must be answered with, as data, through
 * the real web server.
 *
 * usage: test-http timer|sleep FILE.json...; each file is an array of cases:
 *
 *   { "name": "…", "method": "GET", "target": "/users/1",
 *     "headers": { "X-Y": "…" }, "body": "…",    what is sent; or all of it:
 *     "raw": "GET / HTTP/1.0\r\n\r\n",
 *     "expect": {
 *       "status": 200,
 *       "headers": { "Allow": "…", "Location": null },   null: not there
 *       "body": "…",           exactly; or
 *       "text": "…",           but for a newline at the end
 *       "type": "…", "detail": "…",                      of a problem
 *       "delayed": true } }
 *
 * Method and target default to GET and /. target, body and raw may be arrays
 * whose parts are strings, { "times": N, "of": "…" } and { "hex": "ff00" }.
 * expect may be an array, one for each of several pipelined requests in raw.
 *
 * Checked on all answers without
 * being asked for: an error is a whole problem (RFC 9457) in our form;
 * nothing follows the body; delayed says Server-Timing, with the configured
 * delay, and is not early, and what is not delayed says and does neither;
 * HEAD has the status and headers of GET, and no body.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../lib/harness.h"
#include "../lib/http.h"
#include "../lib/stack.h"

#include <json-c/json.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

enum {
	DELAY_MS = 60,
	TRIES = 5, /* to be quicker than DELAY_MS on a busy machine */
};

static struct stack stack;
static char **file_names;
static struct json_object **files; /* arrays of cases */

/* --- cases ------------------------------------------------------------------
 */

static struct json_object *
member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;
	json_object_object_get_ex(object, name, &value);
	return value;
}

static const char *
member_text(struct json_object *object, const char *name, const char *otherwise)
{
	struct json_object *value = member(object, name);
	return value == NULL ? otherwise : json_object_get_string(value);
}

/* Bytes under construction. */
struct bytes {
	FILE *stream;
	char *data;
	size_t length;
};

static void
put_hex(FILE *stream, const char *hex)
{
	unsigned byte;
	for (; sscanf(hex, "%2x", &byte) == 1; hex += 2)
		fputc((int)byte, stream);
}

/* A string, or an array of parts. */
static void
put_value(FILE *stream, struct json_object *value)
{
	if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			put_value(stream, json_object_array_get_idx(value, i));
	} else if (!json_object_is_type(value, json_type_object)) {
		fwrite(json_object_get_string(value), 1,
		    (size_t)json_object_get_string_len(value), stream);
	} else if (member(value, "hex") != NULL) {
		put_hex(stream, member_text(value, "hex", ""));
	} else {
		int times = json_object_get_int(member(value, "times"));
		for (int i = 0; i < times; i++)
			fputs(member_text(value, "of", ""), stream);
	}
}

static void
build_request(struct json_object *c, const char *method, struct bytes *request)
{
	request->stream = open_memstream(&request->data, &request->length);
	if (request->stream == NULL)
		abort();
	FILE *to = request->stream;
	struct json_object *headers = member(c, "headers");
	struct json_object *body = member(c, "body");
	if (member(c, "raw") != NULL) {
		put_value(to, member(c, "raw"));
		fclose(to);
		return;
	}
	fprintf(to, "%s ", method);
	if (member(c, "target") != NULL)
		put_value(to, member(c, "target"));
	else
		fputs("/", to);
	fputs(" HTTP/1.1\r\nConnection: close\r\n", to);
	if (member(headers, "Host") == NULL)
		fputs("Host: docking\r\n", to);
	if (headers != NULL) {
		json_object_object_foreach(headers, name, value)
		{
			fprintf(to, "%s: ", name);
			put_value(to, value);
			fputs("\r\n", to);
		}
	}
	struct bytes content = { 0 };
	if (body != NULL) {
		content.stream = open_memstream(&content.data, &content.length);
		put_value(content.stream, body);
		fclose(content.stream);
		fprintf(to, "Content-Length: %zu\r\n", content.length);
	}
	fputs("\r\n", to);
	fwrite(content.data == NULL ? "" : content.data, 1, content.length, to);
	free(content.data);
	fclose(to);
}

/* --- checks -----------------------------------------------------------------
 */

static double
now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* Every error, whoever gives it, is a problem: these members in this order. */
static void
check_problem(const struct http_answer *answer, struct json_object *expect)
{
	static const char *const members[] = { "type", "title", "status",
		"detail", "message" };
	enum { MEMBERS = sizeof(members) / sizeof(members[0]) };
	char *type = http_header(answer, "Content-Type");
	CHECK_TEXT(type, "application/problem+json", "Content-Type");
	free(type);
	struct json_tokener *tokener = json_tokener_new();
	json_tokener_set_flags(
	    tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	struct json_object *problem = json_tokener_parse_ex(
	    tokener, answer->body, (int)answer->body_length);
	json_tokener_free(tokener);
	if (!CHECK(json_object_is_type(problem, json_type_object),
		"the body is a JSON object: %.*s", (int)answer->body_length,
		answer->body)) {
		json_object_put(problem);
		return;
	}
	size_t i = 0;
	json_object_object_foreach(problem, name, value)
	{
		(void)value;
		CHECK_TEXT(
		    name, i < MEMBERS ? members[i] : NULL, "member %zu", i);
		i++;
	}
	CHECK_NUMBER((long long)i, MEMBERS, "members");
	CHECK_NUMBER(json_object_get_int(member(problem, "status")),
	    answer->status, "the member status");
	const char *detail = member_text(problem, "detail", NULL);
	CHECK_TEXT(
	    member_text(problem, "message", NULL), detail, "message is detail");
	CHECK(answer->body_length > 0 &&
		  answer->body[answer->body_length - 1] == '\n',
	    "a newline at the end");
	if (member(expect, "detail") != NULL)
		CHECK_TEXT(
		    detail, member_text(expect, "detail", NULL), "detail");
	if (member(expect, "type") != NULL)
		CHECK_TEXT(member_text(problem, "type", NULL),
		    member_text(expect, "type", NULL), "type");
	json_object_put(problem);
}

static void
check_headers(const struct http_answer *answer, struct json_object *headers)
{
	json_object_object_foreach(headers, name, expected)
	{
		char *value = http_header(answer, name);
		CHECK_TEXT(value,
		    expected == NULL ? NULL : json_object_get_string(expected),
		    "%s", name);
		free(value);
	}
}

static bool
is_like(const char *text, const char *pattern)
{
	regex_t regex;
	if (regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB) != 0)
		abort();
	bool found = regexec(&regex, text, 0, NULL, 0) == 0;
	regfree(&regex);
	return found;
}

/* A delayed answer tells the configured delay, and the work after it. */
static void
check_server_timing(const struct http_answer *answer, bool delayed)
{
	char *value = http_header(answer, "Server-Timing");
	char pattern[80];
	snprintf(pattern, sizeof(pattern),
	    "^delay;dur=%d, app;dur=[0-9]+[.][0-9]{3}$", DELAY_MS);
	if (!delayed)
		CHECK_TEXT(value, NULL, "Server-Timing");
	else
		CHECK(value != NULL && is_like(value, pattern),
		    "Server-Timing: %s", value == NULL ? "(none)" : value);
	free(value);
}

static void
check_answer(
    const struct http_answer *answer, struct json_object *expect, bool to_head)
{
	struct json_object *body = member(expect, "body");
	const char *text = member_text(expect, "text", NULL);
	CHECK_NUMBER(answer->status,
	    json_object_get_int(member(expect, "status")), "status of '%.*s'",
	    (int)answer->body_length, answer->body);
	if (member(expect, "headers") != NULL)
		check_headers(answer, member(expect, "headers"));
	check_server_timing(
	    answer, json_object_get_boolean(member(expect, "delayed")));
	if (to_head)
		return;
	if (answer->status >= 400)
		check_problem(answer, expect);
	size_t length = answer->body_length;
	if (text != NULL && length > 0 && answer->body[length - 1] == '\n')
		length--;
	if (body != NULL)
		text = json_object_get_string(body);
	if (text != NULL)
		CHECK(length == strlen(text) &&
			  memcmp(answer->body, text, length) == 0,
		    "body: got '%.*s', expected '%s'", (int)length,
		    answer->body, text);
}

/* The header lines of a are those of b, but for what the clock says. */
static void
check_same_headers(const struct http_answer *a, const struct http_answer *b)
{
	const char *end = a->head + a->head_length;
	CHECK_NUMBER(a->status, b->status, "HEAD's status, and GET's");
	for (const char *line = a->head; line < end;
	     line = strstr(line, "\r\n") + 2) {
		char name[100];
		snprintf(
		    name, sizeof(name), "%.*s", (int)strcspn(line, ":"), line);
		if (strcasecmp(name, "Date") == 0 ||
		    strcasecmp(name, "Server-Timing") == 0)
			continue;
		char *of_a = http_header(a, name);
		char *of_b = http_header(b, name);
		CHECK_TEXT(of_a, of_b, "HEAD's and GET's %s", name);
		free(of_a);
		free(of_b);
	}
}

/* --- run --------------------------------------------------------------------
 */

/* Send, and check the time: never before the delay is over; and an answer
 * that is not delayed comes sooner, if not at the first try. */
static bool
exchange(const struct bytes *request, bool delayed, char **ret_bytes,
    size_t *ret_length)
{
	double fastest_ms = 1e9;
	for (int try = 0; try < TRIES; try++) {
		double start_ms = now_ms();
		if (!CHECK(http_exchange(stack.port, request->data,
			       request->length, ret_bytes, ret_length),
			"no answer"))
			return false;
		double elapsed_ms = now_ms() - start_ms;
		if (delayed) {
			CHECK(elapsed_ms >= DELAY_MS, "early: %.3f ms",
			    elapsed_ms);
			return true;
		}
		if (elapsed_ms < fastest_ms)
			fastest_ms = elapsed_ms;
		if (fastest_ms < DELAY_MS)
			return true;
		if (try + 1 < TRIES)
			free(*ret_bytes);
	}
	CHECK(false, "not to be delayed, but took %.3f ms", fastest_ms);
	return true;
}

/* *ret_bytes is what *ret_first, the first answer, points into. */
static bool
run_request(struct json_object *c, const char *method,
    struct http_answer *ret_first, char **ret_bytes)
{
	struct json_object *expect = member(c, "expect");
	bool many = json_object_is_type(expect, json_type_array);
	size_t answers = many ? json_object_array_length(expect) : 1;
	bool to_head = strcmp(method, "HEAD") == 0;
	bool delayed = false;
	for (size_t i = 0; i < answers; i++)
		delayed |= json_object_get_boolean(
		    member(many ? json_object_array_get_idx(expect, i) : expect,
			"delayed"));

	struct bytes request = { 0 };
	char *bytes = NULL;
	size_t length = 0;
	build_request(c, method, &request);
	bool answered = exchange(&request, delayed, &bytes, &length);
	free(request.data);
	if (!answered)
		return false;

	size_t used = 0;
	for (size_t i = 0; i < answers; i++) {
		struct http_answer answer;
		size_t taken =
		    http_parse(bytes + used, length - used, to_head, &answer);
		if (!CHECK(taken > 0, "answer %zu is not whole: '%s'", i,
			bytes + used)) {
			free(bytes);
			return false;
		}
		check_answer(&answer,
		    many ? json_object_array_get_idx(expect, i) : expect,
		    to_head);
		used += taken;
		if (i == 0)
			*ret_first = answer;
	}
	CHECK(used == length, "%zu bytes follow the answer", length - used);
	*ret_bytes = bytes;
	return true;
}

static void
run_case(struct json_object *c)
{
	const char *method = member_text(c, "method", "GET");
	struct http_answer answer, head;
	char *answer_bytes, *head_bytes;
	if (!run_request(c, method, &answer, &answer_bytes))
		return;
	if (strcmp(method, "GET") == 0 && member(c, "raw") == NULL &&
	    run_request(c, "HEAD", &head, &head_bytes)) {
		check_same_headers(&head, &answer);
		check_same_headers(&answer, &head);
		free(head_bytes);
	}
	free(answer_bytes);
}

/* CUnit's tests have no argument: the names lead back to the case. */
static void
run_current_case(void)
{
	size_t f = 0;
	while (strcmp(CU_get_current_suite()->pName, file_names[f]) != 0)
		f++;
	const char *name = CU_get_current_test()->pName;
	for (size_t i = 0; i < json_object_array_length(files[f]); i++) {
		struct json_object *c = json_object_array_get_idx(files[f], i);
		if (strcmp(member_text(c, "name", ""), name) == 0)
			run_case(c);
	}
}

/* A suite a file, a test a case: they are data, so there is no table. */
static bool
add_suite(size_t f)
{
	const char *file = file_names[f];
	files[f] = json_object_from_file(file);
	if (!json_object_is_type(files[f], json_type_array)) {
		fprintf(stderr, "%s: %s\n", file, json_util_get_last_err());
		return false;
	}
	CU_pSuite suite = CU_add_suite(file, NULL, NULL);
	for (size_t i = 0; i < json_object_array_length(files[f]); i++) {
		const char *name = member_text(
		    json_object_array_get_idx(files[f], i), "name", NULL);
		if (name == NULL || CU_get_test_by_name(name, suite) != NULL ||
		    CU_add_test(suite, name, run_current_case) == NULL) {
			fprintf(stderr, "%s: case %zu has no name of its own\n",
			    file, i);
			return false;
		}
	}
	return true;
}

int
main(int argc, char **argv)
{
	char delay[40];
	char model[40];
	if (argc < 3 || CU_initialize_registry() != CUE_SUCCESS) {
		fprintf(
		    stderr, "usage: %s timer|sleep FILE.json...\n", argv[0]);
		return EXIT_FAILURE;
	}
	file_names = argv + 2;
	size_t file_count = (size_t)argc - 2;
	files = calloc(file_count, sizeof(*files));
	for (size_t f = 0; f < file_count; f++)
		if (files == NULL || !add_suite(f))
			return EXIT_FAILURE;

	snprintf(delay, sizeof(delay), "DOCKING_DELAY=0.%03d", DELAY_MS);
	snprintf(model, sizeof(model), "DOCKING_DELAY_MODEL=%s", argv[1]);
	if (!stack_start(&stack, (const char *const[]){ delay, model, NULL }))
		return EXIT_FAILURE;
	int failed = harness_run(NULL);
	int code = stack_stop(&stack);
	if (code != 0)
		fprintf(stderr, "run.sh ended with %d\n", code);
	for (size_t f = 0; f < file_count; f++)
		json_object_put(files[f]);
	free(files);
	return failed != 0 || code != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
