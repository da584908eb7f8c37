/*
 * interrupt.c: signals as a flag.
 *
 * SPDX-License-Identifier: MIT
 */
#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t requested;

static void
on_signal(int number)
{
	(void)number;
	requested = 1;
}

void
interrupt_catch(void)
{
	/* No SA_RESTART: who waits for input is to stop as well. */
	struct sigaction action = { .sa_handler = on_signal,
		.sa_flags = (int)SA_RESETHAND };
	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

bool
interrupt_requested(void)
{
	return requested != 0;
}

int
interrupt_watch(void *unused)
{
	(void)unused;
	return requested;
}
