/*
 * report.c: which format is asked for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

void
report_print(const struct summary *s, FILE *to)
{
	static void (*const formats[])(const struct summary *, FILE *) = {
		[REPORT_TEXT] = report_text,
		[REPORT_JSON] = report_json,
		[REPORT_CSV] = report_csv,
	};
	formats[s->setting->options->format](s, to);
}
