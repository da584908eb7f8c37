/*
 * waterfall_fixture.c: a summary to draw.
 *
 * SPDX-License-Identifier: MIT
 */
#include "waterfall_fixture.h"

#include "../../../lib/harness.h"

static struct sample sync_samples[] = {
	/* All phases, then a gap. */
	REQUEST(0, 0, 200, 0, TENTHS(10), TENTHS(10), TENTHS(20), TENTHS(50), 0,
	    TENTHS(10)),
	REQUEST(0, 1, 200, 120, 0, 0, TENTHS(10), TENTHS(50), 0, 0),
	/* One that is shorter than a character, before one that is not. */
	REQUEST(1, 0, 200, 180, 0, TENTHS(1), 0, 0, 0, 0),
	REQUEST(1, 1, 200, 181, 0, 0, 0, TENTHS(59), 0, 0),
	/* No answer. */
	REQUEST(2, 0, 0, 240, 0, 0, TENTHS(80), 0, 0, 0),
};

/* In the order in which they ended. */
static struct sample multi_samples[] = {
	REQUEST(0, 0, 200, 0, 0, 0, 0, TENTHS(50), 0, 0),
	/* Four tenths of the first character are not enough for it. */
	REQUEST(1, 0, 200, 6, 0, 0, 0, TENTHS(44), 0, 0),
	REQUEST(2, 0, 200, 4, 0, 0, 0, TENTHS(46), 0, 0),
	REQUEST(0, 1, 200, 50, 0, 0, TENTHS(50), 0, 0, 0),
	REQUEST(1, 1, 200, 50, 0, 0, 0, TENTHS(50), 0, 0),
	/* Not the answer that the workflow needs. */
	REQUEST(2, 1, 500, 50, 0, 0, 0, TENTHS(50), 0, 0),
};

static char *names[] = { TEXT("J<&\">\x1b\xff"),
	TEXT("\xe6\x97\xa5\xe6\x9c"
	     "\xac"),
	TEXT("n") };
static struct workflow sync_workflows[] = {
	{ .values = &names[0], .state = WORKFLOW_DONE, .step = 1 },
	{ .values = &names[1], .state = WORKFLOW_DONE, .step = 1 },
	{ .values = &names[2], .state = WORKFLOW_FAILED, .step = 0 },
};
static struct workflow multi_workflows[] = {
	{ .values = &names[0], .state = WORKFLOW_DONE, .step = 1 },
	{ .values = &names[1], .state = WORKFLOW_DONE, .step = 1 },
	{ .values = &names[2], .state = WORKFLOW_FAILED, .step = 1 },
};

void
waterfall_fixture_init(struct waterfall_fixture *f)
{
	f->plan = (struct plan){ .name = "customers", .steps_count = 2 };
	f->setting = (struct setting){
		.plan = &f->plan, .url = "http://h/?a&b", .delay_ns = -1
	};
	f->runs[0] = (struct run){ .workflows = sync_workflows,
		.workflows_count = 3,
		.samples = sync_samples,
		.samples_count = 5,
		.wall_ns = CELLS * (int64_t)CELL };
	f->runs[1] = (struct run){ .workflows = multi_workflows,
		.workflows_count = 3,
		.samples = multi_samples,
		.samples_count = 6,
		.wall_ns = 10 * CELL };
	f->summary = (struct summary){
		.setting = &f->setting,
		.engines = {
		    { .engine = &engine_sync,
			.runs = &f->runs[0],
			.runs_count = 1,
			.whole_count = 1,
			.requests = 5,
			.failed = 1,
			.wall_ns = f->runs[0].wall_ns,
			.bound = { DELAY_FROM_SERVER, 5 * CELL,
			    20 * (int64_t)CELL, 0.625, BINDS_OVERHEAD, false } },
		    { .engine = &engine_multi,
			.runs = &f->runs[1],
			.runs_count = 1,
			.whole_count = 1,
			.requests = 6,
			.failed = 1,
			.wall_ns = f->runs[1].wall_ns,
			.bound = { DELAY_FROM_SERVER, 5 * CELL, 10 * CELL, 1,
			    BINDS_CHAIN, false } },
		},
		.engines_count = 2,
	};
}

static struct workflow many_workflows[WATERFALL_FIXTURE_MANY];
static struct sample many_samples[2 * WATERFALL_FIXTURE_MANY];

void
waterfall_fixture_init_many(struct waterfall_fixture *f, size_t count)
{
	waterfall_fixture_init(f);
	for (size_t w = 0; w < count; w++) {
		int64_t start = (int64_t)w * 100003;
		many_workflows[w] = (struct workflow){
			.values = &names[2], .state = WORKFLOW_DONE, .step = 1
		};
		for (size_t i = 0; i < 2; i++)
			many_samples[2 * w + i] =
			    (struct sample){ .workflow = w,
				    .step = i,
				    .status = 200,
				    .start_ns = start + (int64_t)i * 10 * CELL,
				    .phase_ns = { CELL, CELL, CELL, 5 * CELL,
					CELL, CELL } };
	}
	for (size_t i = 0; i < 2; i++) {
		f->runs[i].workflows = many_workflows;
		f->runs[i].workflows_count = count;
		f->runs[i].samples = many_samples;
		f->runs[i].samples_count = 2 * count;
	}
}
