/*
 * cache.c: recent answers that are still valid.
 *
 * Each target has one place, which holds the last answer of all targets that
 * fall on it: popular targets are found, and nothing has to be counted or
 * sorted.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/cache.h"

#include <stdlib.h>
#include <string.h>

/* Hash by FNV-1a. A client that forces two targets into one place only loses
 * the benefit of the cache. */
static size_t
place_of(const char *target, size_t length)
{
	uint32_t hash = 2166136261;
	for (size_t i = 0; i < length; i++)
		hash = (hash ^ (unsigned char)target[i]) * 16777619;
	return (hash ^ hash >> 16) % CACHE_ENTRIES;
}

bool
cache_find(const struct cache *cache, const char *target, uint32_t version,
    struct response *response)
{
	size_t length = strlen(target);
	const struct cache_entry *e = &cache->entries[place_of(target, length)];
	if (e->bytes == NULL || e->version != version ||
	    e->target_length != length || memcmp(e->bytes, target, length) != 0)
		return false;
	const char *headers = e->bytes + length;
	response->content_type = e->content_type;
	buffer_add(&response->headers, headers, e->headers_length);
	buffer_add(
	    &response->body, headers + e->headers_length, e->body_length);
	return true;
}

static void
drop(struct cache_entry *e)
{
	free(e->bytes);
	*e = (struct cache_entry){ .bytes = NULL };
}

void
cache_keep(struct cache *cache, const char *target, uint32_t version,
    const struct response *r)
{
	size_t length = strlen(target);
	size_t size = length + r->headers.length + r->body.length;
	if (r->status != 200 || r->listing != NULL || size > CACHE_ENTRY_MAX ||
	    buffer_error(&r->headers) != ERR_OK)
		return;
	struct cache_entry *e = &cache->entries[place_of(target, length)];
	drop(e);
	struct buffer bytes = { .bytes = NULL };
	buffer_add(&bytes, target, length);
	buffer_add(&bytes, r->headers.bytes, r->headers.length);
	buffer_add(&bytes, r->body.bytes, r->body.length);
	if (buffer_error(&bytes) != ERR_OK) {
		buffer_free(&bytes);
		return;
	}
	*e = (struct cache_entry){ .bytes = bytes.bytes,
		.target_length = length,
		.headers_length = r->headers.length,
		.body_length = r->body.length,
		.content_type = r->content_type,
		.version = version };
}

void
cache_clear(struct cache *cache)
{
	for (size_t i = 0; i < CACHE_ENTRIES; i++)
		drop(&cache->entries[i]);
}
