/*
 * encode.c: records -> JSON. The only user of json-c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "encode.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes value, also when it fails; a NULL value is a failure. Keys are
 * literals and never added twice, so json-c need not copy or look for them. */
static enum err
add(struct json_object *object, const char *key, struct json_object *value)
{
	if (value != NULL && json_object_object_add_ex(object, key, value,
				 JSON_C_OBJECT_ADD_KEY_IS_NEW |
				     JSON_C_OBJECT_ADD_CONSTANT_KEY) == 0)
		return ERR_OK;
	json_object_put(value);
	return ERR_NO_MEMORY;
}

static enum err
add_string(struct json_object *object, const char *key, const char *value)
{
	return add(object, key, json_object_new_string(value));
}

static enum err
add_id(struct json_object *object, const char *key, int64_t id)
{
	char text[24];
	int length = snprintf(text, sizeof(text), "%" PRId64, id);
	return add(object, key, json_object_new_string_len(text, length));
}

/* NULL when memory runs out. */
static struct json_object *
user_object(const struct user *user)
{
	struct json_object *object = json_object_new_object();
	if (object == NULL || add_id(object, "id", user->id) != ERR_OK ||
	    add_string(object, "name", user->name) != ERR_OK ||
	    add_string(object, "role", user->role) != ERR_OK) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

static struct json_object *
customer_object(const struct customer *customer)
{
	struct json_object *object = json_object_new_object();
	if (object == NULL || add_id(object, "id", customer->id) != ERR_OK ||
	    add_string(object, "name", customer->name) != ERR_OK ||
	    add_id(object, "salesId", customer->sales_id) != ERR_OK) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

static enum err
body_of(struct json_object *object, char **ret_body, size_t *ret_length)
{
	size_t length = 0;
	const char *text = json_object_to_json_string_length(object,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
	char *body = text == NULL ? NULL : malloc(length + 1);
	if (body == NULL)
		return ERR_NO_MEMORY;
	memcpy(body, text, length);
	body[length] = '\n';
	*ret_body = body;
	*ret_length = length + 1;
	return ERR_OK;
}

/* Takes object; NULL is a failure. */
static enum err
take_body_of(struct json_object *object, char **ret_body, size_t *ret_length)
{
	enum err err = object == NULL ? ERR_NO_MEMORY
				      : body_of(object, ret_body, ret_length);
	json_object_put(object);
	return err;
}

enum err
encode_user_body(const struct user *user, char **ret_body, size_t *ret_length)
{
	return take_body_of(user_object(user), ret_body, ret_length);
}

enum err
encode_customer_body(
    const struct customer *customer, char **ret_body, size_t *ret_length)
{
	return take_body_of(customer_object(customer), ret_body, ret_length);
}

/* A struct encode_list is a json-c array under another name. */
struct encode_list *
encode_list_new(void)
{
	return (struct encode_list *)json_object_new_array();
}

void
encode_list_free(struct encode_list *list)
{
	json_object_put((struct json_object *)list);
}

static enum err
list_add(struct json_object *list, struct json_object *object)
{
	if (object != NULL && json_object_array_add(list, object) == 0)
		return ERR_OK;
	json_object_put(object);
	return ERR_NO_MEMORY;
}

enum err
encode_list_add_user(void *list, const struct user *user)
{
	return list_add(list, user_object(user));
}

enum err
encode_list_add_customer(void *list, const struct customer *customer)
{
	return list_add(list, customer_object(customer));
}

enum err
encode_list_body(
    const struct encode_list *list, char **ret_body, size_t *ret_length)
{
	return body_of((struct json_object *)list, ret_body, ret_length);
}

enum err
encode_problem_body(
    enum err err, const char *detail, char **ret_body, size_t *ret_length)
{
	const struct errcode *code = errcode(err);
	struct json_object *object = json_object_new_object();
	if (object == NULL ||
	    add_string(object, "type", code->type) != ERR_OK ||
	    add_string(object, "title", code->title) != ERR_OK ||
	    add(object, "status", json_object_new_int(code->status)) !=
		ERR_OK ||
	    add_string(object, "detail", detail) != ERR_OK ||
	    add_string(object, "message", detail) != ERR_OK) {
		json_object_put(object);
		return ERR_NO_MEMORY;
	}
	return take_body_of(object, ret_body, ret_length);
}

static enum err
add_count(struct json_object *object, const char *key, size_t count)
{
	return add(object, key, json_object_new_int64((int64_t)count));
}

enum err
encode_capacity_body(
    const struct encode_capacity *capacity, char **ret_body, size_t *ret_length)
{
	/* As it was given: not 0.29999999999999999. */
	char delay[32];
	snprintf(delay, sizeof(delay), "%.10g", capacity->delay_s);
	struct json_object *object = json_object_new_object();
	if (object == NULL ||
	    add_string(object, "delayModel", capacity->delay_model) != ERR_OK ||
	    add(object, "delay",
		json_object_new_double_s(capacity->delay_s, delay)) != ERR_OK ||
	    add_count(object, "processes", capacity->processes) != ERR_OK ||
	    add_count(object, "threads", capacity->threads) != ERR_OK ||
	    add_count(object, "places", capacity->places) != ERR_OK ||
	    add_count(object, "parked", capacity->parked) != ERR_OK ||
	    add_count(object, "mostParked", capacity->most_parked) != ERR_OK) {
		json_object_put(object);
		return ERR_NO_MEMORY;
	}
	return take_body_of(object, ret_body, ret_length);
}
