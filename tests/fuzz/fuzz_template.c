/*
 * fuzz_template.c: variables in text (template.c). The first byte says which
 * kind, the rest is the template.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "plan/template.h"

#include <string.h>

int
fuzz_template(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "name", "x" };
	/* Values that would be templates are not looked at again. */
	static char value[] = "{y}&\xc3\xbc ";
	static char empty[] = "";
	char *values[] = { value, empty };
	struct template_names known = { names, 2 };
	if (size == 0)
		return 0;
	enum template_kind kind =
	    data[0] % 2 == 0 ? TEMPLATE_URI : TEMPLATE_TEXT;
	char *text = fuzz_text(data + 1, size - 1);

	/* What the check takes can be expanded, and nothing else. */
	char *why = NULL;
	char *checked = template_expand(text, kind, known, NULL, &why);
	MUST((checked == NULL) == (why != NULL));
	free(why);
	why = NULL;
	char *expanded = template_expand(text, kind, known, values, &why);
	MUST((expanded == NULL) == (why != NULL));
	MUST((expanded == NULL) == (checked == NULL));
	if (expanded != NULL && strchr(text, '{') == NULL)
		MUST(strcmp(expanded, text) == 0);
	if (expanded != NULL && kind == TEMPLATE_URI)
		MUST(strchr(expanded, '{') == NULL);
	free(why);
	free(checked);
	free(expanded);
	free(text);
	return 0;
}
