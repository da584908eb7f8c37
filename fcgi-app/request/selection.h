/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SELECTION_H
#define DOCKING_SELECTION_H

#include "request/query.h"
#include "store/query.h"

enum { SELECTION_LIMIT_MAX = 1000 };

/** The records that a request for a listing selects, and their form. */
struct selection {
	struct store_query query;
	struct store_cursor after; /* begin behind it */
	size_t limit;              /* records at most; 0: all */
	bool embed;                /* each user's customers with them */
	bool total;                /* count all of them */
	bool none;                 /* a filter that no record fits */
};

/** Return the names of the parameters of a listing of this kind, for a
 * sentence. */
const char *selection_known(enum record_kind kind);

/**
 * Read the parameters of a listing. Unknown parameters are refused: a misspelt
 * filter must not quietly return everybody.
 * ERR_OK: *ret is the caller's, for selection_free(). ERR_BAD_REQUEST with a
 * sentence that the caller frees; ERR_NO_MEMORY.
 */
enum err selection_read(enum record_kind kind, const struct query *query,
    struct selection **ret, char **ret_detail);

/** Add the condition that customers belong to this user. */
enum err selection_add_sales_id(struct selection *s, int64_t sales_id);

/** Free a selection; NULL is allowed. */
void selection_free(struct selection *s);

#endif
