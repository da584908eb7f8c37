/*
 * test_plan_files.c: what a plan reads from files: itself, and lines as values.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/files.h"
#include "../../../lib/harness.h"
#include "../../../lib/temp.h"
#include "plan/plan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Values are a file's lines, whatever ends them; the file stands where its
 * name leads from the workflow file. */
static void
test_lines(void)
{
	static const struct {
		const char *lines;
		const char *values[4];
	} rows[] = {
		{ "a\nb c\n", { "a", "b c" } },
		{ "a\r\nb\r\n", { "a", "b" } },
		{ "\n\na\n\n\nb", { "a", "b" } },
		{ " a \n\t\n#\nJ\xc3\xbcrgen",
		    { " a ", "\t", "#", "J\xc3\xbcrgen" } },
	};
	static const char workflow[] =
	    "{\"name\": \"n\", \"input\": {\"variable\": \"x\", \n"
	    "\"lines\": \"plan-lines.txt\"}, \"steps\": [{\"target\": "
	    "\"/{x}\"}]}";
	char *workflow_file = temp_file("plan-workflow.json");
	char *lines_file = temp_file("plan-lines.txt");
	file_write(workflow_file, workflow, strlen(workflow));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		file_write(lines_file, rows[i].lines, strlen(rows[i].lines));
		struct plan *plan = NULL;
		char *why = plan_read(workflow_file, &plan);
		CHECK_TEXT(why, NULL, "row %zu", i);
		free(why);
		if (plan == NULL)
			continue;
		CHECK_NUMBER(plan->source, PLAN_LINES, "row %zu", i);
		for (size_t v = 0; v < 4; v++)
			CHECK_TEXT(
			    v < plan->values_count ? plan->values[v] : NULL,
			    rows[i].values[v], "row %zu, value %zu", i, v);
		CHECK(plan->values_count <= 4, "row %zu", i);
		plan_free(plan);
	}

	/* An absolute name is not relative to anything. */
	char text[1024];
	struct plan *plan = NULL;
	snprintf(text, sizeof(text),
	    "{\"name\": \"n\", \"input\": {\"variable\": \"x\",\n"
	    " \"lines\": \"%s\"}, \"steps\": [{\"target\": \"/\"}]}",
	    lines_file);
	char *why = plan_parse("/nowhere/w.json", text, &plan);
	CHECK_TEXT(why, NULL, "an absolute name");
	CHECK(plan != NULL && plan->values_count == 4, "an absolute name");
	plan_free(plan);
	free(why);

	/* Nothing to take is a fault. */
	static const struct {
		const char *lines;
		size_t length;
		const char *why;
	} bad[] = {
		{ "", 0, "has no line" },
		{ "\n\r\n\n", 4, "has no line" },
		{ "a\0b\n", 4, ": " },
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		file_write(lines_file, bad[i].lines, bad[i].length);
		plan = NULL;
		why = plan_parse("/nowhere/w.json", text, &plan);
		CHECK(why != NULL && plan == NULL &&
			  strncmp(why,
			      "/nowhere/w.json:2: /input/lines: ", 33) == 0 &&
			  strstr(why, lines_file) != NULL &&
			  strstr(why, bad[i].why) != NULL,
		    "row %zu: %s", i, why != NULL ? why : "");
		free(why);
	}
	remove(lines_file);
	plan = NULL;
	why = plan_read(workflow_file, &plan);
	snprintf(text, sizeof(text),
	    "%s:2: /input/lines: %s: No such file or directory", workflow_file,
	    lines_file);
	CHECK_TEXT(why, text, "no file of lines");
	free(why);
	free(lines_file);
	free(workflow_file);
}

/* A workflow file that cannot be read is named with the reason. */
static void
test_unreadable(void)
{
	char *file = temp_file("plan-none.json");
	struct plan *plan = NULL;
	char text[512];
	char *why = plan_read(file, &plan);
	snprintf(text, sizeof(text), "%s: No such file or directory", file);
	CHECK_TEXT(why, text, "no file");
	free(why);
	why = plan_read("/", &plan);
	CHECK_TEXT(why, "/: Is a directory", "a folder");
	free(why);
	file_write(file, "{}\0{}", 5);
	why = plan_read(file, &plan);
	CHECK(why != NULL && strncmp(why, file, strlen(file)) == 0,
	    "a NUL byte: %s", why != NULL ? why : "");
	free(why);
	file_write(file, "{\n\"name\": 1}", 12);
	why = plan_read(file, &plan);
	snprintf(text, sizeof(text), "%s:2: /name: is not a string", file);
	CHECK_TEXT(why, text, "a bad file");
	free(why);
	CHECK(plan == NULL, "no plan");
	remove(file);
	free(file);
}

CU_TestInfo plan_files_tests[] = {
	{ "values from a file of lines", test_lines },
	{ "a file that cannot be read", test_unreadable },
	CU_TEST_INFO_NULL,
};
