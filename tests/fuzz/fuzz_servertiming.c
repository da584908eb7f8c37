/*
 * fuzz_servertiming.c: what servers say of their time (servertiming.c).
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "engine/servertiming.h"

#include <string.h>

int
fuzz_servertiming(const uint8_t *data, size_t size)
{
	char *bytes = fuzz_bytes(data, size);
	double ms = -1;
	if (servertiming_dur(bytes, size, "delay", &ms))
		MUST(ms >= 0 && ms <= 1e12);
	else
		MUST(ms == -1);

	/* One that comes first is the one that is told. */
	static const char first[] = "delay;dur=1.5,";
	size_t length = sizeof(first) - 1;
	char *longer = malloc(length + size);
	MUST(longer != NULL);
	memcpy(longer, first, length);
	memcpy(longer + length, bytes, size);
	MUST(servertiming_dur(longer, length + size, "delay", &ms));
	MUST(ms == 1.5);
	free(longer);
	free(bytes);
	return 0;
}
