/*
 * report_html.c: everything as one self-contained page: the template of
 * client/report/page with its style and script, the JSON report, which the
 * script draws, and the text report for readers without scripts.
 *
 * Both reports may contain text from a server. It cannot end the element that
 * it is in: in JSON a '<' is only in strings, where it is written as \u003c,
 * and the text is escaped.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report.h"

#include "lib/alloc.h"
#include "page.h"

#include <stdlib.h>
#include <string.h>

/* Print text with every character of special replaced by the entry of
 * replacements at the same place. */
static void
print_replaced(const char *text, const char *special,
    const char *const *replacements, FILE *to)
{
	for (;;) {
		size_t length = strcspn(text, special);
		fwrite(text, 1, length, to);
		text += length;
		if (*text == '\0')
			return;
		fputs(replacements[strchr(special, *text) - special], to);
		text++;
	}
}

/* Print a report in another form, with the same replacements. */
static void
print_report(const struct summary *s,
    void (*print)(const struct summary *, FILE *), const char *special,
    const char *const *replacements, FILE *to)
{
	char *text = NULL;
	size_t size = 0;
	FILE *memory = alloc_checked(open_memstream(&text, &size));
	print(s, memory);
	if (fclose(memory) != 0)
		alloc_checked(NULL);
	print_replaced(text, special, replacements, to);
	free(text);
}

static void
put_json(const struct summary *s, FILE *to)
{
	static const char *const replacements[] = { "\\u003c" };
	print_report(s, report_json, "<", replacements, to);
}

static void
put_text(const struct summary *s, FILE *to)
{
	static const char *const replacements[] = { "&amp;", "&lt;", "&gt;" };
	print_report(s, report_text, "&<>", replacements, to);
}

static void
put_style(const struct summary *s, FILE *to)
{
	(void)s;
	fputs(page_css, to);
}

static void
put_style_hash(const struct summary *s, FILE *to)
{
	(void)s;
	fputs(page_css_hash, to);
}

static void
put_script(const struct summary *s, FILE *to)
{
	(void)s;
	fputs(page_js, to);
}

static void
put_script_hash(const struct summary *s, FILE *to)
{
	(void)s;
	fputs(page_js_hash, to);
}

/* The marks of the template and their replacements. */
/* clang-format off */
static const struct part {
	const char *mark;
	void (*put)(const struct summary *, FILE *);
} parts[] = {
	{ "{{style}}",       put_style },
	{ "{{style-hash}}",  put_style_hash },
	{ "{{script}}",      put_script },
	{ "{{script-hash}}", put_script_hash },
	{ "{{json}}",        put_json },
	{ "{{text}}",        put_text },
};
/* clang-format on */

/* Find the part for a mark of the template, which has no unknown marks. */
static const struct part *
part_at(const char *mark)
{
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strncmp(mark, parts[i].mark, strlen(parts[i].mark)) == 0)
			return &parts[i];
	abort();
}

void
report_html(const struct summary *s, FILE *to)
{
	const char *rest = page_html;
	const char *mark;
	while ((mark = strstr(rest, "{{")) != NULL) {
		const struct part *part = part_at(mark);
		fwrite(rest, 1, (size_t)(mark - rest), to);
		part->put(s, to);
		rest = mark + strlen(part->mark);
	}
	fputs(rest, to);
}
