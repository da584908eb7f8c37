/*
 * encode.c: problems and GET /capacity -> JSON, by json-c. Records are written
 * by contract/record_json.c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/encode.h"

#include <json-c/json.h>
#include <stdio.h>

/* Add a member. Takes value, also on failure; a NULL value is a failure. Keys
 * are string literals and never added twice, so json-c need not copy or look
 * for them. */
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

/* Add object's text and a newline to body. Takes object. */
static enum err
take_body_of(struct json_object *object, struct buffer *body)
{
	size_t length = 0;
	const char *text = json_object_to_json_string_length(object,
	    JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE, &length);
	if (text != NULL) {
		buffer_add(body, text, length);
		buffer_add(body, "\n", 1);
	}
	json_object_put(object);
	return text == NULL ? ERR_NO_MEMORY : buffer_error(body);
}

static struct json_object *
error_object(const struct body_error *error)
{
	struct json_object *object = json_object_new_object();
	if (object == NULL ||
	    add_string(object, "pointer", error->pointer) != ERR_OK ||
	    add_string(object, "detail", error->detail) != ERR_OK) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

static enum err
add_errors(struct json_object *problem, const struct body_errors *errors)
{
	if (errors->count == 0)
		return ERR_OK;
	struct json_object *array = json_object_new_array();
	for (size_t i = 0; array != NULL && i < errors->count; i++) {
		struct json_object *error = error_object(&errors->items[i]);
		if (error != NULL && json_object_array_add(array, error) == 0)
			continue;
		json_object_put(error);
		json_object_put(array);
		array = NULL;
	}
	return add(problem, "errors", array);
}

enum err
encode_problem_body(const struct problem *code, const char *detail,
    const struct body_errors *errors, struct buffer *body)
{
	struct json_object *object = json_object_new_object();
	if (object == NULL ||
	    add_string(object, "type", code->type) != ERR_OK ||
	    add_string(object, "title", code->title) != ERR_OK ||
	    add(object, "status", json_object_new_int(code->status)) !=
		ERR_OK ||
	    add_string(object, "detail", detail) != ERR_OK ||
	    add_string(object, "message", detail) != ERR_OK ||
	    add_errors(object, errors) != ERR_OK) {
		json_object_put(object);
		return ERR_NO_MEMORY;
	}
	return take_body_of(object, body);
}

static enum err
add_count(struct json_object *object, const char *key, size_t count)
{
	return add(object, key, json_object_new_int64((int64_t)count));
}

static enum err
add_seconds(struct json_object *object, const char *key, double seconds)
{
	/* Write the number as the setting has it: not 0.29999999999999999. */
	char text[32];
	snprintf(text, sizeof(text), "%.10g", seconds);
	return add(object, key, json_object_new_double_s(seconds, text));
}

static enum err
add_policies(struct json_object *object, const char *key,
    const struct encode_policy *policies, size_t count)
{
	struct json_object *routes = json_object_new_object();
	enum err err = routes == NULL ? ERR_NO_MEMORY : ERR_OK;
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = add_string(routes, policies[i].route, policies[i].text);
	if (err == ERR_OK)
		return add(object, key, routes);
	json_object_put(routes);
	return err;
}

enum err
encode_capacity_body(
    const struct encode_capacity *capacity, struct buffer *body)
{
	struct json_object *object = json_object_new_object();
	if (object == NULL ||
	    add_string(object, "delayModel", capacity->delay_model) != ERR_OK ||
	    (capacity->delay_s >= 0 &&
		add_seconds(object, "delay", capacity->delay_s) != ERR_OK) ||
	    add_count(object, "processes", capacity->processes) != ERR_OK ||
	    add_count(object, "threads", capacity->threads) != ERR_OK ||
	    add_count(object, "places", capacity->places) != ERR_OK ||
	    add_count(object, "parked", capacity->parked) != ERR_OK ||
	    add_count(object, "mostParked", capacity->most_parked) != ERR_OK ||
	    add_policies(object, "delays", capacity->delays,
		capacity->delays_count) != ERR_OK ||
	    add_policies(object, "faults", capacity->faults,
		capacity->faults_count) != ERR_OK ||
	    add_seconds(object, "maxDelay", capacity->max_delay_s) != ERR_OK ||
	    add(object, "seed", json_object_new_uint64(capacity->seed)) !=
		ERR_OK) {
		json_object_put(object);
		return ERR_NO_MEMORY;
	}
	return take_body_of(object, body);
}
