/*
 * check.c: what an answer must be: what its case says, and what holds for
 * every answer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "cases.h"

#include "../lib/harness.h"
#include "lib/json_strict.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

/* A text of the case with its variables filled in, or NULL. */
static char *
text_of(struct json_object *object, const char *name)
{
	size_t length;
	struct json_object *value = member(object, name);
	return value == NULL ? NULL : value_bytes(value, &length);
}

/* What an error tells is for its reader, not how the service is built; but
 * it may repeat what it was sent. */
static void
check_discretion(const struct http_answer *answer)
{
	static const char *const secrets[] = { "SELECT", "INSERT", "UPDATE ",
		"sqlite", "users_text", "/var/", "fcgi.sock", "docking.db" };
	char root[500];
	if (getcwd(root, sizeof(root)) == NULL)
		abort();
	char *body = strndup(answer->body, answer->body_length);
	const char *sent = variable_get("value");
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		CHECK(strstr(body, secrets[i]) == NULL ||
			  strstr(sent, secrets[i]) != NULL,
		    "%s", body);
	CHECK(strstr(body, root) == NULL, "%s", body);
	free(body);
}

/* expected: the pointers, in order; without it there are no faults, or it does
 * not matter which. */
static void
check_faults(struct json_object *faults, struct json_object *expected)
{
	if (expected == NULL)
		return;
	size_t count = faults == NULL ? 0 : json_object_array_length(faults);
	CHECK_NUMBER((long long)count,
	    (long long)json_object_array_length(expected), "faults");
	for (size_t i = 0; i < count && i < json_object_array_length(expected);
	     i++)
		CHECK_TEXT(member_text(json_object_array_get_idx(faults, i),
			       "pointer", NULL),
		    json_object_get_string(
			json_object_array_get_idx(expected, i)),
		    "fault %zu", i);
}

/* Every error, whoever gives it, is a problem: these members in this order. */
static void
check_problem(const struct http_answer *answer, struct json_object *expect)
{
	static const char *const members[] = { "type", "title", "status",
		"detail", "message", "errors" };
	enum { MEMBERS = sizeof(members) / sizeof(members[0]) };
	char *type = http_header(answer, "Content-Type");
	CHECK_TEXT(type, "application/problem+json", "Content-Type");
	free(type);
	struct jsoncheck_error error;
	struct json_object *problem = jsoncheck(JSONCHECK_UNIQUE, answer->body,
					  answer->body_length, &error)
					  ? json_tokener_parse(answer->body)
					  : NULL;
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
	CHECK(i == MEMBERS || i == MEMBERS - 1, "%zu members", i);
	check_faults(member(problem, "errors"), member(expect, "errors"));
	check_discretion(answer);
	CHECK_NUMBER(json_object_get_int(member(problem, "status")),
	    answer->status, "the member status");
	const char *detail = member_text(problem, "detail", NULL);
	CHECK_TEXT(
	    member_text(problem, "message", NULL), detail, "message is detail");
	CHECK(answer->body_length > 0 &&
		  answer->body[answer->body_length - 1] == '\n',
	    "a newline at the end");
	char *expected = text_of(expect, "detail");
	if (expected != NULL)
		CHECK_TEXT(detail, expected, "detail");
	free(expected);
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
		char *wanted = text_of(headers, name);
		(void)expected;
		CHECK_TEXT(value, wanted, "%s", name);
		free(value);
		free(wanted);
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

/* A delayed answer tells its delay, and the work after it. */
static void
check_server_timing(
    const struct http_answer *answer, struct json_object *delayed)
{
	char *value = http_header(answer, "Server-Timing");
	char pattern[80];
	snprintf(pattern, sizeof(pattern),
	    "^delay;dur=%.10g, app;dur=[0-9]+[.][0-9]{3}$", delay_ms(delayed));
	if (delay_ms(delayed) < 0)
		CHECK_TEXT(value, NULL, "Server-Timing");
	else
		CHECK(value != NULL && is_like(value, pattern),
		    "Server-Timing: %s", value == NULL ? "(none)" : value);
	free(value);
}

/* What stands on every answer but those that the web server gives before it
 * knows what is asked for; and the id on all that the program gives. A case may
 * say otherwise of one. */
static void
check_common_headers(
    const struct http_answer *answer, struct json_object *headers)
{
	static const struct {
		const char *name, *pattern;
	} common[] = {
		{ "Cache-Control", "^no-cache$" },
		{ "X-Content-Type-Options", "^nosniff$" },
		{ "Content-Security-Policy",
		    "^default-src 'none'; frame-ancestors 'none'$" },
		{ "X-Request-Id", "^[A-Za-z0-9._~+/=:@-]{1,128}$" },
	};
	for (size_t i = 0; i < sizeof(common) / sizeof(common[0]); i++) {
		if (json_object_object_get_ex(headers, common[i].name, NULL))
			continue;
		char *value = http_header(answer, common[i].name);
		CHECK(value != NULL ? is_like(value, common[i].pattern)
				    : answer->status >= 400,
		    "%s: %s", common[i].name, value != NULL ? value : "(none)");
		free(value);
	}
}

/* One status, or one of several. */
static bool
is_status(int status, struct json_object *expected)
{
	if (!json_object_is_type(expected, json_type_array))
		return status == json_object_get_int(expected);
	bool found = false;
	for (size_t i = 0; i < json_object_array_length(expected); i++)
		found |= status == json_object_get_int(
				       json_object_array_get_idx(expected, i));
	return found;
}

double
delay_ms(struct json_object *delayed)
{
	if (json_object_is_type(delayed, json_type_int) ||
	    json_object_is_type(delayed, json_type_double))
		return json_object_get_double(delayed);
	return json_object_get_boolean(delayed) ? CASES_DELAY_MS : -1;
}

void
check_answer(
    const struct http_answer *answer, struct json_object *expect, bool to_head)
{
	bool exact = member(expect, "body") != NULL;
	char *text = text_of(expect, exact ? "body" : "text");
	CHECK(is_status(answer->status, member(expect, "status")),
	    "got %d, expected %s: '%.*s'", answer->status,
	    member_text(expect, "status", "none"), (int)answer->body_length,
	    answer->body);
	if (member(expect, "headers") != NULL)
		check_headers(answer, member(expect, "headers"));
	check_common_headers(answer, member(expect, "headers"));
	struct json_object *delayed = NULL;
	if (!json_object_object_get_ex(expect, "delayed", &delayed) ||
	    delayed != NULL)
		check_server_timing(answer, delayed);
	if (!to_head && answer->status >= 400)
		check_problem(answer, expect);
	size_t length = answer->body_length;
	if (!exact && length > 0 && answer->body[length - 1] == '\n')
		length--;
	if (text != NULL && !to_head)
		CHECK(length == strlen(text) &&
			  memcmp(answer->body, text, length) == 0,
		    "body: got '%.*s', expected '%s'", (int)length,
		    answer->body, text);
	free(text);
}

/* The header lines of a are those of b, but for what is of each answer alone:
 * the clock's, and the length of what counts answers (GET /metrics). */
void
check_same_headers(const struct http_answer *a, const struct http_answer *b)
{
	const char *end = a->head + a->head_length;
	char *type = http_header(a, "Content-Type");
	bool counts = type != NULL && strncmp(type, "text/plain", 10) == 0;
	free(type);
	CHECK_NUMBER(a->status, b->status, "HEAD's status, and GET's");
	for (const char *line = a->head; line < end;
	     line = strstr(line, "\r\n") + 2) {
		char name[100];
		snprintf(
		    name, sizeof(name), "%.*s", (int)strcspn(line, ":"), line);
		if (strcasecmp(name, "Date") == 0 ||
		    strcasecmp(name, "Server-Timing") == 0 ||
		    strcasecmp(name, "X-Request-Id") == 0 ||
		    (counts && strcasecmp(name, "Content-Length") == 0))
			continue;
		char *of_a = http_header(a, name);
		char *of_b = http_header(b, name);
		CHECK_TEXT(of_a, of_b, "HEAD's and GET's %s", name);
		free(of_a);
		free(of_b);
	}
}
