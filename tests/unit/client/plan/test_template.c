/*
 * test_template.c: variables in text.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "plan/template.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The variables of RFC 6570, section 3.2, and a few that hurt. */
static const char *const names[] = { "var", "hello", "half", "base", "path",
	"x", "y", "empty", "v", "brace", "crlf", "_1" };
static char *const values[] = { TEXT("value"), TEXT("Hello World!"),
	TEXT("50%"), TEXT("http://example.com/home/"), TEXT("/foo/bar"),
	TEXT("1024"), TEXT("768"), TEXT(""), TEXT("6"), TEXT("{var}"),
	TEXT("a\r\nb"), TEXT("J\xc3\xbcrgen") };

enum { NAMES = sizeof(names) / sizeof(names[0]) };

/* A good template is one with values and without. */
static void
check_expanded(const char *text, enum template_kind kind, const char *expected)
{
	const struct template_names known = { names, NAMES };
	char *why = NULL;
	char *got = template_expand(text, kind, known, values, &why);
	CHECK_TEXT(got, expected, "'%s'", text);
	CHECK_TEXT(why, NULL, "'%s'", text);
	free(got);
	free(why);
	why = NULL;
	got = template_expand(text, kind, known, NULL, &why);
	CHECK(got != NULL && why == NULL, "'%s' is good: %s", text,
	    why != NULL ? why : "");
	free(got);
	free(why);
}

/* The examples of RFC 6570, sections 1.2, 3.2.2 and 3.2.8, for what there is
 * of it: level 1, and the form-style query. */
static void
test_uri(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "{var}", "value" },
		{ "{hello}", "Hello%20World%21" },
		{ "{half}", "50%25" },
		{ "O{empty}X", "OX" },
		{ "{base}index", "http%3A%2F%2Fexample.com%2Fhome%2Findex" },
		{ "here?ref={path}", "here?ref=%2Ffoo%2Fbar" },
		{ "map?{x},{y}", "map?1024,768" },
		{ "{x}{y}", "1024768" },
		{ "{?x,y}", "?x=1024&y=768" },
		{ "{?x,y,empty}", "?x=1024&y=768&empty=" },
		{ "{?var}", "?var=value" },
		{ "/users{?hello}", "/users?hello=Hello%20World%21" },
		{ "{?x,x}", "?x=1024&x=1024" },
		{ "{_1}", "J%C3%BCrgen" },
		{ "{crlf}", "a%0D%0Ab" },
		/* What is outside of braces stays, what is in a value is no
		 * template. */
		{ "", "" },
		{ "/a%20b?c=d&e", "/a%20b?c=d&e" },
		{ "/}", "/}" },
		{ "{brace}", "%7Bvar%7D" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_expanded(rows[i].text, TEMPLATE_URI, rows[i].expected);
}

/* In text a value stays as it is, and a brace is written twice. */
static void
test_text(void)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "", "" },
		{ "Sales {hello} has {x}", "Sales Hello World! has 1024" },
		{ "{path}{half}{empty}", "/foo/bar50%" },
		{ "{crlf}", "a\r\nb" },
		{ "{brace}", "{var}" },
		{ "{{", "{" },
		{ "{{{{", "{{" },
		{ "{{var}", "{var}" },
		{ "{{{var}", "{value" },
		{ "{{{var}}", "{value}" },
		{ "{{\"a\": \"{x}\"}", "{\"a\": \"1024\"}" },
		{ "}}", "}}" },
		{ "J\xc3\xbcrgen", "J\xc3\xbcrgen" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_expanded(rows[i].text, TEMPLATE_TEXT, rows[i].expected);
}

/* What cannot be expanded is named, with values and without. */
static void
test_bad(void)
{
	static const char none[] = "names no variable";
	static const char open[] = "has no closing brace";
	static const struct {
		enum template_kind kind;
		const char *text, *named, *why;
	} rows[] = {
		{ TEMPLATE_URI, "/{nobody}", "'{nobody}'", none },
		{ TEMPLATE_URI, "/{VAR}", "'{VAR}'", none },
		{ TEMPLATE_URI, "/{va}", "'{va}'", none },
		{ TEMPLATE_URI, "/{vars}", "'{vars}'", none },
		{ TEMPLATE_URI, "/{ var}", "'{ var}'", none },
		{ TEMPLATE_URI, "/{}", "'{}'", none },
		{ TEMPLATE_URI, "/{?}", "'{?}'", none },
		{ TEMPLATE_URI, "/{?x,nobody}", "'{?x,nobody}'", none },
		{ TEMPLATE_URI, "/{?x,}", "'{?x,}'", none },
		{ TEMPLATE_URI, "/{?,x}", "'{?,x}'", none },
		{ TEMPLATE_URI, "/{??x}", "'{??x}'", none },
		{ TEMPLATE_URI, "{var}/{nobody}", "'{nobody}'", none },
		{ TEMPLATE_URI, "/{{var}}", "'{{var}'", none },
		/* Operators and modifiers that there are not. */
		{ TEMPLATE_URI, "{x,y}", "'{x,y}'", none },
		{ TEMPLATE_URI, "{+path}", "'{+path}'", none },
		{ TEMPLATE_URI, "{#path}", "'{#path}'", none },
		{ TEMPLATE_URI, "{/path}", "'{/path}'", none },
		{ TEMPLATE_URI, "{;x}", "'{;x}'", none },
		{ TEMPLATE_URI, "{&x}", "'{&x}'", none },
		{ TEMPLATE_URI, "{.x}", "'{.x}'", none },
		{ TEMPLATE_URI, "{var:3}", "'{var:3}'", none },
		{ TEMPLATE_URI, "{x*}", "'{x*}'", none },
		{ TEMPLATE_URI, "/{var", "'{var'", open },
		{ TEMPLATE_URI, "/{", "'{'", open },
		{ TEMPLATE_URI, "/{{", "'{{'", open },
		{ TEMPLATE_URI, "{var}{", "'{'", open },
		{ TEMPLATE_TEXT, "{nobody}", "'{nobody}'", none },
		{ TEMPLATE_TEXT, "{?x}", "'{?x}'", none },
		{ TEMPLATE_TEXT, "{}", "'{}'", none },
		{ TEMPLATE_TEXT, "{\"a\": 1}", "'{\"a\": 1}'", none },
		{ TEMPLATE_TEXT, "a {var", "'{var'", open },
		{ TEMPLATE_TEXT, "{{{", "'{'", open },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int with = 0; with < 2; with++) {
			char *why = NULL;
			char *got = template_expand(rows[i].text, rows[i].kind,
			    (struct template_names){ names, NAMES },
			    with ? values : NULL, &why);
			CHECK(got == NULL, "'%s'", rows[i].text);
			CHECK(why != NULL &&
				  strncmp(why, rows[i].named,
				      strlen(rows[i].named)) == 0 &&
				  strstr(why, rows[i].why) != NULL,
			    "'%s': %s", rows[i].text, why != NULL ? why : "");
			free(got);
			free(why);
		}
}

/* Only the names that are known yet count. */
static void
test_names(void)
{
	char *why = NULL;
	char *got = template_expand("{x}", TEMPLATE_URI,
	    (struct template_names){ names, 5 }, values, &why);
	CHECK_TEXT(got, NULL, "x is the sixth");
	CHECK_TEXT(why, "'{x}' names no variable", "x is the sixth");
	free(why);
	why = NULL;
	got = template_expand("{x}", TEMPLATE_URI,
	    (struct template_names){ names, 6 }, values, &why);
	CHECK_TEXT(got, "1024", "x is the sixth");
	free(got);
	free(why);
}

/* Long text is not cut. */
static void
test_long(void)
{
	enum { TIMES = 10000 };
	char *text = malloc(5 * TIMES + 1);
	char *why = NULL;
	if (text == NULL)
		abort();
	for (size_t i = 0; i < TIMES; i++)
		memcpy(text + 5 * i, "a{v}b", 5);
	text[5 * TIMES] = '\0';
	char *got = template_expand(text, TEMPLATE_TEXT,
	    (struct template_names){ names, NAMES }, values, &why);
	CHECK(got != NULL && strlen(got) == 3 * TIMES &&
		  strncmp(got, "a6ba6b", 6) == 0 &&
		  strcmp(got + 3 * TIMES - 3, "a6b") == 0,
	    "%d times", TIMES);
	free(got);
	free(why);
	free(text);
}

CU_TestInfo template_tests[] = {
	{ "RFC 6570's examples", test_uri },
	{ "text", test_text },
	{ "bad templates are refused by name", test_bad },
	{ "only known names count", test_names },
	{ "long text is not cut", test_long },
	CU_TEST_INFO_NULL,
};
