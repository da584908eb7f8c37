/*
 * requestid.c: the id of a request. lighttpd.conf has the same rule for the
 * access log.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/requestid.h"

#include "lib/text.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

void
requestid_init(struct requestid_source *source)
{
	uint64_t bits;
	/* Without random numbers, use values that differ between processes. */
	if (getrandom(&bits, sizeof(bits), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(bits))
		bits = ((uint64_t)time(NULL) << 32) ^ (uint64_t)getpid();
	snprintf(
	    source->prefix, sizeof(source->prefix), "%016" PRIx64 "-", bits);
	atomic_init(&source->count, 0);
}

static bool
is_good(const char *id)
{
	static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789._~+/=:@-";
	size_t length = strspn(id, allowed);
	return length >= 1 && length <= REQUESTID_MAX && id[length] == '\0';
}

const char *
requestid_of(struct requestid_source *source, const char *sent,
    char made[REQUESTID_NEW_SIZE])
{
	if (sent != NULL && is_good(sent))
		return sent;
	int64_t number =
	    atomic_fetch_add_explicit(&source->count, 1, memory_order_relaxed);
	size_t length = sizeof(source->prefix) - 1;
	memcpy(made, source->prefix, length);
	text_digits(number, made + length);
	return made;
}
