/*
 * fuzz_target.c: a request line (resolve.c, query.c, selection.c): the method,
 * a blank, the target.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "request/resolve.h"
#include "request/selection.h"

#include <string.h>

static void
check_selection(const struct selection *s)
{
	MUST(s->limit <= SELECTION_LIMIT_MAX);
	MUST(s->query.count <= 16);
	for (size_t i = 0; i < s->query.count; i++) {
		const struct store_condition *c = &s->query.conditions[i];
		MUST(c->count >= 1 && (c->count == 1 || c->op == STORE_IN));
	}
}

/* What a target means, which its spelling must not change. */
static void
check_escaped(const struct request *r, const char *method, const char *target)
{
	static const char hex[] = "0123456789abcdef";
	char *escaped = malloc(3 * strlen(target) + 1);
	MUST(escaped != NULL);
	char *to = escaped;
	bool path = true;
	for (const char *p = target; *p != '\0'; p++) {
		unsigned char c = (unsigned char)*p;
		path = path && c != '?';
		if (!path || c == '/' || c == '%' ||
		    (p > target && p[-1] == '%') ||
		    (p > target + 1 && p[-2] == '%')) {
			*to++ = (char)c;
			continue;
		}
		*to++ = '%';
		*to++ = hex[c >> 4];
		*to++ = hex[c & 15];
	}
	*to = '\0';
	struct request again;
	request_init(&again, method, escaped);
	enum err err = resolve(&again);
	if (err != ERR_TARGET_TOO_LONG) {
		MUST(
		    err == r->err && again.resolved.route == r->resolved.route);
		MUST((again.id == NULL) == (r->id == NULL));
		MUST(r->id == NULL || strcmp(again.id, r->id) == 0);
	}
	request_done(&again);
	free(escaped);
}

int
fuzz_target(const uint8_t *data, size_t size)
{
	char *method = fuzz_cut(&data, &size, ' ');
	char *target = fuzz_text(data, size);
	struct request r;
	request_init(&r, method, target);
	enum err err = resolve(&r);
	MUST(err == r.err);
	if (err == ERR_OK) {
		MUST(r.resolved.route != NULL && r.detail == NULL);
		MUST(r.resolved.operation != OP_NONE);
		if (r.selection != NULL)
			check_selection(r.selection);
	} else {
		MUST(err == ERR_BAD_REQUEST || err == ERR_NOT_FOUND ||
		     err == ERR_METHOD || err == ERR_TARGET_TOO_LONG);
		MUST(!request_is_delayed(&r));
	}
	if (r.detail != NULL)
		MUST(fuzz_is_line(r.detail));
	if (r.id != NULL)
		MUST(r.id[0] != '\0' && fuzz_is_line(r.id));
	if (strpbrk(target, "#") == NULL)
		check_escaped(&r, method, target);
	request_done(&r);
	free(target);
	free(method);
	return 0;
}
