/*
 * plan_checks.c: the rules for strings in a workflow file.
 *
 * SPDX-License-Identifier: MIT
 */
#include "plan/plan_checks.h"

#include "lib/alloc.h"

#include <stdlib.h>
#include <string.h>

void
plan_check_template(struct jsonread *r, const struct plan *plan,
    const char *path, const char *text, enum template_kind kind,
    size_t variables_count)
{
	char *why = NULL;
	free(template_expand(text, kind,
	    (struct template_names){ plan->variables, variables_count }, NULL,
	    &why));
	if (why != NULL)
		jsonread_refuse(r, path, "%s", why);
	free(why);
}

void
plan_check_target(struct jsonread *r, const char *path, const char *target)
{
	if (target[0] != '/')
		jsonread_refuse(r, path, "does not begin with '/'");
	for (const char *p = target; *p != '\0'; p++)
		if (*p == '#' || *p == 0x7f || (*p > 0 && *p <= ' '))
			jsonread_refuse(r, path,
			    "has a blank, a control character or a '#'");
}

void
plan_check_header_name(struct jsonread *r, const char *path, const char *name)
{
	static const char letters[] = "!#$%&'*+-.^_`|~0123456789"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz";
	if (name[0] == '\0' || name[strspn(name, letters)] != '\0')
		jsonread_refuse(r, path, "'%s' is not a header's name", name);
}

void
plan_check_body(struct jsonread *r, const struct plan *plan,
    struct json_object *body, const char *path, size_t variables_count)
{
	if (json_object_is_type(body, json_type_string)) {
		plan_check_template(r, plan, path, jsonread_text(r, body, path),
		    TEMPLATE_TEXT, variables_count);
	} else if (json_object_is_type(body, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(body); i++) {
			char *at = alloc_format("%s/%zu", path, i);
			plan_check_body(r, plan,
			    json_object_array_get_idx(body, i), at,
			    variables_count);
			free(at);
		}
	} else if (json_object_is_type(body, json_type_object)) {
		json_object_object_foreach(body, name, value)
		{
			char *at = jsonread_path(path, name);
			plan_check_body(r, plan, value, at, variables_count);
			free(at);
		}
	}
}

size_t
plan_add_variable(
    struct jsonread *r, struct plan *plan, const char *path, const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz"
				      "0123456789_";
	if (name[0] == '\0' || name[strspn(name, letters)] != '\0')
		jsonread_refuse(r, path,
		    "'%s' is not a name of letters, digits and _", name);
	for (size_t i = 0; i < plan->variables_count; i++)
		if (strcmp(plan->variables[i], name) == 0)
			jsonread_refuse(
			    r, path, "'%s' has a value already", name);
	plan->variables = alloc_resized(plan->variables,
	    (plan->variables_count + 1) * sizeof(*plan->variables));
	plan->variables[plan->variables_count] = name;
	return plan->variables_count++;
}
