/*
 * selection.c: the query of a listing -> filters, order and range.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/selection.h"

#include "lib/text.h"
#include "request/after.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CONDITIONS_MAX = 16, VALUES_MAX = 100 }; /* in a query */

#define OPERATORS                                                              \
	"eq, ne, in, lt, lte, gt, gte, and for texts contains, startsWith, "   \
	"endsWith"

static const char *const known[RECORD__MAX] = {
	[RECORD_USER] = "name, role, limit, after, sort, total, embed, and "
			"FIELD:OPERATOR, where FIELD is id, name or role, and "
			"OPERATOR " OPERATORS,
	[RECORD_CUSTOMER] = "name, salesId, limit, after, sort, total, and "
			    "FIELD:OPERATOR, where FIELD is id, name or "
			    "salesId, and OPERATOR " OPERATORS,
};

static const char *const operators[] = { [STORE_EQ] = "eq",
	[STORE_NE] = "ne",
	[STORE_IN] = "in",
	[STORE_LT] = "lt",
	[STORE_LTE] = "lte",
	[STORE_GT] = "gt",
	[STORE_GTE] = "gte",
	[STORE_CONTAINS] = "contains",
	[STORE_STARTS_WITH] = "startsWith",
	[STORE_ENDS_WITH] = "endsWith" };

enum { OPERATORS_COUNT = sizeof(operators) / sizeof(operators[0]) };

/* A parameter that is being read. */
struct reading {
	struct selection *to;
	const char *name;
	const char *value;
	char **ret_detail;
};

const char *
selection_known(enum record_kind kind)
{
	return known[kind];
}

static enum err
refuse(const struct reading *r, const char *what)
{
	return query_refuse(
	    r->name, what, known[r->to->query.kind], r->ret_detail);
}

/* --- conditions ----------------------------------------------------------- */

static enum err
add_text_value(struct store_condition *c, const char *text, size_t length)
{
	struct store_value *value = &c->values[c->count++];
	bool whole = c->op <= STORE_IN;
	value->key = text_casefold(text, length);
	value->text = whole ? strndup(text, length) : NULL;
	return value->key == NULL || (whole && value->text == NULL)
		   ? ERR_NO_MEMORY
		   : ERR_OK;
}

/* Add an id. A text that is not an id's canonical spelling matches no record.
 */
static enum err
add_id_value(const struct reading *r, struct store_condition *c,
    const char *text, size_t length)
{
	char digits[24] = "";
	int64_t id;
	if (length < sizeof(digits))
		memcpy(digits, text, length);
	if (text_parse_id(digits, &id))
		c->values[c->count++].id = id;
	else if (c->op > STORE_IN)
		return refuse(r, "is not an id");
	return ERR_OK;
}

static enum err
add_values(const struct reading *r, struct store_condition *c)
{
	const char *rest = r->value;
	for (;;) {
		size_t length =
		    c->op == STORE_IN ? strcspn(rest, ",") : strlen(rest);
		enum err err = field_is_text(c->field)
				   ? add_text_value(c, rest, length)
				   : add_id_value(r, c, rest, length);
		if (err != ERR_OK || rest[length] == '\0')
			return err;
		rest += length + 1;
	}
}

/* Add a condition with room for this many values; NULL when memory runs out. */
static struct store_condition *
new_condition(struct store_query *q, enum field field, enum store_operator op,
    size_t values)
{
	struct store_condition *conditions =
	    realloc(q->conditions, (q->count + 1) * sizeof(*q->conditions));
	if (conditions == NULL)
		return NULL;
	q->conditions = conditions;
	struct store_condition *c = &conditions[q->count];
	*c = (struct store_condition){ .field = field,
		.op = op,
		.values = calloc(values, sizeof(*c->values)) };
	if (c->values == NULL)
		return NULL;
	q->count++;
	return c;
}

static enum err
add_condition(const struct reading *r, enum field field, enum store_operator op)
{
	struct store_query *q = &r->to->query;
	size_t values = 1;
	for (const char *p = r->value; op == STORE_IN && *p != '\0'; p++)
		values += *p == ',';
	if (values > VALUES_MAX)
		return refuse(r, "has more than 100 values");
	if (q->count == CONDITIONS_MAX)
		return refuse(r, "is one condition too many; 16 are allowed");
	struct store_condition *c = new_condition(q, field, op, values);
	if (c == NULL)
		return ERR_NO_MEMORY;
	enum err err = add_values(r, c);
	if (err == ERR_OK && c->count == 0) {
		/* Without any id EQ and IN match no record, and NE matches all.
		 */
		free(c->values);
		q->count--;
		r->to->none |= op != STORE_NE;
	}
	return err;
}

enum err
selection_add_sales_id(struct selection *s, int64_t sales_id)
{
	struct store_query *q = &s->query;
	struct store_condition *c =
	    new_condition(q, FIELD_SALES_ID, STORE_EQ, 1);
	if (c == NULL)
		return ERR_NO_MEMORY;
	c->values[c->count++].id = sales_id;
	return ERR_OK;
}

/* Read FIELD:OPERATOR, or a plain filter. */
static enum err
read_condition(const struct reading *r)
{
	enum field field;
	size_t length = strcspn(r->name, ":");
	bool plain = r->name[length] == '\0';
	if (!record_find_field(r->to->query.kind, r->name, length, &field) ||
	    (plain && field == FIELD_ID))
		return refuse(r, "is unknown");
	if (plain)
		return add_condition(
		    r, field, field_is_text(field) ? STORE_CONTAINS : STORE_EQ);
	int i = 0;
	while (i < OPERATORS_COUNT &&
	       strcmp(operators[i], r->name + length + 1) != 0)
		i++;
	if (i == OPERATORS_COUNT ||
	    (i >= STORE_CONTAINS && !field_is_text(field)))
		return refuse(r, "is unknown");
	return add_condition(r, field, (enum store_operator)i);
}

/* --- the other parameters ------------------------------------------------- */

static enum err
read_limit(const struct reading *r)
{
	int64_t limit;
	if (!text_parse_id(r->value, &limit) || limit < 1 ||
	    limit > SELECTION_LIMIT_MAX)
		return refuse(r, "is not a whole number from 1 to 1000");
	r->to->limit = (size_t)limit;
	return ERR_OK;
}

static enum err
read_total(const struct reading *r)
{
	if (strcmp(r->value, "true") != 0 && strcmp(r->value, "false") != 0)
		return refuse(r, "is not true or false");
	r->to->total = r->value[0] == 't';
	return ERR_OK;
}

static enum err
read_embed(const struct reading *r)
{
	if (strcmp(r->value, "customers") != 0)
		return refuse(r, "is not customers");
	r->to->embed = true;
	return ERR_OK;
}

/* Read the order: a field and then, at most, id; each with '-' if it descends.
 * An index gives every such order, so no page sorts all records. */
static enum err
read_sort(const struct reading *r)
{
	struct store_query *q = &r->to->query;
	const char *p = r->value;
	q->descending = *p == '-';
	p += q->descending;
	size_t length = strcspn(p, ",");
	bool good = record_find_field(q->kind, p, length, &q->sort);
	p += length;
	if (*p == ',') {
		q->id_descending = p[1] == '-';
		good = good && q->sort != FIELD_ID &&
		       strcmp(p + 1 + q->id_descending, "id") == 0;
	}
	return good ? ERR_OK
		    : refuse(r, "is not a field, or a field and id (as in "
				"name,-id), with - before what descends");
}

/* Read where to begin, now that the order is known. */
static enum err
read_after(const struct reading *r)
{
	enum err err = after_read(r->value, r->to->query.sort, &r->to->after);
	return err != ERR_BAD_REQUEST
		   ? err
		   : refuse(r, "is not from a Link of a listing in this order");
}

static enum err
read_parameter(const struct reading *r)
{
	if (strcmp(r->name, "limit") == 0)
		return read_limit(r);
	if (strcmp(r->name, "total") == 0)
		return read_total(r);
	if (strcmp(r->name, "sort") == 0)
		return read_sort(r);
	if (strcmp(r->name, "embed") == 0 && r->to->query.kind == RECORD_USER)
		return read_embed(r);
	if (strcmp(r->name, "after") == 0)
		return ERR_OK; /* when the order is known */
	return read_condition(r);
}

enum err
selection_read(enum record_kind kind, const struct query *query,
    struct selection **ret, char **ret_detail)
{
	struct selection *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return ERR_NO_MEMORY;
	s->query.kind = kind;
	enum err err = ERR_OK;
	for (size_t i = 0; err == ERR_OK && i < query->count; i++)
		err = read_parameter(&(struct reading){ .to = s,
		    .name = query->parameters[i].name,
		    .value = query->parameters[i].value,
		    .ret_detail = ret_detail });
	for (size_t i = 0; err == ERR_OK && i < query->count; i++)
		if (strcmp(query->parameters[i].name, "after") == 0)
			err = read_after(&(struct reading){ .to = s,
			    .name = "after",
			    .value = query->parameters[i].value,
			    .ret_detail = ret_detail });
	if (err != ERR_OK) {
		selection_free(s);
		return err;
	}
	*ret = s;
	return ERR_OK;
}

void
selection_free(struct selection *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->query.count; i++) {
		struct store_condition *c = &s->query.conditions[i];
		for (size_t k = 0; k < c->count; k++) {
			free(c->values[k].text);
			free(c->values[k].key);
		}
		free(c->values);
	}
	free(s->query.conditions);
	store_cursor_free(&s->after);
	free(s);
}
