/*
 * request_columns.c: the columns of a sample.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request_columns.h"

/* When a phase begins, from the run's start: so that cutting off nanoseconds
 * loses none of the sum. PHASE__MAX: when the last one ends. */
static int64_t
begin_us(const struct sample *s, enum phase phase)
{
	int64_t ns = s->start_ns;
	for (size_t p = 0; p < phase; p++)
		ns += s->phase_ns[p];
	return ns / 1000;
}

int64_t
samples_phase_us(const struct sample *s, enum phase phase)
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

static int64_t
queue(const struct sample *s)
{
	return samples_phase_us(s, PHASE_QUEUE);
}

static int64_t
connecting(const struct sample *s)
{
	return samples_phase_us(s, PHASE_CONNECT);
}

static int64_t
waiting(const struct sample *s)
{
	return samples_phase_us(s, PHASE_WAIT);
}

static int64_t
delay(const struct sample *s)
{
	return samples_phase_us(s, PHASE_DELAY);
}

static int64_t
server(const struct sample *s)
{
	return samples_phase_us(s, PHASE_SERVER);
}

static int64_t
transfer(const struct sample *s)
{
	return samples_phase_us(s, PHASE_TRANSFER);
}

/* clang-format off */
const struct samples_column samples_columns[] = {
	{ "workflow",    workflow },
	{ "step",        step },
	{ "status",      status },
	{ "start_us",    start },
	{ "duration_us", duration },
	{ "queue_us",    queue },
	{ "connect_us",  connecting },
	{ "wait_us",     waiting },
	{ "delay_us",    delay },
	{ "server_us",   server },
	{ "transfer_us", transfer },
	{ NULL,          NULL },
};
/* clang-format on */
