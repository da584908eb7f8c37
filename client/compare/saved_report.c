/*
 * saved_report.c: reads a JSON report: the numbers of each run.
 *
 * A file that does not match the schema is refused, with file, line and member:
 * a comparison of half a report would look like one of a whole report.
 *
 * SPDX-License-Identifier: MIT
 */
#include "compare/saved_report.h"

#include "engine/phase.h"
#include "lib/alloc.h"
#include "lib/file.h"
#include "measure/stats.h"
#include "plan/json_read.h"
#include "plan/json_text.h"

#include <errno.h>
#include <json-c/json.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char schema[] = "docking-timing/1";

/* No measured number is larger, not even in microseconds, and sums cannot
 * overflow. */
static const int64_t number_max = 1000000000000000;

struct reader {
	struct jsonread json;
	struct json_object *root;
	struct saved_report *to;
};

/* Return the value of this type at a pointer (RFC 6901, printf); NULL and a
 * complaint if it is missing. */
static struct json_object *__attribute__((format(printf, 3, 4)))
find(struct reader *r, enum json_type type, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *pointer = alloc_vformat(format, ap);
	va_end(ap);
	struct json_object *value = NULL;
	if (json_pointer_get(r->root, pointer, &value) != 0)
		jsonread_refuse(&r->json, pointer, "is missing");
	else if (!json_object_is_type(value, type))
		jsonread_refuse(&r->json, pointer, "is not of the type %s",
		    json_type_to_name(type));
	free(pointer);
	return r->json.complaint == NULL ? value : NULL;
}

/* Return a number that is not negative; NAN for null, if that is allowed. */
static double __attribute__((format(printf, 3, 4)))
number(struct reader *r, bool or_null, const char *format, ...)
{
	va_list ap;
	va_start(ap, format);
	char *pointer = alloc_vformat(format, ap);
	va_end(ap);
	struct json_object *value = NULL;
	double result = NAN;
	if (json_pointer_get(r->root, pointer, &value) != 0)
		jsonread_refuse(&r->json, pointer, "is missing");
	else if (json_object_is_type(value, json_type_int) ||
		 json_object_is_type(value, json_type_double))
		result = json_object_get_double(value);
	else if (!or_null || value != NULL)
		jsonread_refuse(&r->json, pointer, "is not a number");
	if (value != NULL && !(result >= 0 && result <= (double)number_max))
		jsonread_refuse(&r->json, pointer,
		    "is not a number from 0 to %g", (double)number_max);
	free(pointer);
	return result;
}

static size_t
length_of(struct json_object *array)
{
	return array != NULL ? json_object_array_length(array) : 0;
}

static char *
setting_text(struct json_object *value)
{
	if (json_object_is_type(value, json_type_double))
		return alloc_format("%.15g", json_object_get_double(value));
	if (json_object_is_type(value, json_type_string))
		return alloc_string(json_object_get_string(value));
	return alloc_string(jsontext_compact(value));
}

/* Return the engines as the option has them: "sync,multi". */
static char *
engines_text(const struct saved_report *to)
{
	struct buffer text = { .bytes = NULL };
	for (size_t i = 0; i < to->engines_count; i++)
		buffer_add_texts(&text, i > 0 ? "," : "", to->engines[i].name);
	return alloc_text(&text);
}

static void
read_settings(struct reader *r)
{
	for (size_t i = 0; i < SAVED_REPORT_SETTINGS; i++) {
		const char *name = saved_report_settings[i].name;
		struct json_object *value = NULL;
		char *pointer = alloc_format("/%s", name);
		if (strcmp(name, "engines") == 0)
			r->to->settings[i] = engines_text(r->to);
		else if (json_pointer_get(r->root, pointer, &value) != 0)
			jsonread_refuse(&r->json, pointer, "is missing");
		else
			r->to->settings[i] = setting_text(value);
		free(pointer);
	}
}

static void
read_engine(struct reader *r, size_t i)
{
	struct saved_report_engine *e = &r->to->engines[i];
	struct json_object *name =
	    find(r, json_type_string, "/engines/%zu/engine", i);
	struct json_object *walls =
	    find(r, json_type_array, "/engines/%zu/walls_s", i);
	e->bound_s = number(r, true, "/engines/%zu/bound_s", i);
	double failed = number(r, false, "/engines/%zu/failed", i);
	if (r->json.complaint != NULL)
		return;
	e->name = alloc_string(json_object_get_string(name));
	e->failed = (size_t)failed;
	e->runs_count = length_of(walls);
	e->walls_s = alloc_zeroed(e->runs_count, sizeof(*e->walls_s));
	e->durations = alloc_zeroed(e->runs_count, sizeof(*e->durations));
	for (size_t w = 0; w < e->runs_count; w++)
		e->walls_s[w] =
		    number(r, false, "/engines/%zu/walls_s/%zu", i, w);
}

static void
read_engines(struct reader *r)
{
	struct json_object *list = find(r, json_type_array, "/engines");
	r->to->engines_count = length_of(list);
	r->to->engines =
	    alloc_zeroed(r->to->engines_count, sizeof(*r->to->engines));
	for (size_t i = 0;
	     i < r->to->engines_count && r->json.complaint == NULL; i++)
		read_engine(r, i);
}

struct saved_report_engine *
saved_report_engine(const struct saved_report *r, const char *name)
{
	for (size_t i = 0; i < r->engines_count; i++)
		if (strcmp(r->engines[i].name, name) == 0)
			return &r->engines[i];
	return NULL;
}

/* Return a column of the samples; NULL and a complaint if it does not have the
 * right length. */
static struct json_object *
find_column(struct reader *r, size_t i, const char *name, size_t length)
{
	struct json_object *column =
	    find(r, json_type_array, "/samples/%zu/%s", i, name);
	if (column == NULL || length_of(column) == length)
		return column;
	char *pointer = alloc_format("/samples/%zu/%s", i, name);
	jsonread_refuse(&r->json, pointer,
	    "has %zu elements and not %zu, as status has", length_of(column),
	    length);
	free(pointer);
	return NULL;
}

static int64_t
element(struct reader *r, struct json_object *column, size_t sample,
    const char *name, size_t i)
{
	struct json_object *value = json_object_array_get_idx(column, i);
	int64_t us = json_object_get_int64(value);
	if (json_object_is_type(value, json_type_int) && us >= 0 &&
	    us <= number_max)
		return us;
	char *pointer = alloc_format("/samples/%zu/%s/%zu", sample, name, i);
	jsonread_refuse(&r->json, pointer, "is not a whole number from 0 to %g",
	    (double)number_max);
	free(pointer);
	return 0;
}

/* Add sample number i, a request of a run. Its duration is the sum of its
 * phases. */
static void
read_run(struct reader *r, size_t i, struct saved_report_durations *ret)
{
	if (ret->us != NULL) {
		char *pointer = alloc_format("/samples/%zu/run", i);
		jsonread_refuse(&r->json, pointer, "was there before");
		free(pointer);
		return;
	}
	struct json_object *columns[PHASE__MAX];
	struct json_object *status =
	    find(r, json_type_array, "/samples/%zu/status", i);
	size_t length = length_of(status);
	for (size_t p = 0; p < PHASE__MAX; p++)
		columns[p] = find_column(r, i, phases[p].column, length);
	if (r->json.complaint != NULL)
		return;
	ret->us = alloc_zeroed(length, sizeof(*ret->us));
	for (size_t s = 0; s < length && r->json.complaint == NULL; s++) {
		if (element(r, status, i, "status", s) == 0)
			continue;
		for (size_t p = 0; p < PHASE__MAX; p++)
			ret->us[ret->count] +=
			    element(r, columns[p], i, phases[p].column, s);
		ret->count++;
	}
	stats_sort(ret->us, ret->count);
}

static void
read_samples(struct reader *r)
{
	size_t count = length_of(find(r, json_type_array, "/samples"));
	for (size_t i = 0; i < count && r->json.complaint == NULL; i++) {
		struct json_object *name =
		    find(r, json_type_string, "/samples/%zu/engine", i);
		double run = number(r, false, "/samples/%zu/run", i);
		if (r->json.complaint != NULL)
			return;
		char *pointer = alloc_format("/samples/%zu/engine", i);
		struct saved_report_engine *e =
		    saved_report_engine(r->to, json_object_get_string(name));
		if (e == NULL)
			jsonread_refuse(
			    &r->json, pointer, "is not among the engines");
		else if (run < (double)e->runs_count) /* it was not cut */
			read_run(r, i, &e->durations[(size_t)run]);
		free(pointer);
	}
}

/* Check the members that tell whether the file can be understood. */
static void
read_kind(struct reader *r)
{
	struct json_object *name = find(r, json_type_string, "/schema");
	if (name != NULL && strcmp(json_object_get_string(name), schema) != 0)
		jsonread_refuse(&r->json, "/schema",
		    "is '%s'; this program reads '%s'",
		    json_object_get_string(name), schema);
	else if (name != NULL && json_object_object_get(r->root, "sweep"))
		jsonread_refuse(&r->json, "/sweep",
		    "cannot be compared: a sweep has one run at each "
		    "concurrency");
}

static void
read_root(struct reader *r)
{
	r->root = jsonread_root(&r->json);
	if (r->json.complaint == NULL &&
	    !json_object_is_type(r->root, json_type_object))
		jsonread_refuse(&r->json, "", "is not an object");
}

static void
read_interrupted(struct reader *r)
{
	r->to->interrupted =
	    json_object_get_boolean(find(r, json_type_boolean, "/interrupted"));
}

char *
saved_report_parse(struct saved_report *ret, const char *file, const char *text)
{
	static void (*const steps[])(struct reader *) = { read_root, read_kind,
		read_interrupted, read_engines, read_settings, read_samples };
	struct saved_report saved = { .file = file };
	struct reader r = { .json = { .file = file, .text = text },
		.to = &saved };
	for (size_t i = 0;
	     i < sizeof(steps) / sizeof(steps[0]) && r.json.complaint == NULL;
	     i++)
		steps[i](&r);
	json_object_put(r.root);
	if (r.json.complaint == NULL)
		*ret = saved;
	else
		saved_report_done(&saved);
	return r.json.complaint;
}

char *
saved_report_read(struct saved_report *ret, const char *file)
{
	char *text = file_text(file, INT_MAX);
	char *why = text != NULL
			? saved_report_parse(ret, file, text)
			: alloc_format("%s: %s", file, strerror(errno));
	free(text);
	return why;
}

void
saved_report_done(struct saved_report *r)
{
	for (size_t i = 0; i < r->engines_count; i++) {
		struct saved_report_engine *e = &r->engines[i];
		for (size_t d = 0; d < e->runs_count; d++)
			free(e->durations[d].us);
		free(e->durations);
		free(e->walls_s);
		free(e->name);
	}
	for (size_t i = 0; i < SAVED_REPORT_SETTINGS; i++)
		free(r->settings[i]);
	free(r->engines);
	*r = (struct saved_report){ .file = NULL };
}
