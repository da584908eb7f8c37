/*
 * schema.c: makes the tables, the first records and the indexes of names, from
 * the files in db/, which are compiled in; and recognises this program's
 * databases.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/sqlite/schema.h"

#include "lib/text.h"
#include "store/admin.h"

#include "db_sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	APPLICATION_ID = 0x444f434b, /* "DOCK" */
	SCHEMA_VERSION = 2,          /* PRAGMA user_version of db/schema.sql */
};

enum err
store_read_format(struct store *s, struct store_format *ret)
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

bool
store_format_is_empty(const struct store_format *format)
{
	return format->application_id == 0 && format->version == 0 &&
	       format->tables == 0;
}

enum err
store_check_format(struct store *s, const struct store_format *format)
{
	if (format->application_id != APPLICATION_ID) {
		snprintf(s->error, sizeof(s->error),
		    "it is another program's database");
		return ERR_STORE;
	}
	if (format->version != SCHEMA_VERSION) {
		snprintf(s->error, sizeof(s->error),
		    "its schema version is %" PRId64 ", this program's is %d: "
		    "move it away, or name another file",
		    format->version, SCHEMA_VERSION);
		return ERR_STORE;
	}
	return ERR_OK;
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

enum err
store_make_if_empty(struct store *s, bool with_records)
{
	struct store_format format = { 0 };
	enum err err = store_read_format(s, &format);
	if (err != ERR_OK)
		return err;
	return store_format_is_empty(&format) ? store_make(s, with_records)
					      : store_check_format(s, &format);
}

enum err
store_make_indexes(struct store *s)
{
	bool there = false;
	enum err err = store_has_indexes(s, &there);
	if (err != ERR_OK || there)
		return err;
	err = store_run(s, db_indexes_sql, "db/indexes.sql");
	s->has_name_indexes = err == ERR_OK;
	return err;
}

enum err
store_drop_indexes(struct store *s)
{
	s->has_name_indexes = false;
	return store_run(s,
	    "DROP TABLE IF EXISTS users_text;"
	    "DROP TABLE IF EXISTS customers_text;"
	    "DROP INDEX IF EXISTS users_by_name;"
	    "DROP INDEX IF EXISTS customers_by_name",
	    "indexes");
}
