/*
 * report_fixture.c: a summary to report.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report_fixture.h"

#include "../../../lib/harness.h"

#include <stdlib.h>

enum { MS = 1000000 };

static char *names[] = { TEXT("John"), TEXT("Bruce") };

/* Two workflows; multi's second one goes its own way. */
static struct sample sync_samples[] = {
	{ .workflow = 0,
	    .duration_ns = 500999999,
	    .delay_ns = 500 * MS,
	    .status = 200,
	    .phase_ns = { 999999, 0, 0, 500 * MS, 0, 0 } },
	{ .step = 1,
	    .start_ns = 501 * MS,
	    .duration_ns = 501 * MS,
	    .delay_ns = 500 * MS,
	    .status = 200,
	    .phase_ns = { 0, MS / 2, MS / 2, 500 * MS, 0, 0 } },
};
static struct sample multi_samples[] = {
	{ .workflow = 1,
	    .start_ns = 1999,
	    .duration_ns = 999,
	    .delay_ns = -1,
	    .phase_ns = { 0, 0, 999, 0, 0, 0 } },
	{ .start_ns = 1000,
	    .duration_ns = 500 * MS,
	    .delay_ns = 500 * MS,
	    .status = 500,
	    .phase_ns = { 0, 0, 0, 500 * MS, 0, 0 } },
};
static struct workflow sync_workflows[] = {
	{ .values = &names[0], .state = WORKFLOW_DONE, .result = TEXT("[1]") },
	{ .values = &names[1], .state = WORKFLOW_DONE, .result = TEXT("[2]") },
};
static struct workflow multi_workflows[] = {
	{ .values = &names[0], .state = WORKFLOW_DONE, .result = TEXT("[1]") },
	{ .values = &names[1],
	    .state = WORKFLOW_FAILED,
	    .error = TEXT("it \"broke\"") },
};
static const struct run runs[] = {
	{ .workflows = sync_workflows,
	    .workflows_count = 2,
	    .samples = sync_samples,
	    .samples_count = 2,
	    .connections = 1,
	    .wall_ns = 1002345678 },
	{ .workflows = multi_workflows,
	    .workflows_count = 2,
	    .samples = multi_samples,
	    .samples_count = 2,
	    .connections = 2,
	    .wall_ns = 500500000 },
};

static const struct distribution unknown = { 0,
	{ -1, -1, -1, -1, -1, -1, -1 } };

void
report_fixture_init(struct report_fixture *f)
{
	f->plan = (struct plan){ .name = "customers", .steps_count = 2 };
	f->inputs =
	    (struct inputs){ .values = names, .count = 2, .drawn = true };
	f->setting = (struct setting){ .plan = &f->plan,
		.inputs = &f->inputs,
		.url = "http://127.0.0.1:5000",
		.seed = 7,
		.streams = 8,
		.delay_ns = -1,
		.timeout_ms = 60000,
		.repeat = 1 };
	f->summary = (struct summary){
		.setting = &f->setting,
		.engines = {
		    { .engine = &engine_sync,
			.runs = &runs[0],
			.runs_count = 1,
			.whole_count = 1,
			.wall_ns = 1002345678,
			.requests = 2,
			.connections = 1,
			.answered = 2,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 1000 * MS,
			    0.99766, BINDS_CLIENT, false },
			.request = { 2, { 500999999, 500999999, -1, -1, -1, -1,
			    501000000 } },
			.workflow = { 1, { 1002 * MS, -1, -1, -1, -1, -1,
			    1002 * MS } },
			.phase_ns = { 100000, 200000, 399600, 500000000,
			    300400, 0 } },
		    { .engine = &engine_multi,
			.runs = &runs[0],
			.runs_count = 1,
			.whole_count = 1,
			.wall_ns = 1002345678,
			.requests = 2,
			.connections = 1,
			.answered = 2,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 500 * MS, 0.999,
			    BINDS_CHAIN, false },
			.request = { 2, { 1, 2, -1, -1, -1, -1, 500 * MS } },
			.workflow = unknown },
		},
		.engines_count = 2,
		.started_ns = 1795000000 * (int64_t)1000000000,
		.speedup = 2.00269,
		.compared = true,
	};
}

void
report_fixture_init_sweep(struct report_fixture *f)
{
	report_fixture_init(f);
	f->sweep = (struct sweep){
		.engine = &engine_multi,
		.points = {
		    { .concurrency = 1,
			.workflows = 2,
			.wall_ns = 2010 * (int64_t)MS,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 2000 * (int64_t)MS,
			    0.99502, BINDS_CLIENT, false },
			.held = 1 },
		    { .concurrency = 16,
			.workflows = 32,
			.wall_ns = 4020 * (int64_t)MS,
			.bound = { DELAY_FROM_SERVER, 500 * MS, 2000 * (int64_t)MS,
			    0.49751, BINDS_OVERHEAD, false },
			.held = 8 },
		},
		.points_count = 2,
		.knee = 8,
		.started_ns = 1795000000 * (int64_t)1000000000,
	};
	summary_of_sweep(&f->summary, &f->setting, &f->sweep);
}

void
report_fixture_let_multi_fail(struct report_fixture *f)
{
	struct summary_engine *e = &f->summary.engines[1];
	e->runs = &runs[1];
	e->wall_ns = 500500000;
	e->connections = 2;
	e->failed = 1;
	e->answered = 0;
	e->request = unknown;
	f->summary.difference =
	    (struct summary_difference){ &f->summary.engines[0], e, 0, 0, 1 };
}

void
report_fixture_forget_delay(struct report_fixture *f)
{
	for (size_t i = 0; i < 2; i++)
		f->summary.engines[i].bound =
		    (struct lower_bound){ .source = DELAY_UNKNOWN };
}

void
report_fixture_check(const struct report_fixture *f,
    void (*print)(const struct summary *, FILE *), const char *expected,
    const char *what)
{
	char *text = printed(print, &f->summary);
	CHECK_TEXT(text, expected, "%s", what);
	free(text);
}
