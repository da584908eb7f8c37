/*
 * audit.c: docking-admin audit-delay: does a server draw delays as the rule
 * says, and wait for them?
 *
 * Judged is what the server says that it drew: that is the same on every
 * machine. What was waited has the machine in it: it may be late, but not
 * early.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"
#include "sample.h"

#include "lib/interrupt.h"
#include "settings/rule.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

enum {
	EXIT_DIFFERS = 1,
	AT_ONCE_MAX = 250, /* what one thread can still time */
};

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static double
quantile_ms(const int64_t *sorted_ns, size_t count, double p)
{
	size_t rank = (size_t)ceil(p * (double)count);
	return (double)sorted_ns[rank == 0 ? 0 : rank - 1] / 1e6;
}

/* Sorts all three. Returns true if the drawn ones are the rule's, and none was
 * waited for too little. */
static bool
report(const struct rule *rule, size_t count, int64_t *drawn_ns,
    int64_t *waited_ns, int64_t *late_ns)
{
	static const double shares[] = { 0.01, 0.1, 0.25, 0.5, 0.75, 0.9,
		0.99 };
	size_t early = 0;
	for (size_t i = 0; i < count; i++) {
		late_ns[i] = waited_ns[i] - drawn_ns[i];
		early += late_ns[i] < 0;
	}
	qsort(drawn_ns, count, sizeof(*drawn_ns), compare);
	qsort(waited_ns, count, sizeof(*waited_ns), compare);
	qsort(late_ns, count, sizeof(*late_ns), compare);

	printf("quantile        ideal        drawn       waited\n");
	for (size_t i = 0; i < sizeof(shares) / sizeof(shares[0]); i++)
		printf("%6g %% %9.1f ms %9.1f ms %9.1f ms\n", 100 * shares[i],
		    1e3 * rule_quantile(rule, shares[i]),
		    quantile_ms(drawn_ns, count, shares[i]),
		    quantile_ms(waited_ns, count, shares[i]));
	/* Chance alone is above that once in 300 times. */
	double limit = 1.79 / sqrt((double)count);
	double distance = rule_distance(rule, drawn_ns, count);
	printf("distance              %11.4f  %11.4f\n", distance,
	    rule_distance(rule, waited_ns, count));
	printf(
	    "late: median %.1f ms, 99 %% %.1f ms, most %.1f ms; early: %zu\n",
	    quantile_ms(late_ns, count, 0.5), quantile_ms(late_ns, count, 0.99),
	    quantile_ms(late_ns, count, 1), early);
	bool good = distance < limit && early == 0;
	printf("%s: the distance (Kolmogorov-Smirnov) of what was drawn is %s "
	       "%.4f, and %s\n",
	    good ? "good" : "bad", distance < limit ? "below" : "not below",
	    limit, early == 0 ? "none was early" : "some were early");
	return good;
}

int
audit_run(const struct options *o, struct store *none)
{
	(void)none;
	struct rule rule;
	struct sample_server server;
	char why[512];
	if (!rule_read(o->rule, &rule))
		return cli_fail(EX_USAGE,
		    "audit-delay: '%.60s' is not " RULE_GRAMMAR, o->rule);
	if (!sample_ask(o->url, &server, why, sizeof(why)))
		return cli_fail(EX_UNAVAILABLE, "%s: %s", o->url, why);
	if (!rule_cap(&rule, server.max_delay_s))
		return cli_fail(EX_USAGE,
		    "audit-delay: '%.60s' is above the %g s that the server "
		    "allows",
		    o->rule, server.max_delay_s);
	size_t count = (size_t)o->samples;
	struct sample_plan plan = { .url = o->url,
		.rule = o->rule,
		.count = count,
		.at_once =
		    server.places < AT_ONCE_MAX ? server.places : AT_ONCE_MAX,
		.longest_ns = llround(rule_longest_s(&rule) * 1e9) };
	if (plan.at_once > count)
		plan.at_once = count;
	int64_t *ns = calloc(3 * count, sizeof(*ns));
	if (ns == NULL)
		return cli_fail(EX_SOFTWARE, "out of memory");
	printf("%s: %s, %zu requests for different targets, %zu at once\n",
	    o->url, o->rule, count, plan.at_once);
	int code = EX_OK;
	if (!sample_run(&plan, ns, ns + count, why, sizeof(why)))
		code = interrupt_requested()
			   ? cli_fail(INTERRUPT_EXIT, "interrupted")
			   : cli_fail(EX_UNAVAILABLE, "%s: %s", o->url, why);
	else if (!report(&rule, count, ns, ns + count, ns + 2 * count))
		code = EXIT_DIFFERS;
	free(ns);
	return code;
}
