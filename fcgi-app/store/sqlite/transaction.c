/*
 * transaction.c: transactions. Reading transactions are shared by requests that
 * are due together, and end by themselves, so that no reader keeps writers out
 * for long; the change counter tells the state that they saw. Changing
 * transactions start as a writer: a reader that turns writer could fail for
 * good, whatever the timeout. Within a group each change is a savepoint.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/sqlite/transaction.h"

#include "lib/clock.h"
#include "store/admin.h"

#include <stdio.h>
#include <time.h>

/* The readers' share of the time before a group commits: in durations of a
 * commit, and at most, in nanoseconds. */
enum { READERS_SHARE = 2, LONGEST_SHARE_NS = 20000000 };

/* Run SQL that returns no rows, by a statement that is kept prepared. */
static enum err
run_often(struct store *s, const char *sql)
{
	sqlite3_stmt *stmt = store_statement(s, sql);
	enum err err = ERR_OK;
	if (stmt == NULL || sqlite3_step(stmt) != SQLITE_DONE)
		err = store_fail(s, sql);
	sqlite3_reset(stmt);
	return err;
}

enum err
store_begin_reading(struct store *s, int64_t for_ns)
{
	if (s->read_transaction_until_ns > 0)
		return ERR_OK;
	enum err err = run_often(s, "BEGIN");
	int64_t now_ns = clock_now_ns();
	if (err == ERR_OK)
		s->read_transaction_until_ns =
		    for_ns > INT64_MAX - now_ns ? INT64_MAX : now_ns + for_ns;
	return err;
}

void
store_end_reading(struct store *s)
{
	if (s->read_transaction_until_ns == 0)
		return;
	s->read_transaction_until_ns = 0;
	/* COMMIT may fail for lack of memory; even then no lock may stay. */
	if (run_often(s, "COMMIT") != ERR_OK)
		store_rollback(s);
}

void
store_end_statement(struct store *s, sqlite3_stmt *stmt)
{
	sqlite3_reset(stmt);
	if (s->read_transaction_until_ns > 0 &&
	    clock_now_ns() > s->read_transaction_until_ns)
		store_end_reading(s);
}

/* Read bytes 16 to 27 of the file (https://www.sqlite.org/fileformat.html,
 * 1.3): the page size; the journal's version, twice (1: rollback journal);
 * three sizes; and in the last four bytes the change counter, most significant
 * byte first. */
bool
store_version(const struct store *s, uint32_t *ret)
{
	unsigned char bytes[12];
	if (s->file->pMethods->xRead(s->file, bytes, sizeof(bytes), 16) !=
		SQLITE_OK ||
	    bytes[2] != 1 || bytes[3] != 1)
		return false;
	*ret = (uint32_t)bytes[8] << 24 | (uint32_t)bytes[9] << 16 |
	       (uint32_t)bytes[10] << 8 | bytes[11];
	return true;
}

bool
store_version_read(const struct store *s, uint32_t *ret)
{
	return s->read_transaction_until_ns > 0 &&
	       sqlite3_txn_state(s->db, "main") == SQLITE_TXN_READ &&
	       store_version(s, ret);
}

/* --- changing ------------------------------------------------------------- */

enum err
store_begin_writing(struct store *s)
{
	s->waits_for_write_lock = true;
	enum err err = store_run(s, "BEGIN IMMEDIATE", "begin");
	s->waits_for_write_lock = false;
	if (err != ERR_OK)
		return err;
	s->has_journal_file = true;
	err = store_has_indexes(s, &s->has_name_indexes);
	if (err != ERR_OK)
		store_rollback(s);
	return err;
}

enum err
store_commit(struct store *s)
{
	return store_run(s, "COMMIT", "commit");
}

void
store_rollback(struct store *s)
{
	/* This fails, harmlessly, if SQLite has already rolled back by itself.
	 */
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

enum err
store_begin_change(struct store *s)
{
	if (!s->in_group)
		return store_begin_writing(s);
	/* SQLite rolls back by itself if the disk fails. The next change would
	 * then be a transaction of its own. */
	if (sqlite3_get_autocommit(s->db)) {
		snprintf(s->error, sizeof(s->error),
		    "a change before it ended the transaction");
		return ERR_STORE;
	}
	return store_run(s, "SAVEPOINT change", "savepoint");
}

enum err
store_end_change(struct store *s, enum err err)
{
	if (!s->in_group) {
		if (err == ERR_OK)
			err = store_commit(s);
		if (err != ERR_OK)
			store_rollback(s);
		/* Free the pages of this change, which may be all that the
		 * cache can hold. The next change would drop most of them
		 * anyway, as another process has mostly written since. */
		sqlite3_db_release_memory(s->db);
		return err;
	}
	if (err == ERR_OK)
		return store_run(s, "RELEASE change", "release");
	sqlite3_exec(
	    s->db, "ROLLBACK TO change; RELEASE change", NULL, NULL, NULL);
	return err;
}

enum err
store_begin_group(struct store *s)
{
	enum err err = store_begin_writing(s);
	s->in_group = err == ERR_OK;
	s->group_start_ns = clock_now_ns();
	return err;
}

enum err
store_end_group(struct store *s)
{
	s->in_group = false;
	/* During a commit nobody can read; before it, nobody else can write. So
	 * readers get a share of the time. */
	int64_t wait_ns = s->group_start_ns +
			  READERS_SHARE * s->commit_duration_ns -
			  clock_now_ns();
	if (wait_ns > LONGEST_SHARE_NS)
		wait_ns = LONGEST_SHARE_NS;
	if (wait_ns > 0)
		nanosleep(&(struct timespec){ .tv_nsec = (long)wait_ns }, NULL);
	int64_t start_ns = clock_now_ns();
	enum err err = store_end_change(s, ERR_OK);
	s->commit_duration_ns = clock_now_ns() - start_ns;
	return err;
}
