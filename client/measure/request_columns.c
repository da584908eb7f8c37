/*
 * request_columns.c: a measured request as columns of whole numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/request_columns.h"

/* Return when a phase begins, from the run's start, in microseconds;
 * PHASE__MAX: when the last phase ends. Truncating these instead of the
 * durations keeps their sum. */
static int64_t
begin_us(const struct sample *s, enum phase phase)
{
	int64_t ns = s->start_ns;
	for (size_t p = 0; p < phase; p++)
		ns += s->phase_ns[p];
	return ns / 1000;
}

int64_t
request_columns_phase_us(const struct sample *s, enum phase phase)
{
	return begin_us(s, phase + 1) - begin_us(s, phase);
}

static int64_t
workflow(const struct sample *s)
{
	return (int64_t)s->workflow;
}

static int64_t
step(const struct sample *s)
{
	return (int64_t)s->step;
}

static int64_t
status(const struct sample *s)
{
	return s->status;
}

static int64_t
start(const struct sample *s)
{
	return begin_us(s, PHASE_QUEUE);
}

static int64_t
duration(const struct sample *s)
{
	return begin_us(s, PHASE__MAX) - begin_us(s, PHASE_QUEUE);
}

/* clang-format off */
static const struct column {
	const char *name;
	int64_t (*value)(const struct sample *);
} columns[] = {
	{ "workflow",    workflow },
	{ "step",        step },
	{ "status",      status },
	{ "start_us",    start },
	{ "duration_us", duration },
};
/* clang-format on */

/* The columns of the phases follow these. */
enum { BEFORE_PHASES = sizeof(columns) / sizeof(columns[0]) };

const size_t request_columns_count = BEFORE_PHASES + PHASE__MAX;

const char *
request_columns_name(size_t column)
{
	return column < BEFORE_PHASES ? columns[column].name
				      : phases[column - BEFORE_PHASES].column;
}

int64_t
request_columns_value(size_t column, const struct sample *s)
{
	return column < BEFORE_PHASES
		   ? columns[column].value(s)
		   : request_columns_phase_us(
			 s, (enum phase)(column - BEFORE_PHASES));
}
