/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SERVER_CAPACITY_H
#define DOCKING_SERVER_CAPACITY_H

#include "target.h"

#include <stdbool.h>
#include <stddef.h>

/** What a server tells of itself. */
struct served {
	bool told;     /* there is a GET /capacity as ours has it */
	size_t places; /* requests that it holds at once; 0: not told */
};

/** Ask GET base_url/capacity. A server that has none tells nothing. */
struct served served_ask(const struct target *target);

#endif
