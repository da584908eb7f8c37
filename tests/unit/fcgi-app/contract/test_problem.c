/*
 * test_problem.c: what clients are told about errors, by docking-fcgi
 * (problem.c) and by the web server (api/errors): one format.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/files.h"
#include "../../../lib/harness.h"
#include "contract/problem.h"

#include <ctype.h>
#include <dirent.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Every error has a status, and words for people; only 503 asks to come
 * again. */
static void
test_rows(void)
{
	for (enum err err = ERR_OK; err < ERR__MAX; err++) {
		const struct problem *code = problem(err);
		CHECK(err == ERR_OK ? code->status == 200
				    : code->status >= 400 && code->status < 600,
		    "error %d: status %d", err, code->status);
		CHECK(code->type != NULL && code->type[0] != '\0' &&
			  strpbrk(code->type, " \"\\") == NULL,
		    "error %d: type", err);
		CHECK(code->title != NULL && code->title[0] != '\0',
		    "error %d: title", err);
		CHECK(code->detail != NULL &&
			  (err == ERR_OK || code->detail[0] != '\0'),
		    "error %d: detail", err);
		CHECK_NUMBER(code->retry_after_s > 0, code->status == 503,
		    "error %d: Retry-After", err);
	}
}

/* An error between store and docking-admin, should a request ever meet one, is
 * the server's failure. */
static void
test_no_row(void)
{
	CHECK_NUMBER(problem(ERR_ID_TAKEN)->status, 500, "id taken");
	CHECK_TEXT(problem(ERR_STOPPED)->type, "InternalError", "stopped");
}

/* A type names one kind of error: no two share one, so a client can tell
 * them apart. */
static void
test_types(void)
{
	for (enum err a = ERR_OK; a < ERR__MAX; a++)
		for (enum err b = ERR_OK; b < a; b++)
			CHECK(strcmp(problem(a)->type, problem(b)->type) != 0,
			    "errors %d and %d", a, b);
}

static const char *
text_of(struct json_object *object, const char *member)
{
	return json_object_get_string(json_object_object_get(object, member));
}

/* The row that says what status says in general: the first with it. */
static const struct problem *
row_of_status(int status)
{
	for (enum err err = ERR_OK; err < ERR__MAX; err++)
		if (problem(err)->status == status)
			return problem(err);
	return NULL;
}

static void
check_error_file(const char *name)
{
	static const char *const members[] = { "type", "title", "status",
		"detail", "message" };
	char path[300];
	snprintf(path, sizeof(path), "api/errors/%s", name);
	struct json_object *problem = json_object_from_file(path);
	CHECK(json_object_is_type(problem, json_type_object), "%s", path);
	if (problem == NULL)
		return;
	size_t i = 0;
	json_object_object_foreach(problem, key, value)
	{
		CHECK_TEXT(
		    key, i < 5 ? members[i] : NULL, "%s, member %zu", path, i);
		CHECK(json_object_is_type(
			  value, i == 2 ? json_type_int : json_type_string),
		    "%s, type of %s", path, key);
		i++;
	}
	CHECK_NUMBER((long long)i, 5, "members in %s", path);

	int status = atoi(name);
	CHECK_NUMBER(
	    json_object_get_int(json_object_object_get(problem, "status")),
	    status, "%s", path);
	CHECK_TEXT(text_of(problem, "message"), text_of(problem, "detail"),
	    "%s", path);
	const struct problem *row = row_of_status(status);
	if (row != NULL) {
		CHECK_TEXT(text_of(problem, "title"), row->title, "%s", path);
		/* 503 is the web server's own here: no process took it. */
		if (status != 503)
			CHECK_TEXT(
			    text_of(problem, "type"), row->type, "%s", path);
	}
	json_object_put(problem);
}

/* The web server's own errors have the same members in the same order, and
 * the same words where both can say the same thing. */
static void
test_files(void)
{
	DIR *dir = opendir("api/errors");
	if (!CHECK(dir != NULL, "tests run in the project's folder"))
		return;
	int files = 0;
	for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
		if (entry->d_name[0] == '.')
			continue;
		int status = 0;
		int end = 0;
		if (CHECK(sscanf(entry->d_name, "%3d.html%n", &status, &end) ==
				  1 &&
			      entry->d_name[end] == '\0' && end == 8,
			"%s is called NNN.html", entry->d_name))
			check_error_file(entry->d_name);
		files++;
	}
	closedir(dir);
	CHECK(files > 0, "there are files");
}

/* Is it in this text, and not as a part of another word? */
static bool
has_word(const char *text, const char *word)
{
	size_t length = strlen(word);
	for (const char *p = text; (p = strstr(p, word)) != NULL; p++)
		if ((p == text || !isalnum((unsigned char)p[-1])) &&
		    !isalnum((unsigned char)p[length]))
			return true;
	return false;
}

/* What a client may be told is in both documents, also what no other test can
 * have the server say. */
static void
test_documents(void)
{
	static const char *const files[] = { "api/openapi.yaml",
		"api/docking.apib" };
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		char *text = file_read(files[i], NULL);
		for (enum err err = ERR_OK + 1; err < ERR__MAX; err++)
			CHECK(has_word(text, problem(err)->type), "%s: %s",
			    files[i], problem(err)->type);
		DIR *dir = opendir("api/errors");
		struct dirent *entry;
		while (dir != NULL && (entry = readdir(dir)) != NULL) {
			char name[300];
			if (entry->d_name[0] == '.')
				continue;
			snprintf(
			    name, sizeof(name), "api/errors/%s", entry->d_name);
			struct json_object *problem =
			    json_object_from_file(name);
			const char *type = json_object_get_string(
			    json_object_object_get(problem, "type"));
			CHECK(type != NULL && has_word(text, type), "%s: %s",
			    files[i], name);
			json_object_put(problem);
		}
		closedir(dir);
		free(text);
	}
}

CU_TestInfo problem_tests[] = {
	{ "every row is complete", test_rows },
	{ "what has no row is the server's failure", test_no_row },
	{ "no two errors share a type", test_types },
	{ "the web server's errors look the same", test_files },
	{ "both documents have every type", test_documents },
	CU_TEST_INFO_NULL,
};
