/*
 * names.c: the names that the workflow is run for.
 *
 * SPDX-License-Identifier: MIT
 */
#include "names.h"

#include "alloc.h"
#include "jsontext.h"
#include "transfer.h"

#include <stdlib.h>
#include <string.h>

static const char path[] = "/users?role=sales";

/* Pick count of the users' names into *ret_names. */
static char *
pick(struct json_object *users, size_t count, uint32_t seed, char ***ret_names)
{
	size_t users_count = json_object_array_length(users);
	if (users_count == 0)
		return alloc_format("GET %s: there is nobody in sales", path);
	unsigned short state[3] = { 0x330e, (unsigned short)seed,
		(unsigned short)(seed >> 16) };
	const char **picked = alloc_zeroed(count, sizeof(*picked));
	size_t bytes = count * sizeof(**ret_names);
	for (size_t i = 0; i < count; i++) {
		/* The high bits of a product, so that every user is as likely
		 * as any other to one part in 2^31. */
		size_t which =
		    (size_t)((uint64_t)nrand48(state) * users_count >> 31);
		picked[i] = jsontext_member(
		    json_object_array_get_idx(users, which), "name");
		if (picked[i] == NULL) {
			free(picked);
			return alloc_format("GET %s: user number %zu has no "
					    "\"name\" that is a string",
			    path, which + 1);
		}
		bytes += strlen(picked[i]) + 1;
	}
	char **names = alloc_bytes(bytes);
	char *text = (char *)(names + count);
	for (size_t i = 0; i < count; i++) {
		names[i] = text;
		text = stpcpy(text, picked[i]) + 1;
	}
	free(picked);
	*ret_names = names;
	return NULL;
}

char *
names_draw(
    const struct target *target, size_t count, uint32_t seed, char ***ret_names)
{
	struct transfer *t = transfer_new(target);
	struct json_object *users = NULL;
	char *error = NULL;
	transfer_begin(t, target, path, true, true);
	CURLcode code = curl_easy_perform(t->easy);
	transfer_end(t, code);
	const char *why = NULL;
	if (code != CURLE_OK)
		error =
		    alloc_format("GET %s: %s", path, transfer_error(t, code));
	else if (t->status != 200)
		error = alloc_format("GET %s: status %ld; expected 200 with a "
				     "JSON array of users",
		    path, t->status);
	else if ((users = jsontext_parse(t->body, t->body_length, &why)) ==
		 NULL)
		error = alloc_format("GET %s: not JSON (%s); expected a JSON "
				     "array of users",
		    path, why);
	else if (!json_object_is_type(users, json_type_array))
		error = alloc_format("GET %s: not a JSON array of users", path);
	else
		error = pick(users, count, seed, ret_names);
	json_object_put(users);
	transfer_free(t);
	return error;
}
