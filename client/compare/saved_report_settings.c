/*
 * saved_report_settings.c: the settings of a report, and those that two reports
 * must share to be comparable.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare/saved_report.h"

#include "lib/alloc.h"

#include <string.h>

/* clang-format off */
const struct saved_report_setting saved_report_settings[SAVED_REPORT_SETTINGS] = {
	/* name           alike  of_h2 */
	{ "workflow",     true,  false },
	{ "steps",        true,  false },
	{ "names",        true,  false },
	{ "seed",         true,  false },
	{ "session",      true,  false },
	{ "concurrency",  true,  false },
	{ "rate",         true,  false },
	{ "engines",      true,  false },
	{ "streams",      true,  true },
	{ "connections",  true,  true },
	{ "timeout_s",    true,  false },
	{ "url",          false, false },
	{ "version",      false, false },
	{ "delay_s",      false, false },
	{ "places",       false, false },
	{ "warmup",       false, false },
	{ "repeat",       false, false },
};
/* clang-format on */

const char *
saved_report_setting(const struct saved_report *r, const char *name)
{
	for (size_t i = 0; i < SAVED_REPORT_SETTINGS; i++)
		if (strcmp(saved_report_settings[i].name, name) == 0)
			return r->settings[i];
	return NULL;
}

static bool
has_h2(const struct saved_report *r)
{
	return saved_report_engine(r, "h2") != NULL;
}

char *
saved_report_unlike(const struct saved_report *a, const struct saved_report *b)
{
	for (size_t i = 0; i < SAVED_REPORT_SETTINGS; i++) {
		const struct saved_report_setting *s =
		    &saved_report_settings[i];
		if (!s->alike || (s->of_h2 && !has_h2(a) && !has_h2(b)) ||
		    strcmp(a->settings[i], b->settings[i]) == 0)
			continue;
		return alloc_format("unlike settings: %s is %s in %s and %s "
				    "in %s",
		    s->name, a->settings[i], a->file, b->settings[i], b->file);
	}
	return NULL;
}
