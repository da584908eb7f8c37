/*
 * store_open.c: the store's connections to the database: opening one, making
 * the database where there is none, and what each does while another one has
 * the lock.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store_sqlite.h"

#include "text.h"

#include "db_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
	APPLICATION_ID = 0x444f434b, /* "DOCK" */
	SCHEMA_VERSION = 2,          /* PRAGMA user_version of db/schema.sql */
};

static const int64_t busy_timeout_ns = 5000000000; /* then 503 */
static const int64_t least_wait_ns = 10000000; /* for a lock: some commits */

/* Set on every connection. DESIGN: a parked request holds no lock, a failed
 * disk must not be mapped memory, a stranger's file must not run code. The
 * cache is small, as there are many connections; the system has one too. */
static const char pragmas[] = "PRAGMA trusted_schema = OFF;"
			      "PRAGMA foreign_keys = ON;"
			      "PRAGMA synchronous = FULL;"
			      "PRAGMA mmap_size = 0;"
			      "PRAGMA journal_size_limit = 1048576;"
			      "PRAGMA cache_size = -512;";

const char *
store_journal_mode(int sqlite_version)
{
	return sqlite_version >= 3051003 ? "WAL" : "PERSIST";
}

/* Wait for a lock that another connection holds. SQLite's own handler sleeps
 * up to 100 ms, and while one commits the lock is held for about one: whoever
 * reads, or commits and so keeps all others waiting, looks again at once; who
 * wants to begin to write, and will wait for others anyway, later. */
static int
wait_for_lock(void *arg, int tries)
{
	struct store *s = arg;
	if (s->beginning && s->impatient)
		return 0;
	int64_t now_ns = store_now_ns();
	if (tries == 0)
		s->busy_since_ns = now_ns;
	int64_t waited_ns = now_ns - s->busy_since_ns;
	if (waited_ns > busy_timeout_ns ||
	    (waited_ns > least_wait_ns && s->wanted_since_ns > 0 &&
		now_ns - s->wanted_since_ns > busy_timeout_ns))
		return 0;
	long ns = tries > 200 ? 1000000 : s->beginning ? 400000 : 30000;
	nanosleep(&(struct timespec){ .tv_nsec = ns }, NULL);
	return 1;
}

/* SQL function casefold(text), for db/seed.sql. */
static void
sql_casefold(sqlite3_context *context, int argc, sqlite3_value **argv)
{
	(void)argc;
	const char *text = (const char *)sqlite3_value_text(argv[0]);
	int length = sqlite3_value_bytes(argv[0]);
	char *folded =
	    text == NULL ? NULL : text_casefold(text, (size_t)length);
	if (folded == NULL)
		sqlite3_result_error(context, "casefold: not UTF-8", -1);
	else
		sqlite3_result_text(context, folded, -1, free);
}

/* What the file is. */
struct kind {
	int64_t application_id;
	int64_t version; /* of the schema */
	int64_t tables;
};

static enum err
read_kind(struct store *s, struct kind *ret)
{
	enum err err =
	    store_read_number(s, "PRAGMA application_id", &ret->application_id);
	if (err == ERR_OK)
		err =
		    store_read_number(s, "PRAGMA user_version", &ret->version);
	if (err == ERR_OK)
		err = store_read_number(
		    s, "SELECT count(*) FROM sqlite_schema", &ret->tables);
	return err;
}

static bool
is_empty(const struct kind *kind)
{
	return kind->application_id == 0 && kind->version == 0 &&
	       kind->tables == 0;
}

enum err
store_has_indexes(struct store *s, bool *ret_there)
{
	int64_t there = 0;
	enum err err = store_read_number(s,
	    "SELECT count(*) FROM sqlite_schema WHERE name = 'users_by_name'",
	    &there);
	*ret_there = there > 0;
	return err;
}

enum err
store_make_indexes(struct store *s)
{
	bool there = false;
	enum err err = store_has_indexes(s, &there);
	if (err != ERR_OK || there)
		return err;
	err = store_run(s, db_indexes_sql, "db/indexes.sql");
	s->indexed = err == ERR_OK;
	return err;
}

enum err
store_make(struct store *s, bool with_records)
{
	char pragma[96];
	snprintf(pragma, sizeof(pragma),
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    APPLICATION_ID, SCHEMA_VERSION);
	enum err err = store_run(s, db_schema_sql, "db/schema.sql");
	if (err == ERR_OK && with_records) {
		sqlite3_create_function(s->db, "casefold", 1,
		    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_casefold,
		    NULL, NULL);
		err = store_run(s, db_seed_sql, "db/seed.sql");
	}
	if (err == ERR_OK)
		err = store_make_indexes(s);
	return err != ERR_OK ? err : store_run(s, pragma, "kind");
}

static enum err
check_kind(struct store *s, const struct kind *kind)
{
	if (kind->application_id != APPLICATION_ID) {
		snprintf(s->error, sizeof(s->error),
		    "it is another program's database");
		return ERR_STORE;
	}
	if (kind->version != SCHEMA_VERSION) {
		snprintf(s->error, sizeof(s->error),
		    "its schema version is %" PRId64 ", this program's is %d: "
		    "move it away, or name another file",
		    kind->version, SCHEMA_VERSION);
		return ERR_STORE;
	}
	return ERR_OK;
}

enum err
store_make_if_empty(struct store *s, bool with_records)
{
	struct kind kind = { 0 };
	enum err err = read_kind(s, &kind);
	if (err != ERR_OK)
		return err;
	return is_empty(&kind) ? store_make(s, with_records)
			       : check_kind(s, &kind);
}

/* Inside a write transaction, so that of several processes one makes it. */
static enum err
make(struct store *s)
{
	enum err err = store_run(s, "BEGIN IMMEDIATE", "begin");
	if (err != ERR_OK)
		return err;
	err = store_make_if_empty(s, true);
	if (err == ERR_OK)
		return store_run(s, "COMMIT", "commit");
	sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
	return err;
}

/* What becomes of a file that is not there, or empty. */
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

	/* One transaction: between two, another process may make it. */
	struct kind kind = { 0 };
	err = store_run(s, "BEGIN", "begin");
	if (err == ERR_OK)
		err = read_kind(s, &kind);
	if (err == ERR_OK)
		err = store_run(s, "COMMIT", "commit");
	if (err == ERR_OK && !is_empty(&kind))
		err = check_kind(s, &kind);
	else if (err == ERR_OK && opening == OPEN_MAKES)
		err = make(s);
	if (err == ERR_OK && opening == OPEN_REFUSES && is_empty(&kind)) {
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
	/* Both only count before the first connection. No counts of all memory,
	 * for which threads would take turns; and no 87 KB for 20 pages at once
	 * for each connection, most of which need few. */
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
	store_rest(s);
	sqlite3_close(s->db);
	buffer_free(&s->sql);
	buffer_free(&s->values);
	free(s);
}
