/*
 * fuzz_threshold.c: the rules of --fail-if (threshold.c).
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "measure/threshold.h"

#include <math.h>
#include <string.h>

int
fuzz_threshold(const uint8_t *data, size_t size)
{
	static const char *const engines[] = { "sync", "multi", NULL };
	char *text = fuzz_text(data, size);
	for (int kind = 0; kind < THRESHOLD_KIND__MAX; kind++) {
		struct threshold t = { .text = NULL };
		char *why = threshold_parse(
		    &t, text, (enum threshold_kind)kind, engines);
		if (why != NULL) {
			MUST(strstr(why, threshold_grammar[kind]) != NULL);
		} else {
			MUST(t.text == text);
			MUST(t.engine < 2 || t.engine == THRESHOLD_EVERY);
			MUST(t.metric < THRESHOLD_METRIC__MAX);
			MUST(t.relation < THRESHOLD_RELATION__MAX);
			MUST(isfinite(t.limit));
			free(threshold_value_text(t.metric, t.limit));
		}
		free(why);
	}
	free(text);
	return 0;
}
