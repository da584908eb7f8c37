/*
 * reset.c: docking-admin reset: back to the first data.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "store/admin.h"

#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>

int
reset_run(const struct options *o, struct store *store)
{
	int64_t users = 0, customers = 0;
	enum err err = store_begin(store);
	if (err == ERR_OK)
		err = store_reset(store);
	if (err == ERR_OK)
		err = store_count_all(store, &users, &customers);
	if (err == ERR_OK)
		err = store_commit(store);
	if (err != ERR_OK) {
		int code = admin_fail_store(o, store, err);
		store_rollback(store);
		return code;
	}
	/* The reset is done. If others read, the file keeps its size, and its
	 * space is reused. */
	(void)store_shrink(store);
	printf("reset to %" PRId64 " users and %" PRId64 " customers\n", users,
	    customers);
	return EX_OK;
}
