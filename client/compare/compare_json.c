/*
 * compare_json.c: a comparison as one JSON object, "docking-timing-compare/1".
 * A number that is not known is null.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare/compare.h"

#include "plan/json_text.h"
#include "report/jsonout.h"

#include <json-c/json.h>
#include <math.h>

static struct json_object *
number(double value)
{
	return isnan(value) ? NULL : jsonout_decimal(value, 6);
}

/* Make a report's settings, each as the text that is compared. */
static struct json_object *
report_object(const struct saved_report *r)
{
	size_t failed = 0;
	struct json_object *object = jsonout_object();
	struct json_object *settings = jsonout_object();
	for (size_t i = 0; i < r->engines_count; i++)
		failed += r->engines[i].failed;
	for (size_t i = 0; i < SAVED_REPORT_SETTINGS; i++)
		jsonout_add(settings, saved_report_settings[i].name,
		    jsonout_string(r->settings[i]));
	jsonout_add(object, "file", jsonout_string(r->file));
	jsonout_add(object, "interrupted", jsonout_boolean(r->interrupted));
	jsonout_add(object, "failed", jsonout_count(failed));
	jsonout_add(object, "settings", settings);
	return object;
}

static struct json_object *
row_object(const struct comparison *c, const struct compare_row *row)
{
	const char *engine = c->old_report->engines[row->engine].name;
	struct json_object *object = jsonout_object();
	struct json_object *interval = NULL;
	if (row->has_interval) {
		interval = jsonout_array();
		json_object_array_add(interval, number(row->low));
		json_object_array_add(interval, number(row->high));
	}
	jsonout_add(object, "engine", jsonout_string(engine));
	jsonout_add(object, "metric",
	    jsonout_string(threshold_metric_name(row->metric)));
	jsonout_add(object, "old", number(row->old_value));
	jsonout_add(object, "new", number(row->new_value));
	jsonout_add(object, "change", number(row->change));
	jsonout_add(object, "interval", interval);
	jsonout_add(object, "verdict",
	    row->has_interval ? jsonout_string(compare_verdict_text(row))
			      : NULL);
	return object;
}

static struct json_object *
gate_object(const struct compare_gate *gate)
{
	struct json_object *object = jsonout_object();
	jsonout_add(object, "if", jsonout_string(gate->rule.text));
	jsonout_add(object, "value", number(gate->change));
	jsonout_add(
	    object, "has_interval", jsonout_boolean(gate->has_interval));
	jsonout_add(object, "crossed", jsonout_boolean(gate->crossed));
	return object;
}

/* Return "no difference", "different", or NULL: a row has no interval, or there
 * are no rows. */
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
		return jsonout_string("different");
	return unknown > 0 ? NULL : jsonout_string("no difference");
}

void
compare_json(const struct comparison *c, FILE *to)
{
	struct json_object *object = jsonout_object();
	struct json_object *rows = jsonout_array();
	struct json_object *gates = jsonout_array();
	for (size_t i = 0; i < c->rows_count; i++)
		json_object_array_add(rows, row_object(c, &c->rows[i]));
	for (size_t i = 0; i < c->gates_count; i++)
		json_object_array_add(gates, gate_object(&c->gates[i]));
	jsonout_add(
	    object, "schema", jsonout_string("docking-timing-compare/1"));
	jsonout_add(object, "version", jsonout_string(DOCKING_VERSION));
	jsonout_add(object, "old", report_object(c->old_report));
	jsonout_add(object, "new", report_object(c->new_report));
	jsonout_add(object, "confidence", number(COMPARE_CONFIDENCE));
	jsonout_add(object, "margin", number(c->margin));
	jsonout_add(object, "rows", rows);
	jsonout_add(object, "verdict", verdict(c));
	jsonout_add(object, "fail_if", gates);
	fprintf(to, "%s\n", jsontext_compact(object));
	json_object_put(object);
}
