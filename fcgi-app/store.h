/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_STORE_H
#define DOCKING_STORE_H

#include "buffer.h"
#include "errcode.h"
#include "record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Where the records are. All state of the service is in here: the processes
 * share nothing else, and any of them may die at any time.
 *
 * A struct store is one connection, opened, used and closed by one thread.
 * Every function but store_open() returns ERR_BUSY if another program kept
 * the database locked for 5 s, and ERR_STORE if it cannot be read or written.
 */
struct store;

/** Gets a record, whose texts are valid during the call only. Anything but
 * ERR_OK ends the listing, and the store function returns it. */
typedef enum err store_record_fn(void *arg, const struct record *record);

/** The same, but a file that is not there, or is empty, is refused and not
 * made: who has promised to keep records must not begin anew. */
enum err store_open_existing(
    const char *file, struct store **ret_store, char *why, size_t size);

/** What is asked from now on has been wanted since ns (CLOCK_MONOTONIC): that
 * counts as waiting for another program's lock, so that many who wait in turn
 * do not wait one after another. */
void store_wanted_since(struct store *store, int64_t ns);

/**
 * Open the database file, and make it with schema and first data if there is
 * none or an empty one. Several processes may do so at the same time: one
 * makes it, the others wait. A database that is there is not written to, so
 * nobody who writes is waited for. A file of another kind or of another schema
 * version is refused, and never changed.
 * On failure *ret_store is untouched, and why (size bytes) gets one line.
 */
enum err store_open(
    const char *file, struct store **ret_store, char *why, size_t size);

/** NULL is allowed. */
void store_close(struct store *store);

/**
 * Make the indexes of names if they are missing, which is so while
 * docking-admin adds many records, and after it was killed. If another program
 * is writing, wait says whether to wait for it; else that is ERR_BUSY.
 */
enum err store_ensure_indexes(struct store *store, bool wait);

/** ERR_OK if the database can be read now. */
enum err store_check(struct store *store);

/** What the last failing call failed with, as one line; for the log. */
const char *store_error(const struct store *store);

/* --- reading -------------------------------------------------------------- */

/**
 * What is read between these two is read in one transaction, which costs less
 * than one for each, and sees one state. Nobody can commit meanwhile, so it
 * ends by itself with the first read that is over after for_ns; then, and if
 * it could not begin, each read has its own. INT64_MAX: it does not. To begin
 * again, or to end what has ended, changes nothing.
 */
enum err store_begin_reading(struct store *store, int64_t for_ns);
void store_end_reading(struct store *store);

/**
 * A number that every change of the database, by whoever, makes another one
 * (after 2^32 it begins anew). It is known without waiting for a lock, so it
 * may already be that of a change under way: with it one only learns that
 * nothing has changed. False: it is not known, as with a WAL.
 */
bool store_version(const struct store *store, uint32_t *ret_version);

/** That of all that was read since store_begin_reading(); false also if that
 * transaction has ended. */
bool store_version_read(const struct store *store, uint32_t *ret_version);

/** The record of this kind and id, or ERR_NOT_FOUND. */
enum err store_find(struct store *store, enum record_kind kind, int64_t id,
    store_record_fn *fn, void *arg);

enum store_field {
	STORE_ID,
	STORE_NAME,
	STORE_ROLE,     /* users only */
	STORE_SALES_ID, /* customers only */
};

enum store_operator {
	STORE_EQ,
	STORE_NE,
	STORE_IN,
	STORE_LT,
	STORE_LTE,
	STORE_GT,
	STORE_GTE,
	STORE_CONTAINS, /* this and the next two: texts only */
	STORE_STARTS_WITH,
	STORE_ENDS_WITH,
};

/** What a field is compared with: an id, or a text in two forms. */
struct store_value {
	int64_t id;
	char *text; /* EQ, NE and IN compare this, byte for byte */
	char *key;  /* the others compare this: text_casefold() of it */
};

struct store_condition {
	enum store_field field;
	enum store_operator op;
	struct store_value *values;
	size_t count; /* of values: 1, but for STORE_IN */
};

/** Which records, all conditions together, and in which order: by a field
 * and then by id, so that no two are equal. */
struct store_query {
	enum record_kind kind;
	struct store_condition *conditions;
	size_t count; /* of conditions */
	enum store_field sort;
	bool descending;    /* by the field */
	bool id_descending; /* by id, of those that are equal in the field */
};

/** How far a listing has come: behind this record. Zeroed: at the start. */
struct store_cursor {
	bool started;
	int64_t id;
	int64_t sales_id;  /* if the sort is by it */
	struct buffer key; /* likewise: name or role, casefolded */
};

/** ERR_NO_MEMORY leaves to as it was. */
enum err store_cursor_copy(
    struct store_cursor *to, const struct store_cursor *from);
void store_cursor_free(struct store_cursor *cursor);

/**
 * Hand over the next records of a listing, at most rows_max, and move cursor
 * behind the last one. A call looks at a bounded number of records, whatever
 * the query, and holds no lock afterwards; so it may give none although there
 * are more: *ret_more says so. A record that is there during the whole listing
 * is given exactly once.
 */
enum err store_list(struct store *store, const struct store_query *query,
    struct store_cursor *cursor, size_t rows_max, store_record_fn *fn,
    void *arg, bool *ret_more);

/** How many records the whole listing gives. */
enum err store_count(
    struct store *store, const struct store_query *query, int64_t *ret_count);

/* --- changing --------------------------------------------------------------
 *
 * Each call is a transaction. When it returns ERR_OK the change is on the
 * disk; when it fails, nothing has changed.
 */

/**
 * Several changes in one transaction, which costs as much as one: between
 * these two a change that returns ERR_OK is only on the disk when
 * store_end_group() returns ERR_OK as well; if that fails, none has been made.
 * A change that fails leaves the others alone.
 */
enum err store_begin_group(struct store *store);
enum err store_end_group(struct store *store);

/** Nothing more is to be written for a while: give up what makes writing
 * quicker and reading slower. store_close() does it as well. */
void store_rest(struct store *store);

/** A request that is carried out once, however often it is sent. */
struct store_idempotency {
	const char *who;     /* the user who sent it */
	const char *key;     /* what the client named it by */
	const char *request; /* all that it asks for */
};

/**
 * Add record and give it an id and version 1, which are put into it. once may
 * be NULL. If the same who has sent the same key within 24 hours, nothing is
 * added: record gets the id of then, or, if the request was another one,
 * ERR_KEY_REUSED is returned.
 * ERR_NO_SALESPERSON: its sales_id is not that of a user with role "sales".
 */
enum err store_create(struct store *store, struct record *record,
    const struct store_idempotency *once);

/**
 * Decides about a change: now is the record as it is; wanted, a copy of it
 * with the next version, is what to make of it. Anything but ERR_OK leaves
 * it as it is. The texts of wanted must stay valid until the call that
 * changes returns; those of now do.
 */
typedef enum err store_change_fn(
    void *arg, const struct record *now, struct record *wanted);

/**
 * Change a record as fn decides. ERR_NOT_FOUND, ERR_NO_SALESPERSON as above;
 * ERR_HAS_CUSTOMERS: the user would not have role "sales" any more, but has
 * *ret_customers customers.
 */
enum err store_change(struct store *store, enum record_kind kind, int64_t id,
    store_change_fn *fn, void *arg, int64_t *ret_customers);

/** Remove a record if fn, whose wanted is not used, agrees. ERR_NOT_FOUND,
 * ERR_HAS_CUSTOMERS as above. */
enum err store_remove(struct store *store, enum record_kind kind, int64_t id,
    store_change_fn *fn, void *arg, int64_t *ret_customers);

/**
 * The journal for this version of SQLite (SQLITE_VERSION_NUMBER's form):
 * "WAL", or "PERSIST" where WAL can corrupt a database that several
 * connections write and checkpoint at the same time (fixed in 3.51.3).
 */
const char *store_journal_mode(int sqlite_version);

#endif
