/*
 * harness.c: CUnit's registry and run, our own report: CUnit's reports either
 * hide which row of a table failed or stop at the first failure.
 *
 * SPDX-License-Identifier: MIT
 */
#include "harness.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MESSAGE_SIZE = 4096 /* room for two JSON bodies */ };

static char skip_reason[256]; /* of the test that runs; empty: none */
static unsigned skipped_count;

static void
add_result(bool holds, const char *file, unsigned line, const char *message,
    const char *row, va_list ap)
{
	char named[MESSAGE_SIZE];
	char text[2 * MESSAGE_SIZE + 4];
	vsnprintf(named, sizeof(named), row, ap);
	snprintf(text, sizeof(text), "%s: %s", named, message);
	/* CUnit copies what it keeps. */
	CU_assertImplementation(holds, line, text, file, "", CU_FALSE);
}

bool
harness_check(bool holds, const char *file, unsigned line,
    const char *condition, const char *row, ...)
{
	va_list ap;
	va_start(ap, row);
	add_result(holds, file, line, condition, row, ap);
	va_end(ap);
	return holds;
}

bool
harness_check_text(const char *got, const char *expected, const char *file,
    unsigned line, const char *row, ...)
{
	char message[MESSAGE_SIZE];
	bool holds = got == NULL || expected == NULL
			 ? got == expected
			 : strcmp(got, expected) == 0;
	snprintf(message, sizeof(message), "got '%s', expected '%s'",
	    got != NULL ? got : "(null)",
	    expected != NULL ? expected : "(null)");
	va_list ap;
	va_start(ap, row);
	add_result(holds, file, line, message, row, ap);
	va_end(ap);
	return holds;
}

bool
harness_check_number(long long got, long long expected, const char *file,
    unsigned line, const char *row, ...)
{
	char message[64];
	snprintf(
	    message, sizeof(message), "got %lld, expected %lld", got, expected);
	va_list ap;
	va_start(ap, row);
	add_result(got == expected, file, line, message, row, ap);
	va_end(ap);
	return got == expected;
}

void
harness_skip(const char *reason, ...)
{
	va_list ap;
	va_start(ap, reason);
	vsnprintf(skip_reason, sizeof(skip_reason), reason, ap);
	va_end(ap);
}

static void
report_test(
    const CU_pTest test, const CU_pSuite suite, const CU_pFailureRecord first)
{
	if (skip_reason[0] != '\0' && first == NULL) {
		printf("skipped: %s: %s: %s\n", suite->pName, test->pName,
		    skip_reason);
		skipped_count++;
	}
	skip_reason[0] = '\0';
	for (CU_pFailureRecord f = first; f != NULL; f = f->pNext)
		printf("%s:%u: %s: %s: %s\n", f->strFileName, f->uiLineNumber,
		    suite->pName, test->pName, f->strCondition);
	fflush(stdout);
}

int
harness_run(CU_SuiteInfo suites[])
{
	if (suites != NULL && (CU_initialize_registry() != CUE_SUCCESS ||
				  CU_register_suites(suites) != CUE_SUCCESS)) {
		fprintf(stderr, "CUnit: %s\n", CU_get_error_msg());
		return EXIT_FAILURE;
	}
	CU_set_test_complete_handler(report_test);
	CU_run_all_tests();
	unsigned failed = CU_get_number_of_tests_failed();
	printf("%u passed, %u failed",
	    CU_get_number_of_tests_run() - failed - skipped_count, failed);
	if (skipped_count > 0)
		printf(", %u skipped", skipped_count);
	printf("\n");
	CU_cleanup_registry();
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
