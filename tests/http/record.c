/*
 * record.c: what was asked and answered, for tests/contract, which holds all
 * of it against api/openapi.yaml.
 *
 * SPDX-License-Identifier: MIT
 */
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>

static FILE *record; /* or NULL */

/* Bytes stay as they are, but for what JSON escapes. */
static void
put_bytes(
    struct json_object *to, const char *name, const char *bytes, size_t length)
{
	json_object_object_add(
	    to, name, json_object_new_string_len(bytes, (int)length));
}

bool
record_open(void)
{
	const char *name = getenv("DOCKING_TEST_RECORD");
	if (name == NULL)
		return true;
	record = fopen(name, "w");
	if (record == NULL)
		perror(name);
	return record != NULL;
}

void
record_exchange(const char *name, const char *request, size_t request_length,
    const char *answer, size_t answer_length)
{
	if (record == NULL)
		return;
	struct json_object *line = json_object_new_object();
	json_object_object_add(line, "name", json_object_new_string(name));
	put_bytes(line, "request", request, request_length);
	put_bytes(line, "answer", answer, answer_length);
	fprintf(record, "%s\n",
	    json_object_to_json_string_ext(line, JSON_C_TO_STRING_PLAIN));
	json_object_put(line);
}

bool
record_close(void)
{
	bool good = record == NULL || (fflush(record) == 0 && !ferror(record));
	if (record != NULL)
		fclose(record);
	return good;
}
