/*
 * test_version.c: transactions that read, and the version of what was
 * read.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../../../lib/temp.h"
#include "store/store.h"
#include "store_fixture.h"

#include <inttypes.h>
#include <stdlib.h>

static enum err
ignore(void *arg, const struct record *record)
{
	(void)arg;
	(void)record;
	return ERR_OK;
}

static void
check_user(struct store *store, int64_t id, bool there)
{
	CHECK_NUMBER(store_find(store, RECORD_USER, id, ignore, NULL),
	    there ? ERR_OK : ERR_NOT_FOUND, "%" PRId64, id);
}

/* What is read together sees one state: nobody commits meanwhile (with this
 * journal), and everybody can afterwards. */
static void
test_reading(void)
{
	if (!store_fixture_rolls_back())
		return;
	char *file = temp_file("reading.db");
	struct store *store = store_fixture_open(file);
	struct store *other = store_fixture_open(file);
	CHECK_NUMBER(store_begin_reading(store, INT64_MAX), ERR_OK, "begin");
	CHECK(store_fixture_add(other), "nothing was read yet");
	check_user(store, 4, true);
	store_wanted_since(other, 1); /* so it is not waited for */
	CHECK(!store_fixture_add(other), "while others read");
	check_user(store, 5, false);
	store_end_reading(store);
	CHECK(store_fixture_add(other), "and afterwards");
	check_user(store, 5, true);
	CHECK_NUMBER(store_begin_reading(store, INT64_MAX), ERR_OK, "again");
	store_end_reading(store);
	store_end_reading(store); /* has nothing to end */
	store_close(store);
	store_close(other);
	free(file);
}

static uint32_t
version_of(struct store *store)
{
	uint32_t version = 0;
	CHECK(store_version(store, &version), "a version");
	return version;
}

/* Every commit makes another version, whoever's it is; what was read has the
 * version of its transaction, which ends by itself. */
static void
test_version(void)
{
	if (!store_fixture_rolls_back())
		return;
	char *file = temp_file("version.db");
	struct store *store = store_fixture_open(file);
	uint32_t version = version_of(store), read = 0;
	store_fixture_sql(file, "BEGIN; DELETE FROM customers; ROLLBACK");
	CHECK_NUMBER(version_of(store), version, "nothing has changed");
	CHECK(!store_version_read(store, &read), "nothing is read");
	store_begin_reading(store, INT64_MAX);
	CHECK(!store_version_read(store, &read), "nothing was read yet");
	store_fixture_sql(file, "UPDATE users SET version = 2 WHERE id = 1");
	CHECK(version_of(store) != version, "another program's change");
	version = version_of(store);
	check_user(store, 4, false);
	CHECK(store_version_read(store, &read), "something was read");
	CHECK_NUMBER(read, version, "its version");
	store_end_reading(store);
	CHECK(!store_version_read(store, &read), "it is over");
	CHECK(store_fixture_add(store), "written");
	CHECK(version_of(store) != version, "its own change");
	store_begin_reading(store, 0);
	check_user(store, 4, true);
	CHECK(!store_version_read(store, &read), "it was over at once");
	store_close(store);
	free(file);
}

CU_TestInfo store_version_tests[] = {
	{ "what reads together is one transaction", test_reading },
	{ "each commit makes another version", test_version },
	CU_TEST_INFO_NULL,
};
