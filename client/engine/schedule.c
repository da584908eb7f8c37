/*
 * schedule.c: the schedule of the open model. It uses a timer of the kernel,
 * because the event loop's has a resolution of a millisecond, and a late start
 * counts as latency.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/schedule.h"

#include "lib/clock.h"
#include "lib/interrupt.h"

#include <math.h>
#include <sys/timerfd.h>
#include <time.h>

/* A sleeping thread checks for an interrupt this often. */
static const int64_t NAP_NS = 100000000;

int64_t
schedule_due_ns(const struct run *run, size_t index)
{
	return run->rate > 0 ? llround((double)index / run->rate * 1e9) : 0;
}

bool
schedule_is_due(const struct run *run, size_t index)
{
	return run->rate <= 0 ||
	       clock_now_ns() - run->start_ns >= schedule_due_ns(run, index);
}

bool
schedule_wait(const struct run *run, size_t index)
{
	int64_t due_ns = run->start_ns + schedule_due_ns(run, index);
	while (!interrupt_requested() && !schedule_is_due(run, index)) {
		int64_t nap_ns = clock_now_ns() + NAP_NS;
		struct timespec until =
		    clock_timespec(due_ns < nap_ns ? due_ns : nap_ns);
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
	}
	return !interrupt_requested();
}

int
schedule_timer_new(void)
{
	return timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
}

void
schedule_timer_set(int fd, const struct run *run, size_t index)
{
	int64_t due_ns = run->start_ns + schedule_due_ns(run, index);
	struct itimerspec at = { .it_value = clock_timespec(due_ns) };
	timerfd_settime(fd, TFD_TIMER_ABSTIME, &at, NULL);
}

void
schedule_timer_stop(int fd)
{
	timerfd_settime(fd, 0, &(struct itimerspec){ 0 }, NULL);
}
