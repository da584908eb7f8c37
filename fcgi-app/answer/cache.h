/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CACHE_H
#define DOCKING_CACHE_H

#include "answer/response.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Answers that were given, each with the store_version() that it was read at:
 * at another one it is not given again. Short ones only, and few of them, as
 * there is a cache for each thread: no locks. Zeroed is empty.
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

/** Fill in response as it was given for target at this version; false: that is
 * not there. If there is no memory for it, its buffers say so. */
bool cache_find(const struct cache *cache, const char *target, uint32_t version,
    struct response *response);

/** Keep response, unless it is too long or not a whole answer of status 200;
 * one of another target may go for it. */
void cache_keep(struct cache *cache, const char *target, uint32_t version,
    const struct response *response);

/** Empty it. */
void cache_clear(struct cache *cache);

#endif
