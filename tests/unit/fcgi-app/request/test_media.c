/*
 * test_media.c: media types in Content-Type and Accept.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/media.h"

static void
test_content_type(void)
{
	static const struct {
		const char *header;
		bool expected;
	} rows[] = {
		{ NULL, false },
		{ "", false },
		{ "application/json", true },
		{ "Application/JSON", true },
		{ "application/json ", true },
		{ "application/json; charset=utf-8", true },
		{ "application/json;charset=\"UTF-8\"", true },
		{ "application/json; a=b; charset=utf-8", true },
		{ "application/json; charset=latin1", false },
		{ "application/json; charset=\"utf-16\"", false },
		{ "application/json; charset=", false },
		{ "application/jsonx", false },
		{ "application/jso", false },
		{ "text/json", false },
		{ ";", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(media_is(rows[i].header, "application/json"),
		    rows[i].expected, "'%s'",
		    rows[i].header == NULL ? "(none)" : rows[i].header);
}

/* Nothing but "identity", however often, is no encoding. */
static void
test_content_encoding(void)
{
	static const struct {
		const char *header;
		bool expected;
	} rows[] = {
		{ NULL, true },
		{ "", true },
		{ "identity", true },
		{ "Identity ", true },
		{ ", identity,identity", true },
		{ "gzip", false },
		{ "identity, gzip", false },
		{ "identities", false },
		{ "identit", false },
		{ "identity;q=1", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(media_is_identity(rows[i].header),
		    rows[i].expected, "'%s'",
		    rows[i].header == NULL ? "(none)" : rows[i].header);
}

/* The most exact range decides (RFC 9110, section 12.5.1). */
static void
test_accept(void)
{
	static const struct {
		const char *header;
		bool expected;
	} rows[] = {
		{ NULL, true },
		{ "*/*", true },
		{ "application/*", true },
		{ "application/json", true },
		{ "APPLICATION/JSON;q=0.5", true },
		{ "text/html, */*;q=0.1", true },
		{ "*/*;q=0, application/json", true },
		{ "application/json;q=0.001", true },
		{ "application/json;v=1;q=0.5", true },
		{ "text/html", false },
		{ "text/*", false },
		{ "application/json;q=0", false },
		{ "application/json;q=0.0, */*", false },
		{ "application/*;q=0, */*", false },
		{ "*/*;q=0", false },
		{ "application/jsonp", false },
		{ "*", false },
		{ ",;,", false },
		{ "", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(
		    media_is_accepted(rows[i].header, "application/json"),
		    rows[i].expected, "'%s'",
		    rows[i].header == NULL ? "(none)" : rows[i].header);
}

/* Compressed only for those who ask for it. */
static void
test_accept_encoding(void)
{
	static const struct {
		const char *header;
		bool expected;
	} rows[] = {
		{ NULL, false },
		{ "", false },
		{ "gzip", true },
		{ "GZip", true },
		{ "x-gzip", true },
		{ "deflate, gzip;q=1.0, br", true },
		{ "gzip ; q=0.5", true },
		{ "*", true },
		{ "*;q=0, gzip", true },
		{ "gzip;q=0", false },
		{ "gzip;q=0, *", false },
		{ "identity", false },
		{ "br, zstd", false },
		{ "*;q=0", false },
		{ "gzipped", false },
		{ "x-gzi", false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(media_takes_gzip(rows[i].header), rows[i].expected,
		    "'%s'", rows[i].header == NULL ? "(none)" : rows[i].header);
}

CU_TestInfo media_tests[] = {
	{ "a Content-Type is the type or not", test_content_type },
	{ "a Content-Encoding is one or not", test_content_encoding },
	{ "an Accept allows the type or not", test_accept },
	{ "an Accept-Encoding asks for gzip or not", test_accept_encoding },
	CU_TEST_INFO_NULL,
};
