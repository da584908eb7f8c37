/*
 * report.c: which reports are asked for, and their files.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include "alloc.h"

#include <errno.h>
#include <string.h>

static char *
cannot_write(const struct report *r)
{
	return alloc_format("%s: %s: %s", r->option,
	    r->path != NULL ? r->path : "standard output", strerror(errno));
}

char *
reports_open(struct reports *ret, const struct options *o)
{
	static void (*const formats[])(const struct summary *, FILE *) = {
		[REPORT_TEXT] = report_text,
		[REPORT_JSON] = report_json,
		[REPORT_CSV] = report_csv,
	};
	const struct report all[REPORTS_MAX] = {
		{ "--output", o->output, NULL, formats[o->format] },
		{ "--html", o->html, NULL, report_html },
		{ "--svg", o->svg, NULL, report_svg },
		{ "--har", o->har, NULL, report_har },
	};
	ret->count = 0;
	for (size_t i = 0; i < REPORTS_MAX; i++) {
		struct report r = all[i];
		if (i > 0 && r.path == NULL)
			continue;
		r.file = r.path == NULL ? stdout : fopen(r.path, "w");
		if (r.file == NULL) {
			char *why = cannot_write(&r);
			reports_close(ret);
			return why;
		}
		ret->list[ret->count++] = r;
	}
	return NULL;
}

void
reports_print(const struct reports *reports, const struct summary *s)
{
	for (size_t i = 0; i < reports->count; i++)
		reports->list[i].print(s, reports->list[i].file);
}

char *
reports_close(struct reports *reports)
{
	char *why = NULL;
	for (size_t i = 0; i < reports->count; i++) {
		struct report *r = &reports->list[i];
		int unwritten = ferror(r->file);
		if ((fclose(r->file) != 0 || unwritten) && why == NULL)
			why = cannot_write(r);
	}
	reports->count = 0;
	return why;
}
