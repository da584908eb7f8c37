/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_FUZZ_H
#define DOCKING_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/**
 * A fuzz target is tests/fuzz/fuzz_NAME.c with one function, fuzz_NAME(), that
 * takes any bytes. It looks for more than crashes: what must hold for every
 * input is a MUST(). `make fuzz` makes up inputs (libfuzzer.c); `make test`
 * runs those of tests/fuzz/corpus/NAME/ again (replay.c).
 */
typedef int fuzz_fn(const uint8_t *data, size_t size);

fuzz_fn fuzz_admin_record, fuzz_api, fuzz_body, fuzz_choice, fuzz_etag,
    fuzz_jsonline, fuzz_media, fuzz_plan, fuzz_saved_report, fuzz_servertiming,
    fuzz_target, fuzz_template, fuzz_threshold, fuzz_unicode;

/** End the program, with the place, unless the condition holds. */
#define MUST(condition)                                                        \
	((condition) ? (void)0                                                 \
		     : (fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__,     \
			    #condition),                                       \
			   abort()))

/** The bytes up to the first NUL as a new string, which the caller frees. No
 * byte too much is reserved, so that the sanitizers see a step too far. */
char *fuzz_text(const uint8_t *data, size_t size);

/** The same bytes and no NUL behind them. */
char *fuzz_bytes(const void *data, size_t size);

/** Cut the part up to the next separator, or all, off the input, as
 * fuzz_text(). */
char *fuzz_cut(const uint8_t **data, size_t *size, char separator);

/** True if it can be shown: UTF-8 without control characters. */
bool fuzz_is_line(const char *text);

#endif
