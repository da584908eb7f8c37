/*
 * fuzz_media.c: Content-Type and Accept (media.c).
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "request/media.h"

#include <string.h>

int
fuzz_media(const uint8_t *data, size_t size)
{
	static const char json[] = "application/json";
	char *header = fuzz_text(data, size);
	char *upper = fuzz_text(data, size);
	for (char *p = upper; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	/* Case does not matter. */
	bool is = media_is(header, json);
	MUST(is == media_is(upper, json));
	MUST(media_takes_gzip(header) == media_takes_gzip(upper));
	MUST(media_is_accepted(header, json) == media_is_accepted(upper, json));
	/* What is that type is not another one. */
	MUST(!is || !media_is(header, "text/html"));
	/* What says nothing of a type does not allow it. */
	MUST(strchr(header, '/') != NULL || !media_is_accepted(header, json));
	free(upper);
	free(header);
	return 0;
}
