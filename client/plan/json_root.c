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
	struct jsoncheck_error error;
	if (!jsontext_read(
		JSONCHECK_UNIQUE, r->text, strlen(r->text), &root, &error))
		jsonread_refuse_at(r, error.at, "is not JSON: %s", error.why);
	return root;
}
