/*
 * fault.c: faults that are injected on purpose: text -> struct fault_rule.
 * app.c answers with the status; send.c and remainder.c let a body drip and
 * abort.
 *
 * SPDX-License-Identifier: MIT
 */
#include "settings/fault.h"

#include "lib/number.h"
#include "settings/rule.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* A kind's name, and the numbers behind it. */
static const struct {
	const char *name;
	int numbers;
	double min, max; /* of the first one, which is whole */
} kinds[FAULT__MAX] = {
	[FAULT_STATUS] = { "status:", 1, 400, 599 },
	[FAULT_ABORT] = { "abort", 0, 0, 0 },
	[FAULT_DRIP] = { "drip:", 2, 1, 65536 },
};

/* Read the number at *text up to the next comma, and move *text behind it. */
static bool
take_number(const char **text, double max, double *ret_number)
{
	size_t length = strcspn(*text, ",");
	if (!number_read_part(*text, length, 0, max, ret_number))
		return false;
	*text += length + ((*text)[length] == ',');
	return true;
}

/* Read the numbers of a fault of this kind, and its probability. */
static bool
read_numbers(
    const char *text, enum fault_kind kind, struct fault_rule *ret_fault)
{
	double number = 0;
	struct fault_rule fault = { .kind = kind, .p = 1 };
	if (kinds[kind].numbers > 0) {
		if (!take_number(&text, kinds[kind].max, &number) ||
		    number < kinds[kind].min || number != floor(number))
			return false;
	} else if (*text != '\0' && *text++ != ',') {
		return false;
	}
	if (kinds[kind].numbers > 1 &&
	    !take_number(&text, RULE_SECONDS_MAX, &fault.seconds))
		return false;
	bool more = text[-1] == ',';
	if (more &&
	    (strncmp(text, "p=", 2) != 0 ||
		!number_read_part(text + 2, strlen(text + 2), 0, 1, &fault.p)))
		return false;
	fault.number = (int)number;
	*ret_fault = fault;
	return more || *text == '\0';
}

bool
fault_read(const char *text, struct fault_rule *ret_fault)
{
	for (enum fault_kind kind = FAULT_NONE + 1; kind < FAULT__MAX; kind++) {
		size_t length = strlen(kinds[kind].name);
		if (strncmp(text, kinds[kind].name, length) == 0)
			return read_numbers(text + length, kind, ret_fault);
	}
	return false;
}

void
fault_print(const struct fault_rule *fault, char to[FAULT_TEXT_MAX])
{
	char numbers[40] = "";
	char p[24] = "";
	int count = kinds[fault->kind].numbers;
	if (count == 1)
		snprintf(numbers, sizeof(numbers), "%d", fault->number);
	else if (count == 2)
		snprintf(numbers, sizeof(numbers), "%d,%.10g", fault->number,
		    fault->seconds);
	if (fault->p < 1)
		snprintf(p, sizeof(p), ",p=%.10g", fault->p);
	snprintf(
	    to, FAULT_TEXT_MAX, "%s%s%s", kinds[fault->kind].name, numbers, p);
}
