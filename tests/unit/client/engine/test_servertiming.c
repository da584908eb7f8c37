/*
 * test_servertiming.c: the Server-Timing header.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "engine/servertiming.h"

#include <stdlib.h>
#include <string.h>

static bool
delay_in(const char *value, double *ret_ms)
{
	/* A copy without a NUL, so that reading on is seen. */
	size_t length = strlen(value);
	char *copy = malloc(length > 0 ? length : 1);
	if (copy == NULL)
		abort();
	memcpy(copy, value, length);
	bool found = servertiming_dur(copy, length, "delay", ret_ms);
	free(copy);
	return found;
}

/* The metric is found wherever it stands, and whatever stands beside it. */
static void
test_found(void)
{
	static const struct {
		const char *value;
		double ms;
	} rows[] = {
		{ "delay;dur=500", 500 },
		{ "delay;dur=0", 0 },
		{ "delay;dur=0.25", 0.25 },
		{ "delay;dur=1e3", 1000 },
		{ "delay;dur=1E+3", 1000 },
		{ "delay;Dur=500", 500 },
		{ "delay;DUR=500", 500 },
		{ "delay;dur=\"500\"", 500 },
		{ " delay ; dur = 500 ", 500 },
		{ "\tdelay;\tdur\t=\t500\r\n", 500 },
		{ "delay;dur=500, app;dur=1.5", 500 },
		{ "app;dur=1.5, delay;dur=500", 500 },
		{ "app,delay;dur=500", 500 },
		{ "delay;desc=\"wait\";dur=500", 500 },
		{ "delay;desc=\"a, delay;dur=1\";dur=500", 500 },
		{ "app;desc=\"x;y, z\", delay;dur=500", 500 },
		{ "app;desc=\"a \\\", delay;dur=1\", delay;dur=500", 500 },
		{ "app;desc=\"ends in \\\\\", delay;dur=500", 500 },
		{ "delays;dur=1, delay;dur=500", 500 },
		{ "Delay;dur=1, delay;dur=500", 500 },
		{ ", ,delay;dur=500", 500 },
		{ ";dur=1, delay;dur=500", 500 },
		{ "delay;;dur=500", 500 },
		{ "delay;duration=1;dur=500", 500 },
		{ "delay;dur=500;dur=1", 500 }, /* the first counts */
		{ "delay, delay;dur=500", 500 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double ms = -1;
		CHECK(delay_in(rows[i].value, &ms), "'%s'", rows[i].value);
		CHECK(ms == rows[i].ms, "'%s' gives %g", rows[i].value, ms);
	}
}

/* What is not there, or is no duration, is not known; never a guess. */
static void
test_not_found(void)
{
	static const char *const rows[] = {
		"",
		" ",
		",",
		";",
		"=",
		"delay",
		"delay;",
		"delay;dur",
		"delay;dur=",
		"delay;dur= ",
		"delay;dur=\"",
		"delay;dur=\"\"",
		"delay;dur=-1",
		"delay;dur=-0.001",
		"delay;dur=nan",
		"delay;dur=inf",
		"delay;dur=infinity",
		"delay;dur=1e999",
		"delay;dur=0x10",
		"delay;dur=5ms",
		"delay;dur=5 5",
		"delay;dur=1.2.3",
		"delay;dur=e",
		"delay;dur=.",
		"delay;dur=0000000000000000000000000000000000000001",
		"delay;dur=x;dur=500", /* the first counts */
		"delay;desc=\"dur=500\"",
		"delay;desc=\";dur=500",
		"app;desc=\", delay;dur=500",
		"app;dur=500",
		"Delay;dur=500",
		"delay2;dur=500",
		"del;dur=500",
		"delay=500",
		"delay dur=500",
		"app;delay;dur=500",
		"app;desc=\"\\",
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double ms = -7;
		CHECK(!delay_in(rows[i], &ms), "'%s' gives %g", rows[i], ms);
		CHECK(ms == -7, "'%s' leaves it alone", rows[i]);
	}
}

CU_TestInfo servertiming_tests[] = {
	{ "a duration is found", test_found },
	{ "what is no duration is not known", test_not_found },
	CU_TEST_INFO_NULL,
};
