/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CLI_H
#define DOCKING_CLI_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/**
 * Refusal of a command line: one line on stderr that begins with the program's
 * name.
 */

/** Set the program's name, which begins each message; borrowed. */
void cli_start(const char *program);

/** Print why (printf). Returns code. */
int cli_fail(int code, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Print why and free it. Returns code. */
int cli_fail_why(int code, char *why);

/** Print why (printf), and exit with EX_USAGE. */
void cli_refuse(const char *format, ...)
    __attribute__((noreturn, format(printf, 1, 2)));

/** Read text, the value of an option, as a number; refuse it unless it is a
 * number from min to max. The message calls a decimal a number of what,
 * "seconds" for instance. */
uint64_t cli_whole_number(
    const char *option, const char *text, uint64_t min, uint64_t max);
double cli_decimal(const char *option, const char *text, const char *what,
    double min, double max);

/** Return the index of text among names, which end with NULL; refuse any other
 * text. */
size_t cli_choice(
    const char *option, const char *text, const char *const names[]);

/**
 * Handle the keys of argp's parser that only the refusal is for; returns true
 * if key was one. Below getopt()'s line about an unknown option argp would
 * advertise --help; say_more() prints something else there, or nothing is
 * printed if it is NULL.
 */
bool cli_took_key(int key, struct argp_state *state, void (*say_more)(FILE *));

#endif
