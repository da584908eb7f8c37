/*
 * store/query.c: copies and frees cursors, which own a key.
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/query.h"

enum err
store_cursor_copy(struct store_cursor *to, const struct store_cursor *from)
{
	struct buffer key = { .bytes = NULL };
	buffer_add(&key, from->key.bytes, from->key.length);
	if (buffer_error(&key) != ERR_OK)
		return ERR_NO_MEMORY;
	store_cursor_free(to);
	*to = *from;
	to->key = key;
	return ERR_OK;
}

void
store_cursor_free(struct store_cursor *cursor)
{
	buffer_free(&cursor->key);
}
