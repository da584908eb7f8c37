/*
 * capacity.c: how many requests the server holds, and whether it accepts
 * another one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "park/capacity.h"

#include <sys/resource.h>

enum { DESCRIPTORS_BESIDE = 64 /* a process's: database, libraries, log */ };

/* Count the connections that a process's descriptors are enough for. */
static size_t
count_descriptors(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 ||
	    limit.rlim_cur <= DESCRIPTORS_BESIDE)
		return 0;
	return limit.rlim_cur - DESCRIPTORS_BESIDE;
}

size_t
capacity_places(const struct config *config, size_t processes)
{
	if (config->delay_model == DELAY_MODEL_SLEEP)
		return processes * (size_t)config->threads;
	size_t places = processes * count_descriptors();
	size_t max = (size_t)config->max_parked;
	return max < places ? max : places;
}

bool
capacity_take_place(const struct config *config, struct scoreboard *scoreboard,
    bool waits, int fd)
{
	return (size_t)fd < count_descriptors() &&
	       (!waits || scoreboard_add_parked(
			      scoreboard, (size_t)config->max_parked));
}

const char *
capacity_refusal(
    const struct config *config, const struct scoreboard *scoreboard)
{
	struct scoreboard_now now = scoreboard_read_now(scoreboard);
	if (now.draining == now.processes)
		return "the server is ending, and takes no more requests";
	if (now.parked >= capacity_places(config, now.processes))
		return "all places are taken";
	return NULL;
}
