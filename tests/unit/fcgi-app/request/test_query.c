/*
 * test_query.c: percent-decoding and parameters.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/query.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A new string with room to be decoded in place. */
static char *
copy_of(const char *text)
{
	char *copy = strdup(text);
	if (copy == NULL)
		abort();
	return copy;
}

/* Escapes are decoded by RFC 3986; '+' is a space in a query only; what is
 * badly encoded says how. */
static void
test_decode(void)
{
	static const char hex[] =
	    "'%' is not followed by two hexadecimal digits";
	static const char utf8[] = "it is not UTF-8 once decoded";
	static const char control[] = "a control character is not allowed";
	static const struct {
		const char *text;
		bool plus_is_space;
		const char *expected, *why;
	} rows[] = {
		{ "", true, "", NULL },
		{ "John", true, "John", NULL },
		{ "%4a%6F%68%6e", true, "John", NULL },
		{ "a+b", true, "a b", NULL },
		{ "a+b", false, "a+b", NULL },
		{ "a%2Bb", true, "a+b", NULL },
		{ "%2525", true, "%25", NULL },
		{ "%26%3D", true, "&=", NULL },
		{ "J%C3%BCrgen", true, "J\xc3\xbcrgen", NULL },
		{ "%", true, NULL, hex },
		{ "%4", true, NULL, hex },
		{ "a%zz", true, NULL, hex },
		{ "%4g", true, NULL, hex },
		{ "%+1", true, NULL, hex },
		{ "% 1", true, NULL, hex },
		{ "%%41", true, NULL, hex },
		{ "%00", true, NULL, "a NUL character is not allowed" },
		{ "a%00b", true, NULL, "a NUL character is not allowed" },
		{ "%FF", true, NULL, utf8 },
		{ "%C3", true, NULL, utf8 },
		{ "\xff", true, NULL, utf8 },
		{ "%ED%A0%80", true, NULL, utf8 },
		{ "%C0%80", true, NULL, utf8 },
		{ "%0A", true, NULL, control },
		{ "%7f", true, NULL, control },
		{ "a\tb", true, NULL, control },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = copy_of(rows[i].text);
		const char *why = NULL;
		enum err err = query_decode(text, rows[i].plus_is_space, &why);
		CHECK_NUMBER(err,
		    rows[i].expected != NULL ? ERR_OK : ERR_BAD_REQUEST, "'%s'",
		    rows[i].text);
		CHECK_TEXT(why, rows[i].why, "why not '%s'", rows[i].text);
		if (rows[i].expected != NULL)
			CHECK_TEXT(
			    text, rows[i].expected, "'%s'", rows[i].text);
		free(text);
	}
}

static const char known[] = "name, role";

/* The value of a parameter, or NULL if it is not given. */
static const char *
value_of(const struct query *query, const char *name)
{
	for (size_t i = 0; i < query->count; i++)
		if (strcmp(query->parameters[i].name, name) == 0)
			return query->parameters[i].value;
	return NULL;
}

/* A parameter that is given empty has the value ""; order and stray '&' do
 * not matter. */
static void
test_parameters(void)
{
	static const struct {
		const char *query, *name, *role;
	} rows[] = {
		{ "", NULL, NULL },
		{ "&", NULL, NULL },
		{ "name=John", "John", NULL },
		{ "role=sales", NULL, "sales" },
		{ "name=John&role=sales", "John", "sales" },
		{ "role=sales&name=John", "John", "sales" },
		{ "&name=John&&role=sales&", "John", "sales" },
		{ "name=", "", NULL },
		{ "name", "", NULL },
		{ "name=a=b", "a=b", NULL },
		{ "name=a%26role%3Db", "a&role=b", NULL },
		{ "na%6De=John+Liu", "John Liu", NULL },
		{ "name=a;role=b", "a;role=b", NULL },
		{ "name=a?b", "a?b", NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *text = copy_of(rows[i].query);
		struct query query;
		char *detail = NULL;
		CHECK_NUMBER(query_split(text, known, &query, &detail), ERR_OK,
		    "'%s'", rows[i].query);
		CHECK_TEXT(value_of(&query, "name"), rows[i].name,
		    "name in '%s'", rows[i].query);
		CHECK_TEXT(value_of(&query, "role"), rows[i].role,
		    "role in '%s'", rows[i].query);
		CHECK_NUMBER((long long)query.count,
		    (rows[i].name != NULL) + (rows[i].role != NULL), "'%s'",
		    rows[i].query);
		CHECK_TEXT(detail, NULL, "'%s'", rows[i].query);
		free(text);
	}
}

/* A repeated or badly encoded parameter is refused, by name, with what the
 * route knows. */
static void
test_refusals(void)
{
	static const struct {
		const char *query;
		bool knows;
		const char *detail;
	} rows[] = {
		{ "name=a&name=a", true,
		    "query parameter 'name' is given more than once; this "
		    "route knows: name, role" },
		{ "name&name", true,
		    "query parameter 'name' is given more than once; this "
		    "route knows: name, role" },
		{ "name=a&n%61me=b", true,
		    "query parameter 'name' is given more than once; this "
		    "route knows: name, role" },
		{ "a=1&a=2", false,
		    "query parameter 'a' is given more than once; this route "
		    "knows none" },
		{ "role=%zz", true,
		    "query parameter 'role' is badly encoded ('%' is not "
		    "followed by two hexadecimal digits); this route knows: "
		    "name, role" },
		{ "name=%ff", true,
		    "query parameter 'name' is badly encoded (it is not UTF-8 "
		    "once decoded); this route knows: name, role" },
		{ "%ff=a", true, "a query parameter's name is badly encoded" },
		{ "%=a", true, "a query parameter's name is badly encoded" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *query = copy_of(rows[i].query);
		struct query split;
		char *detail = NULL;
		CHECK_NUMBER(query_split(query, rows[i].knows ? known : NULL,
				 &split, &detail),
		    ERR_BAD_REQUEST, "'%s'", rows[i].query);
		CHECK_TEXT(detail, rows[i].detail, "'%s'", rows[i].query);
		free(detail);
		free(query);
	}
}

/* A long name is repeated in part, and never cut inside a character. */
static void
test_long_name(void)
{
	char name[400] = "";
	for (int i = 0; i < 100; i++)
		strcat(name, "\xe2\x82\xac"); /* 3 bytes; 64 is no multiple */
	char *detail = NULL;
	CHECK_NUMBER(query_refuse(name, "is unknown", known, &detail),
	    ERR_BAD_REQUEST, "100 euro signs");
	const char *end = detail == NULL ? NULL : strstr(detail, "' is");
	CHECK(end != NULL && end - detail == (long)strlen("query parameter '") +
						 63 /* 21 whole signs */,
	    "%s", detail == NULL ? "(null)" : detail);
	free(detail);
}

/* As many as there may be, and one more. */
static void
test_many(void)
{
	char text[400] = "";
	for (int i = 0; i <= QUERY_PARAMETERS_MAX; i++) {
		struct query query;
		char *detail = NULL;
		char *copy = copy_of(text);
		CHECK_NUMBER(
		    query_split(copy, known, &query, &detail), ERR_OK, "%d", i);
		CHECK_NUMBER((long long)query.count, i, "%d", i);
		free(copy);
		sprintf(text + strlen(text), "&p%d=%d", i, i);
	}
	struct query query;
	char *detail = NULL;
	CHECK_NUMBER(
	    query_split(text, known, &query, &detail), ERR_BAD_REQUEST, "33");
	CHECK_TEXT(detail,
	    "query parameter 'p32' is one too many; this route knows: name, "
	    "role",
	    "33");
	free(detail);
}

CU_TestInfo query_tests[] = {
	{ "percent-decoding is RFC 3986's", test_decode },
	{ "parameters are found", test_parameters },
	{ "bad parameters are refused by name", test_refusals },
	{ "too many are refused", test_many },
	{ "a long name is cut between characters", test_long_name },
	CU_TEST_INFO_NULL,
};
