/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONWALK_H
#define DOCKING_JSONWALK_H

#include "errcode.h"

/**
 * The members of the outermost object of a text that jsoncheck() has taken: so
 * there is nothing left to check, and only memory can be missing.
 */
enum jsonwalk_type {
	JSONWALK_NULL,
	JSONWALK_BOOLEAN,
	JSONWALK_NUMBER,
	JSONWALK_STRING,
	JSONWALK_ARRAY,
	JSONWALK_OBJECT,
	JSONWALK__MAX
};

struct jsonwalk_member {
	char *name; /* owned, as text; unescaped */
	enum jsonwalk_type type;
	char *text; /* of a string; else NULL */
};

/** What the text is. */
enum jsonwalk_type jsonwalk_type(const char *text);

/** Where its first member is, if it is an object. */
const char *jsonwalk_members(const char *text);

/**
 * Read the member at *at and go on behind it. ERR_OK: *ret is the caller's, for
 * jsonwalk_done(). ERR_NOT_FOUND: there are no more. ERR_NO_MEMORY.
 */
enum err jsonwalk_next(const char **at, struct jsonwalk_member *ret);

void jsonwalk_done(struct jsonwalk_member *member);

#endif
