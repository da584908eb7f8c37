/*
 * open.c: opens and closes the database: its settings, the lock timeout, and
 * the creation of a new one.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/clock.h"
#include "store/admin.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const int64_t busy_timeout_ns = 5000000000; /* then 503 */
static const int64_t least_wait_ns =
    10000000; /* for a lock; long enough for some commits */

/* Settings of every connection. No memory map, because a failing disk would end
 * the process; no trusted schema, because a stranger's file must not run code.
 * The cache is small, as there are many connections, and the system caches too.
 */
static const char pragmas[] = "PRAGMA trusted_schema = OFF;"
			      "PRAGMA foreign_keys = ON;"
			      "PRAGMA synchronous = FULL;"
			      "PRAGMA mmap_size = 0;"
			      "PRAGMA journal_size_limit = 1048576;"
			      "PRAGMA cache_size = -512;";

/* Wait for a lock that another connection holds. SQLite's own handler sleeps up
 * to 100 ms, but a commit holds the lock for about one. A reader, or a commit
 * that keeps everybody waiting, tries again at once; a writer that wants to
 * begin, and will wait for others anyway, tries later. */
static int
wait_for_lock(void *arg, int tries)
{
	struct store *s = arg;
	if (s->waits_for_write_lock && s->write_lock_nowait)
		return 0;
	int64_t now_ns = clock_now_ns();
	if (tries == 0)
		s->lock_wait_from_ns = now_ns;
	int64_t waited_ns = now_ns - s->lock_wait_from_ns;
	if (waited_ns > busy_timeout_ns ||
	    (waited_ns > least_wait_ns && s->wanted_since_ns > 0 &&
		now_ns - s->wanted_since_ns > busy_timeout_ns))
		return 0;
	long ns = tries > 200               ? 1000000
		  : s->waits_for_write_lock ? 400000
					    : 30000;
	nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
	return 1;
}

/* Make the database in a write transaction: of several processes only one does.
 */
static enum err
make(struct store *s)
{
	enum err err = store_run(s, "BEGIN IMMEDIATE", "begin");
	if (err != ERR_OK)
		return err;
	err = store_make_if_empty(s, true);
	if (err == ERR_OK)
		return store_commit(s);
	store_rollback(s);
	return err;
}

/* How to treat a file that is missing or empty. */
enum opening { OPEN_MAKES, OPEN_REFUSES, OPEN_BARE };

static enum err
open_checked(struct store *s, const char *file, enum opening opening)
{
	if (sqlite3_open_v2(file, &s->db,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_PRIVATECACHE |
		    (opening == OPEN_REFUSES ? 0 : SQLITE_OPEN_CREATE),
		NULL) != SQLITE_OK)
		return store_fail(s, "open");
	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_file_control(
	    s->db, "main", SQLITE_FCNTL_FILE_POINTER, &s->file);
	sqlite3_busy_handler(s->db, wait_for_lock, s);
	enum err err = store_run(s, pragmas, "settings");
	if (err != ERR_OK)
		return err;
	if (sqlite3_db_readonly(s->db, "main") == 1) {
		snprintf(s->error, sizeof(s->error), "it is read-only");
		return ERR_STORE;
	}

	/* In one transaction: between two, another process may make the
	 * database. */
	struct store_format format = { 0 };
	err = store_run(s, "BEGIN", "begin");
	if (err == ERR_OK)
		err = store_read_format(s, &format);
	if (err == ERR_OK)
		err = store_commit(s);
	if (err == ERR_OK && !store_format_is_empty(&format))
		err = store_check_format(s, &format);
	else if (err == ERR_OK && opening == OPEN_MAKES)
		err = make(s);
	if (err == ERR_OK && opening == OPEN_REFUSES &&
	    store_format_is_empty(&format)) {
		snprintf(s->error, sizeof(s->error), "it is empty");
		return ERR_STORE_DAMAGED;
	}
	if (err != ERR_OK)
		return err;
	char pragma[64];
	snprintf(pragma, sizeof(pragma), "PRAGMA journal_mode = %s",
	    store_journal_mode(sqlite3_libversion_number()));
	return store_run(s, pragma, "journal mode");
}

static enum err
open_store(const char *file, enum opening opening, struct store **ret_store,
    char *why, size_t size)
{
	struct store *s = calloc(1, sizeof(*s));
	if (s == NULL) {
		snprintf(why, size, "out of memory");
		return ERR_NO_MEMORY;
	}
	/* Both only work before the first connection. Memory statistics are
	 * off, because threads would take turns for them. A connection's page
	 * cache does not start with 20 pages (87 KB) at once, because most
	 * connections need few. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	sqlite3_config(SQLITE_CONFIG_PAGECACHE, NULL, 0, 0);
	enum err err = open_checked(s, file, opening);
	if (err != ERR_OK) {
		snprintf(why, size, "%s", s->error);
		store_close(s);
		return err;
	}
	*ret_store = s;
	return ERR_OK;
}

enum err
store_open(const char *file, struct store **ret_store, char *why, size_t size)
{
	return open_store(file, OPEN_MAKES, ret_store, why, size);
}

enum err
store_open_existing(
    const char *file, struct store **ret_store, char *why, size_t size)
{
	return open_store(file, OPEN_REFUSES, ret_store, why, size);
}

enum err
store_open_bare(
    const char *file, struct store **ret_store, char *why, size_t size)
{
	return open_store(file, OPEN_BARE, ret_store, why, size);
}

void
store_close(struct store *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < STORE_STATEMENTS; i++)
		sqlite3_finalize(s->stmts[i]);
	store_idle(s);
	sqlite3_close(s->db);
	buffer_free(&s->sql);
	buffer_free(&s->values);
	free(s);
}
