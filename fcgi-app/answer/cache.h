/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CACHE_H
#define DOCKING_CACHE_H

#include "answer/response.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Recent answers, each with the store_version() at which it was read: at any
 * other version it is not used. Only a few short answers are kept, because each
 * thread has its own cache, without locks. Zeroed is empty.
 */

enum {
	CACHE_ENTRIES = 64,
	CACHE_ENTRY_MAX = 2048, /* bytes: target, headers and body */
};

struct cache_entry {
	char *bytes; /* owned: target, headers, body; NULL: none */
	size_t target_length;
	size_t headers_length;
	size_t body_length;
	const char *content_type; /* static */
	uint32_t version;
};

struct cache {
	struct cache_entry entries[CACHE_ENTRIES];
};

/** Fill in response with the answer for target at this version. Returns false
 * if the cache has none. If memory runs out, response's buffers have the error.
 */
bool cache_find(const struct cache *cache, const char *target, uint32_t version,
    struct response *response);

/** Keep response, unless it is too long or not a whole answer of status 200. It
 * may replace the answer for another target. */
void cache_keep(struct cache *cache, const char *target, uint32_t version,
    const struct response *response);

/** Empty the cache. */
void cache_clear(struct cache *cache);

#endif
