/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_HARNESS_H
#define DOCKING_TESTS_HARNESS_H

#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * What all test programs in C share. A program's main() is
 *
 *     return harness_run((CU_SuiteInfo[]){
 *         { .pName = "text", .pTests = text_tests },
 *         CU_SUITE_INFO_NULL });
 *
 * and a suite is a table { "what holds", function } that ends in
 * CU_TEST_INFO_NULL. A test function checks rows of { input, expected } with
 * the macros below; a failed check is named with file, line and row, and the
 * test goes on, so one run shows all that is wrong. CUnit knows no threads:
 * check in the main thread only.
 */

/**
 * Run the suites, or with NULL those that the caller has added to a registry
 * of its own making; print each failed check, then exactly one line
 * "N passed, N failed" (tests, not checks), and ", N skipped" if some were.
 * Returns the exit status of the program: 0 if none failed.
 */
int harness_run(CU_SuiteInfo suites[]);

/** Say that this machine cannot run the test that runs, and why (printf). It
 * counts as skipped, unless a check has failed, and should return now. */
void harness_skip(const char *reason, ...)
    __attribute__((format(printf, 1, 2)));

/** The rest of the arguments (printf) names the row. Gives the condition. */
#define CHECK(condition, ...)                                                  \
	harness_check((condition), __FILE__, __LINE__, #condition, __VA_ARGS__)

/** Texts, either of which may be NULL, that must be equal. */
#define CHECK_TEXT(got, expected, ...)                                         \
	harness_check_text((got), (expected), __FILE__, __LINE__, __VA_ARGS__)

/** Whole numbers that must be equal. */
#define CHECK_NUMBER(got, expected, ...)                                       \
	harness_check_number((got), (expected), __FILE__, __LINE__, __VA_ARGS__)

/** A string that may have a NUL in it, as bytes and their number. */
#define BYTES(text) text, sizeof(text) - 1

/** A text for a member that is not const, and that nobody writes to. */
#define TEXT(text) ((char *)(uintptr_t)(text))

/* The functions behind the macros. */
bool harness_check(bool holds, const char *file, unsigned line,
    const char *condition, const char *row, ...)
    __attribute__((format(printf, 5, 6)));
bool harness_check_text(const char *got, const char *expected, const char *file,
    unsigned line, const char *row, ...) __attribute__((format(printf, 5, 6)));
bool harness_check_number(long long got, long long expected, const char *file,
    unsigned line, const char *row, ...) __attribute__((format(printf, 5, 6)));

#endif
