/*
 * json_root.c: a file's text -> JSON, strictly, or the line that is wrong.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/json_root.h"

#include "plan/json_text.h"

#include <string.h>

struct json_object *
jsonroot_read(struct jsonread *r)
{
	struct json_object *root = NULL;
	struct jsoncheck_fault fault;
	if (!jsontext_read(
		JSONCHECK_UNIQUE, r->text, strlen(r->text), &root, &fault))
		jsonread_refuse_at(r, fault.at, "is not JSON: %s", fault.why);
	return root;
}
