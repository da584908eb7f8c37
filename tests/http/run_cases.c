/*
 * run_cases.c: requests and what they must be answered with, as data, through
 * the real web server.
 *
 * usage: test-http timer|sleep FILE.json...; each file is an array of cases:
 *
 *   { "name": "…", "method": "GET", "target": "/users/1",
 *     "headers": { "X-Y": "…" }, "body": "…",    what is sent; or all of it:
 *     "raw": "GET / HTTP/1.0\r\n\r\n",
 *     "user": true,                              with a good password
 *     "expect": {
 *       "status": 200,         or one of several: [400, 404]
 *       "headers": { "Allow": "…", "Location": null },   null: not there
 *       "body": "…",           exactly; or
 *       "text": "…",           but for a newline at the end
 *       "type": "…", "detail": "…", "errors": ["/name"], of a problem
 *       "delayed": true },     or a number of ms; or null: either
 *     "capture": { "id": "/id", "tag": "ETag" } }
 *
 * Method and target default to GET and /. target, body, raw and the values of
 * headers may be arrays whose parts are strings, { "times": N, "of": "…" } and
 * { "hex": "ff00" }. expect may be an array, one for each of several pipelined
 * requests in raw.
 *
 * capture keeps a member of the answer's body (JSON Pointer), a header, or of
 * the header Link the target: in
 * texts of later steps {id} stands for it, {id:query} for its percent-encoded
 * form, and {id:json} for that inside a JSON string.
 *
 *   { "name": "…", "steps": [ case, case… ] }    one after another
 *   { …, "for": [ value… ] }                     each at once, as {value}; or
 *   { …, "for": { "each": [ [a, b], [c, d] ] } } all of ac, ad, bc, bd; or
 *   { …, "for": { "found": "/users?…" } }        the ids of a listing
 *   { …, "for": "/0/steps/1/for" }               as another one in the file
 *   { …, "within_ms": 50 }                       answered by then
 *   { …, "at_once": 100, "counts": { "200": 1, "412": 99 }, "same": "ETag" }
 *
 * at_once sends a request on as many connections; counts says how many answers
 * of each status there must be, and same which header is equal in all.
 * "repeat": N does the steps N times, or as often as DOCKING_TEST_REPEAT says.
 *
 * Checked on all answers without
 * being asked for: an error is a whole problem (RFC 9457) in our form;
 * nothing follows the body; delayed says Server-Timing, with the configured
 * delay or that number, and is not early, and what is not delayed says and does
 * neither; HEAD has the status and headers of GET, and no body. All requests
 * and answers go to the file that DOCKING_TEST_RECORD names, one JSON object a
 * line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../lib/harness.h"
#include "../lib/seconds.h"
#include "../lib/stack.h"
#include "cases.h"

#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	TRIES = 5, /* to be quicker than the delay on a busy machine */
	AT_ONCE_MAX = 250,
};

static struct stack stack;
static char **file_names;
static struct json_object **files; /* arrays of cases */
static struct json_object *file;   /* that of the case under way */

/* A request under way. */
struct call {
	char *request;
	size_t request_length;
	char *answer; /* all bytes until the end */
	size_t answer_length;
	bool answered;
	double elapsed_ms;
};

static void *
run_call(void *arg)
{
	struct call *call = arg;
	double start_s = clock_now_s();
	call->answered = http_exchange(stack.port, call->request,
	    call->request_length, &call->answer, &call->answer_length);
	call->elapsed_ms = (clock_now_s() - start_s) * 1e3;
	return NULL;
}

static void
run_calls(struct call *calls, size_t count)
{
	pthread_t threads[AT_ONCE_MAX];
	for (size_t i = 0; i < count; i++)
		if (pthread_create(&threads[i], NULL, run_call, &calls[i]) != 0)
			abort();
	for (size_t i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

static void
call_done(struct call *call)
{
	free(call->request);
	free(call->answer);
	*call = (struct call){ .request = NULL };
}

/* The longest of all answers; -1: all at once. */
static double
longest_delay_ms(struct json_object *expect)
{
	if (!json_object_is_type(expect, json_type_array))
		return delay_ms(member(expect, "delayed"));
	double longest_ms = -1;
	for (size_t i = 0; i < json_object_array_length(expect); i++)
		longest_ms = fmax(longest_ms,
		    longest_delay_ms(json_object_array_get_idx(expect, i)));
	return longest_ms;
}

/* All answers of a call. *ret_first points into it. */
static bool
check_call(const struct call *call, struct json_object *c, const char *method,
    struct http_answer *ret_first)
{
	struct json_object *expect = member(c, "expect");
	bool many = json_object_is_type(expect, json_type_array);
	size_t answers = many ? json_object_array_length(expect) : 1;
	bool to_head = strcmp(method, "HEAD") == 0;
	if (!CHECK(call->answered, "no answer"))
		return false;
	record_exchange(CU_get_current_test()->pName, call->request,
	    call->request_length, call->answer, call->answer_length);
	CHECK(call->elapsed_ms >= longest_delay_ms(expect), "early: %.3f ms",
	    call->elapsed_ms);
	size_t used = 0;
	for (size_t i = 0; i < answers; i++) {
		struct http_answer answer;
		size_t taken = http_parse(call->answer + used,
		    call->answer_length - used, to_head, &answer);
		if (!CHECK(taken > 0, "answer %zu is not whole: '%s'", i,
			call->answer + used))
			return false;
		check_answer(&answer,
		    many ? json_object_array_get_idx(expect, i) : expect,
		    to_head);
		used += taken;
		if (i == 0)
			*ret_first = answer;
	}
	CHECK(used == call->answer_length, "%zu bytes follow the answer",
	    call->answer_length - used);
	return true;
}

/* Send, and check the time: what is not delayed comes sooner than the delay,
 * or than within_ms, if not at the first try. call is the caller's to end. */
static bool
run_request(struct json_object *c, const char *method,
    struct http_answer *ret_first, struct call *call)
{
	bool delayed = longest_delay_ms(member(c, "expect")) >= 0;
	struct json_object *within = member(c, "within_ms");
	double limit_ms =
	    within != NULL ? json_object_get_double(within) : CASES_DELAY_MS;
	/* What changes something is not to be sent again. */
	bool once = json_object_get_boolean(member(c, "user")) && !within;
	int tries = delayed || once ? 1 : TRIES;
	double fastest_ms = 1e9;
	for (int try = 0; try < tries && fastest_ms >= limit_ms; try++) {
		call_done(call);
		call->request = build_request(c, method, &call->request_length);
		run_call(call);
		if (call->elapsed_ms < fastest_ms)
			fastest_ms = call->elapsed_ms;
	}
	if (tries > 1)
		CHECK(fastest_ms < limit_ms,
		    "not to be delayed, but took %.3f ms", fastest_ms);
	return check_call(call, c, method, ret_first);
}

/* --- what a step leaves for the next ---------------------------------------
 */

static void
capture(struct json_object *wanted, const struct http_answer *answer)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *body = json_tokener_parse_ex(
	    tokener, answer->body, (int)answer->body_length);
	json_tokener_free(tokener);
	json_object_object_foreach(wanted, name, from)
	{
		const char *where = json_object_get_string(from);
		struct json_object *found = NULL;
		char *header = NULL;
		const char *value = NULL;
		if (where[0] != '/')
			value = header = http_header(answer, where);
		if (header != NULL && strcmp(where, "Link") == 0) {
			value = header + 1;
			header[strcspn(header, ">")] = '\0';
		} else if (json_pointer_get(body, where, &found) == 0)
			value = json_object_get_string(found);
		if (CHECK(value != NULL, "%s: there is no %s", name, where))
			variable_set(name, value, strlen(value));
		free(header);
	}
	json_object_put(body);
}

/* --- many at once -----------------------------------------------------------
 */

/* How many answers have a status, and whether a header is the same in all. */
static void
check_counts(
    struct json_object *c, const struct http_answer *answers, size_t count)
{
	struct json_object *counts = member(c, "counts");
	const char *same = member_text(c, "same", NULL);
	json_object_object_foreach(counts, status, expected)
	{
		int seen = 0;
		for (size_t i = 0; i < count; i++)
			seen += answers[i].status == atoi(status);
		CHECK_NUMBER(seen, json_object_get_int(expected),
		    "answers with status %s", status);
	}
	for (size_t i = 1; same != NULL && i < count; i++) {
		char *a = http_header(&answers[0], same);
		char *b = http_header(&answers[i], same);
		CHECK_TEXT(b, a, "%s of answer %zu", same, i);
		free(a);
		free(b);
	}
}

static void
run_at_once(struct json_object *c)
{
	static struct call calls[AT_ONCE_MAX];
	static struct http_answer answers[AT_ONCE_MAX];
	const char *method = member_text(c, "method", "GET");
	size_t count = (size_t)json_object_get_int(member(c, "at_once"));
	for (size_t i = 0; i < count; i++)
		calls[i].request =
		    build_request(c, method, &calls[i].request_length);
	run_calls(calls, count);
	bool whole = true;
	for (size_t i = 0; i < count; i++)
		whole &= check_call(&calls[i], c, method, &answers[i]);
	if (whole)
		check_counts(c, answers, count);
	for (size_t i = 0; i < count; i++)
		call_done(&calls[i]);
}

/* The values of "for", one after another. False when there is no i-th. */
static bool
set_value(struct json_object *values, size_t i)
{
	struct json_object *each = member(values, "each");
	struct json_object *parts = json_object_new_array();
	if (each == NULL && i < json_object_array_length(values))
		json_object_array_add(parts,
		    json_object_get(json_object_array_get_idx(values, i)));
	for (size_t k = each == NULL ? 0 : json_object_array_length(each);
	     k-- > 0;) {
		struct json_object *list = json_object_array_get_idx(each, k);
		size_t length = json_object_array_length(list);
		json_object_array_put_idx(parts, k,
		    json_object_get(
			json_object_array_get_idx(list, i % length)));
		i /= length;
		if (k == 0 && i > 0) {
			json_object_put(parts);
			return false;
		}
	}
	size_t length = 0;
	bool any = json_object_array_length(parts) > 0;
	char *bytes = value_bytes(parts, &length);
	if (any)
		variable_set("value", bytes, length);
	free(bytes);
	json_object_put(parts);
	return any;
}

/* The ids of a listing. */
static struct json_object *
find_values(const char *target)
{
	struct call call = { .request = NULL };
	struct http_answer answer;
	struct json_object *c = json_object_new_object();
	struct json_object *ids = json_object_new_array();
	json_object_object_add(c, "target", json_object_new_string(target));
	call.request = build_request(c, "GET", &call.request_length);
	json_object_put(c);
	run_call(&call);
	struct json_object *found = NULL;
	if (http_parse(call.answer, call.answer_length, false, &answer) > 0)
		found = json_tokener_parse(answer.body);
	for (size_t i = 0; json_object_is_type(found, json_type_array) &&
			   i < json_object_array_length(found);
	     i++)
		json_object_array_add(ids,
		    json_object_get(
			member(json_object_array_get_idx(found, i), "id")));
	json_object_put(found);
	call_done(&call);
	return ids;
}

static void
run_for_each(struct json_object *c)
{
	static struct call calls[AT_ONCE_MAX];
	struct json_object *values = member(c, "for");
	if (json_object_is_type(values, json_type_string) &&
	    json_pointer_get(file, json_object_get_string(values), &values))
		abort();
	const char *found = member_text(values, "found", NULL);
	values = found != NULL ? find_values(found) : json_object_get(values);
	const char *method = member_text(c, "method", "GET");
	struct http_answer answer;
	size_t count = AT_ONCE_MAX;
	/* Many at once are no measure of one. */
	for (size_t i = 0; member(c, "within_ms") != NULL; i++) {
		if (!set_value(values, i)) {
			count = 0;
			break;
		}
		run_request(c, method, &answer, &calls[0]);
		call_done(&calls[0]);
	}
	for (size_t done = 0; count == AT_ONCE_MAX; done += count) {
		for (count = 0;
		     count < AT_ONCE_MAX && set_value(values, done + count);
		     count++)
			calls[count].request = build_request(
			    c, method, &calls[count].request_length);
		run_calls(calls, count);
		for (size_t i = 0; i < count; i++) {
			set_value(values, done + i);
			if (!check_call(&calls[i], c, method, &answer))
				printf("value %zu\n", done + i);
			call_done(&calls[i]);
		}
	}
	json_object_put(values);
}

/* --- cases ------------------------------------------------------------------
 */

static void
run_one(struct json_object *c)
{
	const char *method = member_text(c, "method", "GET");
	struct call call = { .request = NULL };
	struct call head_call = { .request = NULL };
	struct http_answer answer, head;
	bool answered = run_request(c, method, &answer, &call);
	if (answered && strcmp(method, "GET") == 0 &&
	    member(c, "raw") == NULL &&
	    run_request(c, "HEAD", &head, &head_call)) {
		check_same_headers(&head, &answer);
		check_same_headers(&answer, &head);
	}
	if (answered && member(c, "capture") != NULL)
		capture(member(c, "capture"), &answer);
	call_done(&call);
	call_done(&head_call);
}

/* A case or a step of one. */
static void
run_case(struct json_object *c)
{
	struct json_object *steps = member(c, "steps");
	const char *often = getenv("DOCKING_TEST_REPEAT");
	int times = 1;
	if (member(c, "repeat") != NULL)
		times = often != NULL
			    ? atoi(often)
			    : json_object_get_int(member(c, "repeat"));
	for (int i = 0; steps != NULL && i < times; i++)
		for (size_t k = 0; k < json_object_array_length(steps); k++)
			run_case(json_object_array_get_idx(steps, k));
	if (steps != NULL)
		return;
	if (member(c, "at_once") != NULL)
		run_at_once(c);
	else if (member(c, "for") != NULL)
		run_for_each(c);
	else
		run_one(c);
}

/* CUnit's tests have no argument: the names lead back to the case. */
static void
run_current_case(void)
{
	size_t f = 0;
	while (strcmp(CU_get_current_suite()->pName, file_names[f]) != 0)
		f++;
	const char *name = CU_get_current_test()->pName;
	file = files[f];
	for (size_t i = 0; i < json_object_array_length(file); i++) {
		struct json_object *c = json_object_array_get_idx(file, i);
		if (strcmp(member_text(c, "name", ""), name) == 0)
			run_case(c);
	}
}

/* A suite a file, a test a case: they are data, so there is no table. */
static bool
add_suite(size_t f)
{
	const char *suite_name = file_names[f];
	files[f] = json_object_from_file(suite_name);
	if (!json_object_is_type(files[f], json_type_array)) {
		fprintf(
		    stderr, "%s: %s\n", suite_name, json_util_get_last_err());
		return false;
	}
	CU_pSuite suite = CU_add_suite(suite_name, NULL, NULL);
	for (size_t i = 0; i < json_object_array_length(files[f]); i++) {
		const char *name = member_text(
		    json_object_array_get_idx(files[f], i), "name", NULL);
		if (name == NULL || CU_get_test_by_name(name, suite) != NULL ||
		    CU_add_test(suite, name, run_current_case) == NULL) {
			fprintf(stderr, "%s: case %zu has no name of its own\n",
			    suite_name, i);
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

	snprintf(delay, sizeof(delay), "DOCKING_DELAY=0.%03d", CASES_DELAY_MS);
	snprintf(model, sizeof(model), "DOCKING_DELAY_MODEL=%s", argv[1]);
	char *passwords = stack_passwords();
	if (passwords == NULL || !record_open() ||
	    !stack_start(
		&stack, (const char *const[]){ delay, model, passwords, NULL }))
		return EXIT_FAILURE;
	int failed = harness_run(NULL);
	int code = stack_stop(&stack);
	failed += !record_close();
	if (code != 0)
		fprintf(stderr, "run.sh ended with %d\n", code);
	for (size_t f = 0; f < file_count; f++)
		json_object_put(files[f]);
	free(files);
	free(passwords);
	return failed != 0 || code != 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
