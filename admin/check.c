/*
 * check.c: docking-admin check: is the database whole?
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "lib/interrupt.h"
#include "store/admin.h"

#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

enum {
	EXIT_FOUND = 1,
	DAMAGES_SHOWN = 100, /* more would tell nothing new */
};

static void
print_damage(void *arg, const char *damage)
{
	uint64_t *count = arg;
	if (++*count <= DAMAGES_SHOWN)
		printf("%s\n", damage);
}

int
check_run(const struct options *o, struct store *store)
{
	uint64_t damages = 0;
	int64_t users = 0, customers = 0;
	store_set_interrupt(store, interrupt_watch, NULL);
	enum err err = store_check_all(store, print_damage, &damages);
	if (err == ERR_OK && damages == 0)
		err = store_count_all(store, &users, &customers);
	if (err != ERR_OK)
		return admin_fail_store(o, store, err);
	if (damages > DAMAGES_SHOWN)
		printf("and %" PRIu64 " more\n", damages - DAMAGES_SHOWN);
	if (damages > 0)
		return EXIT_FOUND;
	printf(
	    "ok: %" PRId64 " users, %" PRId64 " customers\n", users, customers);
	return EX_OK;
}
