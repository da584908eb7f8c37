/*
 * fuzz_etag.c: If-Match and If-None-Match (etag.c).
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "request/etag.h"

#include <string.h>

int
fuzz_etag(const uint8_t *data, size_t size)
{
	char *header = fuzz_text(data, size);
	bool good = etag_list_is_good(header);
	for (int64_t version = 0; version < 4; version++) {
		char tag[8];
		bool strong = etag_list_has(header, version, false);
		bool weak = etag_list_has(header, version, true);
		/* Who has the strong tag has the weak one as well. */
		MUST(!strong || weak);
		snprintf(tag, sizeof(tag), "\"%d\"", (int)version);
		if (strcmp(header, "*") == 0)
			MUST(strong);
		else
			MUST(!weak || strstr(header, tag) != NULL);
	}
	/* One more in a list: all are there that were. */
	size_t length = strlen(header);
	char *longer = malloc(length + sizeof(", W/\"77\""));
	MUST(longer != NULL);
	strcpy(longer, header);
	strcpy(longer + length, ", W/\"77\"");
	if (good && strcmp(header, "*") != 0) {
		MUST(etag_list_is_good(longer));
		MUST(etag_list_has(longer, 77, true));
		MUST(etag_list_has(longer, 1, false) ==
		     etag_list_has(header, 1, false));
	}
	free(longer);
	free(header);
	return 0;
}
