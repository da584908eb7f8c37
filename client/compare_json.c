/*
 * compare_json.c: a comparison as one JSON object, "docking-timing-compare/1".
 * A number that is not known is null.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare.h"

#include "alloc.h"
#include "jsontext.h"
#include "utf8.h"

#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Takes value. */
static void
add(struct json_object *object, const char *name, struct json_object *value)
{
	if (json_object_object_add(object, name, value) != 0)
		alloc_checked(NULL);
}

static struct json_object *
string(const char *text)
{
	char *harmless = utf8_harmless(text, strlen(text));
	struct json_object *object =
	    alloc_checked(json_object_new_string(harmless));
	free(harmless);
	return object;
}

static struct json_object *
boolean(bool value)
{
	return alloc_checked(json_object_new_boolean(value));
}

static struct json_object *
decimal(double value)
{
	if (isnan(value))
		return NULL;
	char *text = alloc_format("%.6f", value);
	struct json_object *number =
	    alloc_checked(json_object_new_double_s(value, text));
	free(text);
	return number;
}

static struct json_object *
object_new(void)
{
	return alloc_checked(json_object_new_object());
}

static struct json_object *
array_new(void)
{
	return alloc_checked(json_object_new_array());
}

/* A report's settings, each as the text that it is compared by. */
static struct json_object *
report_object(const struct recorded *r)
{
	size_t failed = 0;
	struct json_object *object = object_new();
	struct json_object *settings = object_new();
	for (size_t i = 0; i < r->engines_count; i++)
		failed += r->engines[i].failed;
	for (size_t i = 0; i < RECORDED_SETTINGS; i++)
		add(settings, recorded_settings[i].name,
		    string(r->settings[i]));
	add(object, "file", string(r->file));
	add(object, "interrupted", boolean(r->interrupted));
	add(object, "failed",
	    alloc_checked(json_object_new_int64((int64_t)failed)));
	add(object, "settings", settings);
	return object;
}

static struct json_object *
row_object(const struct comparison *c, const struct compare_row *row)
{
	const char *engine = c->old_report->engines[row->engine].name;
	struct json_object *object = object_new();
	struct json_object *interval = NULL;
	if (row->has_interval) {
		interval = array_new();
		json_object_array_add(interval, decimal(row->low));
		json_object_array_add(interval, decimal(row->high));
	}
	add(object, "engine", string(engine));
	add(object, "metric", string(threshold_metric_name(row->metric)));
	add(object, "old", decimal(row->old_value));
	add(object, "new", decimal(row->new_value));
	add(object, "change", decimal(row->change));
	add(object, "interval", interval);
	add(object, "verdict",
	    row->has_interval ? string(compare_verdict_text(row)) : NULL);
	return object;
}

static struct json_object *
gate_object(const struct compare_gate *gate)
{
	struct json_object *object = object_new();
	add(object, "if", string(gate->rule.text));
	add(object, "value", decimal(gate->change));
	add(object, "has_interval", boolean(gate->has_interval));
	add(object, "crossed", boolean(gate->crossed));
	return object;
}

/* "no difference", "different", or NULL: there is a row without interval, or
 * none at all. */
static struct json_object *
verdict(const struct comparison *c)
{
	size_t unknown = c->rows_count == 0;
	size_t different = 0;
	for (size_t i = 0; i < c->rows_count; i++) {
		unknown += c->rows[i].verdict == COMPARE_UNKNOWN;
		different += c->rows[i].verdict == COMPARE_LESS ||
			     c->rows[i].verdict == COMPARE_MORE;
	}
	if (different > 0)
		return string("different");
	return unknown > 0 ? NULL : string("no difference");
}

void
compare_json(const struct comparison *c, FILE *to)
{
	struct json_object *object = object_new();
	struct json_object *rows = array_new();
	struct json_object *gates = array_new();
	for (size_t i = 0; i < c->rows_count; i++)
		json_object_array_add(rows, row_object(c, &c->rows[i]));
	for (size_t i = 0; i < c->gates_count; i++)
		json_object_array_add(gates, gate_object(&c->gates[i]));
	add(object, "schema", string("docking-timing-compare/1"));
	add(object, "version", string(DOCKING_VERSION));
	add(object, "old", report_object(c->old_report));
	add(object, "new", report_object(c->new_report));
	add(object, "confidence", decimal(COMPARE_CONFIDENCE));
	add(object, "margin", decimal(c->margin));
	add(object, "rows", rows);
	add(object, "verdict", verdict(c));
	add(object, "fail_if", gates);
	fprintf(to, "%s\n", jsontext_compact(object));
	json_object_put(object);
}
