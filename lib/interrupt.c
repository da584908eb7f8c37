/*
 * interrupt.c: a signal as a flag, and as a descriptor for event loops.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

static atomic_bool requested;
static int event_fd = -1;

static void
on_signal(int number)
{
	(void)number;
	int saved = errno;
	atomic_store(&requested, true);
	static const uint64_t one = 1;
	ssize_t written = write(event_fd, &one, sizeof(one));
	(void)written; /* it is readable already, or nobody waits for it */
	errno = saved;
}

void
interrupt_catch(int number, int flags)
{
	if (event_fd < 0)
		event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	struct sigaction action = { .sa_handler = on_signal,
		.sa_flags = (int)SA_RESETHAND | flags };
	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

bool
interrupt_requested(void)
{
	return atomic_load(&requested);
}

int
interrupt_watch(void *unused)
{
	(void)unused;
	return interrupt_requested();
}

int
interrupt_fd(void)
{
	return event_fd;
}
