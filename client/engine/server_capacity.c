/*
 * server_capacity.c: asks the server how many requests it holds.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/server_capacity.h"

#include "engine/transfer.h"
#include "plan/json_text.h"

size_t
server_capacity_ask(const struct target *target)
{
	struct transfer *t = transfer_new(target);
	struct json_object *root = NULL;
	struct json_object *places = NULL;
	char why[JSONTEXT_WHY_SIZE] = "";
	size_t capacity = 0;
	if (transfer_get(t, target, "/capacity") == CURLE_OK &&
	    t->status == 200)
		root = jsontext_parse(t->body, t->body_length, why);
	if (json_object_is_type(root, json_type_object) &&
	    json_object_object_get_ex(root, "places", &places) &&
	    json_object_is_type(places, json_type_int) &&
	    json_object_get_int64(places) > 0)
		capacity = (size_t)json_object_get_int64(places);
	json_object_put(root);
	transfer_free(t);
	return capacity;
}
