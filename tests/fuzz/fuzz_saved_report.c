/*
 * fuzz_saved_report.c: reports that are read back (saved_report.c,
 * json_read.c).
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "compare/saved_report.h"

#include <math.h>
#include <string.h>

static void
check_engine(const struct saved_report_engine *e)
{
	MUST(e->name != NULL);
	MUST(isnan(e->bound_s) || e->bound_s >= 0);
	for (size_t run = 0; run < e->runs_count; run++) {
		MUST(isfinite(e->walls_s[run]) && e->walls_s[run] >= 0);
		const struct saved_report_durations *d = &e->durations[run];
		for (size_t i = 0; i < d->count; i++) {
			MUST(d->us[i] >= 0);
			MUST(i == 0 || d->us[i - 1] <= d->us[i]);
		}
	}
}

int
fuzz_saved_report(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	struct saved_report r = { .file = NULL };
	char *why = saved_report_parse(&r, "r.json", text);
	if (why != NULL) {
		MUST(strncmp(why, "r.json", strlen("r.json")) == 0);
		MUST(r.file == NULL);
	} else {
		for (size_t i = 0; i < SAVED_REPORT_SETTINGS; i++)
			MUST(r.settings[i] != NULL);
		for (size_t i = 0; i < r.engines_count; i++)
			check_engine(&r.engines[i]);
		MUST(saved_report_unlike(&r, &r) == NULL);
		saved_report_done(&r);
	}
	free(why);
	free(text);
	return 0;
}
