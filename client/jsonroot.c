/*
 * jsonroot.c: a file's text -> JSON, strictly, or the line that is wrong.
 *
 * json-c parses. What it takes all the same is found by walking the text once
 * more: NaN, Infinity, "-01", "1.", raw control characters, names in single
 * quotes, and two members of one name, of which it would keep the last. That
 * json-c has been through it before makes the walk short: strings are closed,
 * braces match.
 *
 * SPDX-License-Identifier: MIT
 */
#include "jsonroot.h"

#include "alloc.h"
#include "jsonline.h"

#include <string.h>

enum { DEPTH_MAX = 32 };

struct walk {
	struct jsonread *r;
	const char *p; /* all before it is right */
};

/* Where a value stands, up to the root, which is in nothing. */
struct place {
	const struct place *in;
	const char *name; /* NULL: an element, not a member */
	size_t index;
};

static char *
path_of(const struct place *place)
{
	if (place->in == NULL)
		return alloc_string("");
	char *in = path_of(place->in);
	char *path = place->name != NULL
			 ? jsonread_path(in, place->name)
			 : alloc_format("%s/%zu", in, place->index);
	free(in);
	return path;
}

/* What is at w->p, in the value at place, is wrong. */
static void
refuse(struct walk *w, const struct place *place, const char *reason)
{
	char *path = path_of(place);
	jsonread_refuse_at(
	    w->r, (size_t)(w->p - w->r->text), path, "%s", reason);
	free(path);
}

static void
skip_blanks(struct walk *w)
{
	w->p += strspn(w->p, " \t\r\n");
}

static void
walk_string(struct walk *w, const struct place *place)
{
	if (*w->p != '"') {
		refuse(w, place, "is not JSON: a name in single quotes");
		return;
	}
	for (w->p++; *w->p != '"'; w->p++) {
		if (*w->p > 0 && *w->p < ' ') {
			refuse(w, place,
			    "is not JSON: a control character in a string");
			return;
		}
		w->p += *w->p == '\\';
	}
	w->p++;
}

/* Behind the digits at p, of which there must be one; else NULL. */
static const char *
skip_digits(const char *p)
{
	size_t count = p != NULL ? strspn(p, "0123456789") : 0;
	return count > 0 ? p + count : NULL;
}

/* Is p[0..length) a number (RFC 8259, 6)? */
static bool
is_number(const char *p, size_t length)
{
	const char *end = p + length;
	p += *p == '-';
	p = *p == '0' ? p + 1 : skip_digits(p);
	if (p != NULL && *p == '.')
		p = skip_digits(p + 1);
	if (p != NULL && (*p == 'e' || *p == 'E')) {
		p++;
		p = skip_digits(p + (*p == '-' || *p == '+'));
	}
	return p == end;
}

/* A number, or true, false or null, which json-c has no mistake in. */
static void
walk_word(struct walk *w, const struct place *place)
{
	size_t length = strcspn(w->p, ",]} \t\r\n");
	if (strchr("tfn", *w->p) == NULL && !is_number(w->p, length)) {
		char *reason = alloc_format(
		    "is not JSON: '%.*s' is not a number", (int)length, w->p);
		refuse(w, place, reason);
		free(reason);
	}
	w->p += length;
}

static void walk_value(struct walk *w, const struct place *place);

static void
walk_array(struct walk *w, const struct place *array)
{
	struct place element = { .in = array };
	w->p++;
	skip_blanks(w);
	while (*w->p != ']' && w->r->fault == NULL) {
		walk_value(w, &element);
		w->p += *w->p == ',';
		element.index++;
	}
	w->p++;
}

/* The name at w->p, as json-c decodes it; the caller puts it. */
static struct json_object *
walk_name(struct walk *w, const struct place *object)
{
	const char *start = w->p;
	walk_string(w, object);
	if (w->r->fault != NULL)
		return NULL;
	struct json_tokener *tokener = alloc_checked(json_tokener_new());
	struct json_object *name = alloc_checked(
	    json_tokener_parse_ex(tokener, start, (int)(w->p - start)));
	json_tokener_free(tokener);
	return name;
}

static void
walk_object(struct walk *w, const struct place *object)
{
	struct json_object *names = alloc_checked(json_object_new_object());
	w->p++;
	skip_blanks(w);
	while (*w->p != '}' && w->r->fault == NULL) {
		const char *start = w->p;
		struct json_object *name = walk_name(w, object);
		if (name == NULL)
			break;
		struct place member = { .in = object,
			.name = json_object_get_string(name) };
		if (json_object_object_get_ex(names, member.name, NULL)) {
			w->p = start;
			refuse(w, &member, "is the second of this name");
		} else {
			json_object_object_add(names, member.name, NULL);
			skip_blanks(w);
			w->p++; /* ':' */
			walk_value(w, &member);
			w->p += *w->p == ',';
			skip_blanks(w);
		}
		json_object_put(name);
	}
	json_object_put(names);
	w->p++;
}

/* And the blanks on both sides. At a fault it is over, wherever it is. */
static void
walk_value(struct walk *w, const struct place *place)
{
	skip_blanks(w);
	if (*w->p == '{')
		walk_object(w, place);
	else if (*w->p == '[')
		walk_array(w, place);
	else if (*w->p == '"')
		walk_string(w, place);
	else
		walk_word(w, place);
	if (w->r->fault == NULL)
		skip_blanks(w);
}

/* json-c forgets where it was; the tokener still knows how far it came. With
 * its NUL the text has an end, even if that is a number's. */
struct json_object *
jsonroot_read(struct jsonread *r)
{
	struct json_tokener *tokener =
	    alloc_checked(json_tokener_new_ex(DEPTH_MAX));
	json_tokener_set_flags(
	    tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
	struct json_object *root =
	    json_tokener_parse_ex(tokener, r->text, (int)strlen(r->text) + 1);
	enum json_tokener_error error = json_tokener_get_error(tokener);
	if (error != json_tokener_success)
		jsonread_refuse_at(r, json_tokener_get_parse_end(tokener), "",
		    "is not JSON: %s",
		    error == json_tokener_error_parse_eof
			? "it ends too early"
			: json_tokener_error_desc(error));
	else
		walk_value(&(struct walk){ r, r->text }, &(struct place){ 0 });
	json_tokener_free(tokener);
	if (r->fault != NULL) {
		json_object_put(root);
		return NULL;
	}
	return root;
}
