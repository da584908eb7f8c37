/*
 * test_instrument_requests.c: what a workflow's steps send, as the server
 * hears it, and which of its answers' headers they take.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"
#include "timing.h"

#include "../lib/harness.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- headers of a request ---------------------------------------------------
 */

/* A step for /ROW, and what the server hears of one of its headers. They run
 * one after another on the same handle: none may leave a trace in the next. */
static const struct {
	const char *step; /* its members, beside the target */
	const char *header;
	const char *value; /* NULL: it is not sent */
} steps[] = {
	/* RFC 9110, 8.6: no content has a length where some is expected. */
	{ "'method':'GET'", "Content-Length", NULL },
	{ "'method':'POST'", "Content-Length", "0" },
	{ "'method':'GET'", "Content-Length", NULL },
	{ "'method':'PUT'", "Content-Length", "0" },
	{ "'method':'DELETE'", "Content-Length", NULL },
	{ "'method':'PATCH','body':'abc'", "Content-Length", "3" },
	{ "'method':'PATCH'", "Content-Length", "0" },
	{ "'method':'OPTIONS'", "Content-Length", NULL },
	{ "'method':'POST','body':'abc'", "Content-Length", "3" },
	{ "'method':'HEAD'", "Content-Length", NULL },
	{ "'method':'POST'", "Content-Type", NULL },
	{ "'method':'POST','body':{}", "Content-Type", "application/json" },

	/* An empty header is a header. */
	{ "'headers':{'X-Empty':''}", "X-Empty", "" },
	{ "'headers':{'X-Empty':' '}", "X-Empty", "" },
	{ "'headers':{'X-Empty':'{nothing}'}", "X-Empty", "" },
	{ "'headers':{'X-Full':'a: b;'}", "X-Full", "a: b;" },
	{ "'method':'POST','body':{},'headers':{'Content-Type':''}",
	    "Content-Type", "" },
	{ "'method':'GET'", "X-Empty", NULL },
};

enum { STEPS = sizeof(steps) / sizeof(steps[0]) };

static void
play_listener(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	char **heard = arg;
	if (instrument_is_capacity(request, answer))
		return;
	int row = atoi(request->target + 1);
	free(heard[row]);
	heard[row] = scripted_header(request, steps[row].header);
}

/* All steps as one workflow. */
static char *
steps_option(void)
{
	char text[8192];
	int used = snprintf(text, sizeof(text),
	    "{'name':'steps','input':{'variable':'nothing','values':['']},"
	    "'steps':[");
	for (int i = 0; i < STEPS; i++)
		used += snprintf(text + used, sizeof(text) - (size_t)used,
		    "%s{'target':'/%d',%s}", i > 0 ? "," : "", i,
		    steps[i].step);
	snprintf(text + used, sizeof(text) - (size_t)used, "]}");
	return instrument_workflow(text);
}

/* A step sends the headers that it has, and says the length that it sends. */
static void
test_headers(void)
{
	static const char *const engines[] = { "sync", "threads", "poll",
		"multi" };
	char *workflow = steps_option();
	for (size_t e = 0; e < TIMING_ENGINES_COUNT; e++) {
		char *heard[STEPS];
		struct scripted_seen seen;
		for (int i = 0; i < STEPS; i++)
			heard[i] = strdup("(nothing was asked)");
		struct outcome o = timing_run_script(play_listener, heard,
		    (const char *const[]){
			workflow, "--engine", engines[e], NULL },
		    &seen);
		CHECK_NUMBER(o.code, 0, "%s: %s%s", engines[e], o.err, o.out);
		for (int i = 0; i < STEPS; i++) {
			CHECK_TEXT(heard[i], steps[i].value, "%s: %s: %s",
			    engines[e], steps[i].step, steps[i].header);
			free(heard[i]);
		}
		outcome_done(&o);
	}
	free(workflow);
}

/* --- headers of an answer ---------------------------------------------------
 */

/* The first answer has an interim one before it; the second is good if it is
 * asked for by the header of the final one. */
static void
play_hints(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	(void)arg;
	if (instrument_is_capacity(request, answer))
		return;
	if (strcmp(request->target, "/hints") == 0) {
		strcpy(answer->interim, "X-Token: early\r\nX-Hint: early\r\n"
					"Server-Timing: delay;dur=9000\r\n");
		strcpy(answer->headers, "X-Token: final\r\n");
	} else if (strcmp(request->target, "/final") != 0) {
		answer->status = 404;
	}
}

/* What is captured is the final answer's header, not an interim one's. */
static void
test_interim(void)
{
	static const struct {
		const char *header;
		int code;
		const char *words; /* in the report */
	} rows[] = {
		{ "X-Token", 0, "" },
		{ "X-Hint", 1, "no header 'X-Hint' to take token from" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[512];
		struct scripted_seen seen;
		snprintf(text, sizeof(text),
		    "{'name':'hints','input':{'variable':'x','values':['1']},"
		    "'steps':[{'target':'/hints',"
		    "'capture':{'token':{'header':'%s'}}},"
		    "{'target':'/{token}'}]}",
		    rows[i].header);
		char *workflow = instrument_workflow(text);
		struct outcome o = timing_run_script(play_hints, NULL,
		    (const char *const[]){ workflow, TIMING_ENGINES, NULL },
		    &seen);
		CHECK_NUMBER(
		    o.code, rows[i].code, "%s: %s", rows[i].header, o.out);
		CHECK(strstr(o.out, rows[i].words) != NULL, "%s: %s",
		    rows[i].header, o.out);
		CHECK(strstr(o.out, "does not tell its delay") != NULL,
		    "%s: %s", rows[i].header, o.out);
		outcome_done(&o);
		free(workflow);
	}
}

CU_TestInfo instrument_requests_tests[] = {
	{ "headers that a step sends", test_headers },
	{ "headers of an interim answer", test_interim },
	CU_TEST_INFO_NULL,
};
