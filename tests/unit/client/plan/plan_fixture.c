/*
 * plan_fixture.c: plans from text that can be read in C.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan_fixture.h"

#include "../../../lib/quotes.h"

#include <stdio.h>
#include <stdlib.h>

char *
plan_fixture_parse(const char *quoted, struct plan **ret_plan)
{
	char *text = quotes_doubled(quoted);
	char *why = plan_parse("w.json", text, ret_plan);
	free(text);
	return why;
}

struct plan *
plan_fixture_good(const char *quoted)
{
	struct plan *plan = NULL;
	char *why = quoted != NULL ? plan_fixture_parse(quoted, &plan)
				   : plan_read(NULL, &plan);
	if (why != NULL) {
		fprintf(stderr, "%s\n", why);
		abort();
	}
	return plan;
}
