/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CLI_H
#define DOCKING_CLI_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * A command line, refused in one line on stderr that begins with the program's
 * name and tells the fault.
 */

/** The name, from now on; borrowed. */
void cli_start(const char *program);

/** Say why. Returns code. */
int cli_fail(int code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** The same; free()s why. */
int cli_fail_why(int code, char *why);

/** Say why, and exit with EX_USAGE. */
void cli_refuse(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

/** The number in text, which is the option's; refuse what is not from min to
 * max. A decimal is a number of what, "seconds" for instance. */
uint64_t cli_whole_number(
    const char *option, const char *text, uint64_t min, uint64_t max);
double cli_decimal(const char *option, const char *text, const char *what,
    double min, double max);

/** Which of the names, which end with NULL, text is; refuse what is none. */
size_t cli_choice(
    const char *option, const char *text, const char *const names[]);

/**
 * For argp's parser: below getopt()'s line about an unknown option argp would
 * advertise --help; say_more() says something in its place, or, if NULL, that
 * line is enough. True: key was one that only this is for.
 */
bool cli_took_key(int key, struct argp_state *state, void (*say_more)(FILE *));

#endif
