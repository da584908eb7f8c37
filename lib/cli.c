/*
 * cli.c: the common part of the programs' command lines.
 *
 * SPDX-License-Identifier: MIT
 */
/* NOLINTNEXTLINE(bugprone-reserved-identifier): the C library wants it */
#define _GNU_SOURCE /* fopencookie() */

#include "lib/cli.h"

#include "lib/alloc.h"
#include "lib/number.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const char *name = "";

void
cli_start(const char *program)
{
	name = program;
}

static void __attribute__((format(printf, 1, 0)))
say(const char *format, va_list ap)
{
	fprintf(stderr, "%s: ", name);
	vfprintf(stderr, format, ap);
	fputc('\n', stderr);
}

int
cli_fail(int code, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	say(format, ap);
	va_end(ap);
	return code;
}

int
cli_fail_why(int code, char *why)
{
	cli_fail(code, "%s", why);
	free(why);
	return code;
}

void
cli_refuse(const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	say(format, ap);
	va_end(ap);
	exit(EX_USAGE);
}

uint64_t
cli_whole_number(
    const char *option, const char *text, uint64_t min, uint64_t max)
{
	uint64_t number = 0;
	if (!number_read_whole(text, min, max, &number))
		cli_refuse("--%s: '%s' is not a whole number from %" PRIu64
			   " to %" PRIu64,
		    option, text, min, max);
	return number;
}

double
cli_decimal(const char *option, const char *text, const char *what, double min,
    double max)
{
	double number = 0;
	if (!number_read(text, min, max, &number))
		cli_refuse("--%s: '%s' is not a number of %s from %.7g to %.7g",
		    option, text, what, min, max);
	return number;
}

size_t
cli_choice(const char *option, const char *text, const char *const names[])
{
	struct buffer known = { .bytes = NULL };
	for (size_t i = 0; names[i] != NULL; i++) {
		if (strcmp(text, names[i]) == 0) {
			buffer_free(&known);
			return i;
		}
		buffer_add_texts(&known,
		    i == 0                 ? ""
		    : names[i + 1] != NULL ? ", "
					   : " or ",
		    names[i]);
	}
	cli_refuse("--%s: '%s' is not %s", option, text, alloc_text(&known));
}

/* Call the function that is the cookie, instead of writing to a stream. */
static ssize_t
write_more(void *cookie, const char *text, size_t size)
{
	void (*const *say_more)(FILE *) = cookie;
	(void)text;
	if (*say_more != NULL)
		(*say_more)(stderr);
	return (ssize_t)size;
}

bool
cli_took_key(int key, struct argp_state *state, void (*say_more)(FILE *))
{
	static void (*more)(FILE *);
	static const cookie_io_functions_t stream = { .write = write_more };
	if (key == ARGP_KEY_INIT) {
		more = say_more;
		state->err_stream = fopencookie(&more, "w", stream);
	} else if (key == ARGP_KEY_FINI && state->err_stream != NULL) {
		fclose(state->err_stream);
	}
	return key == ARGP_KEY_INIT || key == ARGP_KEY_FINI;
}
