/*
 * people.c: made-up names of people, in many scripts.
 *
 * SPDX-License-Identifier: MIT
 */
#include "people.h"

#include "lib/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum pattern { GIVEN_BLANK_FAMILY, FAMILY_BLANK_GIVEN, FAMILY_GIVEN };

struct script {
	unsigned weight; /* in a hundred */
	enum pattern pattern;
	const char *const *given;
	size_t givens;
	const char *const *family;
	size_t families;
};

#include "names.h"

void
people_begin(struct people *p, uint64_t seed, uint64_t number)
{
	/* Neighbouring states would give overlapping sequences. */
	*p = (struct people){ .state = seed };
	p->state = random_next(&p->state) ^ number;
	p->state = random_next(&p->state);
}

uint64_t
people_draw(struct people *p, uint64_t below)
{
	return ((random_next(&p->state) >> 32) * below) >> 32;
}

static const struct script *
draw_script(struct people *p)
{
	const struct script *script = scripts;
	uint64_t drawn = people_draw(p, 100);
	for (; drawn >= script->weight; script++)
		drawn -= script->weight;
	return script;
}

void
people_name(struct people *p, char ret_name[PEOPLE_NAME_SIZE])
{
	const struct script *s = draw_script(p);
	const char *given = s->given[people_draw(p, s->givens)];
	const char *family = s->family[people_draw(p, s->families)];
	bool given_first = s->pattern == GIVEN_BLANK_FAMILY;
	snprintf(ret_name, PEOPLE_NAME_SIZE, "%s%s%s",
	    given_first ? given : family, s->pattern == FAMILY_GIVEN ? "" : " ",
	    given_first ? family : given);
}
