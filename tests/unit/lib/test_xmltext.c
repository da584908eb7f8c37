/*
 * test_xmltext.c: what text from outside is in XML.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../client/suites.h"

#include "../../lib/harness.h"
#include "lib/xmltext.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Nothing from outside ends a text or an attribute. */
static void
test_xmltext(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "a<b>&\"'", "a&lt;b&gt;&amp;&quot;&#39;" },
		{ "]]>", "]]&gt;" },
		{ "\x01\t\n\x7f", "    " },
		{ "\xff", "?" },
		{ "\xef\xbf\xbe\xef\xbf\xbf!", "?\?!" },
		{ "\xef\xbf\xbd\xf0\x9f\x98\x80",
		    "\xef\xbf\xbd\xf0\x9f\x98\x80" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = NULL;
		size_t size = 0;
		FILE *to = open_memstream(&text, &size);
		if (to == NULL)
			abort();
		xmltext_print(rows[i].text, strlen(rows[i].text), to);
		fclose(to);
		CHECK_TEXT(text, rows[i].expected, "row %zu", i);
		free(text);
	}
}

CU_TestInfo xmltext_tests[] = {
	{ "text in XML", test_xmltext },
	CU_TEST_INFO_NULL,
};
