/*
 * list.c: listings. A listing is read in pages, each a short transaction: a
 * page continues behind the last record seen, and reads a bounded number of
 * records, so that writers wait for about a millisecond, whatever the query.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/sqlite/search.h"
#include "store/sqlite/transaction.h"

#include <string.h>

enum { PAGE_ROWS = 2048 /* looked at in a page; some 1 ms */ };

static enum err
advance(struct store_cursor *cursor, const struct store_query *q,
    sqlite3_stmt *stmt)
{
	cursor->started = true;
	cursor->id = sqlite3_column_int64(stmt, 0);
	if (q->sort == FIELD_SALES_ID)
		cursor->sales_id = sqlite3_column_int64(stmt, SEARCH_KEY);
	if (!field_is_text(q->sort))
		return ERR_OK;
	const char *key = (const char *)sqlite3_column_text(stmt, SEARCH_KEY);
	buffer_clear(&cursor->key);
	buffer_add(&cursor->key, key == NULL ? "" : key,
	    (size_t)sqlite3_column_bytes(stmt, SEARCH_KEY));
	return key == NULL ? ERR_NO_MEMORY : buffer_error(&cursor->key);
}

/* Tell whether the page may have rows that do not count. */
static bool
has_conditions(const struct search *x)
{
	return x->query->count > (x->driver == NULL ? 0 : 1) ||
	       x->match.length > 0;
}

static enum err
read_page(struct search *x, struct store_cursor *cursor, size_t rows_max,
    store_record_fn *fn, void *arg, bool *ret_more)
{
	struct store *s = x->store;
	size_t most = x->expects_few ? SEARCH_FEW : PAGE_ROWS;
	size_t limit = has_conditions(x) || rows_max > most ? most : rows_max;
	search_write_page(x, cursor, limit);
	sqlite3_stmt *stmt = NULL;
	enum err err = search_prepare(s, &stmt);
	if (err != ERR_OK)
		return err;
	size_t seen = 0;
	size_t given = 0;
	int step = SQLITE_DONE;
	while (err == ERR_OK && given < rows_max && seen < limit &&
	       (step = sqlite3_step(stmt)) == SQLITE_ROW) {
		struct record record;
		seen++;
		if (sqlite3_column_int(stmt, SEARCH_HIT)) {
			given++;
			err = store_read_row(stmt, x->query->kind, &record);
			if (err == ERR_OK)
				err = fn(arg, &record);
		}
		if (err == ERR_OK)
			err = advance(cursor, x->query, stmt);
	}
	if (err == ERR_OK && step != SQLITE_DONE && step != SQLITE_ROW)
		err = store_fail(s, s->sql.bytes);
	store_end_statement(s, stmt);
	*ret_more = step == SQLITE_ROW;
	if (x->expects_few && seen == SEARCH_FEW)
		s->has_many[x->query->kind] = true;
	return err;
}

/* Find out whether a search failed because the tables of trigrams are missing,
 * as they are while docking-admin adds many records. They go and come back
 * while others search: to ask for them before each search would take another
 * transaction, and be out of date after it. */
static bool
is_without_trigrams(struct store *s)
{
	return s->code == SQLITE_ERROR /* no such table */ ||
	       s->code == SQLITE_SCHEMA /* it changed while SQLite looked */;
}

/* Carries out a search: reads a page, or counts. */
typedef enum err carry_out_fn(struct search *x, void *arg);

static enum err
search(struct store *s, const struct store_query *query, bool few,
    carry_out_fn *fn, void *arg)
{
	struct search x = { .store = s,
		.query = query,
		.table = &store_tables[query->kind],
		.expects_few = few };
	enum err err = search_plan(&x);
	if (err == ERR_OK)
		err = fn(&x, arg);
	if (err == ERR_STORE && x.match.length > 0 && is_without_trigrams(s)) {
		x.driver = NULL;
		buffer_clear(&x.match);
		err = fn(&x, arg);
	}
	buffer_free(&x.match);
	return err;
}

struct page {
	struct store_cursor *cursor;
	size_t rows_max;
	store_record_fn *fn;
	void *arg;
	bool *ret_more;
};

static enum err
carry_out_page(struct search *x, void *arg)
{
	const struct page *p = arg;
	return read_page(x, p->cursor, p->rows_max, p->fn, p->arg, p->ret_more);
}

enum err
store_list(struct store *s, const struct store_query *query,
    struct store_cursor *cursor, size_t rows_max, store_record_fn *fn,
    void *arg, bool *ret_more)
{
	return search(s, query, !s->has_many[query->kind], carry_out_page,
	    &(struct page){ cursor, rows_max, fn, arg, ret_more });
}

static enum err
carry_out_count(struct search *x, void *arg)
{
	struct store *s = x->store;
	sqlite3_stmt *stmt = NULL;
	search_write_count(x);
	enum err err = search_prepare(s, &stmt);
	if (err != ERR_OK)
		return err;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*(int64_t *)arg = sqlite3_column_int64(stmt, 0);
	else
		err = store_fail(s, s->sql.bytes);
	store_end_statement(s, stmt);
	return err;
}

enum err
store_count(
    struct store *s, const struct store_query *query, int64_t *ret_count)
{
	struct store_query counted = *query;
	counted.sort = FIELD_ID; /* any order, so that nothing is sorted */
	return search(s, &counted, false, carry_out_count, ret_count);
}
