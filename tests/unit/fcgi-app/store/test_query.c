/*
 * test_query.c: listings against an oracle: all records are read once
 * by their ids, and what the store lists for any conditions, order and page
 * size is held against a plain filter and sort of them.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../../../lib/temp.h"
#include "lib/text.h"
#include "store/admin.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RECORDS = 400, ROUNDS = 3000, PER_SALESPERSON = 4 };

/* A record as the oracle has it. */
struct row {
	int64_t id, sales_id;
	char name[64], name_key[64], role[64], role_key[64];
};

static struct row rows[RECORDS];
static enum record_kind kind;

static unsigned
draw(unsigned below)
{
	static uint64_t state = 42;
	state = state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(state >> 33) % below;
}

/* Of a small alphabet, so that parts and whole names are often the same. */
static void
draw_text(char *to, unsigned longest)
{
	static const char *const letters[] = { "a", "b", "A", "B", "\xc3\xa4",
		"\xc3\x84", " ", "'", "\"", "%", "\xe4\xb8\xad", "ab" };
	to[0] = '\0';
	for (unsigned n = 1 + draw(longest); n > 0; n--)
		strcat(to, letters[draw(12)]);
}

static void
fold(const char *text, char *to)
{
	char *key = text_casefold(text, strlen(text));
	strcpy(to, key);
	free(key);
}

static void
make_records(struct store *store)
{
	CHECK_NUMBER(store_begin(store), ERR_OK, "begin");
	for (int i = 0; i < RECORDS; i++) {
		struct row *r = &rows[i];
		draw_text(r->name, 6);
		snprintf(r->role, sizeof(r->role), "%s",
		    i % PER_SALESPERSON == 0 ? "sales"
		    : draw(2) == 0           ? "Buyer"
					     : "b\xc3\xa4r");
		fold(r->name, r->name_key);
		fold(r->role, r->role_key);
		r->sales_id = 4 + (int64_t)draw(RECORDS / PER_SALESPERSON) *
				      PER_SALESPERSON;
		struct record user = {
			.id = 4 + i, .name = r->name, .role = r->role
		};
		CHECK_NUMBER(store_add(store, &user), ERR_OK, "user");
	}
	for (int i = 0; i < RECORDS; i++) {
		struct record customer = { .kind = RECORD_CUSTOMER,
			.id = 6 + i,
			.name = rows[i].name,
			.sales_id = rows[i].sales_id };
		CHECK_NUMBER(store_add(store, &customer), ERR_OK, "customer");
	}
	CHECK_NUMBER(store_commit(store), ERR_OK, "commit");
	for (int i = 0; i < RECORDS; i++)
		rows[i].id = i;
}

/* --- the oracle ----------------------------------------------------------- */

static int64_t
id_of(const struct row *r)
{
	return r->id + (kind == RECORD_USER ? 4 : 6);
}

static int
sign(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* How the field of r stands to the value: below, at or above it. */
static int
compare(const struct row *r, enum field field, const struct store_value *value)
{
	switch (field) {
	case FIELD_ID:
		return sign(id_of(r), value->id);
	case FIELD_SALES_ID:
		return sign(r->sales_id, value->id);
	default:
		return strcmp(field == FIELD_NAME ? r->name_key : r->role_key,
		    value->key);
	}
}

static bool
is_equal(const struct row *r, enum field field, const struct store_value *value)
{
	if (field == FIELD_ID || field == FIELD_SALES_ID)
		return compare(r, field, value) == 0;
	return strcmp(field == FIELD_NAME ? r->name : r->role, value->text) ==
	       0;
}

static bool
fits(const struct row *r, const struct store_condition *c)
{
	const char *key = c->field == FIELD_NAME ? r->name_key : r->role_key;
	const char *part = c->values[0].key;
	size_t length = part == NULL ? 0 : strlen(part);
	int order = compare(r, c->field, &c->values[0]);
	bool any = false;
	switch (c->op) {
	case STORE_EQ:
	case STORE_IN:
		for (size_t i = 0; i < c->count; i++)
			any |= is_equal(r, c->field, &c->values[i]);
		return any;
	case STORE_NE:
		return !is_equal(r, c->field, &c->values[0]);
	case STORE_LT:
		return order < 0;
	case STORE_LTE:
		return order <= 0;
	case STORE_GT:
		return order > 0;
	case STORE_GTE:
		return order >= 0;
	case STORE_CONTAINS:
		return strstr(key, part) != NULL;
	case STORE_STARTS_WITH:
		return strncmp(key, part, length) == 0;
	case STORE_ENDS_WITH:
		return strlen(key) >= length &&
		       strcmp(key + strlen(key) - length, part) == 0;
	}
	return false;
}

static const struct store_query *sorted_by;

static int
in_order(const void *a, const void *b)
{
	const struct row *x = &rows[*(const int *)a];
	const struct row *y = &rows[*(const int *)b];
	const struct store_query *q = sorted_by;
	struct store_value value = { .id = q->sort == FIELD_ID ? id_of(y)
							       : y->sales_id,
		.key = q->sort == FIELD_NAME ? (char *)(uintptr_t)y->name_key
					     : (char *)(uintptr_t)y->role_key };
	int by_field = compare(x, q->sort, &value);
	if (by_field != 0)
		return q->descending ? -by_field : by_field;
	int by_id = sign(x->id, y->id);
	return q->id_descending ? -by_id : by_id;
}

/* *ret_count indexes of rows, in the order of q. */
static void
expect(const struct store_query *q, int ret[RECORDS], int *ret_count)
{
	*ret_count = 0;
	for (int i = 0; i < RECORDS; i++) {
		bool all = true;
		for (size_t k = 0; k < q->count; k++)
			all &= fits(&rows[i], &q->conditions[k]);
		if (all)
			ret[(*ret_count)++] = i;
	}
	sorted_by = q;
	qsort(ret, (size_t)*ret_count, sizeof(*ret), in_order);
}

/* --- random queries ------------------------------------------------------- */

/* At most three, on fields of the kind; a value is now and then a record's. */
static void
draw_query(struct store_query *q, struct store_value values[12])
{
	static char texts[12][2][64];
	static struct store_condition conditions[4];
	*q = (struct store_query){ .kind = kind, .conditions = conditions };
	enum field last = kind == RECORD_USER ? FIELD_ROLE : FIELD_SALES_ID;
	q->sort = draw(3) == 2 ? last : (enum field)draw(2);
	q->descending = draw(2);
	q->id_descending = q->sort == FIELD_ID ? false : draw(2);
	q->count = draw(4);
	for (size_t i = 0; i < q->count; i++) {
		struct store_condition *c = &q->conditions[i];
		c->field = draw(2) ? FIELD_NAME : draw(2) ? last : FIELD_ID;
		bool text = c->field == FIELD_NAME || c->field == FIELD_ROLE;
		c->op = (enum store_operator)draw(text ? 10 : 7);
		c->values = values + 4 * i;
		c->count = c->op == STORE_IN ? 1 + draw(4) : 1;
		for (size_t k = 0; k < c->count; k++) {
			const struct row *r = &rows[draw(RECORDS)];
			char(*t)[64] = texts[4 * i + k];
			if (draw(2))
				draw_text(t[0], 4);
			else
				strcpy(t[0],
				    c->field == FIELD_ROLE ? r->role : r->name);
			fold(t[0], t[1]);
			c->values[k] = (struct store_value){
				.id = c->field == FIELD_SALES_ID ? r->sales_id
								 : id_of(r),
				.text = t[0],
				.key = t[1]
			};
		}
	}
}

/* What a listing gives, held against what it should. */
struct seen {
	const int *expected;
	int count, given;
	int round;
};

static enum err
see(void *arg, const struct record *record)
{
	struct seen *seen = arg;
	if (record->id <= (kind == RECORD_USER ? 3 : 5))
		return ERR_OK; /* the first data */
	if (seen->given < seen->count)
		CHECK_NUMBER(record->id,
		    id_of(&rows[seen->expected[seen->given]]),
		    "round %d, record %d", seen->round, seen->given);
	seen->given++;
	return ERR_OK;
}

/* Drop the indexes of names, or make them again. */
static void
toggle_indexes(struct store *store)
{
	static bool there = true;
	if (there && (store_begin(store) != ERR_OK ||
			 store_drop_indexes(store) != ERR_OK ||
			 store_commit(store) != ERR_OK))
		abort();
	if (!there && store_ensure_indexes(store, true) != ERR_OK)
		abort();
	there = !there;
}

/* other, if not NULL, changes the indexes between two pages. */
static void
check_listing(struct store *store, struct store *other,
    const struct store_query *q, int round)
{
	int expected[RECORDS];
	struct seen seen = { .expected = expected, .round = round };
	struct store_cursor cursor = { .started = false };
	bool more = true;
	enum err err = ERR_OK;
	size_t page = draw(3) == 0 ? 1 + draw(5) : 1 + draw(1000);
	expect(q, expected, &seen.count);
	while (err == ERR_OK && more) {
		err = store_list(store, q, &cursor, page, see, &seen, &more);
		if (other != NULL && draw(8) == 0)
			toggle_indexes(other);
	}
	CHECK_NUMBER(err, ERR_OK, "round %d: %s", round, store_error(store));
	CHECK_NUMBER(seen.given, seen.count, "round %d", round);
	store_cursor_free(&cursor);
}

static void
check_all(struct store *store, struct store *other, int rounds)
{
	for (int round = 0; round < rounds; round++) {
		struct store_query q;
		struct store_value values[12];
		kind = draw(2) ? RECORD_USER : RECORD_CUSTOMER;
		draw_query(&q, values);
		check_listing(store, other, &q, round);
	}
}

/* With the indexes of names and without, and while another program drops and
 * makes them, listings are the same. */
static void
test_oracle(void)
{
	char *file = temp_file("oracle.db");
	struct store *store = NULL;
	struct store *other = NULL;
	char why[256] = "";
	if (store_open(file, &store, why, sizeof(why)) != ERR_OK ||
	    store_open(file, &other, why, sizeof(why)) != ERR_OK)
		abort();
	make_records(store);
	check_all(store, NULL, ROUNDS);
	CHECK_TEXT(store_error(store), "", "no index that did not serve");
	toggle_indexes(other);
	check_all(store, NULL, ROUNDS / 10);
	toggle_indexes(other);
	check_all(store, other, ROUNDS / 10);
	store_close(other);
	store_close(store);
	free(file);
}

/* store_count() counts what the listing gives. */
static void
test_count(void)
{
	char *file = temp_file("count.db");
	struct store *store = NULL;
	char why[256] = "";
	if (store_open(file, &store, why, sizeof(why)) != ERR_OK)
		abort();
	make_records(store);
	for (int round = 0; round < ROUNDS / 10; round++) {
		struct store_query q;
		struct store_value values[12];
		int expected[RECORDS];
		int count;
		int64_t counted = -1;
		kind = draw(2) ? RECORD_USER : RECORD_CUSTOMER;
		draw_query(&q, values);
		/* Without the first data. */
		struct store_value first = { .id =
						 kind == RECORD_USER ? 3 : 5 };
		q.conditions[q.count++] =
		    (struct store_condition){ FIELD_ID, STORE_GT, &first, 1 };
		expect(&q, expected, &count);
		CHECK_NUMBER(store_count(store, &q, &counted), ERR_OK,
		    "round %d", round);
		CHECK_NUMBER(counted, count, "round %d", round);
	}
	CHECK_TEXT(store_error(store), "", "no index that did not serve");
	store_close(store);
	free(file);
}

CU_TestInfo store_query_tests[] = {
	{ "listings are a filter and a sort", test_oracle },
	{ "a count is a listing's length", test_count },
	CU_TEST_INFO_NULL,
};
