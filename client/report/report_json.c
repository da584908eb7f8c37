/*
 * report_json.c: everything as one JSON object, "docking-timing/1". A number
 * that is not known is null.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report.h"

#include "lib/alloc.h"
#include "measure/request_columns.h"
#include "measure/verdicts.h"
#include "report/jsonout.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static struct json_object *
seconds(bool known, int64_t ns)
{
	return known ? jsonout_decimal((double)ns / 1e9, 6) : NULL;
}

static struct json_object *
milliseconds(int64_t ns)
{
	return ns < 0 ? NULL : jsonout_decimal((double)ns / 1e6, 3);
}

static struct json_object *
distribution_object(const struct distribution *d)
{
	struct json_object *object = jsonout_object();
	jsonout_add(object, "count", jsonout_count(d->count));
	for (size_t i = 0; i < PERCENTILE__MAX; i++)
		jsonout_add(
		    object, percentiles[i].name, milliseconds(d->ns[i]));
	return object;
}

static struct json_object *
phases_object(const struct summary_engine *e)
{
	struct json_object *object = jsonout_object();
	for (size_t i = 0; i < PHASE__MAX; i++)
		jsonout_add(object, phases[i].name,
		    milliseconds(e->answered == 0 ? -1 : e->phase_ns[i]));
	return object;
}

static struct json_object *
binds(const struct lower_bound *bound)
{
	const char *name = binds_name(bound->binds);
	return name != NULL ? jsonout_string(name) : NULL;
}

static void
add_bound(struct json_object *object, const struct lower_bound *bound)
{
	bool known = bound->source != DELAY_UNKNOWN;
	jsonout_add(object, "bound_s", seconds(known, bound->wall_ns));
	jsonout_add(object, "efficiency",
	    known ? jsonout_decimal(bound->efficiency, 4) : NULL);
}

static struct json_object *
walls_list(const struct summary_engine *e)
{
	struct json_object *list = jsonout_array();
	for (size_t r = 0; r < e->whole_count; r++)
		json_object_array_add(list, seconds(true, e->runs[r].wall_ns));
	return list;
}

static struct json_object *
warnings_list(const struct summary_engine *e)
{
	struct json_object *list = jsonout_array();
	char *warning;
	for (size_t i = 0; (warning = summary_warning(e, i)) != NULL; i++) {
		json_object_array_add(list, jsonout_string(warning));
		free(warning);
	}
	return list;
}

static struct json_object *
engine_object(const struct summary_engine *e)
{
	struct json_object *object = jsonout_object();
	jsonout_add(object, "engine", jsonout_string(e->engine->name));
	jsonout_add(object, "wall_s", seconds(true, e->wall_ns));
	jsonout_add(object, "walls_s", walls_list(e));
	jsonout_add(object, "requests", jsonout_count(e->requests));
	jsonout_add(object, "failed", jsonout_count(e->failed));
	jsonout_add(object, "connections", jsonout_count(e->connections));
	add_bound(object, &e->bound);
	jsonout_add(object, "binds", binds(&e->bound));
	jsonout_add(object, "request_ms", distribution_object(&e->request));
	jsonout_add(object, "workflow_ms", distribution_object(&e->workflow));
	jsonout_add(object, "scheduled_ms",
	    e->runs[0].rate > 0 ? distribution_object(&e->scheduled) : NULL);
	jsonout_add(object, "phases_ms", phases_object(e));
	jsonout_add(object, "warnings", warnings_list(e));
	return object;
}

static struct json_object *
sweep_object(const struct sweep *sweep)
{
	struct json_object *object = jsonout_object();
	struct json_object *points = jsonout_array();
	for (size_t i = 0; i < sweep->points_count; i++) {
		const struct sweep_point *p = &sweep->points[i];
		struct json_object *point = jsonout_object();
		jsonout_add(
		    point, "concurrency", jsonout_count(p->concurrency));
		jsonout_add(point, "workflows", jsonout_count(p->workflows));
		jsonout_add(point, "failed", jsonout_count(p->failed));
		jsonout_add(point, "wall_s", seconds(true, p->wall_ns));
		add_bound(point, &p->bound);
		jsonout_add(
		    point, "held", p->held > 0 ? jsonout_count(p->held) : NULL);
		json_object_array_add(points, point);
	}
	jsonout_add(object, "engine", jsonout_string(sweep->engine->name));
	jsonout_add(object, "points", points);
	jsonout_add(object, "knee",
	    sweep->knee > 0 ? jsonout_count(sweep->knee) : NULL);
	return object;
}

static void
add_failures(const struct summary_engine *e, struct json_object *list)
{
	for (size_t r = 0; r < e->runs_count; r++)
		for (size_t i = 0; i < e->runs[r].workflows_count; i++) {
			const struct workflow *w = &e->runs[r].workflows[i];
			if (w->state != WORKFLOW_FAILED)
				continue;
			struct json_object *failure = jsonout_object();
			jsonout_add(
			    failure, "engine", jsonout_string(e->engine->name));
			jsonout_add(failure, "run", jsonout_count(r));
			jsonout_add(failure, "workflow", jsonout_count(i));
			jsonout_add(
			    failure, "name", jsonout_string(workflow_name(w)));
			jsonout_add(failure, "error", jsonout_string(w->error));
			json_object_array_add(list, failure);
		}
}

static struct json_object *
outcome_object(const struct summary_engine *e, size_t run, size_t workflow)
{
	const struct workflow *w = &e->runs[run].workflows[workflow];
	struct json_object *object = jsonout_object();
	jsonout_add(object, "engine", jsonout_string(e->engine->name));
	jsonout_add(object, "run", jsonout_count(run));
	jsonout_add(object, "outcome", jsonout_string(summary_outcome(w)));
	return object;
}

static struct json_object *
difference_object(const struct summary_difference *d)
{
	if (d->a == NULL)
		return NULL;
	const struct workflow *w = &d->a->runs[d->run_a].workflows[d->workflow];
	struct json_object *object = jsonout_object();
	jsonout_add(object, "workflow", jsonout_count(d->workflow));
	jsonout_add(object, "name", jsonout_string(workflow_name(w)));
	jsonout_add(object, "a", outcome_object(d->a, d->run_a, d->workflow));
	jsonout_add(object, "b", outcome_object(d->b, d->run_b, d->workflow));
	return object;
}

/* --- samples ----------------------------------------------------------------
 * Hundreds of thousands of numbers: columns, each of which json-c holds as one
 * object that prints itself from the samples.
 */

struct column_of_run {
	const struct run *run;
	size_t column;
};

/* Print a column, for json-c. */
static int
print_column(
    struct json_object *object, struct printbuf *to, int level, int flags)
{
	(void)level;
	(void)flags;
	const struct column_of_run *c = json_object_get_userdata(object);
	printbuf_memappend(to, "[", 1);
	for (size_t i = 0; i < c->run->samples_count; i++) {
		char text[32];
		int64_t value =
		    request_columns_value(c->column, &c->run->samples[i]);
		int length =
		    sprintf(text, "%s%" PRId64, i > 0 ? "," : "", value);
		printbuf_memappend(to, text, length);
	}
	return printbuf_memappend(to, "]", 1);
}

static void
free_column(struct json_object *object, void *column)
{
	(void)object;
	free(column);
}

static struct json_object *
samples_object(const struct summary_engine *e, size_t run)
{
	struct json_object *object = jsonout_object();
	jsonout_add(object, "engine", jsonout_string(e->engine->name));
	jsonout_add(object, "run", jsonout_count(run));
	for (size_t i = 0; i < request_columns_count; i++) {
		struct column_of_run *c = alloc_bytes(sizeof(*c));
		*c = (struct column_of_run){ &e->runs[run], i };
		struct json_object *column = jsonout_array();
		json_object_set_serializer(
		    column, print_column, c, free_column);
		jsonout_add(object, request_columns_name(i), column);
	}
	return object;
}

static const char *
date_time(int64_t calendar_ns, char text[32])
{
	time_t seconds_since = (time_t)(calendar_ns / 1000000000);
	struct tm tm;
	gmtime_r(&seconds_since, &tm);
	strftime(text, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return text;
}

/* --- the whole ----------------------------------------------------------- */

static struct json_object *
or_null(bool known, struct json_object *value)
{
	if (known)
		return value;
	json_object_put(value);
	return NULL;
}

static struct json_object *
inputs_list(const struct inputs *inputs)
{
	struct json_object *list = jsonout_array();
	for (size_t i = 0; i < inputs->count; i++)
		json_object_array_add(list, jsonout_string(inputs->values[i]));
	return list;
}

static void
add_settings(struct json_object *report, const struct summary *s)
{
	const struct setting *setting = s->setting;
	jsonout_add(report, "url", jsonout_string(setting->url));
	jsonout_add(report, "workflow", jsonout_string(setting->plan->name));
	jsonout_add(report, "steps", jsonout_count(setting->plan->steps_count));
	jsonout_add(report, "names", jsonout_count(setting->inputs->count));
	jsonout_add(report, "inputs", inputs_list(setting->inputs));
	jsonout_add(report, "seed",
	    or_null(setting->inputs->drawn, jsonout_count(setting->seed)));
	jsonout_add(report, "session",
	    jsonout_string(setting->shared ? "shared" : "workflow"));
	jsonout_add(report, "concurrency", jsonout_count(setting->concurrency));
	jsonout_add(report, "rate",
	    or_null(setting->rate > 0, jsonout_decimal(setting->rate, 3)));
	jsonout_add(report, "warmup", jsonout_count(setting->warmup));
	jsonout_add(report, "repeat", jsonout_count(setting->repeat));
	jsonout_add(report, "streams", jsonout_count(setting->streams));
	jsonout_add(
	    report, "connections", jsonout_count(setting->connections_max));
	jsonout_add(report, "timeout_s",
	    jsonout_decimal((double)setting->timeout_ms / 1e3, 3));
}

static void
add_server(struct json_object *report, const struct summary *s)
{
	static const char *const sources[] = {
		[DELAY_UNKNOWN] = "",
		[DELAY_FROM_SERVER] = "Server-Timing",
		[DELAY_FROM_OPTION] = "--delay",
	};
	struct lower_bound bound = summary_bound(s);
	bool known = bound.source != DELAY_UNKNOWN;
	jsonout_add(report, "delay_s", seconds(known, bound.delay_ns));
	jsonout_add(report, "delay_from",
	    or_null(known, jsonout_string(sources[bound.source])));
	jsonout_add(report, "places",
	    or_null(
		s->setting->capacity > 0, jsonout_count(s->setting->capacity)));
}

static struct json_object *
verdicts_list(const struct summary *s)
{
	const struct setting *setting = s->setting;
	struct json_object *list = jsonout_array();
	for (size_t i = 0; i < setting->thresholds_count; i++) {
		const struct threshold *t = &setting->thresholds[i];
		struct threshold_verdict v = verdicts_judge(s, i);
		struct json_object *object = jsonout_object();
		struct json_object *value =
		    t->metric == THRESHOLD_IDENTICAL
			? jsonout_boolean(v.value != 0)
			: jsonout_decimal(isnan(v.value) ? 0 : v.value, 6);
		jsonout_add(object, "if", jsonout_string(t->text));
		jsonout_add(object, "value", or_null(!isnan(v.value), value));
		jsonout_add(object, "crossed", jsonout_boolean(v.crossed));
		json_object_array_add(list, object);
	}
	return list;
}

void
report_json(const struct summary *s, FILE *to)
{
	char started[32];
	struct json_object *engine_list = jsonout_array();
	struct json_object *failures = jsonout_array();
	struct json_object *samples = jsonout_array();
	for (size_t i = 0; i < s->engines_count; i++) {
		const struct summary_engine *e = &s->engines[i];
		json_object_array_add(engine_list, engine_object(e));
		add_failures(e, failures);
		for (size_t r = 0; r < e->runs_count; r++)
			json_object_array_add(samples, samples_object(e, r));
	}
	bool interval = s->speedup_high > 0;
	struct json_object *ends = jsonout_array();
	json_object_array_add(ends, jsonout_decimal(s->speedup_low, 3));
	json_object_array_add(ends, jsonout_decimal(s->speedup_high, 3));

	struct json_object *report = jsonout_object();
	jsonout_add(report, "schema", jsonout_string("docking-timing/1"));
	jsonout_add(report, "version", jsonout_string(DOCKING_VERSION));
	jsonout_add(report, "started",
	    jsonout_string(date_time(s->started_ns, started)));
	add_settings(report, s);
	add_server(report, s);
	jsonout_add(report, "interrupted", jsonout_boolean(s->interrupted));
	jsonout_add(report, "engines", engine_list);
	jsonout_add(report, "speedup",
	    or_null(s->speedup > 0, jsonout_decimal(s->speedup, 3)));
	jsonout_add(report, "speedup_interval", or_null(interval, ends));
	jsonout_add(report, "identical",
	    or_null(s->compared, jsonout_boolean(s->difference.a == NULL)));
	jsonout_add(
	    report, "first_difference", difference_object(&s->difference));
	jsonout_add(report, "failures", failures);
	jsonout_add(report, "fail_if", verdicts_list(s));
	jsonout_add(report, "samples", samples);
	if (s->sweep != NULL)
		jsonout_add(report, "sweep", sweep_object(s->sweep));
	fputs(json_object_to_json_string_ext(report,
		  JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
	    to);
	fputc('\n', to);
	json_object_put(report);
}
