/*
 * test_write.c: changes of records, alone and in groups.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "../../../lib/temp.h"
#include "store/admin.h"
#include "store/store.h"
#include "store_fixture.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* "ID vVERSION NAME/ROLE" or "ID vVERSION NAME/SALES_ID". */
static enum err
see(void *arg, const struct record *record)
{
	char *text = arg;
	int used = sprintf(text, "%" PRId64 " v%" PRId64 " %s/", record->id,
	    record->version, record->name);
	if (record->kind == RECORD_USER)
		sprintf(text + used, "%s", record->role);
	else
		sprintf(text + used, "%" PRId64, record->sales_id);
	return ERR_OK;
}

/* expected NULL: there is none. */
static void
check_record(struct store *store, enum record_kind kind, int64_t id,
    const char *expected)
{
	char text[500] = "";
	CHECK_NUMBER(store_find(store, kind, id, see, text),
	    expected == NULL ? ERR_NOT_FOUND : ERR_OK, "%" PRId64, id);
	CHECK_TEXT(text, expected == NULL ? "" : expected, "%" PRId64, id);
}

/* How many users a search by part of the name gives. */
static int64_t
count_named(struct store *store, const char *part)
{
	int64_t count = -1;
	struct store_value value = { .key = (char *)(uintptr_t)part };
	struct store_condition named = { FIELD_NAME, STORE_CONTAINS, &value,
		1 };
	struct store_query query = {
		.kind = RECORD_USER, .conditions = &named, .count = 1
	};
	CHECK_NUMBER(store_count(store, &query, &count), ERR_OK, "%s", part);
	return count;
}

static void
see_fault(void *arg, const char *fault)
{
	(void)arg;
	CHECK(false, "%s", fault);
}

static enum err
rename_to(void *arg, const struct record *now, struct record *wanted)
{
	(void)now;
	wanted->name = arg;
	return ERR_OK;
}

static enum err
give_role(void *arg, const struct record *now, struct record *wanted)
{
	(void)now;
	wanted->role = arg;
	return ERR_OK;
}

static enum err
give_sales_id(void *arg, const struct record *now, struct record *wanted)
{
	(void)now;
	wanted->sales_id = *(int64_t *)arg;
	return ERR_OK;
}

static enum err
agree(void *arg, const struct record *now, struct record *wanted)
{
	(void)arg;
	(void)now;
	(void)wanted;
	return ERR_OK;
}

static enum err
disagree(void *arg, const struct record *now, struct record *wanted)
{
	(void)arg;
	(void)now;
	wanted->name = "never";
	return ERR_CHANGED;
}

/* Each change counts; the search follows the name. */
static void
test_life(void)
{
	char *file = temp_file("life.db");
	struct store *store = store_fixture_open(file);
	int64_t customers = 0;
	struct record user = { .name = "Ada \xc3\x9cnal", .role = "sales" };
	CHECK_NUMBER(store_create(store, &user, NULL), ERR_OK, "create");
	CHECK_NUMBER(user.id, 4, "its id");
	check_record(store, RECORD_USER, 4, "4 v1 Ada \xc3\x9cnal/sales");
	CHECK_NUMBER(count_named(store, "\xc3\xbcnal"), 1, "found");
	CHECK_NUMBER(store_change(store, RECORD_USER, 4, rename_to,
			 (char[]){ "Eve Lovelace" }, &customers),
	    ERR_OK, "change");
	check_record(store, RECORD_USER, 4, "4 v2 Eve Lovelace/sales");
	CHECK_NUMBER(count_named(store, "\xc3\xbcnal"), 0, "the old name");
	CHECK_NUMBER(count_named(store, "lovel"), 1, "the new one");
	CHECK_NUMBER(
	    store_change(store, RECORD_USER, 4, disagree, NULL, &customers),
	    ERR_CHANGED, "refused");
	CHECK_NUMBER(
	    store_remove(store, RECORD_USER, 4, disagree, NULL, &customers),
	    ERR_CHANGED, "refused");
	check_record(store, RECORD_USER, 4, "4 v2 Eve Lovelace/sales");
	CHECK_NUMBER(
	    store_remove(store, RECORD_USER, 4, agree, NULL, &customers),
	    ERR_OK, "remove");
	check_record(store, RECORD_USER, 4, NULL);
	CHECK_NUMBER(count_named(store, "lovel"), 0, "gone");
	CHECK_NUMBER(
	    store_remove(store, RECORD_USER, 4, agree, NULL, &customers),
	    ERR_NOT_FOUND, "again");
	CHECK_NUMBER(store_create(store, &user, NULL), ERR_OK, "create");
	CHECK_NUMBER(user.id, 5, "no id is given twice");
	CHECK_NUMBER(store_check_all(store, see_fault, NULL), ERR_OK, "check");
	store_close(store);
	free(file);
}

static bool
drop_indexes(struct store *store)
{
	return store_begin(store) == ERR_OK &&
	       store_drop_indexes(store) == ERR_OK &&
	       store_commit(store) == ERR_OK;
}

/* Each change is the same with the indexes of names and without, which another
 * program drops and makes meanwhile; and what it makes fits. */
static void
test_indexes_change(void)
{
	char *file = temp_file("indexes.db");
	struct store *store = store_fixture_open(file);
	struct store *other = store_fixture_open(file);
	int64_t customers = 0;
	for (int there = 1; there >= 0; there--) {
		struct record user = { .name = "Ada", .role = "x" };
		int64_t kept = there ? 0 : 1;
		CHECK_NUMBER(store_create(store, &user, NULL), ERR_OK, "Ada");
		CHECK_NUMBER(store_create(store, &user, NULL), ERR_OK, "Ada");
		CHECK_NUMBER(count_named(store, "ada"), 2 + kept, "Ada");
		CHECK(there ? drop_indexes(other)
			    : store_ensure_indexes(other, true) == ERR_OK,
		    "the other program");
		CHECK_NUMBER(count_named(store, "ada"), 2 + kept, "then");
		CHECK_NUMBER(store_change(store, RECORD_USER, user.id,
				 rename_to, (char[]){ "Eve" }, &customers),
		    ERR_OK, "change");
		CHECK_NUMBER(count_named(store, "ada"), 1 + kept, "changed");
		CHECK_NUMBER(count_named(store, "eve"), 1, "its new name");
		CHECK_NUMBER(store_remove(store, RECORD_USER, user.id, agree,
				 NULL, &customers),
		    ERR_OK, "remove");
		CHECK_NUMBER(count_named(store, "eve"), 0, "removed");
	}
	/* Who comes second finds them made. */
	CHECK_NUMBER(store_ensure_indexes(store, true), ERR_OK, "again");
	CHECK_NUMBER(store_begin(store), ERR_OK, "begin");
	CHECK_NUMBER(store_make_indexes(store), ERR_OK, "and inside");
	CHECK_NUMBER(store_commit(store), ERR_OK, "commit");
	CHECK_NUMBER(store_check_all(store, see_fault, NULL), ERR_OK, "check");
	store_close(other);
	store_close(store);
	free(file);
}

/* While another program writes, a database without indexes is opened, read
 * and closed, and the indexes are left to who writes, or waited for. */
static void
test_open_beside_a_writer(void)
{
	char *file = temp_file("beside.db");
	struct store *writer = store_fixture_open(file);
	CHECK(drop_indexes(writer), "no indexes");
	CHECK_NUMBER(store_begin(writer), ERR_OK, "it begins");
	struct store *store = store_fixture_open(file);
	check_record(store, RECORD_USER, 1, "1 v1 John Liu/sales");
	CHECK_NUMBER(count_named(store, "john"), 1, "found");
	time_t start_s = time(NULL);
	CHECK_NUMBER(store_ensure_indexes(store, false), ERR_BUSY, "at once");
	CHECK(time(NULL) - start_s < 4, "it does not wait for 5 s");
	store_close(store);
	CHECK_NUMBER(store_make_indexes(writer), ERR_OK, "the writer");
	CHECK_NUMBER(store_commit(writer), ERR_OK, "commits");
	CHECK_NUMBER(store_check_all(writer, see_fault, NULL), ERR_OK, "check");
	store_close(writer);
	free(file);
}

/* A customer's salesperson is a user with role sales, always. */
static void
test_salespeople(void)
{
	char *file = temp_file("salespeople.db");
	struct store *store = store_fixture_open(file);
	static const int64_t nobody[] = { 3, 9, 0, -1 };
	int64_t customers = 0;
	for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++) {
		int64_t id = nobody[i];
		struct record customer = {
			.kind = RECORD_CUSTOMER, .name = "X", .sales_id = id
		};
		CHECK_NUMBER(store_create(store, &customer, NULL),
		    ERR_NO_SALESPERSON, "create for %" PRId64, id);
		CHECK_NUMBER(store_change(store, RECORD_CUSTOMER, 1,
				 give_sales_id, &id, &customers),
		    ERR_NO_SALESPERSON, "change to %" PRId64, id);
	}
	check_record(store, RECORD_CUSTOMER, 1, "1 v1 Andy Ziemmer/1");
	CHECK_NUMBER(store_change(store, RECORD_USER, 2, give_role,
			 (char[]){ "Sales" }, &customers),
	    ERR_HAS_CUSTOMERS, "another role");
	CHECK_NUMBER(customers, 3, "how many");
	CHECK_NUMBER(
	    store_remove(store, RECORD_USER, 1, agree, NULL, &customers),
	    ERR_HAS_CUSTOMERS, "remove");
	CHECK_NUMBER(customers, 2, "how many");
	check_record(store, RECORD_USER, 2, "2 v1 Bruce Lee/sales");
	CHECK_NUMBER(store_change(store, RECORD_USER, 3, give_role,
			 (char[]){ "boss" }, &customers),
	    ERR_OK, "who has none");
	CHECK_NUMBER(store_check_all(store, see_fault, NULL), ERR_OK, "check");
	store_close(store);
	free(file);
}

/* A request that is sent again is carried out once, for a day. */
static void
test_once(void)
{
	char *file = temp_file("once.db");
	struct store *store = store_fixture_open(file);
	struct store_idempotency once = { "ada", "k", "a" };
	struct record user = { .name = "Ida", .role = "x" };
	CHECK_NUMBER(store_create(store, &user, &once), ERR_OK, "first");
	CHECK_NUMBER(user.id, 4, "first");
	user.id = -1;
	CHECK_NUMBER(store_create(store, &user, &once), ERR_OK, "again");
	CHECK_NUMBER(user.id, 4, "again");
	CHECK_NUMBER(user.version, 1, "again");
	CHECK_NUMBER(store_create(store, &user,
			 &(struct store_idempotency){ "ada", "k", "b" }),
	    ERR_KEY_REUSED, "another request");
	CHECK_NUMBER(store_create(store, &user,
			 &(struct store_idempotency){ "eve", "k", "b" }),
	    ERR_OK, "another user");
	CHECK_NUMBER(user.id, 5, "another user");
	store_fixture_sql(file, "UPDATE idempotency_keys SET made_at ="
				" made_at - 24 * 60 * 60 WHERE who = 'ada'");
	CHECK_NUMBER(store_create(store, &user, &once), ERR_OK, "a day later");
	CHECK_NUMBER(user.id, 6, "a day later");
	store_fixture_sql(file,
	    "UPDATE idempotency_keys SET made_at ="
	    " made_at - 24 * 60 * 60 + 5 WHERE who = 'ada'");
	CHECK_NUMBER(store_create(store, &user, &once), ERR_OK, "nearly");
	CHECK_NUMBER(user.id, 6, "nearly");
	store_close(store);
	free(file);
}

/* In a group what fails leaves the others alone, and nothing of it is there
 * before its end. */
static void
test_group(void)
{
	char *file = temp_file("group.db");
	struct store *store = store_fixture_open(file);
	struct store *other = store_fixture_open(file);
	struct record good = { .name = "Good", .role = "x" };
	struct record bad = {
		.kind = RECORD_CUSTOMER, .name = "Bad", .sales_id = 9
	};
	CHECK_NUMBER(store_begin_group(store), ERR_OK, "begin");
	CHECK_NUMBER(store_create(store, &good, NULL), ERR_OK, "good");
	CHECK_NUMBER(
	    store_create(store, &bad, NULL), ERR_NO_SALESPERSON, "bad");
	CHECK_NUMBER(store_create(store, &good, NULL), ERR_OK, "good");
	check_record(other, RECORD_USER, 4, NULL);
	CHECK_NUMBER(store_end_group(store), ERR_OK, "end");
	check_record(other, RECORD_USER, 4, "4 v1 Good/x");
	check_record(other, RECORD_USER, 5, "5 v1 Good/x");
	CHECK_NUMBER(store_check_all(other, see_fault, NULL), ERR_OK, "check");
	store_close(store);
	store_close(other);
	free(file);
}

/* The journal stays between two changes, and goes when there is to be none
 * for a while, but not while another writes. */
static void
test_idle(void)
{
	if (!store_fixture_rolls_back())
		return;
	char *file = temp_file("idle.db");
	char *journal = temp_file("idle.db-journal");
	struct store *store = store_fixture_open(file);
	struct store *other = store_fixture_open(file);
	store_idle(store);
	CHECK(access(journal, F_OK) != 0, "nothing was written");
	CHECK(
	    store_fixture_add(store) && access(journal, F_OK) == 0, "written");
	CHECK_NUMBER(store_begin_group(other), ERR_OK, "another begins");
	CHECK(store_fixture_add(other), "and writes");
	store_idle(store);
	CHECK(access(journal, F_OK) == 0, "another's");
	CHECK_NUMBER(store_end_group(other), ERR_OK, "it ends");
	store_idle(other);
	CHECK(access(journal, F_OK) != 0, "at rest");
	CHECK(store_fixture_add(store) && access(journal, F_OK) == 0, "again");
	store_close(store);
	CHECK(access(journal, F_OK) != 0, "closed");
	CHECK(store_fixture_add(other), "and it goes on");
	store_close(other);
	free(journal);
	free(file);
}

/* A part of a name is looked up in the trigrams, and not in each name: who is
 * not in them is not found. Parts that are too short are. */
static void
test_trigrams(void)
{
	char *file = temp_file("trigrams.db");
	struct store *store = store_fixture_open(file);
	CHECK(store_fixture_add(store), "user 4 is added");
	CHECK_NUMBER(count_named(store, "onc"), 1, "in the trigrams");
	store_fixture_sql(file,
	    "INSERT INTO users_text (users_text, rowid, name_key)"
	    " VALUES ('delete', 4, 'once')");
	CHECK_NUMBER(count_named(store, "onc"), 0, "not in the trigrams");
	CHECK_NUMBER(count_named(store, "on"), 1, "two characters");
	store_close(store);
	free(file);
}

static void
keep_damage(void *arg, const char *damage)
{
	strncat(arg, damage, 200);
}

/* What others wrote behind the search's back is found by the check. */
static void
test_check(void)
{
	char *file = temp_file("search.db");
	struct store *store = store_fixture_open(file);
	char damages[2000] = "";
	store_fixture_sql(file,
	    "UPDATE users SET name = 'Jane', name_key = 'jane'"
	    " WHERE id = 1;"
	    "UPDATE users SET role = 'x', role_key = 'x'"
	    " WHERE id = 2");
	CHECK_NUMBER(
	    store_check_all(store, keep_damage, damages), ERR_OK, "check");
	CHECK(strstr(damages, "users_text: it does not say") != NULL &&
		  strstr(damages, "customers 3: salesId 2 is not a user with "
				  "role sales") != NULL,
	    "%s", damages);
	store_close(store);
	free(file);
}

CU_TestInfo store_write_tests[] = {
	{ "each change counts, and the search follows", test_life },
	{ "changes do not need indexes", test_indexes_change },
	{ "a start beside a writer", test_open_beside_a_writer },
	{ "a customer's salesperson has role sales", test_salespeople },
	{ "a repeated request is carried out once", test_once },
	{ "a group is one transaction", test_group },
	{ "a store at rest has no journal", test_idle },
	{ "a search looks into the trigrams", test_trigrams },
	{ "the check finds what is out of step", test_check },
	CU_TEST_INFO_NULL,
};
