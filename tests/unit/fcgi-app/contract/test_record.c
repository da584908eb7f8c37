/*
 * test_record.c: the table of fields, and what says the same where it has to be
 * written out: JSON by hand, the tables of the store and what a query may have,
 * and the API's description.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "contract/record_json.h"
#include "request/selection.h"
#include "store/sqlite/find.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_SIZE_MAX = 256 * 1024, LINE = 200 };

static char *
read_file(const char *name)
{
	FILE *in = fopen(name, "r");
	char *text = calloc(1, FILE_SIZE_MAX);
	if (in == NULL || text == NULL)
		abort();
	CHECK(fread(text, 1, FILE_SIZE_MAX - 1, in) > 0, "%s", name);
	fclose(in);
	return text;
}

/* Add to a line. */
static void __attribute__((format(printf, 2, 3)))
add(char line[LINE], const char *format, ...)
{
	va_list ap;
	size_t used = strlen(line);
	va_start(ap, format);
	vsnprintf(line + used, LINE - used, format, ap);
	va_end(ap);
}

static const struct field_row *
row_of(enum record_kind kind, size_t i)
{
	return &field_rows[record_rows[kind].fields[i]];
}

/* A kind's fields are found by their whole names only, and no others. */
static void
test_find(void)
{
	enum field field = FIELD__MAX;
	CHECK(record_find_field(RECORD_USER, "role:eq", 4, &field), "role");
	CHECK_NUMBER(field, FIELD_ROLE, "role");
	CHECK(!record_find_field(RECORD_USER, "rol", 3, &field), "a part");
	CHECK(!record_find_field(RECORD_USER, "roles", 5, &field), "more");
	CHECK(!record_find_field(RECORD_USER, "", 0, &field), "nothing");
	CHECK(!record_find_field(RECORD_CUSTOMER, "role", 4, &field), "theirs");
	CHECK_NUMBER(field, FIELD_ROLE, "untouched");
}

/* Texts have 1 to so many characters, ids are spelt in one way. */
static void
test_allows(void)
{
	char text[1024];
	for (enum field f = 0; f < FIELD__MAX; f++) {
		if (!field_is_text(f)) {
			CHECK(field_allows(f, "0", 1), "%d", f);
			CHECK(!field_allows(f, "01", 2), "%d", f);
			continue;
		}
		size_t length = 2 * field_rows[f].characters_max;
		for (size_t i = 0; i < length + 2; i++)
			text[i] = i % 2 == 0 ? '\xc3' : '\xbc';
		text[length + 2] = '\0';
		CHECK(!field_allows(f, text, length + 2), "%d: long", f);
		text[length] = '\0';
		CHECK(field_allows(f, text, length), "%d: longest", f);
		CHECK(!field_allows(f, "", 0), "%d: empty", f);
		char must[LINE];
		snprintf(must, sizeof(must), "must have 1 to %zu characters",
		    field_rows[f].characters_max);
		CHECK_TEXT(field_rows[f].must, must, "%d", f);
	}
}

/* record_json.c writes all members, in the table's order. */
static void
test_json(void)
{
	for (enum record_kind kind = 0; kind < RECORD__MAX; kind++) {
		struct record record = { .kind = kind };
		char expected[LINE] = "";
		for (size_t i = 0; i < RECORD_FIELDS; i++) {
			const struct field_row *row = row_of(kind, i);
			void *place = (char *)&record + row->offset;
			if (row->characters_max > 0)
				*(const char **)place = row->name;
			else
				*(int64_t *)place = 7;
			add(expected, "%s\"%s\":\"%s\"", i == 0 ? "{" : ",",
			    row->name,
			    row->characters_max > 0 ? row->name : "7");
		}
		add(expected, "}");
		struct buffer json = { .bytes = NULL };
		record_json_add(&json, &record);
		buffer_add(&json, "", 1);
		CHECK_TEXT(json.bytes, expected, "kind %d", kind);
		buffer_free(&json);
	}
}

/* What a query may have, as a refusal tells it, begins with the plain filters
 * and names the fields. */
static void
test_known(void)
{
	for (enum record_kind kind = 0; kind < RECORD__MAX; kind++) {
		const char *known = selection_known(kind);
		char plain[LINE] = "", all[LINE] = "";
		add(plain, "%s, %s, limit, ", row_of(kind, 1)->name,
		    row_of(kind, 2)->name);
		add(all, "FIELD is %s, %s or %s,", row_of(kind, 0)->name,
		    row_of(kind, 1)->name, row_of(kind, 2)->name);
		CHECK(strncmp(known, plain, strlen(plain)) == 0, "%s", known);
		CHECK(strstr(known, all) != NULL, "%s", known);
	}
}

/* Add the names of the table's columns to text. */
static void
add_columns(sqlite3 *db, const char *table, char text[LINE])
{
	sqlite3_stmt *stmt = NULL;
	sqlite3_prepare_v2(db,
	    "SELECT group_concat(name, ', ') FROM pragma_table_info(?1)", -1,
	    &stmt, NULL);
	sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	if (sqlite3_step(stmt) == SQLITE_ROW)
		add(text, "%s", (const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
}

/* db/schema.sql has the columns, those of texts with their keys, and find.c
 * knows them. */
static void
test_columns(void)
{
	sqlite3 *db = NULL;
	char *schema = read_file("db/schema.sql");
	CHECK_NUMBER(sqlite3_open(":memory:", &db), SQLITE_OK, "open");
	CHECK_NUMBER(
	    sqlite3_exec(db, schema, NULL, NULL, NULL), SQLITE_OK, "schema");
	free(schema);
	for (enum record_kind kind = 0; kind < RECORD__MAX; kind++) {
		const struct store_table *t = &store_tables[kind];
		char columns[LINE] = "", selected[LINE] = "", found[LINE] = "";
		for (size_t i = 0; i < RECORD_FIELDS; i++) {
			const struct field_row *row = row_of(kind, i);
			enum field field = record_rows[kind].fields[i];
			char text[LINE] = "", key[LINE] = "";
			bool has_key = row->characters_max > 0;
			add(text, "%s.%s", t->name, row->column);
			add(key, "%s%s", text, has_key ? "_key" : "");
			CHECK_TEXT(t->texts[field], text, "%s", row->name);
			CHECK_TEXT(t->keys[field], key, "%s", row->name);
			add(selected, "%s%s", i == 0 ? "" : ", ", text);
			add(columns, "%s%s", i == 0 ? "" : ", ", row->column);
			if (has_key)
				add(columns, ", %s_key", row->column);
			if (field != FIELD_ID)
				continue;
			add(columns, ", version");
			add(selected, ", %s.version", t->name);
		}
		add_columns(db, t->name, found);
		CHECK_TEXT(found, columns, "%s", t->name);
		CHECK_TEXT(t->columns, selected, "%s", t->name);
	}
	sqlite3_close(db);
}

/* The lines of a schema in api/openapi.yaml; "" if it has none. The caller
 * frees them. */
static char *
schema_of(const char *schemas, const char *prefix, const char *noun,
    const char *suffix)
{
	char head[LINE] = "";
	add(head, "\n    %s%c%s%s:\n", prefix, toupper((unsigned char)*noun),
	    noun + 1, suffix);
	const char *at = strstr(schemas, head);
	char *lines = strdup(at == NULL ? "" : at + strlen(head));
	if (lines == NULL)
		abort();
	/* To the next line that is indented as the first one. */
	for (char *p = strstr(lines, "\n    "); p != NULL;
	     p = strstr(p + 1, "\n    "))
		if (p[5] != ' ') {
			*p = '\0';
			break;
		}
	return lines;
}

static void
check_schema(const char *schemas, enum record_kind kind, const char *prefix,
    const char *suffix)
{
	char *lines =
	    schema_of(schemas, prefix, record_rows[kind].noun, suffix);
	char required[LINE] = "";
	for (size_t i = *prefix == '\0' ? 0 : 1; i < RECORD_FIELDS; i++)
		add(required, "%s%s",
		    *required == '\0' ? "\n      required: [" : ", ",
		    row_of(kind, i)->name);
	add(required, "]\n");
	bool whole = *suffix == '\0';
	CHECK(whole == (strstr(lines, required) != NULL), "%s:%s", lines,
	    required);
	for (size_t i = 1; i < RECORD_FIELDS; i++) {
		const struct field_row *row = row_of(kind, i);
		char property[LINE] = "", type[LINE] = "Id";
		if (row->characters_max > 0)
			snprintf(type, sizeof(type), "%c%s",
			    toupper((unsigned char)row->name[0]),
			    row->name + 1);
		add(property,
		    "\n        %s: { $ref: '#/components/schemas/%s' }",
		    row->name, type);
		CHECK(
		    strstr(lines, property) != NULL, "%s:%s", lines, property);
	}
	free(lines);
}

/* The API's description has the members, and how long their texts may be. */
static void
test_document(void)
{
	char *document = read_file("api/openapi.yaml");
	const char *schemas = strstr(document, "\n  schemas:\n");
	if (!CHECK(schemas != NULL, "there are schemas"))
		abort();
	for (enum record_kind kind = 0; kind < RECORD__MAX; kind++) {
		check_schema(schemas, kind, "", "");
		check_schema(schemas, kind, "New", "");
		check_schema(schemas, kind, "", "Patch");
	}
	for (enum field f = 0; f < FIELD__MAX; f++) {
		if (!field_is_text(f))
			continue;
		char *lines = schema_of(schemas, "", field_rows[f].name, "");
		char most[LINE] = "";
		add(most, "\n      minLength: 1\n      maxLength: %zu\n",
		    field_rows[f].characters_max);
		CHECK(strstr(lines, most) != NULL, "%s: %s", field_rows[f].name,
		    lines);
		free(lines);
	}
	free(document);
}

CU_TestInfo record_tests[] = {
	{ "fields are found by name", test_find },
	{ "what fields may be", test_allows },
	{ "JSON has the fields", test_json },
	{ "queries have the fields", test_known },
	{ "the store has the fields", test_columns },
	{ "the API's description has the fields", test_document },
	CU_TEST_INFO_NULL,
};
