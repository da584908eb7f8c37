/*
 * test_instrument_workflows.c: workflows for another API than ours, as data;
 * and workflow files that are none.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"
#include "timing.h"

#include "../lib/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

/* An API with tokens: POST /tokens with a user, as JSON or as a form, gives a
 * token in a header; with it GET /notes?user= lists notes, and POST
 * /notes/{id}/replies adds to one. */
struct notes_script {
	const char *stale;   /* the user whose token is not accepted */
	const char *untold;  /* the user who gets no token */
	const char *altered; /* the user whose reply differs in one byte... */
	int altered_time;    /* ... this time, from 1 */
	int altered_count;   /* replies of that user so far */
};

/* The request has this header, with this value. */
static bool
has_header(
    const struct scripted_request *request, const char *name, const char *value)
{
	char *found = scripted_header(request, name);
	bool same = found != NULL && strcmp(found, value) == 0;
	free(found);
	return same;
}

static bool
is_request(const struct scripted_request *request, const char *method,
    const char *target)
{
	return strcmp(request->method, method) == 0 &&
	       strcmp(request->target, target) == 0;
}

static const char as_form[] = "application/x-www-form-urlencoded";
static const char as_json[] = "application/json";

/* What POST /tokens sends, either way. */
static bool
read_user(const struct scripted_request *request, char user[32])
{
	return (has_header(request, "Content-Type", as_json) &&
		   sscanf(request->body, "{\"user\":\"%31[a-z]\",\"days\":7}",
		       user) == 1) ||
	       (has_header(request, "Content-Type", as_form) &&
		   sscanf(request->body, "grant=password&user=%31[a-z]",
		       user) == 1);
}

static void
play_token(const struct notes_script *script,
    const struct scripted_request *request, struct scripted_answer *answer)
{
	char user[32];
	if (!read_user(request, user))
		return;
	answer->status = 200;
	strcpy(answer->body, "{\"expires\":3600}");
	if (script->untold != NULL && strcmp(user, script->untold) == 0)
		return;
	bool stale = script->stale != NULL && strcmp(user, script->stale) == 0;
	sprintf(answer->headers, "X-Other: none\r\nx-token:  %s-%s \r\n", user,
	    stale ? "stale" : "fresh");
}

/* With a fresh token, which names the user. */
static void
play_notes(struct notes_script *script, const struct scripted_request *request,
    const char *user, struct scripted_answer *answer)
{
	char target[64], body[128];
	int id = 10 * (int)strlen(user) + user[0] % 10;
	sprintf(target, "/notes?user=%s", user);
	if (is_request(request, "GET", target)) {
		answer->status = 200;
		sprintf(answer->body, "{\"notes\":[{\"id\":%d}],\"more\":null}",
		    id);
		return;
	}
	sprintf(target, "/notes/%d/replies", id);
	sprintf(body,
	    "{\"text\":\"Dear %s, {thanks}\",\"to\":[\"%d\",null,true]}", user,
	    id);
	if (!is_request(request, "POST", target) ||
	    !has_header(request, "Content-Type", as_json) ||
	    !has_header(request, "X-Trace", user) ||
	    strcmp(request->body, body) != 0)
		return;
	answer->status = 201;
	sprintf(
	    answer->body, "{\"reply\": {\"to\":\"%s\",\"id\":%d}}", user, id);
	if (script->altered != NULL && strcmp(user, script->altered) == 0 &&
	    ++script->altered_count == script->altered_time)
		answer->body[strlen(answer->body) - 3] ^= 1;
}

static void
play_api(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	struct notes_script *script = arg;
	char user[32] = "";
	char *token = scripted_header(request, "Authorization");
	if (instrument_is_capacity(request, answer)) {
		free(token);
		return;
	}
	answer->status = 401;
	sprintf(answer->body, "{\"error\":\"%0120d\"}", 0);
	int used = 0;
	if (is_request(request, "POST", "/tokens"))
		play_token(script, request, answer);
	else if (token != NULL &&
		 sscanf(token, "Bearer %31[a-z]-fresh%n", user, &used) == 1 &&
		 used > 0 && token[used] == '\0')
		play_notes(script, request, user, answer);
	free(token);
}

#define NOTES_JSON "{'user':'{user}','days':7}"
#define NOTES_FORM "'grant=password&user={user}'"

/* The workflow, for some users, with one of these two bodies. */
#define NOTES_WORKFLOW(users, token_body)                                      \
	"{'name':'notes','input':{'variable':'user','values':[" users "]},"    \
	"'steps':["                                                            \
	"{'method':'POST','target':'/tokens','body':" token_body ","           \
	"'expect':{'status':200},"                                             \
	"'capture':{'token':{'header':'X-Token'}}},"                           \
	"{'target':'/notes{?user}',"                                           \
	"'headers':{'Authorization':'Bearer {token}'},"                        \
	"'expect':{'status':200,'type':'object','nonEmpty':'/notes'},"         \
	"'capture':{'id':{'pointer':'/notes/0/id'}}},"                         \
	"{'method':'POST','target':'/notes/{id}/replies',"                     \
	"'headers':{'Authorization':'Bearer {token}','X-Trace':'{user}'},"     \
	"'body':{'text':'Dear {user}, {{thanks}','to':['{id}',null,true]},"    \
	"'expect':{'status':201}}],"                                           \
	"'result':{'step':2,'pointer':'/reply'}}"

#define USERS "'ann','bob','carol','dave','eve'"

/* A token, a list, an addition: every engine gets through, all the same. */
static void
test_other_api(void)
{
	static const char *const workflows[] = {
		NOTES_WORKFLOW(USERS, NOTES_JSON),
		NOTES_WORKFLOW(USERS, NOTES_FORM),
	};
	for (size_t i = 0; i < 2; i++) {
		static const char *const sessions[] = { "--session=workflow",
			"--session=shared" };
		struct scripted_seen seen;
		struct notes_script script = { 0 };
		char *workflow = instrument_workflow(workflows[i]);
		struct outcome o = timing_run_script(play_api, &script,
		    (const char *const[]){ workflow, TIMING_ENGINES,
			"--format=json", sessions[i], NULL },
		    &seen);
		struct json_object *report = timing_parse(o.out);
		CHECK_NUMBER(o.code, 0, "%zu: %s%s", i, o.err, o.out);
		CHECK(json_object_get_boolean(timing_get(report, "/identical")),
		    "%zu: %s", i, o.out);
		CHECK_TEXT(timing_text(report, "/workflow"), "notes", "%zu", i);
		CHECK(
		    timing_number(report, "/names") == 5, "%zu: %s", i, o.out);
		CHECK_NUMBER(seen.requests, TIMING_ENGINES_COUNT * 5 * 3 + 1,
		    "%zu, with the capacity", i);
		for (int e = 0; e < TIMING_ENGINES_COUNT; e++)
			CHECK(timing_number(
				  report, "/engines/%d/requests", e) == 15,
			    "%zu: %s", i, o.out);
		json_object_put(report);
		outcome_done(&o);
		free(workflow);
	}
}

/* Who is refused fails with step, status and the first 80 bytes, in every
 * engine; the others get through. */
static void
test_other_api_fails(void)
{
	static const struct {
		struct notes_script script;
		const char *error; /* with %s: what was got */
	} rows[] = {
		{ { .stale = "carol" },
		    "GET /notes?user=carol: status 401; expected 200 with a "
		    "JSON object; got \"{\"error\":\"%070d\"..." },
		{ { .untold = "carol" },
		    "POST /tokens: no header 'X-Token' to take token from; "
		    "expected 200; got \"{\"expires\":3600}\"" },
	};
	char *workflow = instrument_workflow(NOTES_WORKFLOW(USERS, NOTES_JSON));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char error[256];
		struct scripted_seen seen;
		struct notes_script script = rows[i].script;
		struct outcome o = timing_run_script(play_api, &script,
		    (const char *const[]){
			workflow, TIMING_ENGINES, "--format=json", NULL },
		    &seen);
		struct json_object *report = timing_parse(o.out);
		struct json_object *failures = timing_get(report, "/failures");
		snprintf(error, sizeof(error), rows[i].error, 0);
		CHECK_NUMBER(o.code, 1, "row %zu: %s", i, o.err);
		CHECK_NUMBER((long long)json_object_array_length(failures),
		    TIMING_ENGINES_COUNT, "row %zu: %s", i, o.out);
		for (int e = 0; e < TIMING_ENGINES_COUNT; e++) {
			struct json_object *failure =
			    timing_get(report, "/failures/%d", e);
			CHECK_TEXT(timing_text(failure, "/name"), "carol",
			    "row %zu", i);
			CHECK_TEXT(timing_text(failure, "/error"), error,
			    "row %zu", i);
			CHECK(
			    timing_number(report, "/engines/%d/failed", e) == 1,
			    "row %zu: %s", i, o.out);
		}
		CHECK(json_object_get_boolean(timing_get(report, "/identical")),
		    "row %zu: %s", i, o.out);
		json_object_put(report);
		outcome_done(&o);
	}
	free(workflow);
}

/* One byte of one answer to one engine: found, and named. */
static void
test_altered_byte(void)
{
	static const char *const engines[] = { "sync", "threads", "poll",
		"multi" };
	char *workflow = instrument_workflow(NOTES_WORKFLOW(USERS, NOTES_JSON));
	for (int e = 1; e < TIMING_ENGINES_COUNT; e++) {
		struct scripted_seen seen;
		struct notes_script script = { .altered = "dave",
			.altered_time = e + 1 };
		struct outcome o = timing_run_script(play_api, &script,
		    (const char *const[]){
			workflow, TIMING_ENGINES, "--format=json", NULL },
		    &seen);
		struct json_object *report = timing_parse(o.out);
		struct json_object *d = timing_get(report, "/first_difference");
		CHECK_NUMBER(o.code, 1, "%s: %s", engines[e], o.err);
		CHECK(
		    !json_object_get_boolean(timing_get(report, "/identical")),
		    "%s: %s", engines[e], o.out);
		CHECK(timing_number(d, "/workflow") == 3, "%s: %s", engines[e],
		    o.out);
		CHECK_TEXT(timing_text(d, "/name"), "dave", "%s", engines[e]);
		CHECK_TEXT(timing_text(d, "/a/outcome"),
		    "{\"to\":\"dave\",\"id\":40}", "%s", engines[e]);
		CHECK_TEXT(timing_text(d, "/a/engine"), "sync", "%s", o.out);
		CHECK_TEXT(
		    timing_text(d, "/b/engine"), engines[e], "%s", o.out);
		CHECK_TEXT(timing_text(d, "/b/outcome"),
		    "{\"to\":\"dave\",\"id\":41}", "%s", engines[e]);
		json_object_put(report);
		outcome_done(&o);
	}
	free(workflow);
}

/* A workflow file that is none is refused before any request: 65, and one line
 * with file, line, member and reason. */
static void
test_malformed(void)
{
	static const struct {
		const char *text, *line;
	} rows[] = {
		{ "{\n'name': 'a',\n", ":3: the file: is not JSON: " },
		{ "[]", ":1: the file: is not an object" },
		{ "{'name':'a',\n'input':{'variable':'x','values':['1']},\n"
		  "'steps':[{'target':'/a'},\n{'target':'/{y}'}]}",
		    ":4: /steps/1/target: " },
		{ "{'name':'a',\n'input':{'variable':'x','values':['1']},\n"
		  "'steps':[{'target':'/a',\n'methode':'PUT'}]}",
		    ":4: /steps/0/methode: is not known here" },
		{ "{'name':'a',\n'input':{'variable':'x',\n'lines':'no'},\n"
		  "'steps':[{'target':'/a'}]}",
		    ":3: /input/lines: " },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scripted_seen seen;
		char *workflow = instrument_workflow(rows[i].text);
		const char *file = strchr(workflow, '=') + 1;
		struct outcome o = timing_run_script(instrument_play_wait, NULL,
		    (const char *const[]){ workflow, NULL }, &seen);
		CHECK_NUMBER(o.code, EX_DATAERR, "row %zu: %s", i, o.err);
		CHECK(timing_is_line(o.err, file) &&
			  strstr(o.err, rows[i].line) != NULL,
		    "row %zu: %s", i, o.err);
		CHECK_TEXT(o.out, "", "row %zu", i);
		CHECK_NUMBER(seen.requests, 0, "row %zu", i);
		outcome_done(&o);
		free(workflow);
	}
}

CU_TestInfo instrument_workflows_tests[] = {
	{ "another API", test_other_api },
	{ "another API that refuses", test_other_api_fails },
	{ "an altered byte", test_altered_byte },
	{ "malformed workflow files", test_malformed },
	CU_TEST_INFO_NULL,
};
