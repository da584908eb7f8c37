/*
 * generate.c: docking-admin generate: made-up records, in batches. Each batch
 * is a transaction, so if the program ends early, whole batches remain; between
 * two batches, and until one commits, others can read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"
#include "people.h"

#include "lib/clock.h"
#include "lib/interrupt.h"
#include "lib/progress.h"
#include "store/admin.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

enum {
	BATCH = 50000, /* records; half a second, and 10 MB of changes */
	/* A salesperson's customers are near each other, though not in a row:
	 * so a batch changes few pages of the index. */
	NEAR = 1000,
};

/* The roles of a hundred users. The first user is always in sales. */
static const struct {
	const char *role;
	unsigned share;
} roles[] = {
	{ "sales", 50 },
	{ "buyer", 25 },
	{ "accountant", 10 },
	{ "assistant", 10 },
	{ "manager", 5 },
};

struct generate {
	struct store *store;
	struct people people;
	int64_t *sales; /* ids with role sales; NULL: not needed */
	size_t sales_count;
	size_t sales_size;
	uint64_t customers; /* to be added */
};

/* Adds the record with this number, from 0. */
typedef enum err add_fn(struct generate *g, uint64_t number);

static enum err
add_sales(struct generate *g, int64_t id)
{
	if (g->sales_count == g->sales_size) {
		size_t size = 2 * g->sales_size + 1024;
		int64_t *sales = realloc(g->sales, size * sizeof(*sales));
		if (sales == NULL)
			return ERR_NO_MEMORY;
		g->sales = sales;
		g->sales_size = size;
	}
	g->sales[g->sales_count++] = id;
	return ERR_OK;
}

static enum err
see_user(void *arg, const struct record *user)
{
	return strcmp(user->role, "sales") == 0 ? add_sales(arg, user->id)
						: ERR_OK;
}

static enum err
see_users(struct generate *g)
{
	struct store_query query = { .kind = RECORD_USER };
	struct store_cursor cursor = { .started = false };
	bool more = true;
	enum err err = ERR_OK;
	while (err == ERR_OK && more)
		err = store_list(
		    g->store, &query, &cursor, BATCH, see_user, g, &more);
	store_cursor_free(&cursor);
	return err;
}

static enum err
add_user(struct generate *g, uint64_t number)
{
	char name[PEOPLE_NAME_SIZE];
	people_name(&g->people, name);
	size_t role = 0;
	uint64_t drawn = people_draw(&g->people, 100);
	for (; drawn >= roles[role].share; role++)
		drawn -= roles[role].share;
	if (number == 0)
		role = 0;
	struct record user = { .kind = RECORD_USER,
		.id = -1,
		.name = name,
		.role = roles[role].role };
	enum err err = store_add(g->store, &user);
	if (err == ERR_OK && role == 0 && g->customers > 0)
		err = add_sales(g, user.id);
	return err;
}

static enum err
add_customer(struct generate *g, uint64_t number)
{
	char name[PEOPLE_NAME_SIZE];
	people_name(&g->people, name);
	uint64_t near = g->sales_count < NEAR ? g->sales_count : NEAR;
	uint64_t whose = number * g->sales_count / g->customers +
			 people_draw(&g->people, near);
	struct record customer = { .kind = RECORD_CUSTOMER,
		.id = -1,
		.name = name,
		.sales_id = g->sales[whose % g->sales_count] };
	return store_add(g->store, &customer);
}

static enum err
add_batch(struct generate *g, uint64_t from, uint64_t to, add_fn *add,
    struct progress *progress)
{
	enum err err = store_begin(g->store);
	if (err != ERR_OK)
		return err;
	for (uint64_t i = from; i < to && err == ERR_OK; i++) {
		err = add(g, i);
		if (i % 1000 == 0)
			progress_update(progress, i);
	}
	if (err == ERR_OK)
		err = store_commit(g->store);
	if (err != ERR_OK)
		store_rollback(g->store);
	return err;
}

/* Add records in batches. *ret_done is their number, also on failure. */
static enum err
add_all(struct generate *g, uint64_t total, const char *what, add_fn *add,
    uint64_t *ret_done)
{
	struct progress progress;
	enum err err = ERR_OK;
	uint64_t done = 0;
	progress_start(&progress, what, total);
	while (err == ERR_OK && done < total && !interrupt_requested()) {
		uint64_t to = total - done < BATCH ? total : done + BATCH;
		err = add_batch(g, done, to, add, &progress);
		if (err == ERR_OK)
			done = to;
	}
	progress_end(&progress);
	*ret_done = done;
	return err;
}

static enum err
drop_indexes(struct store *store)
{
	enum err err = store_begin(store);
	if (err != ERR_OK)
		return err;
	err = store_drop_indexes(store);
	if (err == ERR_OK)
		err = store_commit(store);
	if (err != ERR_OK)
		store_rollback(store);
	return err;
}

int
generate_run(const struct options *o, struct store *store)
{
	struct generate g = { .store = store, .customers = o->customers };
	uint64_t users = 0, customers = 0;
	int64_t start_ns = clock_now_ns();
	people_begin(&g.people, o->seed, 0);
	/* Names come in no order: keeping them sorted meanwhile would take most
	 * of the time. */
	bool many = o->users + o->customers > BATCH;
	enum err err = many ? drop_indexes(store) : ERR_OK;
	bool dropped = many && err == ERR_OK;
	if (err == ERR_OK)
		err = add_all(&g, o->users, "users", add_user, &users);
	if (err == ERR_OK && o->users == 0)
		err = see_users(&g);
	bool nobody = err == ERR_OK && o->customers > 0 && g.sales_count == 0 &&
		      !interrupt_requested();
	people_begin(&g.people, o->seed, 1);
	if (err == ERR_OK && g.sales_count > 0)
		err = add_all(
		    &g, o->customers, "customers", add_customer, &customers);
	free(g.sales);
	if (err == ERR_OK || dropped) {
		enum err order = store_ensure_indexes(store, true);
		err = err != ERR_OK ? err : order;
	}
	if (nobody)
		return cli_fail(EX_DATAERR,
		    "%s: customers need somebody with role sales; "
		    "add --users 1",
		    o->db);
	bool stopped =
	    err != ERR_OK || users < o->users || customers < o->customers;
	fprintf(stopped ? stderr : stdout,
	    "%sadded %" PRIu64 " users and %" PRIu64 " customers in %.1f s\n",
	    stopped ? "docking-admin: " : "", users, customers,
	    (double)(clock_now_ns() - start_ns) / 1e9);
	if (err != ERR_OK)
		return admin_fail_store(o, store, err);
	return stopped ? cli_fail(INTERRUPT_EXIT, "interrupted") : EX_OK;
}
