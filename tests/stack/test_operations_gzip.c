/*
 * test_operations_gzip.c: what is compressed for those who ask for it: the same
 * bytes once they are read, in fewer.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/files.h"
#include "../lib/harness.h"
#include "../lib/program.h"
#include "../lib/stack.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fetched {
	char *bytes; /* as they are read */
	size_t length;
	long long downloaded; /* bytes of the body on the way */
	bool encoded, varies;
	int code; /* curl's */
};

static struct fetched
fetch(int port, const char *target, const char *header, bool compressed)
{
	char url[200];
	struct fetched f;
	char *body = temp_file("gzip-body");
	char *head = temp_file("gzip-head");
	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", port, target);
	struct outcome o =
	    program_run((const char *const[]){ "curl", "-s", "-o", body, "-D",
			    head, "-w", "%{size_download}", "-H", header, url,
			    compressed ? "--compressed" : NULL, NULL },
		NULL);
	size_t head_length;
	char *headers = file_read(head, &head_length);
	f.bytes = file_read(body, &f.length);
	f.downloaded = atoll(o.out);
	f.encoded = strstr(headers, "\nContent-Encoding: gzip\r\n") != NULL;
	f.varies = strstr(headers, "\nVary: Accept-Encoding\r\n") != NULL;
	f.code = o.code;
	outcome_done(&o);
	free(headers);
	remove(body);
	remove(head);
	free(body);
	free(head);
	return f;
}

static const struct {
	const char *target;
	bool varies;        /* may be compressed */
	bool encoded;       /* and is */
	const char *header; /* of the request */
} rows[] = {
	{ "/users", true, true, "X-A: b" },
	{ "/users?limit=1000", true, true, "X-A: b" },
	{ "/users?embed=customers&limit=300", true, true, "X-A: b" },
	{ "/users/1/customers", true, false, "X-A: b" },
	{ "/users?limit=1", true, false, "X-A: b" },
	{ "/openapi.yaml", true, true, "X-A: b" },
	{ "/docking.apib", true, true, "X-A: b" },
	{ "/users?limit=1000", true, true, "Docking-Fault: drip:4000,0.001" },
	{ "/users", true, true, "Docking-Fault: drip:60000,0.001" },
	{ "/openapi.yaml", true, false, "Accept-Encoding: gzip;q=0" },
	{ "/users/1", false, false, "X-A: b" },
	{ "/users/1?embed=customers", false, false, "X-A: b" },
	{ "/capacity", false, false, "X-A: b" },
};

static void
check_row(int port, size_t i)
{
	struct fetched plain =
	    fetch(port, rows[i].target, rows[i].header, false);
	struct fetched gzip = fetch(port, rows[i].target, rows[i].header,
	    strncmp(rows[i].header, "Accept", 6) != 0);
	CHECK_NUMBER(plain.code, 0, "row %zu", i);
	CHECK_NUMBER(gzip.code, 0, "row %zu", i);
	CHECK(!plain.encoded, "row %zu", i);
	CHECK_NUMBER(plain.varies, rows[i].varies, "row %zu", i);
	CHECK_NUMBER(gzip.varies, rows[i].varies, "row %zu", i);
	CHECK_NUMBER(gzip.encoded, rows[i].encoded, "row %zu", i);
	CHECK(plain.length == gzip.length &&
		  memcmp(plain.bytes, gzip.bytes, plain.length) == 0,
	    "row %zu: %zu and %zu bytes", i, plain.length, gzip.length);
	if (rows[i].encoded)
		CHECK(gzip.downloaded < (long long)plain.length / 2,
		    "row %zu: %lld of %zu bytes", i, gzip.downloaded,
		    plain.length);
	free(plain.bytes);
	free(gzip.bytes);
}

/* Listings of any length, and the documents; nothing that has a record's ETag.
 */
static void
test_gzip(void)
{
	struct stack stack;
	char setting[4200];
	char *db = temp_file("gzip.db");
	struct outcome o = program_run(
	    (const char *const[]){ program_built("docking-admin"), "--db", db,
		"generate", "--users=5000", "--customers=5000", NULL },
	    NULL);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	outcome_done(&o);
	snprintf(setting, sizeof(setting), "DOCKING_DB=%s", db);
	free(db);
	if (!stack_start(&stack,
		(const char *const[]){ "DOCKING_DELAY=0", setting, NULL })) {
		CHECK(false, "the server starts");
		return;
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		check_row(stack.port, i);
	struct fetched cut =
	    fetch(stack.port, "/users", "Docking-Fault: abort", true);
	CHECK(cut.code != 0 && cut.encoded, "an abort: %d", cut.code);
	free(cut.bytes);
	stack.aborts = true;
	CHECK_NUMBER(stack_stop(&stack), 0, "the server stops");
}

CU_TestInfo operations_gzip_tests[] = {
	{ "listings and documents are compressed", test_gzip },
	CU_TEST_INFO_NULL,
};
