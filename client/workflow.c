/*
 * workflow.c: find a salesperson, then fetch that person's customers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "workflow.h"

#include "alloc.h"
#include "jsontext.h"
#include "utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN_BYTES = 80 /* of an unexpected answer, enough to know it by */ };

/* clang-format off */
static const char *const targets[WORKFLOW_STEPS] = {
	"/users?name=",
	"/customers?salesId=",
};
/* clang-format on */

/* Everything but unreserved characters is percent-encoded (RFC 3986). */
static char *
target_with(const char *prefix, const char *value)
{
	static const char hex[] = "0123456789ABCDEF";
	static const char unreserved[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "abcdefghijklmnopqrstuvwxyz"
					 "0123456789-._~";
	size_t used = strlen(prefix);
	char *target = alloc_bytes(used + 3 * strlen(value) + 1);
	memcpy(target, prefix, used);
	for (; *value != '\0'; value++) {
		unsigned char c = (unsigned char)*value;
		if (strchr(unreserved, c) != NULL) {
			target[used++] = (char)c;
		} else {
			target[used++] = '%';
			target[used++] = hex[c >> 4];
			target[used++] = hex[c & 15];
		}
	}
	target[used] = '\0';
	return target;
}

static void
finish(struct workflow *w, enum workflow_state state)
{
	w->state = state;
	free(w->target);
	w->target = NULL;
}

static void
next_step(struct workflow *w, const char *value)
{
	w->step++;
	free(w->target);
	w->target = target_with(targets[w->step], value);
}

void
workflow_init(struct workflow *w, const char *name)
{
	memset(w, 0, sizeof(*w));
	w->name = name;
	w->state = WORKFLOW_NEXT;
	w->target = target_with(targets[0], name);
}

void
workflow_fail(struct workflow *w, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	w->error = alloc_vformat(format, ap);
	va_end(ap);
	finish(w, WORKFLOW_FAILED);
}

/* C0, DEL, and C1, which some terminals take for the first bytes of a command
 * as well; UTF-8. */
static bool
is_control(const char *s)
{
	unsigned char c = (unsigned char)s[0];
	return c < 0x20 || c == 0x7f ||
	       (c == 0xc2 && (unsigned char)s[1] < 0xa0);
}

/* The first bytes of a text, as whole characters that can do no harm to a
 * terminal or to a report in UTF-8. Returns how many are shown. */
static size_t
show(const char *text, size_t length, char shown[SHOWN_BYTES + 1])
{
	size_t n = 0;
	while (n < length) {
		size_t bytes = utf8_length(text + n, length - n);
		bool good = bytes > 0;
		if (!good)
			bytes = 1;
		if (n + bytes > SHOWN_BYTES)
			break;
		memcpy(shown + n, text + n, bytes);
		if (!good)
			shown[n] = '?';
		else if (is_control(text + n))
			memset(shown + n, ' ', bytes);
		n += bytes;
	}
	shown[n] = '\0';
	return n;
}

/* "GET TARGET: WHAT, not EXPECTED: the first bytes" */
static void
fail_unexpected(struct workflow *w, const char *what, const char *expected,
    const char *body, size_t length)
{
	char shown[SHOWN_BYTES + 1];
	size_t n = show(body, length, shown);
	workflow_fail(w, "GET %s: %s; expected %s; got \"%s\"%s", w->target,
	    what, expected, shown, n < length ? "..." : "");
}

void
workflow_feed(struct workflow *w, long status, const char *body, size_t length)
{
	static const char *const expected[WORKFLOW_STEPS] = {
		"200 with a JSON array of users",
		"200 with a JSON array of customers",
	};
	const char *wanted = expected[w->step];
	if (status != 200) {
		char what[32];
		snprintf(what, sizeof(what), "status %ld", status);
		fail_unexpected(w, what, wanted, body, length);
		return;
	}
	const char *why = NULL;
	struct json_object *list = jsontext_parse(body, length, &why);
	if (list == NULL) {
		char what[128];
		snprintf(what, sizeof(what), "not JSON (%s)", why);
		fail_unexpected(w, what, wanted, body, length);
	} else if (!json_object_is_type(list, json_type_array)) {
		fail_unexpected(w, "not an array", wanted, body, length);
	} else if (json_object_array_length(list) == 0) {
		if (w->step == 0)
			workflow_fail(w,
			    "Sales %s cannot be found from the server",
			    w->name);
		else
			workflow_fail(w, "Sales %s has no customers!", w->name);
	} else if (w->step == 0) {
		const char *id =
		    jsontext_member(json_object_array_get_idx(list, 0), "id");
		if (id == NULL)
			fail_unexpected(w,
			    "the first user has no \"id\" that is a string",
			    wanted, body, length);
		else
			next_step(w, id);
	} else {
		w->result = alloc_string(jsontext_compact(list));
		finish(w, WORKFLOW_DONE);
	}
	json_object_put(list);
}

bool
workflow_is_last_step(const struct workflow *w)
{
	return w->step == WORKFLOW_STEPS - 1;
}

void
workflow_done(struct workflow *w)
{
	free(w->target);
	free(w->result);
	free(w->error);
	memset(w, 0, sizeof(*w));
}
