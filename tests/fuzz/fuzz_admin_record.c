/*
 * fuzz_admin_record.c: a line of `docking-admin import` (admin/record.c). What
 * it takes, export writes so that it is taken again.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "contract/record_json.h"
#include "record.h"

#include <string.h>

static void
check_same(const struct record *a, const struct record *b)
{
	MUST(a->kind == b->kind && a->id == b->id);
	MUST(strcmp(a->name, b->name) == 0);
	if (a->kind == RECORD_USER)
		MUST(strcmp(a->role, b->role) == 0);
	else
		MUST(a->sales_id == b->sales_id);
}

int
fuzz_admin_record(const uint8_t *data, size_t size)
{
	struct json_tokener *reader = record_reader_new();
	MUST(reader != NULL);
	struct line_record r;
	char why[300] = "";
	/* With its NUL, as import.c gives it; it may hold others. */
	char *line = malloc(size + 1);
	MUST(line != NULL);
	memcpy(line, size > 0 ? (const char *)data : "", size);
	line[size] = '\0';
	if (record_read(reader, line, size, &r, why, sizeof(why))) {
		struct buffer b = { .bytes = NULL };
		buffer_add_text(&b, r.record.kind == RECORD_USER
					? "{\"type\":\"user\","
					: "{\"type\":\"customer\",");
		size_t begin = b.length;
		record_json_add(&b, &r.record);
		/* Without the object's own brace. */
		memmove(
		    b.bytes + begin, b.bytes + begin + 1, b.length - begin - 1);
		b.length--;
		buffer_add(&b, "", 1);
		struct line_record again;
		MUST(record_read(
		    reader, b.bytes, b.length - 1, &again, why, sizeof(why)));
		check_same(&r.record, &again.record);
		record_done(&again);
		record_done(&r);
		buffer_free(&b);
	} else {
		MUST(why[0] != '\0' && strchr(why, '\n') == NULL);
	}
	free(line);
	record_reader_free(reader);
	return 0;
}
