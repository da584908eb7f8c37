/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SERVER_CAPACITY_H
#define DOCKING_SERVER_CAPACITY_H

#include "engine/target.h"

#include <stddef.h>

/** Ask GET base_url/capacity how many requests the server holds at once.
 * Returns 0 if the server does not tell, as other servers do not. */
size_t server_capacity_ask(const struct target *target);

#endif
