/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIN_PEOPLE_H
#define DOCKING_ADMIN_PEOPLE_H

#include <stdint.h>

enum { PEOPLE_NAME_SIZE = 256 };

/** A sequence of people, the same for the same seed on every machine. */
struct people {
	uint64_t state;
};

/** Begin a sequence of a seed, which has several, by number. */
void people_begin(struct people *p, uint64_t seed, uint64_t number);

/** Return a random number from 0 to below - 1; below is at most 2^32. */
uint64_t people_draw(struct people *p, uint64_t below);

/** Make the next name from the parts in admin/names.txt; UTF-8. */
void people_name(struct people *p, char ret_name[PEOPLE_NAME_SIZE]);

#endif
