/*
 * fuzz_choice.c: Docking-Delay and Docking-Fault (rule.c, fault.c): what is
 * read is within its limits, and is the same after it was printed and read
 * again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "settings/fault.h"
#include "settings/rule.h"

#include <string.h>

static void
check_rule(const char *text)
{
	static const double shares[] = { 1e-9, 0.1, 0.5, 0.9, 1 - 1e-9 };
	struct rule rule;
	struct rule again;
	char printed[RULE_TEXT_MAX];
	char twice[RULE_TEXT_MAX];
	if (!rule_read(text, &rule))
		return;
	rule_print(&rule, printed);
	MUST(rule_read(printed, &again));
	rule_print(&again, twice);
	MUST(strcmp(printed, twice) == 0);
	MUST(again.kind == rule.kind);
	double longest_s = rule_longest_s(&rule);
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++) {
		double delay_s = rule_quantile(&rule, shares[i]);
		MUST(delay_s >= 0 && delay_s <= longest_s);
	}
}

static void
check_fault(const char *text)
{
	struct fault_rule fault;
	struct fault_rule again;
	char printed[FAULT_TEXT_MAX];
	char twice[FAULT_TEXT_MAX];
	if (!fault_read(text, &fault))
		return;
	MUST(fault.p >= 0 && fault.p <= 1);
	MUST(fault.kind != FAULT_STATUS ||
	     (fault.number >= 400 && fault.number <= 599));
	MUST(fault.kind != FAULT_DRIP ||
	     (fault.number >= 1 && fault.seconds >= 0));
	fault_print(&fault, printed);
	MUST(fault_read(printed, &again));
	fault_print(&again, twice);
	MUST(strcmp(printed, twice) == 0);
	MUST(again.kind == fault.kind && again.number == fault.number);
}

int
fuzz_choice(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	check_rule(text);
	check_fault(text);
	free(text);
	return 0;
}
