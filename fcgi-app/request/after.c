/*
 * after.c: the parameter "after", which marks where the next page of a listing
 * begins: cursor -> text and back.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/after.h"

#include "lib/text.h"

#include <inttypes.h>
#include <string.h>

static const char base64url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"abcdefghijklmnopqrstuvwxyz"
				"0123456789-_";

/* Add bytes as base64url, without padding. */
static void
add_base64(struct buffer *b, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i += 3) {
		size_t count = length - i < 3 ? length - i : 3;
		uint32_t bits = 0;
		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 |
			       (k < count ? (unsigned char)bytes[i + k] : 0);
		for (size_t k = 0; k <= count; k++, bits <<= 6)
			buffer_add(b, &base64url[bits >> 18 & 0x3f], 1);
	}
}

/* Decode base64url. Returns false if text[0..length) is something else. */
static bool
read_base64(const char *text, size_t length, struct buffer *b)
{
	uint32_t bits = 0;
	int count = 0; /* of bits not used yet */
	for (size_t i = 0; i < length; i++) {
		const char *digit = strchr(base64url, text[i]);
		if (digit == NULL)
			return false;
		bits = bits << 6 | (uint32_t)(digit - base64url);
		count += 6;
		if (count >= 8) {
			count -= 8;
			char byte = (char)(bits >> count & 0xff);
			buffer_add(b, &byte, 1);
		}
	}
	return count < 6;
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static void
add_key(struct buffer *b, const struct buffer *key)
{
	size_t plain = 0;
	for (size_t i = 0; i < key->length; i++)
		plain += is_plain(key->bytes[i]);
	size_t percent = plain + 3 * (key->length - plain);
	if (percent <= (4 * key->length + 2) / 3) {
		buffer_add_percent(b, key->bytes, key->length, is_plain);
		buffer_add_text(b, ",");
	} else {
		add_base64(b, key->bytes, key->length);
		buffer_add_text(b, ".");
	}
}

void
after_write(
    const struct store_cursor *cursor, enum field sort, struct buffer *b)
{
	if (sort == FIELD_SALES_ID)
		buffer_printf(b, "%" PRId64 ",", cursor->sales_id);
	else if (field_is_text(sort))
		add_key(b, &cursor->key);
	buffer_printf(b, "%" PRId64, cursor->id);
}

/* Read the key in front of the separator. Returns false if it cannot be a text.
 */
static bool
read_key(const char *value, const char *separator, struct buffer *key)
{
	size_t length = (size_t)(separator - value);
	if (*separator == ',')
		buffer_add(key, value, length);
	else if (!read_base64(value, length, key))
		return false;
	return text_is_utf8(key->bytes, key->length) &&
	       !text_has_control(key->bytes, key->length);
}

static bool
read_sales_id(const char *value, const char *separator, int64_t *ret_id)
{
	char digits[TEXT_DIGITS_SIZE] = "";
	size_t length = (size_t)(separator - value);
	if (*separator != ',' || length >= sizeof(digits))
		return false;
	memcpy(digits, value, length);
	return text_parse_id(digits, ret_id);
}

enum err
after_read(const char *value, enum field sort, struct store_cursor *cursor)
{
	size_t digits = 0;
	size_t length = strlen(value);
	while (
	    digits < length && strchr(",.", value[length - 1 - digits]) == NULL)
		digits++;
	const char *id = value + length - digits;
	bool good = text_parse_id(id, &cursor->id);
	if (sort == FIELD_ID)
		good = good && id == value;
	else if (id == value)
		good = false;
	else if (field_is_text(sort))
		good = good && read_key(value, id - 1, &cursor->key);
	else
		good = good && read_sales_id(value, id - 1, &cursor->sales_id);
	cursor->started = true;
	if (buffer_error(&cursor->key) != ERR_OK)
		return ERR_NO_MEMORY;
	return good ? ERR_OK : ERR_BAD_REQUEST;
}
