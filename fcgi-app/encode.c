/*
 * encode.c: records -> JSON. Not with json-c: where it runs out of memory while
 * it writes, it leaves that piece out, and the rest looks like JSON or is not.
 *
 * SPDX-License-Identifier: MIT
 */
#include "encode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	char digits[24];
	int length = snprintf(digits, sizeof(digits), "%" PRId64, id);
	buffer_add_text(b, start);
	buffer_add(b, digits, (size_t)length);
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

/* A member that is text, behind another one. */
static void
add_text_member(struct buffer *b, const char *start, const char *text)
{
	buffer_add_text(b, start);
	add_quoted(b, text);
}

static void
add_faults(struct buffer *b, const struct faults *faults)
{
	for (size_t i = 0; i < faults->count; i++) {
		buffer_add_text(b, i == 0 ? ",\"errors\":[" : ",");
		add_text_member(b, "{\"pointer\":", faults->items[i].pointer);
		add_text_member(b, ",\"detail\":", faults->items[i].detail);
		buffer_add(b, "}", 1);
	}
	if (faults->count > 0)
		buffer_add(b, "]", 1);
}

enum err
encode_problem_body(enum err err, const char *detail,
    const struct faults *faults, struct buffer *body)
{
	const struct errcode *code = errcode(err);
	add_text_member(body, "{\"type\":", code->type);
	add_text_member(body, ",\"title\":", code->title);
	buffer_printf(body, ",\"status\":%d", code->status);
	add_text_member(body, ",\"detail\":", detail);
	add_text_member(body, ",\"message\":", detail);
	add_faults(body, faults);
	buffer_add_text(body, "}\n");
	return buffer_error(body);
}

enum err
encode_capacity_body(
    const struct encode_capacity *capacity, struct buffer *body)
{
	add_text_member(body, "{\"delayModel\":", capacity->delay_model);
	/* As it was given: not 0.29999999999999999. */
	buffer_printf(body,
	    ",\"delay\":%.10g,\"processes\":%zu,\"threads\":%zu,"
	    "\"places\":%zu,\"parked\":%zu,\"mostParked\":%zu}\n",
	    capacity->delay_s, capacity->processes, capacity->threads,
	    capacity->places, capacity->parked, capacity->most_parked);
	return buffer_error(body);
}
