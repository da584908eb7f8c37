/*
 * setting.c: checks that the parts of a setting go together.
 *
 * SPDX-License-Identifier: MIT
 */
#include "measure/setting.h"

#include "lib/alloc.h"

#include <stdlib.h>
#include <strings.h>

static char *
check_sweep(const struct setting *s)
{
	if (s->thresholds_count > 0)
		return alloc_string("--sweep: has no --fail-if");
	if (s->engines_count > 1)
		return alloc_string("--sweep: takes one engine");
	if (s->engines[0]->one_at_a_time)
		return alloc_format("--sweep: '%s' has one workflow in flight, "
				    "whatever K is",
		    s->engines[0]->name);
	return NULL;
}

static char *
read_thresholds(struct setting *s)
{
	const char *names[SETTING_ENGINES_MAX + 1] = { NULL };
	for (size_t i = 0; i < s->engines_count; i++)
		names[i] = s->engines[i]->name;
	for (size_t i = 0; i < s->thresholds_count; i++) {
		struct threshold *t = &s->thresholds[i];
		char *why =
		    threshold_parse(t, t->text, THRESHOLD_OF_RUN, names);
		if (why == NULL)
			continue;
		char *sentence = alloc_format("--fail-if: %s", why);
		free(why);
		return sentence;
	}
	return NULL;
}

static char *
check_url(const struct setting *s)
{
	for (size_t i = 0; i < s->engines_count; i++)
		if (s->engines[i]->multiplexes &&
		    strncasecmp(s->url, "https:", 6) != 0)
			return alloc_format(
			    "--engine: '%s' needs an https URL, not '%s'",
			    s->engines[i]->name, s->url);
	return NULL;
}

char *
setting_settle(struct setting *s)
{
	char *why = s->sweep_count > 0 ? check_sweep(s) : NULL;
	if (why == NULL)
		why = read_thresholds(s);
	return why != NULL ? why : check_url(s);
}
