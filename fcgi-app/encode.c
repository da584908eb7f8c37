/*
 * encode.c: records -> JSON. The only user of json-c.
 *
 * SPDX-License-Identifier: MIT
 */
#include "encode.h"

#include "text.h"

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

/* Add object, whole, and a newline. Takes object. */
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

/* A string of JSON, with what must be escaped (RFC 8259, section 7). */
static void
add_quoted(struct buffer *b, const char *text)
{
	static const char digits[] = "0123456789abcdef";
	const char *plain = text;
	buffer_add(b, "\"", 1);
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		char escape[] = { '\\', *text, '0', '0', digits[c >> 4],
			digits[c & 0xf] };
		buffer_add(b, plain, (size_t)(text - plain));
		if (c < 0x20)
			escape[1] = 'u';
		buffer_add(b, escape, c < 0x20 ? sizeof(escape) : 2);
		plain = text + 1;
	}
	buffer_add(b, plain, (size_t)(text - plain));
	buffer_add(b, "\"", 1);
}

static void
add_id_member(struct buffer *b, const char *start, int64_t id)
{
	char digits[TEXT_DIGITS_SIZE];
	size_t length = text_digits(id, digits);
	buffer_add_text(b, start);
	buffer_add(b, digits, length);
	buffer_add(b, "\"", 1);
}

void
encode_record_open(struct buffer *b, const struct record *record)
{
	add_id_member(b, "{\"id\":\"", record->id);
	buffer_add_text(b, ",\"name\":");
	add_quoted(b, record->name);
	if (record->kind == RECORD_USER) {
		buffer_add_text(b, ",\"role\":");
		add_quoted(b, record->role);
	} else {
		add_id_member(b, ",\"salesId\":\"", record->sales_id);
	}
}

void
encode_record(struct buffer *b, const struct record *record)
{
	encode_record_open(b, record);
	buffer_add(b, "}", 1);
}

static struct json_object *
fault_object(const struct fault *fault)
{
	struct json_object *object = json_object_new_object();
	if (object == NULL ||
	    add_string(object, "pointer", fault->pointer) != ERR_OK ||
	    add_string(object, "detail", fault->detail) != ERR_OK) {
		json_object_put(object);
		return NULL;
	}
	return object;
}

static enum err
add_faults(struct json_object *problem, const struct faults *faults)
{
	if (faults->count == 0)
		return ERR_OK;
	struct json_object *errors = json_object_new_array();
	for (size_t i = 0; errors != NULL && i < faults->count; i++) {
		struct json_object *fault = fault_object(&faults->items[i]);
		if (fault != NULL && json_object_array_add(errors, fault) == 0)
			continue;
		json_object_put(fault);
		json_object_put(errors);
		errors = NULL;
	}
	return add(problem, "errors", errors);
}

enum err
encode_problem_body(const struct errcode *code, const char *detail,
    const struct faults *faults, struct buffer *body)
{
	struct json_object *object = json_object_new_object();
	if (object == NULL ||
	    add_string(object, "type", code->type) != ERR_OK ||
	    add_string(object, "title", code->title) != ERR_OK ||
	    add(object, "status", json_object_new_int(code->status)) !=
		ERR_OK ||
	    add_string(object, "detail", detail) != ERR_OK ||
	    add_string(object, "message", detail) != ERR_OK ||
	    add_faults(object, faults) != ERR_OK) {
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
	/* As it was given: not 0.29999999999999999. */
	char text[32];
	snprintf(text, sizeof(text), "%.10g", seconds);
	return add(object, key, json_object_new_double_s(seconds, text));
}

static enum err
add_choices(struct json_object *object, const char *key,
    const struct encode_choice *choices, size_t count)
{
	struct json_object *routes = json_object_new_object();
	enum err err = routes == NULL ? ERR_NO_MEMORY : ERR_OK;
	for (size_t i = 0; err == ERR_OK && i < count; i++)
		err = add_string(routes, choices[i].route, choices[i].text);
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
	    add_choices(object, "delays", capacity->delays,
		capacity->delays_count) != ERR_OK ||
	    add_choices(object, "faults", capacity->faults,
		capacity->faults_count) != ERR_OK ||
	    add_seconds(object, "maxDelay", capacity->max_delay_s) != ERR_OK ||
	    add(object, "seed", json_object_new_uint64(capacity->seed)) !=
		ERR_OK) {
		json_object_put(object);
		return ERR_NO_MEMORY;
	}
	return take_body_of(object, body);
}
