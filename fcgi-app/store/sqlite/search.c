/*
 * search.c: from a query to SQL.
 *
 * At most one condition, the one that an index serves best, drives the search;
 * the others become a column of the result that tells whether the row counts.
 * In the WHERE clause they could make one page read all records.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/sqlite/search.h"

#include "store/sqlite/transaction.h"

#include <string.h>

enum {
	FEW_ROWS = 1000,   /* so many are quicker sorted than searched for */
	TRIGRAM = 3,       /* characters */
	TRIGRAMS_MAX = 64, /* looked up; then the name itself decides */
};

/* A value to bind. Binding copies the text, because the cursor that it may come
 * from changes while rows are read. */
struct value {
	const char *text; /* NULL: it is a number */
	int length;       /* of text */
	int64_t number;
};

static void
start_writing(struct store *s)
{
	buffer_clear(&s->sql);
	buffer_clear(&s->values);
}

static void
add_number(struct store *s, int64_t number)
{
	struct value value = { .number = number };
	buffer_add(&s->values, (const char *)&value, sizeof(value));
}

static void
add_bytes(struct store *s, const char *text, size_t length)
{
	struct value value = { .text = text, .length = (int)length };
	buffer_add(&s->values, (const char *)&value, sizeof(value));
}

static void
add_text(struct store *s, const char *text)
{
	add_bytes(s, text, strlen(text));
}

/* --- trigrams ------------------------------------------------------------- */

static const char *
next_character(const char *p)
{
	do
		p++;
	while (((unsigned char)*p & 0xc0) == 0x80);
	return p;
}

/* Return the end of the trigram at text; NULL if text is too short for one. */
static const char *
trigram_end(const char *text)
{
	for (int i = 0; i < TRIGRAM; i++, text = next_character(text))
		if (*text == '\0')
			return NULL;
	return text;
}

/* Write a query, in FTS5's language, for the trigrams of a part of a text. Each
 * trigram costs a look-up, so only those are used that cover every character:
 * one behind another, and the last. The name itself decides afterwards. */
static void
write_match(struct buffer *match, const char *part)
{
	int steps = 1;
	for (int i = 0; i < TRIGRAMS_MAX && steps > 0; i++) {
		buffer_add_text(match, i == 0 ? "\"" : " AND \"");
		for (const char *p = part; p < trigram_end(part); p++)
			buffer_add(
			    match, *p == '"' ? "\"\"" : p, *p == '"' ? 2 : 1);
		buffer_add_text(match, "\"");
		const char *next = next_character(part);
		for (steps = 0; steps < TRIGRAM && trigram_end(next) != NULL;
		     steps++) {
			part = next;
			next = next_character(part);
		}
	}
}

/* --- SQL ------------------------------------------------------------------ */

static void
write_marks(struct buffer *sql, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buffer_add_text(sql, i == 0 ? " IN (?" : ", ?");
	buffer_add_text(sql, ")");
}

/* Add a condition that compares the text itself, byte for byte; the key is
 * there for an index. */
static void
write_same_text(struct search *x, const struct store_condition *c)
{
	struct buffer *sql = &x->store->sql;
	buffer_add_text(sql, x->table->keys[c->field]);
	write_marks(sql, c->count);
	for (size_t i = 0; i < c->count; i++)
		add_text(x->store, c->values[i].key);
	buffer_add_texts(sql, " AND ", x->table->texts[c->field]);
	write_marks(sql, c->count);
	for (size_t i = 0; i < c->count; i++)
		add_text(x->store, c->values[i].text);
}

static bool
is_text(const struct store_condition *c)
{
	return field_is_text(c->field);
}

static void
write_condition(struct search *x, const struct store_condition *c)
{
	static const char *const signs[] = { [STORE_NE] = "<>",
		[STORE_LT] = "<",
		[STORE_LTE] = "<=",
		[STORE_GT] = ">",
		[STORE_GTE] = ">=" };
	struct store *s = x->store;
	struct buffer *sql = &s->sql;
	const char *key = x->table->keys[c->field];
	const char *value = is_text(c) ? c->values[0].key : NULL;
	buffer_add_text(sql, "(");
	switch (c->op) {
	case STORE_EQ:
	case STORE_IN:
		if (is_text(c)) {
			write_same_text(x, c);
			break;
		}
		buffer_add_text(sql, key);
		write_marks(sql, c->count);
		for (size_t i = 0; i < c->count; i++)
			add_number(s, c->values[i].id);
		break;
	case STORE_NE:
	case STORE_LT:
	case STORE_LTE:
	case STORE_GT:
	case STORE_GTE:
		if (c->op == STORE_NE) {
			key = x->table->texts[c->field];
			value = is_text(c) ? c->values[0].text : NULL;
		}
		buffer_add_texts(sql, key, " ", signs[c->op], " ?");
		if (value != NULL)
			add_text(s, value);
		else
			add_number(s, c->values[0].id);
		break;
	case STORE_CONTAINS:
		/* instr(x, '') is 1, so an empty text matches every row. */
		buffer_add_texts(sql, "instr(", key, ", ?) > 0");
		add_text(s, c->values[0].key);
		break;
	case STORE_STARTS_WITH:
		buffer_add_texts(sql, "instr(", key, ", ?) = 1");
		add_text(s, c->values[0].key);
		break;
	case STORE_ENDS_WITH:
		buffer_add_texts(sql, "substr(", key, ", 1 + length(", key,
		    ") - length(?)) = ?");
		add_text(s, c->values[0].key);
		add_text(s, c->values[0].key);
		break;
	}
	buffer_add_text(sql, ")");
}

/* Add all conditions but the driver, as one expression. */
static void
write_hit(struct search *x)
{
	const struct store_query *q = x->query;
	struct buffer *sql = &x->store->sql;
	buffer_add_text(sql, "1");
	for (size_t i = 0; i < q->count; i++) {
		/* Trigrams only narrow the search, so their condition stays. */
		if (&q->conditions[i] == x->driver && x->match.length == 0)
			continue;
		buffer_add_text(sql, " AND ");
		write_condition(x, &q->conditions[i]);
	}
}

/* Add FROM, and WHERE with the driver. */
static void
write_from(struct search *x)
{
	const struct store_table *t = x->table;
	struct buffer *sql = &x->store->sql;
	if (x->match.length > 0) {
		buffer_add_texts(sql, " FROM ", t->text_table, " JOIN ",
		    t->name, " ON ", t->keys[FIELD_ID], " = ", t->text_table,
		    ".rowid WHERE ", t->text_table, " MATCH ?");
		add_bytes(x->store, x->match.bytes, x->match.length);
		return;
	}
	buffer_add_texts(sql, " FROM ", t->name, " WHERE ");
	if (x->driver != NULL)
		write_condition(x, x->driver);
	else
		buffer_add_text(sql, "1");
}

/* Add the condition that the record is behind the cursor. */
static void
write_behind(
    struct search *x, const char *id, const struct store_cursor *cursor)
{
	const struct store_query *q = x->query;
	struct store *s = x->store;
	const char *key = x->table->keys[q->sort];
	const char *sign = q->descending ? "<" : ">";
	const char *id_sign = q->id_descending ? "<" : ">";
	if (q->sort == FIELD_ID) {
		buffer_add_texts(&s->sql, " AND ", id, " ", sign, " ?");
		add_number(s, cursor->id);
		return;
	}
	buffer_add_texts(&s->sql, " AND ", key, " ", sign, "= ? AND (", key,
	    " ", sign, " ? OR ", id, " ", id_sign, " ?)");
	for (int i = 0; i < 2; i++) {
		if (q->sort == FIELD_SALES_ID)
			add_number(s, cursor->sales_id);
		else
			add_bytes(s, cursor->key.bytes, cursor->key.length);
	}
	add_number(s, cursor->id);
}

void
search_write_page(
    struct search *x, const struct store_cursor *cursor, size_t rows)
{
	const struct store_query *q = x->query;
	struct buffer *sql = &x->store->sql;
	const char *key = x->table->keys[q->sort];
	start_writing(x->store);
	/* FTS5 returns rows in the order of its own rowid. */
	const char *id =
	    x->match.length > 0 ? x->table->text_id : x->table->keys[FIELD_ID];
	buffer_add_texts(sql, "SELECT ", x->table->columns, ", ", key, ", ");
	write_hit(x);
	write_from(x);
	if (cursor->started)
		write_behind(x, id, cursor);
	buffer_add_text(sql, " ORDER BY ");
	if (q->sort != FIELD_ID)
		buffer_add_texts(sql, key, q->descending ? " DESC" : "", ", ");
	bool down = q->sort == FIELD_ID ? q->descending : q->id_descending;
	buffer_add_texts(sql, id, down ? " DESC" : "", " LIMIT ?");
	add_number(x->store, (int64_t)rows);
}

void
search_write_count(struct search *x)
{
	start_writing(x->store);
	buffer_add_text(&x->store->sql, "SELECT count(*)");
	write_from(x);
	buffer_add_text(&x->store->sql, " AND ");
	write_hit(x);
}

enum err
search_prepare(struct store *s, sqlite3_stmt **ret_stmt)
{
	buffer_add(&s->sql, "", 1);
	if (buffer_error(&s->sql) != ERR_OK ||
	    buffer_error(&s->values) != ERR_OK)
		return ERR_NO_MEMORY;
	sqlite3_stmt *stmt = store_statement(s, s->sql.bytes);
	if (stmt == NULL)
		return store_fail(s, s->sql.bytes);
	const struct value *values = (const void *)s->values.bytes;
	size_t count = s->values.length / sizeof(*values);
	for (size_t i = 0; i < count; i++) {
		int code =
		    values[i].text != NULL
			? sqlite3_bind_text(stmt, (int)i + 1, values[i].text,
			      values[i].length, SQLITE_TRANSIENT)
			: sqlite3_bind_int64(
			      stmt, (int)i + 1, values[i].number);
		if (code != SQLITE_OK)
			return store_fail(s, s->sql.bytes);
	}
	*ret_stmt = stmt;
	return ERR_OK;
}

/* --- plan ----------------------------------------------------------------- */

/* Rate how well an index serves the condition; 0: not at all. */
static int
rank(const struct store_query *q, const struct store_condition *c)
{
	bool same = c->op == STORE_EQ || c->op == STORE_IN;
	switch (c->field) {
	case FIELD_ID:
		/* A range, best if it is in the column sorted by. */
		return same                                       ? 5
		       : q->sort == FIELD_ID && c->op != STORE_NE ? 1
								  : 0;
	case FIELD_SALES_ID:
		return same ? 4 : 0;
	case FIELD_NAME:
		if (same)
			return 3;
		return c->op >= STORE_CONTAINS &&
			       trigram_end(c->values[0].key) != NULL
			   ? 2
			   : 0;
	case FIELD_ROLE:
	case FIELD__MAX:
		break;
	}
	return 0;
}

/* Find out whether at most FEW_ROWS records have the trigrams. */
static enum err
has_few(struct search *x, bool *ret_few)
{
	struct store *s = x->store;
	start_writing(s);
	buffer_add_texts(&s->sql, "SELECT count(*) FROM (SELECT 1 FROM ",
	    x->table->text_table, " WHERE ", x->table->text_table,
	    " MATCH ? LIMIT ?)");
	add_bytes(s, x->match.bytes, x->match.length);
	add_number(s, FEW_ROWS + 1);
	sqlite3_stmt *stmt = NULL;
	enum err err = search_prepare(s, &stmt);
	if (err != ERR_OK)
		return err;
	if (sqlite3_step(stmt) == SQLITE_ROW)
		*ret_few = sqlite3_column_int(stmt, 0) <= FEW_ROWS;
	else
		err = store_fail(s, s->sql.bytes);
	store_end_statement(s, stmt);
	return err;
}

enum err
search_plan(struct search *x)
{
	int best = 0;
	for (size_t i = 0; i < x->query->count; i++) {
		const struct store_condition *c = &x->query->conditions[i];
		int this = rank(x->query, c);
		if (this > best) {
			best = this;
			x->driver = c;
		}
	}
	x->expects_few &= x->driver != NULL && x->driver->op >= STORE_CONTAINS;
	if (x->expects_few)
		x->driver = NULL;
	if (x->driver == NULL || x->driver->op < STORE_CONTAINS)
		return ERR_OK;
	write_match(&x->match, x->driver->values[0].key);
	if (buffer_error(&x->match) != ERR_OK)
		return ERR_NO_MEMORY;
	/* Many rows would be sorted again for every page; then it is quicker to
	 * walk along the order and read the names. */
	bool few = true;
	enum err err = x->query->sort != FIELD_ID ? has_few(x, &few) : ERR_OK;
	if (!few) {
		x->driver = NULL;
		buffer_clear(&x->match);
	}
	return err;
}
