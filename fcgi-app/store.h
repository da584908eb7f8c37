/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_H
#define DOCKING_STORE_H

#include "errcode.h"

#include <stddef.h>
#include <stdint.h>

/**
 * Where the records are. All state of the service is in here: the processes
 * share nothing else, and any of them may die at any time.
 *
 * A struct store is one connection, opened, used and closed by one thread.
 * Every function but store_open() returns ERR_BUSY if another program kept
 * the database locked for 5 s, and ERR_STORE if it cannot be read.
 */
struct store;

struct user {
	int64_t id;
	const char *name; /* UTF-8 */
	const char *role; /* UTF-8 */
};

struct customer {
	int64_t id;
	const char *name; /* UTF-8 */
	int64_t sales_id; /* the id of a user */
};

/* Records are valid during the call only. Anything but ERR_OK ends the
 * listing, and the store function returns it. */
typedef enum err store_user_fn(void *arg, const struct user *user);
typedef enum err store_customer_fn(void *arg, const struct customer *customer);

/** NULL matches all; a needle is casefolded (text_casefold()). */
struct user_filter {
	const char *name_needle; /* anywhere in the casefolded name */
	const char *role_needle; /* anywhere in the casefolded role */
};

struct customer_filter {
	const char *name_needle; /* anywhere in the casefolded name */
	const int64_t *sales_id; /* exactly */
};

/**
 * Open the database file, and make it with schema and first data if there is
 * none or an empty one. Several processes may do so at the same time: one
 * makes it, the others wait. A file of another kind or of another schema
 * version is refused, and never changed.
 * On failure *ret_store is untouched, and why (size bytes) gets one line.
 */
enum err store_open(
    const char *file, struct store **ret_store, char *why, size_t size);

/** NULL is allowed. */
void store_close(struct store *store);

/** The user or customer with this id, or ERR_NOT_FOUND. */
enum err store_find_user(
    struct store *store, int64_t id, store_user_fn *fn, void *arg);
enum err store_find_customer(
    struct store *store, int64_t id, store_customer_fn *fn, void *arg);

/** All that match, in the order in which they were added. */
enum err store_list_users(struct store *store, const struct user_filter *filter,
    store_user_fn *fn, void *arg);
enum err store_list_customers(struct store *store,
    const struct customer_filter *filter, store_customer_fn *fn, void *arg);

/** ERR_OK if the database can be read now. */
enum err store_check(struct store *store);

/** What the last failing call failed with, as one line; for the log. */
const char *store_error(const struct store *store);

/**
 * The journal for this version of SQLite (SQLITE_VERSION_NUMBER's form):
 * "WAL", or "TRUNCATE" where WAL can corrupt a database that several
 * connections write and checkpoint at the same time (fixed in 3.51.3).
 */
const char *store_journal_mode(int sqlite_version);

#endif
