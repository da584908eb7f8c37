/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_TEMP_H
#define DOCKING_TESTS_TEMP_H

/**
 * A folder of this program's own in TMPDIR or /tmp, made at first use and
 * removed with all that is in it when the program exits. Ends the program if
 * that cannot be done.
 */

/** The absolute name of a file in the folder, as a new string that the caller
 * frees; the name's printf arguments follow. */
char *temp_file(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
