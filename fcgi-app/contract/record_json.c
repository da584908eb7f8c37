/*
 * record_json.c: a record -> the JSON that the contract promises.
 *
 * Written by hand: every answer with data needs it, and json-c is slower and
 * loses text when memory runs out.
 *
 * SPDX-License-Identifier: MIT
 */
#include "contract/record_json.h"

#include "lib/text.h"

#include <stddef.h>

/* Add a JSON string, escaped as RFC 8259, section 7, demands. */
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
record_json_add_open(struct buffer *b, const struct record *record)
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
record_json_add(struct buffer *b, const struct record *record)
{
	record_json_add_open(b, record);
	buffer_add(b, "}", 1);
}
