/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_STORE_FIXTURE_H
#define DOCKING_TESTS_STORE_FIXTURE_H

#include "store/store.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** What the tests of the store share: real files of the real SQLite, and
 * records as text. */

/** The store in file. Ends the program if it cannot be opened. */
struct store *store_fixture_open(const char *file);

/** True if the store keeps a journal to roll back from, and not a WAL, with
 * this SQLite. */
bool store_fixture_rolls_back(void);

/** Run SQL on file as another program would. */
void store_fixture_sql(const char *file, const char *sql);

/** Add a user "Once", with role "x". */
bool store_fixture_add(struct store *store);

/** Records as text: "ID NAME/ROLE;" or "ID NAME/SALES_ID;" one after another.
 * It begins with all 0, and in_order. */
struct store_fixture_seen {
	char text[1000];
	size_t count;
	int64_t last_id;
	bool in_order;
};

/** The first data in that form, as db/seed.sql must give it. */
extern const char store_fixture_users[];
extern const char store_fixture_customers[];

/** What the store calls with a struct store_fixture_seen: the one notes
 * records, the other, of which there may be any number, only that they came. */
enum err store_fixture_see(void *arg, const struct record *record);
enum err store_fixture_count(void *arg, const struct record *record);

/** The whole listing, in the order of ids. Returns the first error. */
enum err store_fixture_list(struct store *store,
    const struct store_query *query, store_record_fn *fn, void *arg);

/** Records with these parts of names and roles, or of this salesperson, are
 * those that are expected; NULL: no condition. row names the check. */
void store_fixture_check_users(struct store *store, const char *name,
    const char *role, const char *expected, const char *row);
void store_fixture_check_customers(struct store *store, const char *name,
    const int64_t *sales_id, const char *expected, const char *row);

#endif
