/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SELECTION_H
#define DOCKING_SELECTION_H

#include "request/query.h"
#include "store/query.h"

enum { SELECTION_LIMIT_MAX = 1000 };

/** What a listing is asked for. */
struct selection {
	struct store_query query;
	struct store_cursor after; /* begin behind it */
	size_t limit;              /* records at most; 0: all */
	bool embed;                /* each user's customers with them */
	bool total;                /* say how many there are */
	bool none;                 /* a filter that nobody fits */
};

/** The parameters that a listing of this kind knows, for a sentence. */
const char *selection_known(enum record_kind kind);

/**
 * What the parameters of a listing mean. It refuses what it does not know: a
 * misspelt filter must not quietly return everybody.
 * ERR_OK: *ret is the caller's, for selection_free(). ERR_BAD_REQUEST with a
 * sentence that the caller frees; ERR_NO_MEMORY.
 */
enum err selection_read(enum record_kind kind, const struct query *query,
    struct selection **ret, char **ret_detail);

/** Add the condition that customers are this user's. */
enum err selection_add_sales_id(struct selection *s, int64_t sales_id);

/** NULL is allowed. */
void selection_free(struct selection *s);

#endif
