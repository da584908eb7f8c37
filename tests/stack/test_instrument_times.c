/*
 * test_instrument_times.c: durations, phases and connections that
 * docking-timing reports, against those of a script.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"
#include "timing.h"

#include "../lib/harness.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is left of a deviation beyond what the machine made the script itself
 * late by, twice: for the server, and for the client that runs beside it. */
static double
beyond_lateness(double off_ms, const struct scripted_seen *seen)
{
	return off_ms - 2e-3 * (double)seen->late_p99_us;
}

/* --- durations --------------------------------------------------------------
 */

enum { STEPS = 2 /* of the workflow that waits */ };

static double
script_ms(const struct instrument_load *load, int workflow)
{
	return (load->first_us + workflow * load->more_us) / 1e3;
}

static int
compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;
	return (x > y) - (x < y);
}

/* How far the reported durations are from the script. */
struct deviation {
	int rows;      /* well-formed, of a complete answer */
	double p99_ms; /* of those judged, by nearest rank, absolute */
	double min_ms; /* of all; below 0: reported as quicker than it was */
};

static struct deviation
deviation_of(const char *csv, const struct instrument_load *load)
{
	struct deviation d = { .p99_ms = INFINITY, .min_ms = INFINITY };
	size_t size = (size_t)(load->workflows * STEPS);
	double *ms = calloc(size, sizeof(*ms));
	size_t judged = 0;
	if (ms == NULL)
		abort();
	for (const char *row = strchr(csv, '\n');
	     row != NULL && row[1] != '\0' && (size_t)d.rows < size;
	     row = strchr(row + 1, '\n')) {
		int workflow, step, status;
		long long us;
		if (sscanf(row, "\n%*[a-z0-9],0,%d,%d,%d,%*d,%lld,", &workflow,
			&step, &status, &us) != 4 ||
		    status != 200)
			break;
		double off = (double)us / 1e3 - script_ms(load, workflow);
		d.rows++;
		d.min_ms = fmin(d.min_ms, off);
		if (step >= load->judged)
			ms[judged++] = fabs(off);
	}
	qsort(ms, judged, sizeof(*ms), compare_numbers);
	if (judged > 0)
		d.p99_ms = ms[(judged * 99 + 99) / 100 - 1];
	free(ms);
	return d;
}

/* What is reported is what was scripted, to 2 ms in 99 of 100 requests and
 * beyond_lateness(), and never less; and the server never has more in hand than
 * it may. */
static void
test_durations(void)
{
	static const struct instrument_load loads[] = {
		{ "sync", "0", 120, 1000, 20, 0 },
		{ "threads", "1", 120, 1000, 20, 0 },
		{ "multi", "1", 120, 1000, 20, 0 },
		{ "threads", "100", 150, 50000, 2000, 1 },
		{ "multi", "100", 150, 50000, 2000, 1 },
		{ "threads", "1000", 1000, 400000, 500, 1 },
		{ "multi", "1000", 1000, 400000, 500, 1 },
	};
	/* With sanitizers threads are scheduled anyhow. */
	double limit_ms = program_is_slow() ? INFINITY : 2;
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
		const struct instrument_load *load = &loads[i];
		int most =
		    atoi(load->in_flight) > 1 ? atoi(load->in_flight) : 1;
		char *workflow = instrument_waits(load);
		double best_ms = INFINITY;
		int64_t late_us = 0;
		for (int try = 0;
		     try == 0 || (try < INSTRUMENT_TRIES && best_ms > limit_ms);
		     try++) {
			struct scripted_seen seen;
			struct outcome o =
			    timing_run_script(instrument_play_wait, NULL,
				(const char *const[]){ workflow, "--format=csv",
				    "--engine", load->engine, "--concurrency",
				    load->in_flight, NULL },
				&seen);
			struct deviation d = deviation_of(o.out, load);
			CHECK_NUMBER(o.code, 0, "%s %s: %s", load->engine,
			    load->in_flight, o.err);
			CHECK_NUMBER(d.rows, load->workflows * STEPS, "%s %s",
			    load->engine, load->in_flight);
			/* The report cuts off parts of a microsecond. */
			CHECK(d.min_ms >= -0.001, "%s %s: %.3f ms too short",
			    load->engine, load->in_flight, -d.min_ms);
			CHECK(seen.most_in_flight <= most, "%s %s: %d",
			    load->engine, load->in_flight, seen.most_in_flight);
			CHECK(
			    seen.most_in_flight > most / 2 || program_is_slow(),
			    "%s %s: only %d", load->engine, load->in_flight,
			    seen.most_in_flight);
			late_us = seen.late_p99_us;
			best_ms =
			    fmin(best_ms, beyond_lateness(d.p99_ms, &seen));
			outcome_done(&o);
		}
		CHECK(best_ms <= limit_ms,
		    "%s, %s in flight: the p99 is %.3f ms off the script and "
		    "twice its own lateness, which was %lld us at last",
		    load->engine, load->in_flight, best_ms, (long long)late_us);
		free(workflow);
	}
}

/* --- phases -----------------------------------------------------------------
 */

enum {
	APP_US = 1500,
	WAIT_US = 3000,
	TRANSFER_US = 5000,
};

/* GET /wait/US: the server says that it waited for US and worked for APP_US;
 * it answers WAIT_US later, and TRANSFER_US later is the body there. */
static void
play_phases(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	(void)arg;
	if (instrument_is_capacity(request, answer))
		return;
	int delay_us = atoi(request->target + strlen("/wait/"));
	answer->after_us = delay_us + APP_US + WAIT_US;
	answer->body_after_us = TRANSFER_US;
	strcpy(answer->body, "{}\n");
	sprintf(answer->headers,
	    "Server-Timing: delay;dur=%.3f, app;dur=%.3f\r\n", delay_us / 1e3,
	    APP_US / 1e3);
}

/* A measured phase is never less than it was, and by less than 1 ms more; one
 * that the server tells is as told. */
struct phases {
	double off_ms;   /* the sum, from the script's whole */
	double worst_ms; /* of the measured phases; below 0: too short */
	double told_ms;  /* of the told ones, absolute */
};

static struct phases
phases_of(struct json_object *report, double delay_ms)
{
	static const struct {
		const char *name;
		double ms;
		bool told;
	} rows[] = {
		{ "queue", 0, false },
		{ "connect", 0, false },
		{ "delay", 0, true }, /* and delay_ms */
		{ "server", APP_US / 1e3, true },
		{ "wait", WAIT_US / 1e3, false },
		{ "transfer", TRANSFER_US / 1e3, false },
	};
	struct phases phases = { 0 };
	double sum_ms = 0;
	double whole_ms = delay_ms;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double ms = timing_number(
		    report, "/engines/0/phases_ms/%s", rows[i].name);
		double script = rows[i].ms;
		if (strcmp(rows[i].name, "delay") == 0)
			script += delay_ms;
		sum_ms += ms;
		whole_ms += rows[i].ms;
		double off = ms - script;
		if (rows[i].told)
			phases.told_ms = fmax(phases.told_ms, fabs(off));
		else if (fabs(off) > fabs(phases.worst_ms))
			phases.worst_ms = off;
	}
	phases.off_ms = sum_ms - whole_ms;
	return phases;
}

/* The phases are those that were scripted, and add up to the whole, within a
 * millisecond and beyond_lateness(). */
static void
test_phases(void)
{
	static const struct instrument_load loads[] = {
		{ "sync", "0", 20, 5000, 500, 0 },
		{ "threads", "10", 40, 20000, 1000, 0 },
		{ "poll", "10", 40, 20000, 1000, 0 },
		{ "multi", "10", 40, 20000, 1000, 0 },
	};
	double limit_ms = program_is_slow() ? 25 : 1;
	for (size_t i = 0; i < sizeof(loads) / sizeof(loads[0]); i++) {
		const struct instrument_load *load = &loads[i];
		char *workflow = instrument_waits(load);
		double delay_ms = (script_ms(load, 0) +
				      script_ms(load, load->workflows - 1)) /
				  2;
		double best_ms = INFINITY;
		struct phases phases = { 0 };
		for (int try = 0; try < INSTRUMENT_TRIES && best_ms > limit_ms;
		     try++) {
			struct scripted_seen seen;
			struct outcome o = timing_run_script(play_phases, NULL,
			    (const char *const[]){ workflow, "--format=json",
				"--engine", load->engine, "--concurrency",
				load->in_flight, NULL },
			    &seen);
			CHECK_NUMBER(o.code, 0, "%s: %s", load->engine, o.err);
			struct json_object *report = timing_parse(o.out);
			phases = phases_of(report, delay_ms);
			/* Decimals that are not reported, six times. */
			CHECK(phases.told_ms < 0.002, "%s: %s", load->engine,
			    o.out);
			CHECK(phases.worst_ms > -0.1 && phases.off_ms > -0.01,
			    "%s: too short: %s", load->engine, o.out);
			double off_ms =
			    fmax(fabs(phases.off_ms), fabs(phases.worst_ms));
			best_ms = fmin(best_ms, beyond_lateness(off_ms, &seen));
			json_object_put(report);
			outcome_done(&o);
		}
		CHECK(best_ms < limit_ms,
		    "%s: the phases' sum is %.3f ms off, the worst one %.3f",
		    load->engine, phases.off_ms, phases.worst_ms);
		free(workflow);
	}
}

/* --- connections ------------------------------------------------------------
 */

/* --session shared opens no more connections than there are workflows in
 * flight; without it each workflow has its own. The report's number is the
 * server's. */
static void
test_connections(void)
{
	static const struct {
		const char *engine, *session;
		int connections; /* at most; of 40 workflows, 4 in flight */
	} rows[] = {
		{ "sync", "shared", 1 },
		{ "threads", "shared", 4 },
		{ "poll", "shared", 4 },
		{ "multi", "shared", 4 },
		{ "sync", "workflow", 40 },
		{ "threads", "workflow", 40 },
		{ "poll", "workflow", 40 },
		{ "multi", "workflow", 40 },
	};
	char *workflow = instrument_waits(
	    &(struct instrument_load){ .workflows = 40, .first_us = 1000 });
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct scripted_seen seen;
		struct outcome o = timing_run_script(instrument_play_wait, NULL,
		    (const char *const[]){ workflow, "--format=json",
			"--concurrency=4", "--engine", rows[i].engine,
			"--session", rows[i].session, NULL },
		    &seen);
		CHECK_NUMBER(o.code, 0, "row %zu: %s", i, o.err);
		struct json_object *report = timing_parse(o.out);
		int told = (int)timing_number(report, "/engines/0/connections");
		CHECK_NUMBER(told, seen.connections - 1,
		    "row %zu, and one "
		    "for the capacity",
		    i);
		CHECK(told <= rows[i].connections && told > 0, "row %zu: %d", i,
		    told);
		CHECK(told == 40 || strcmp(rows[i].session, "shared") == 0,
		    "row %zu: %d", i, told);
		CHECK_TEXT(timing_text(report, "/session"), rows[i].session,
		    "row %zu", i);
		json_object_put(report);
		outcome_done(&o);
	}
	free(workflow);
}

CU_TestInfo instrument_times_tests[] = {
	{ "durations are the script's", test_durations },
	{ "phases are the script's", test_phases },
	{ "connections", test_connections },
	CU_TEST_INFO_NULL,
};
