/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_NUMBER_H
#define DOCKING_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Numbers as people write them, and nothing else that the C library reads: no
 * blanks in front, nothing behind, no hexadecimal digits, no "inf". Each
 * function returns false, and leaves *ret_number alone, if text is anything but
 * a number from min to max.
 */

/** Read all of text as decimal digits. */
bool number_read_whole(
    const char *text, uint64_t min, uint64_t max, uint64_t *ret_number);

/** Read all of text as a decimal number, perhaps with a sign and an exponent.
 */
bool number_read(const char *text, double min, double max, double *ret_number);

/** Read text[0..length), at most 31 bytes, as number_read() does. */
bool number_read_part(const char *text, size_t length, double min, double max,
    double *ret_number);

#endif
