/*
 * request.c: from a case to the bytes that are sent.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../lib/stack.h"
#include "cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VARIABLES_MAX = 16 };

static struct {
	char name[20];
	char *bytes;
	size_t length;
} variables[VARIABLES_MAX];

struct json_object *
member(struct json_object *object, const char *name)
{
	struct json_object *value = NULL;
	json_object_object_get_ex(object, name, &value);
	return value;
}

const char *
member_text(struct json_object *object, const char *name, const char *otherwise)
{
	struct json_object *value = member(object, name);
	return value == NULL ? otherwise : json_object_get_string(value);
}

void
variable_set(const char *name, const char *value, size_t length)
{
	size_t i = 0;
	while (i < VARIABLES_MAX && variables[i].bytes != NULL &&
	       strcmp(variables[i].name, name) != 0)
		i++;
	char *bytes = malloc(length + 1);
	if (i == VARIABLES_MAX || bytes == NULL)
		abort();
	memcpy(bytes, value, length);
	bytes[length] = '\0';
	free(variables[i].bytes);
	variables[i].bytes = bytes;
	variables[i].length = length;
	snprintf(variables[i].name, sizeof(variables[i].name), "%s", name);
}

const char *
variable_get(const char *name)
{
	for (size_t i = 0; i < VARIABLES_MAX && variables[i].bytes != NULL; i++)
		if (strcmp(variables[i].name, name) == 0)
			return variables[i].bytes;
	return "";
}

/* As it is, percent-encoded, or inside a JSON string. */
static void
put_variable(FILE *stream, const char *bytes, size_t length, const char *form)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (strncmp(form, ":query}", 7) == 0)
			fprintf(stream, "%%%02X", c);
		else if (form[0] == ':' && (c == '"' || c == '\\'))
			fprintf(stream, "\\%c", c);
		else
			fputc(c, stream);
	}
}

/* A text with {name}, {name:query} (percent-encoded) or {name:json} in it;
 * what names no variable stands for itself. */
static void
put_text(FILE *stream, const char *text, size_t length)
{
	const char *end = text + length;
	while (text < end) {
		size_t i = VARIABLES_MAX;
		size_t name = strcspn(text + 1, ":}");
		if (*text == '{')
			for (i = 0; i < VARIABLES_MAX; i++)
				if (variables[i].bytes != NULL &&
				    strlen(variables[i].name) == name &&
				    strncmp(
					variables[i].name, text + 1, name) == 0)
					break;
		const char *form = text + 1 + name;
		if (i < VARIABLES_MAX &&
		    (*form == '}' || strncmp(form, ":query}", 7) == 0 ||
			strncmp(form, ":json}", 6) == 0)) {
			put_variable(stream, variables[i].bytes,
			    variables[i].length, form);
			text = strchr(form, '}') + 1;
		} else {
			fputc(*text++, stream);
		}
	}
}

static void
put_hex(FILE *stream, const char *hex)
{
	unsigned byte;
	for (; sscanf(hex, "%2x", &byte) == 1; hex += 2)
		fputc((int)byte, stream);
}

static void
put_value(FILE *stream, struct json_object *value)
{
	if (json_object_is_type(value, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value); i++)
			put_value(stream, json_object_array_get_idx(value, i));
	} else if (!json_object_is_type(value, json_type_object)) {
		put_text(stream, json_object_get_string(value),
		    (size_t)json_object_get_string_len(value));
	} else if (member(value, "hex") != NULL) {
		put_hex(stream, member_text(value, "hex", ""));
	} else {
		int times = json_object_get_int(member(value, "times"));
		for (int i = 0; i < times; i++)
			fputs(member_text(value, "of", ""), stream);
	}
}

char *
value_bytes(struct json_object *value, size_t *ret_length)
{
	char *bytes = NULL;
	FILE *stream = open_memstream(&bytes, ret_length);
	if (stream == NULL)
		abort();
	put_value(stream, value);
	fclose(stream);
	return bytes;
}

/* The request line and the headers; a body's length is told. */
static void
put_request(FILE *to, struct json_object *c, const char *method)
{
	struct json_object *headers = member(c, "headers");
	struct json_object *body = member(c, "body");
	fprintf(to, "%s ", method);
	if (member(c, "target") != NULL)
		put_value(to, member(c, "target"));
	else
		fputs("/", to);
	fputs(" HTTP/1.1\r\nConnection: close\r\n", to);
	if (member(headers, "Host") == NULL)
		fputs("Host: docking\r\n", to);
	if (json_object_get_boolean(member(c, "user")))
		fputs(STACK_AUTHORIZATION, to);
	if (headers != NULL) {
		json_object_object_foreach(headers, name, value)
		{
			fprintf(to, "%s: ", name);
			put_value(to, value);
			fputs("\r\n", to);
		}
	}
	size_t length = 0;
	char *content = body == NULL ? NULL : value_bytes(body, &length);
	if (content != NULL)
		fprintf(to, "Content-Length: %zu\r\n", length);
	fputs("\r\n", to);
	fwrite(content == NULL ? "" : content, 1, length, to);
	free(content);
}

char *
build_request(struct json_object *c, const char *method, size_t *ret_length)
{
	if (member(c, "raw") != NULL)
		return value_bytes(member(c, "raw"), ret_length);
	char *bytes = NULL;
	FILE *to = open_memstream(&bytes, ret_length);
	if (to == NULL)
		abort();
	put_request(to, c, method);
	fclose(to);
	return bytes;
}
