/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_H
#define DOCKING_STORE_H

#include "contract/record.h"
#include "lib/errcode.h"
#include "store/query.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The records, and all other state of the service: processes share nothing
 * else, and any of them may die at any time.
 *
 * A struct store is one connection; one thread opens, uses and closes it. Every
 * function but store_open() returns ERR_BUSY if another program kept the
 * database locked for 5 s, and ERR_STORE if the database cannot be read or
 * written.
 */
struct store;

/** Receives a record; its texts are valid during the call only. Anything but
 * ERR_OK ends the listing, and becomes the result of the store function. */
typedef enum err store_record_fn(void *arg, const struct record *record);

/**
 * Open the database file. If it is missing or empty, make it, with the schema
 * and the first records. Several processes may do so at the same time: one
 * makes it, the others wait. An existing database is only read, so opening does
 * not wait for writers. A file of another kind or schema version is refused,
 * and never changed.
 * On failure *ret_store is untouched, and why (size bytes) gets one line.
 */
enum err store_open(
    const char *file, struct store **ret_store, char *why, size_t size);

/** Open as store_open() does, but refuse a file that is missing or empty: a
 * service that has promised to keep records must not start anew. */
enum err store_open_existing(
    const char *file, struct store **ret_store, char *why, size_t size);

/** Close the connection; NULL is allowed. */
void store_close(struct store *store);

/** Set the arrival time (CLOCK_MONOTONIC) of the requests served next. Time
 * already waited counts against the lock timeout, so that many requests that
 * wait in turn do not each wait for all of it. */
void store_wanted_since(struct store *store, int64_t ns);

/**
 * Make the indexes of names if they are missing: while docking-admin adds many
 * records, or after it was killed. If another program is writing, wait for it
 * if wait is true; otherwise return ERR_BUSY at once.
 */
enum err store_ensure_indexes(struct store *store, bool wait);

/** Test whether the database can be read now: ERR_OK if it can. */
enum err store_check(struct store *store);

/** Describe the failure of the last call that failed, in one line for the log.
 */
const char *store_error(const struct store *store);

/* --- reading -------------------------------------------------------------- */

/**
 * Put the reads between these two calls into one transaction: cheaper than one
 * each, and all see one state. It may keep others from committing, so it ends
 * by itself with the first read that finishes after for_ns (INT64_MAX: never).
 * From then on, and if it could not begin, each read has its own transaction. A
 * second begin, or a second end, changes nothing.
 */
enum err store_begin_reading(struct store *store, int64_t for_ns);
void store_end_reading(struct store *store);

/**
 * Get a number that changes with every change of the database, by any program
 * (after 2^32 changes it wraps around). The call waits for no lock, so the
 * number may already belong to a change in progress: an equal number proves
 * that nothing has changed; a different number proves nothing. Returns false if
 * this store has no such number.
 */
bool store_version(const struct store *store, uint32_t *ret_version);

/** Get the store_version() of everything that was read since
 * store_begin_reading(). Returns false also if nothing was read, or if that
 * transaction has ended. */
bool store_version_read(const struct store *store, uint32_t *ret_version);

/** Find the record of this kind and id, and hand it to fn. Returns
 * ERR_NOT_FOUND if there is none. */
enum err store_find(struct store *store, enum record_kind kind, int64_t id,
    store_record_fn *fn, void *arg);

/**
 * Hand over the next records of a listing, at most rows_max, and move cursor
 * behind the last one. A call reads a bounded number of records, whatever the
 * query, and holds no lock afterwards; so it may hand over none although more
 * follow: *ret_more tells. A record that exists during the whole listing is
 * handed over exactly once.
 */
enum err store_list(struct store *store, const struct store_query *query,
    struct store_cursor *cursor, size_t rows_max, store_record_fn *fn,
    void *arg, bool *ret_more);

/** Count the records of the whole listing. */
enum err store_count(
    struct store *store, const struct store_query *query, int64_t *ret_count);

/* --- changing --------------------------------------------------------------
 *
 * Each call is a transaction. When it returns ERR_OK the change is on the
 * disk; when it fails, nothing has changed.
 */

/**
 * Put the changes between these two calls into one transaction, which costs as
 * much as one change. A change that returns ERR_OK is on the disk only when
 * store_end_group() returns ERR_OK as well; if that fails, no change was made.
 * A change that fails leaves the others alone.
 */
enum err store_begin_group(struct store *store);
enum err store_end_group(struct store *store);

/** Give up, until the next change, what makes writing quicker but reading
 * slower. Call it when no write is expected for a while; store_close() does the
 * same. */
void store_idle(struct store *store);

/** Identifies a request that must be carried out only once, however often it is
 * sent. */
struct store_idempotency {
	const char *who;     /* the user who sent it */
	const char *key;     /* the client's name for it */
	const char *request; /* everything that it asks for */
};

/**
 * Add record; its id and version (1) are put into it. once may be NULL. If the
 * same user has sent the same key within 24 hours, nothing is added: record
 * gets the id of the first time, or ERR_KEY_REUSED is returned if that request
 * was a different one. ERR_NO_SALESPERSON: its sales_id is not the id of a user
 * with role "sales".
 */
enum err store_create(struct store *store, struct record *record,
    const struct store_idempotency *once);

/**
 * Decides about a change: now is the record as it is; wanted is a copy of it
 * with the next version, to be edited. Anything but ERR_OK leaves the record as
 * it is. The texts of wanted must stay valid until the changing function
 * returns; those of now do.
 */
typedef enum err store_change_fn(
    void *arg, const struct record *now, struct record *wanted);

/**
 * Change a record as fn decides. ERR_NOT_FOUND; ERR_NO_SALESPERSON as in
 * store_create(); ERR_HAS_CUSTOMERS: the user would lose role "sales", but has
 * *ret_customers customers.
 */
enum err store_change(struct store *store, enum record_kind kind, int64_t id,
    store_change_fn *fn, void *arg, int64_t *ret_customers);

/** Remove a record if fn agrees, whose wanted is not used. ERR_NOT_FOUND;
 * ERR_HAS_CUSTOMERS as in store_change(). */
enum err store_remove(struct store *store, enum record_kind kind, int64_t id,
    store_change_fn *fn, void *arg, int64_t *ret_customers);

#endif
