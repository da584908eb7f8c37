/*
 * capacity.c: how many requests the server holds, and whether it takes more.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capacity.h"

#include <sys/resource.h>

enum { DESCRIPTORS_BESIDE = 64 /* a process's: database, libraries, log */ };

size_t
capacity_places(const struct config *config, size_t processes)
{
	if (config->delay_model == DELAY_MODEL_SLEEP)
		return processes * (size_t)config->threads;
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		limit.rlim_cur = 0;
	size_t each = limit.rlim_cur > DESCRIPTORS_BESIDE
			  ? limit.rlim_cur - DESCRIPTORS_BESIDE
			  : 0;
	size_t places = processes * each;
	size_t web_places = (size_t)config->web_places;
	return web_places > 0 && web_places < places ? web_places : places;
}

const char *
capacity_refusal(const struct config *config, const struct board *board)
{
	struct board_now now = board_read_now(board);
	if (now.draining == now.processes)
		return "the server is ending, and takes no more requests";
	if (now.parked >= capacity_places(config, now.processes))
		return "all places are taken";
	return NULL;
}
