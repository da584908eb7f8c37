/*
 * listing.c: from a selection to the pieces of a body.
 *
 * Records are encoded as they come. If users are to include their customers, a
 * page of users is kept, and the customers of one user after another are read
 * with a cursor of their own: a user with a million customers takes many
 * pieces, but no more memory.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/listing.h"

#include "contract/record_json.h"

#include <stdlib.h>
#include <string.h>

enum {
	/* All together less than the socket to the web server accepts at once,
	 * even if every name has the greatest length. */
	PIECE_BYTES = 32 * 1024, /* once buffered, read no further page */
	PAGE_ROWS = 128,
	USERS_KEPT = 64, /* of a page, while their customers are read */
};

/* A user who is kept: a JSON object that is still open. */
struct kept {
	int64_t id;
	size_t end; /* in listing.users */
};

struct listing {
	const struct selection *selection; /* NULL: one user alone */
	size_t limit;                      /* of records; 0: none */
	bool embed;                        /* each user's customers as well */
	struct store_cursor cursor;
	struct store_cursor page_end; /* behind the last record of a limit */
	size_t given;                 /* records */
	bool started, ended;
	bool more; /* there are records behind page_end */

	/* Users with their customers. */
	struct buffer users; /* the objects of kept, one after another */
	struct kept *kept;
	size_t kept_count, kept_at;
	bool inside; /* reading the customers of kept[kept_at] */
	struct store_cursor customers;
	size_t customers_given; /* of this user */
};

/* The destination of a page of records. */
struct page {
	struct listing *listing;
	struct buffer *body;
};

struct listing *
listing_new(const struct selection *selection)
{
	struct listing *l = calloc(1, sizeof(*l));
	if (l == NULL)
		return NULL;
	l->selection = selection;
	l->limit = selection->limit;
	l->embed = selection->embed;
	l->ended = selection->none;
	size_t kept =
	    selection->limit > USERS_KEPT ? selection->limit : USERS_KEPT;
	if (l->embed)
		l->kept = calloc(kept, sizeof(*l->kept));
	if ((l->embed && l->kept == NULL) ||
	    store_cursor_copy(&l->cursor, &selection->after) != ERR_OK) {
		listing_free(l);
		return NULL;
	}
	return l;
}

static void
keep(struct listing *l, const struct record *user)
{
	record_json_add_open(&l->users, user);
	buffer_add_text(&l->users, ",\"customers\":[");
	l->kept[l->kept_count++] =
	    (struct kept){ .id = user->id, .end = l->users.length };
}

struct listing *
listing_new_user(const struct record *user)
{
	struct listing *l = calloc(1, sizeof(*l));
	if (l == NULL || (l->kept = calloc(1, sizeof(*l->kept))) == NULL) {
		free(l);
		return NULL;
	}
	keep(l, user);
	if (buffer_error(&l->users) != ERR_OK) {
		listing_free(l);
		return NULL;
	}
	l->ended = true;
	l->given = 1;
	return l;
}

static enum err
add_record(void *arg, const struct record *record)
{
	struct page *page = arg;
	struct listing *l = page->listing;
	if (l->embed) {
		keep(l, record);
		l->given++;
		return buffer_error(&l->users);
	}
	if (l->given++ > 0)
		buffer_add(page->body, ",", 1);
	record_json_add(page->body, record);
	return buffer_error(page->body);
}

static enum err
count_record(void *arg, const struct record *record)
{
	(void)record;
	*(bool *)arg = true;
	return ERR_OK;
}

/* Find out, with the limit reached, whether another record follows. */
static enum err
look_behind(struct listing *l, struct store *store, bool more)
{
	enum err err = store_cursor_copy(&l->page_end, &l->cursor);
	while (err == ERR_OK && more && !l->more)
		err = store_list(store, &l->selection->query, &l->cursor, 1,
		    count_record, &l->more, &more);
	l->ended = true;
	return err;
}

static enum err
read_records(struct listing *l, struct store *store, struct buffer *body)
{
	size_t rows = l->embed ? USERS_KEPT : PAGE_ROWS;
	size_t limit = l->limit;
	/* A listing with a limit sends nothing before it is complete. */
	if (limit > 0)
		rows = limit - l->given;
	bool more = false;
	enum err err = store_list(store, &l->selection->query, &l->cursor, rows,
	    add_record, &(struct page){ l, body }, &more);
	if (err == ERR_OK && limit > 0 && l->given == limit)
		return look_behind(l, store, more);
	l->ended = !more;
	return err;
}

static enum err
add_customer(void *arg, const struct record *record)
{
	struct page *page = arg;
	if (page->listing->customers_given++ > 0)
		buffer_add(page->body, ",", 1);
	record_json_add(page->body, record);
	return buffer_error(page->body);
}

/* Add a page of customers of the current user. */
static enum err
read_customers(struct listing *l, struct store *store, struct buffer *body)
{
	const struct kept *user = &l->kept[l->kept_at];
	if (!l->inside) {
		size_t start = l->kept_at == 0 ? 0 : user[-1].end;
		/* A user before this one has been closed, on this page or an
		 * earlier one. */
		if (l->kept_at > 0 || l->given > l->kept_count)
			buffer_add(body, ",", 1);
		buffer_add(body, l->users.bytes + start, user->end - start);
		store_cursor_free(&l->customers);
		l->customers = (struct store_cursor){ .started = false };
		l->customers_given = 0;
		l->inside = true;
	}
	struct store_value value = { .id = user->id };
	struct store_condition theirs = { .field = FIELD_SALES_ID,
		.op = STORE_EQ,
		.values = &value,
		.count = 1 };
	struct store_query query = {
		.kind = RECORD_CUSTOMER, .conditions = &theirs, .count = 1
	};
	bool more = false;
	enum err err = store_list(store, &query, &l->customers, PAGE_ROWS,
	    add_customer, &(struct page){ l, body }, &more);
	if (err != ERR_OK || more)
		return err;
	buffer_add_text(body, "]}");
	l->inside = false;
	if (++l->kept_at == l->kept_count) {
		l->kept_at = l->kept_count = 0;
		buffer_clear(&l->users);
	}
	return ERR_OK;
}

enum err
listing_next(
    struct listing *l, struct store *store, struct buffer *body, bool *ret_done)
{
	bool array = l->selection != NULL;
	if (!l->started && array)
		buffer_add(body, "[", 1);
	l->started = true;
	enum err err = ERR_OK;
	bool whole = l->limit > 0;
	while (err == ERR_OK && (l->kept_count > 0 || !l->ended) &&
	       (body->length < PIECE_BYTES || (whole && !l->ended))) {
		/* With a limit, all users are read first: then Link is known.
		 */
		bool fetch = !l->ended && (whole || l->kept_count == 0);
		err = fetch ? read_records(l, store, body)
			    : read_customers(l, store, body);
		if (err == ERR_OK)
			err = buffer_error(body);
	}
	*ret_done = l->ended && l->kept_count == 0;
	if (*ret_done)
		buffer_add_text(body, array ? "]\n" : "\n");
	return err != ERR_OK ? err : buffer_error(body);
}

const struct store_cursor *
listing_next_page(const struct listing *l)
{
	return l->more ? &l->page_end : NULL;
}

void
listing_free(struct listing *l)
{
	if (l == NULL)
		return;
	store_cursor_free(&l->cursor);
	store_cursor_free(&l->page_end);
	store_cursor_free(&l->customers);
	buffer_free(&l->users);
	free(l->kept);
	free(l);
}
