/*
 * test_admin_audit.c: audit-delay, against the real server and ones that do not
 * do what they say.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "../lib/harness.h"
#include "../lib/scripted_server.h"
#include "../lib/stack.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static struct outcome
audit(int port, const char *rule, const char *samples)
{
	char url[64];
	snprintf(url, sizeof(url), "http://127.0.0.1:%d", port);
	return program_run(
	    (const char *const[]){ program_built("docking-admin"),
		"audit-delay", rule, "--url", url, "--samples", samples, NULL },
	    NULL);
}

/* The two numbers of the line that begins with distance. */
static bool
read_distances(const char *out, double *ret_drawn, double *ret_waited)
{
	const char *line = strstr(out, "\ndistance ");
	return line != NULL &&
	       sscanf(line, " distance %lf %lf", ret_drawn, ret_waited) == 2;
}

/* Over HTTP, what is drawn has the rule's distribution, and so has what a
 * client waits, unless the machine is too slow to tell. */
static void
test_rules(void)
{
	static const char *const rules[] = { "uniform:0.1..0.5",
		"exponential:0.3", "lognormal:0.3,0.4", "0.1" };
	struct stack stack;
	if (!stack_start(&stack, (const char *const[]){ NULL }))
		exit(EXIT_FAILURE);
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		double drawn = 1, waited = 1;
		struct outcome o = audit(stack.port, rules[i], "2000");
		CHECK_NUMBER(o.code, 0, "%s: %s%s", rules[i], o.out, o.err);
		CHECK_TEXT(o.err, "", "%s", rules[i]);
		CHECK(read_distances(o.out, &drawn, &waited), "%s: %s",
		    rules[i], o.out);
		CHECK(drawn < 0.04, "%s: %g", rules[i], drawn);
		/* A fixed delay is one value, and nothing waits exactly that.
		 */
		CHECK(i == 3 || waited < (program_is_slow() ? 0.5 : 0.15),
		    "%s: %g", rules[i], waited);
		outcome_done(&o);
	}
	CHECK_NUMBER(stack_stop(&stack), 0, "the server's end");
}

/* Servers that do not do what they say. */
enum lie {
	LIE_OTHER_RULE, /* all delays are the same */
	LIE_EARLY,      /* what is told is not waited for */
	LIE_SILENT,     /* no Server-Timing */
	LIE_OFF,        /* requests may not choose */
	LIE_NO_CAP,     /* /capacity is another server's */
	LIE_NO_JSON,
	LIE_DOWN, /* connections are closed */
};

static void
play(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	enum lie lie = *(enum lie *)arg;
	bool capacity = strcmp(request->target, "/capacity") == 0;
	unsigned drawn_us = (unsigned)request->number * 7919 % 40000;
	if (lie == LIE_DOWN) {
		answer->bytes = strdup("");
		answer->end = SCRIPTED_CLOSE;
	} else if (capacity) {
		strcpy(answer->body, lie == LIE_NO_JSON ? "<html>"
				     : lie == LIE_NO_CAP
					 ? "{\"places\":10}"
					 : "{\"maxDelay\":60,\"places\":10}");
	} else if (lie == LIE_OFF) {
		answer->status = 403;
		strcpy(answer->body, "{\"detail\":\"no request may choose\"}");
	} else if (lie == LIE_OTHER_RULE) {
		strcpy(answer->headers, "Server-Timing: delay;dur=20\r\n");
		answer->after_us = 20000;
	} else if (lie == LIE_EARLY) {
		/* Evenly spread, but for one that is not waited for. */
		sprintf(answer->headers, "Server-Timing: delay;dur=%g\r\n",
		    drawn_us / 1e3);
		answer->after_us = request->number == 50 ? 0 : drawn_us;
	}
}

/* A server that draws otherwise, or does not wait, is found out; one that
 * cannot be asked is said to be so, in one line. */
static void
test_lies(void)
{
	static const struct {
		enum lie lie;
		int code;
		const char *said;
	} rows[] = {
		{ LIE_OTHER_RULE, 1, "is not below" },
		{ LIE_EARLY, 1, "some were early" },
		{ LIE_SILENT, EX_UNAVAILABLE, "it tells no delay in Server-" },
		{ LIE_OFF, EX_UNAVAILABLE,
		    "it answered 403: no request may choose" },
		{ LIE_NO_CAP, EX_UNAVAILABLE,
		    "its /capacity tells no maxDelay and places" },
		{ LIE_NO_JSON, EX_UNAVAILABLE,
		    "its /capacity tells no maxDelay and places" },
		{ LIE_DOWN, EX_UNAVAILABLE, "Server returned nothing" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum lie lie = rows[i].lie;
		struct scripted_server *server =
		    scripted_server_start(play, &lie);
		struct outcome o = audit(
		    scripted_server_port(server), "uniform:0..0.04", "400");
		scripted_server_stop(server);
		CHECK_NUMBER(
		    o.code, rows[i].code, "row %zu: %s%s", i, o.out, o.err);
		CHECK(strstr(o.code == 1 ? o.out : o.err, rows[i].said) != NULL,
		    "row %zu: %s%s", i, o.out, o.err);
		CHECK(o.code == 1 ? *o.err == '\0'
				  : admin_is_line(o.err, rows[i].said),
		    "row %zu: %s", i, o.err);
		outcome_done(&o);
	}
}

/* A rule that cannot be is refused before anything is asked for. */
static void
test_bad_rules(void)
{
	static const struct {
		const char *rule;
		const char *said;
	} rows[] = {
		{ "soon", "audit-delay: 'soon' is not a number of seconds" },
		{ "uniform:1..0", "lognormal:MEDIAN,SIGMA of such numbers" },
		{ "60.5", "audit-delay: '60.5' is above the 60 s that the "
			  "server allows" },
	};
	enum lie lie = LIE_DOWN;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		lie = i == 2 ? LIE_OTHER_RULE : LIE_DOWN;
		struct scripted_server *server =
		    scripted_server_start(play, &lie);
		struct outcome o =
		    audit(scripted_server_port(server), rows[i].rule, "100");
		struct scripted_seen seen = scripted_server_stop(server);
		CHECK_NUMBER(o.code, EX_USAGE, "row %zu", i);
		CHECK(admin_is_line(o.err, rows[i].said), "row %zu: %s", i,
		    o.err);
		CHECK_NUMBER(seen.requests, i == 2, "row %zu", i);
		outcome_done(&o);
	}
}

CU_TestInfo admin_audit_tests[] = {
	{ "delays have their rule's distribution", test_rules },
	{ "a server that lies is found out", test_lies },
	{ "a rule that cannot be is refused", test_bad_rules },
	CU_TEST_INFO_NULL,
};
