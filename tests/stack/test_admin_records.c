/*
 * test_admin_records.c: generate, export and import.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "../lib/files.h"
#include "../lib/harness.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What export must give of the database is what it gives. */
static void
check_export(const char *db, const char *expected, const char *row)
{
	char *got = admin_export(db);
	CHECK(strcmp(got, expected) == 0, "%s: got %zu bytes, expected %zu",
	    row, strlen(got), strlen(expected));
	free(got);
}

static char *
generated(const char *name, const char *seed)
{
	char *db = admin_database(name);
	admin_expect(db,
	    (const char *const[]){ "generate", "--users", "3000", "--customers",
		"9000", "--seed", seed, NULL },
	    0, NULL);
	return db;
}

/* The same seed gives the same records in any database, another seed others,
 * and seed 7 what it has always given. */
static void
test_deterministic(void)
{
	static const char first[] = "{\"type\":\"user\",\"id\":\"4\",\"name\":"
				    "\"Юлия Димитров\",\"role\":\"sales\"}\n"
				    "{\"type\":\"user\",\"id\":\"5\",\"name\":"
				    "\"Θανάσης Ιωάννου\",\"role\":\"sales\"}\n";
	char *one = generated("one.db", "7");
	char *two = generated("two.db", "7");
	char *three = generated("three.db", "8");
	char *expected = admin_export(one);
	char *other = admin_export(three);
	check_export(two, expected, "seed 7 again");
	CHECK(strcmp(expected, other) != 0, "seed 8");
	const char *fourth =
	    strstr(expected, "{\"type\":\"user\",\"id\":\"4\"");
	CHECK(fourth != NULL && strncmp(fourth, first, strlen(first)) == 0,
	    "%.200s", fourth);
	free(expected);
	free(other);
	free(one);
	free(two);
	free(three);
}

/* What is there stays; customers are of people in sales; every key is right;
 * half of the users are in sales; all scripts occur. */
static void
test_generated(void)
{
	static const char *const parts[] = { "Smith", "Zoë", "Łukasz", "Nguyễn",
		"Ελένη", "Ольга", "Արամ", "ნინო", "محمد", "ژاله", "שרה",
		"प्रिया", "সৌরভ", "முருகன்", "สมชาย", "አበበ", "王", "佐藤", "김" };
	char *db = generated("generated.db", "1");
	char *all = admin_export(db);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		CHECK(strstr(all, parts[i]) != NULL, "%s", parts[i]);
	CHECK(strncmp(all, admin_first_data, 180) == 0, "the first data");
	free(all);
	CHECK_NUMBER(
	    admin_number(db, "SELECT count(*) FROM users"), 3003, "users");
	CHECK_NUMBER(admin_number(db, "SELECT count(*) FROM customers"), 9005,
	    "customers");
	CHECK_NUMBER(admin_number(db, "SELECT count(*) FROM customers c JOIN "
				      "users u ON u.id = c.sales_id"
				      " WHERE u.role = 'sales'"),
	    9005, "customers of people in sales");
	CHECK_NUMBER(admin_number(db, "SELECT count(DISTINCT sales_id) > 1000 "
				      "FROM customers"),
	    1, "customers are of many people");
	CHECK_NUMBER(
	    admin_number(db, "SELECT count(*) BETWEEN 1400 AND 1600 FROM users"
			     " WHERE role = 'sales'"),
	    1, "half of them");
	CHECK_NUMBER(
	    admin_number(db, "SELECT count(*) FROM users"
			     " WHERE name LIKE 'zoë%' AND name_key NOT LIKE "
			     "'zoë%'"),
	    0, "keys are casefolded");
	admin_expect(db, (const char *const[]){ "check", NULL }, 0,
	    "ok: 3003 users, 9005 customers\n");

	/* Of those who are there, when none is added. */
	admin_sql(db, "DELETE FROM customers; DELETE FROM users WHERE id > 2");
	admin_expect(db,
	    (const char *const[]){ "generate", "--customers=50", NULL }, 0,
	    NULL);
	CHECK_NUMBER(admin_number(db, "SELECT count(*) FROM customers"
				      " WHERE sales_id IN (1, 2)"),
	    50, "of the two");
	/* One user is one in sales, whatever is drawn. */
	for (int seed = 0; seed < 5; seed++) {
		char number[16];
		snprintf(number, sizeof(number), "%d", seed);
		admin_expect(db,
		    (const char *const[]){ "generate", "--users=1",
			"--customers=1", "--seed", number, NULL },
		    0, NULL);
	}
	CHECK_NUMBER(admin_number(db, "SELECT count(*) FROM users"
				      " WHERE id > 3003 AND role = 'sales'"),
	    5, "each first one is in sales");
	free(db);
}

/* Without a database it is made as the server makes it. */
static void
test_generate_makes(void)
{
	char *db = temp_file("made.db");
	admin_expect(db, (const char *const[]){ "generate", "--users=1", NULL },
	    0, NULL);
	admin_sql(db, "DELETE FROM users WHERE id > 3");
	check_export(db, admin_first_data, "the first data");
	free(db);
}

/* Export, import, export: the same bytes, from a file and through a pipe. */
static void
test_round_trip(void)
{
	char *db = generated("trip.db", "3");
	char *file = temp_file("trip.jsonl");
	char *copy = temp_file("trip-copy.db");
	char *piped = temp_file("trip-piped.db");
	char command[12600];
	admin_sql(db, "INSERT INTO users (id, name, name_key, role, role_key) "
		      "VALUES (9223372036854775806, "
		      "'\"\\/ \xf0\x9f\x98\x80', '\"\\/ \xf0\x9f\x98\x80', 'x',"
		      "'x'), (0, 'Zero', 'zero', 'x', 'x');"
		      "DELETE FROM users WHERE id = 3");
	char *expected = admin_export(db);
	admin_expect(db, (const char *const[]){ "export", file, NULL }, 0, "");
	admin_expect(copy, (const char *const[]){ "import", file, NULL }, 0,
	    "imported 3004 users and 9005 customers\n");
	check_export(copy, expected, "by a file");
	admin_expect(copy, (const char *const[]){ "check", NULL }, 0,
	    "ok: 3004 users, 9005 customers\n");
	snprintf(command, sizeof(command),
	    "%s --db '%s' export - | %s --db '%s' import -",
	    program_built("docking-admin"), db, program_built("docking-admin"),
	    piped);
	struct outcome o = program_run(
	    (const char *const[]){ "bash", "-c", command, NULL }, NULL);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	outcome_done(&o);
	check_export(piped, expected, "through a pipe");
	free(expected);
	free(db);
	free(file);
	free(copy);
	free(piped);
}

/* What is right, whatever it looks like. */
static void
test_accepted(void)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "", "" },
		{ "{\"role\":\"r\",\"name\":\"n\",\"id\":\"7\",\"type\":"
		  "\"user\"}",
		    "{\"type\":\"user\",\"id\":\"7\",\"name\":\"n\","
		    "\"role\":\"r\"}\n" },
		{ " { \"type\" : \"user\" , \"id\":\t\"7\",\"name\":\"{:}\","
		  "\"role\":\"'\" } \r\n",
		    "{\"type\":\"user\",\"id\":\"7\",\"name\":\"{:}\","
		    "\"role\":\"'\"}\n" },
		{ "{\"type\":\"user\",\"id\":\"7\",\"name\":"
		  "\"\\ud83d\\uDE00\\u00e9\\\\\\\"\\/\",\"role\":\"r\"}\n",
		    "{\"type\":\"user\",\"id\":\"7\",\"name\":"
		    "\"\xf0\x9f\x98\x80\xc3\xa9\\\\\\\"/\",\"role\":\"r\"}\n" },
		{ "{\"type\":\"user\",\"id\":\"9223372036854775807\","
		  "\"name\":\"n\",\"role\":\"sales\"}\n"
		  "{\"type\":\"customer\",\"id\":\"0\",\"name\":\"c\","
		  "\"salesId\":\"9223372036854775807\"}\n"
		  "{\"type\":\"user\",\"id\":\"3\",\"name\":\"n\","
		  "\"role\":\"r\"}\n",
		    "{\"type\":\"user\",\"id\":\"3\",\"name\":\"n\","
		    "\"role\":\"r\"}\n"
		    "{\"type\":\"user\",\"id\":\"9223372036854775807\","
		    "\"name\":\"n\",\"role\":\"sales\"}\n"
		    "{\"type\":\"customer\",\"id\":\"0\",\"name\":\"c\","
		    "\"salesId\":\"9223372036854775807\"}\n" },
	};
	char *file = temp_file("accepted.jsonl");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char row[32];
		snprintf(row, sizeof(row), "row %zu", i);
		char *db = temp_file("accepted-%zu.db", i);
		file_write_text(file, rows[i].in);
		admin_expect(
		    db, (const char *const[]){ "import", file, NULL }, 0, NULL);
		char *got = admin_export(db);
		CHECK_TEXT(got, rows[i].out, "row %zu", i);
		free(got);
		free(db);
	}
	/* New ids go on behind the highest. */
	char *db = temp_file("accepted-1.db");
	admin_expect(db, (const char *const[]){ "generate", "--users=1", NULL },
	    0, NULL);
	CHECK_NUMBER(admin_number(db, "SELECT max(id) FROM users"), 8, "next");
	free(db);
	free(file);
}

CU_TestInfo admin_records_tests[] = {
	{ "the same seed, the same records", test_deterministic },
	{ "generated records are right", test_generated },
	{ "generate makes a database", test_generate_makes },
	{ "an export is imported byte for byte", test_round_trip },
	{ "imports that are right", test_accepted },
	CU_TEST_INFO_NULL,
};
