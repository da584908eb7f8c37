/*
 * report_json.c: everything as one JSON object, "docking-timing/1". A number
 * that is not known is null.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include "alloc.h"
#include "judge.h"
#include "samples.h"
#include "utf8.h"

#include <inttypes.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Takes value. */
static void
add(struct json_object *object, const char *name, struct json_object *value)
{
	if (json_object_object_add(object, name, value) != 0)
		alloc_checked(NULL);
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

static struct json_object *
boolean(bool value)
{
	return alloc_checked(json_object_new_boolean(value));
}

/* JSON is UTF-8, names and errors need not be: a byte that is no character's
 * becomes U+FFFD. */
static struct json_object *
string(const char *text)
{
	static const char replacement[] = "\xef\xbf\xbd";
	size_t left = strlen(text);
	char *good = alloc_bytes(left * strlen(replacement) + 1);
	char *end = good;
	while (left > 0) {
		size_t bytes = utf8_length(text, left);
		end = bytes > 0 ? (char *)memcpy(end, text, bytes) + bytes
				: stpcpy(end, replacement);
		text += bytes > 0 ? bytes : 1;
		left -= bytes > 0 ? bytes : 1;
	}
	*end = '\0';
	struct json_object *object =
	    alloc_checked(json_object_new_string(good));
	free(good);
	return object;
}

static struct json_object *
count(size_t n)
{
	return alloc_checked(json_object_new_int64((int64_t)n));
}

/* With as many decimals as were measured, not the 17 digits of a double. */
static struct json_object *
decimal(double value, int decimals)
{
	char *text = alloc_format("%.*f", decimals, value);
	struct json_object *number =
	    alloc_checked(json_object_new_double_s(value, text));
	free(text);
	return number;
}

static struct json_object *
seconds(bool known, int64_t ns)
{
	return known ? decimal((double)ns / 1e9, 6) : NULL;
}

static struct json_object *
milliseconds(int64_t ns)
{
	return ns < 0 ? NULL : decimal((double)ns / 1e6, 3);
}

static struct json_object *
distribution_object(const struct distribution *d)
{
	struct json_object *object = object_new();
	add(object, "count", count(d->count));
	for (size_t i = 0; i < DURATION__MAX; i++)
		add(object, duration_name((enum duration)i),
		    milliseconds(d->ns[i]));
	return object;
}

static struct json_object *
phases_object(const struct summary_engine *e)
{
	struct json_object *object = object_new();
	for (size_t i = 0; i < PHASE__MAX; i++)
		add(object, phase_name((enum phase)i),
		    milliseconds(e->answered == 0 ? -1 : e->phase_ns[i]));
	return object;
}

static struct json_object *
binds(const struct bound *bound)
{
	const char *name = binds_name(bound->binds);
	return name != NULL ? string(name) : NULL;
}

static void
add_bound(struct json_object *object, const struct bound *bound)
{
	bool known = bound->source != DELAY_UNKNOWN;
	add(object, "bound_s", seconds(known, bound->wall_ns));
	add(object, "efficiency", known ? decimal(bound->efficiency, 4) : NULL);
}

static struct json_object *
walls_list(const struct summary_engine *e)
{
	struct json_object *list = array_new();
	for (size_t r = 0; r < e->whole_count; r++)
		json_object_array_add(list, seconds(true, e->runs[r].wall_ns));
	return list;
}

static struct json_object *
warnings_list(const struct summary_engine *e)
{
	struct json_object *list = array_new();
	char *warning;
	for (size_t i = 0; (warning = summary_warning(e, i)) != NULL; i++) {
		json_object_array_add(list, string(warning));
		free(warning);
	}
	return list;
}

static struct json_object *
engine_object(const struct summary_engine *e)
{
	struct json_object *object = object_new();
	add(object, "engine", string(e->engine->name));
	add(object, "wall_s", seconds(true, e->wall_ns));
	add(object, "walls_s", walls_list(e));
	add(object, "requests", count(e->requests));
	add(object, "failed", count(e->failed));
	add(object, "connections", count(e->connections));
	add_bound(object, &e->bound);
	add(object, "binds", binds(&e->bound));
	add(object, "request_ms", distribution_object(&e->request));
	add(object, "workflow_ms", distribution_object(&e->workflow));
	add(object, "scheduled_ms",
	    e->runs[0].rate > 0 ? distribution_object(&e->scheduled) : NULL);
	add(object, "phases_ms", phases_object(e));
	add(object, "warnings", warnings_list(e));
	return object;
}

static struct json_object *
sweep_object(const struct sweep *sweep)
{
	struct json_object *object = object_new();
	struct json_object *points = array_new();
	for (size_t i = 0; i < sweep->points_count; i++) {
		const struct sweep_point *p = &sweep->points[i];
		struct json_object *point = object_new();
		add(point, "concurrency", count(p->concurrency));
		add(point, "workflows", count(p->workflows));
		add(point, "failed", count(p->failed));
		add(point, "wall_s", seconds(true, p->wall_ns));
		add_bound(point, &p->bound);
		add(point, "held", p->held > 0 ? count(p->held) : NULL);
		json_object_array_add(points, point);
	}
	add(object, "engine", string(sweep->engine->name));
	add(object, "points", points);
	add(object, "knee", sweep->knee > 0 ? count(sweep->knee) : NULL);
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
			struct json_object *failure = object_new();
			add(failure, "engine", string(e->engine->name));
			add(failure, "run", count(r));
			add(failure, "workflow", count(i));
			add(failure, "name", string(workflow_name(w)));
			add(failure, "error", string(w->error));
			json_object_array_add(list, failure);
		}
}

static struct json_object *
outcome_object(const struct summary_engine *e, size_t run, size_t workflow)
{
	const struct workflow *w = &e->runs[run].workflows[workflow];
	struct json_object *object = object_new();
	add(object, "engine", string(e->engine->name));
	add(object, "run", count(run));
	add(object, "outcome", string(summary_outcome(w)));
	return object;
}

static struct json_object *
difference_object(const struct summary_difference *d)
{
	if (d->a == NULL)
		return NULL;
	const struct workflow *w = &d->a->runs[d->run_a].workflows[d->workflow];
	struct json_object *object = object_new();
	add(object, "workflow", count(d->workflow));
	add(object, "name", string(workflow_name(w)));
	add(object, "a", outcome_object(d->a, d->run_a, d->workflow));
	add(object, "b", outcome_object(d->b, d->run_b, d->workflow));
	return object;
}

/* --- samples ----------------------------------------------------------------
 * Hundreds of thousands of numbers: columns, each of which json-c holds as one
 * object that prints itself from the samples.
 */

struct column_of_run {
	const struct run *run;
	const struct samples_column *column;
};

/* For json-c. */
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
		int64_t value = c->column->value(&c->run->samples[i]);
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
	struct json_object *object = object_new();
	add(object, "engine", string(e->engine->name));
	add(object, "run", count(run));
	for (size_t i = 0; samples_columns[i].name != NULL; i++) {
		struct column_of_run *c = alloc_bytes(sizeof(*c));
		*c = (struct column_of_run){ &e->runs[run],
			&samples_columns[i] };
		struct json_object *column = array_new();
		json_object_set_serializer(
		    column, print_column, c, free_column);
		add(object, samples_columns[i].name, column);
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

/* --- the whole --------------------------------------------------------------
 */

static struct json_object *
or_null(bool known, struct json_object *value)
{
	if (known)
		return value;
	json_object_put(value);
	return NULL;
}

static void
add_settings(struct json_object *report, const struct summary *s)
{
	const struct setting *setting = s->setting;
	const struct options *o = setting->options;
	add(report, "url", string(o->url));
	add(report, "workflow", string(setting->plan->name));
	add(report, "steps", count(setting->plan->steps_count));
	add(report, "names", count(setting->inputs->count));
	add(report, "seed", or_null(setting->inputs->drawn, count(o->seed)));
	add(report, "session", string(o->shared ? "shared" : "workflow"));
	add(report, "concurrency", count(o->concurrency));
	add(report, "rate", or_null(o->rate > 0, decimal(o->rate, 3)));
	add(report, "warmup", count(o->warmup));
	add(report, "repeat", count(o->repeat));
	add(report, "streams", count(o->streams));
	add(report, "connections", count(o->connections_max));
	add(report, "timeout_s", decimal((double)o->timeout_ms / 1e3, 3));
}

static void
add_server(struct json_object *report, const struct summary *s)
{
	static const char *const sources[] = {
		[DELAY_UNKNOWN] = "",
		[DELAY_FROM_SERVER] = "Server-Timing",
		[DELAY_FROM_OPTION] = "--delay",
	};
	struct bound bound = summary_bound(s);
	bool known = bound.source != DELAY_UNKNOWN;
	add(report, "delay_s", seconds(known, bound.delay_ns));
	add(report, "delay_from",
	    or_null(known, string(sources[bound.source])));
	add(report, "places",
	    or_null(s->setting->places > 0, count(s->setting->places)));
}

static struct json_object *
verdicts_list(const struct summary *s)
{
	const struct options *o = s->setting->options;
	struct json_object *list = array_new();
	for (size_t i = 0; i < o->thresholds_count; i++) {
		const struct threshold *t = &o->thresholds[i];
		struct threshold_verdict v = judge_threshold(s, i);
		struct json_object *object = object_new();
		struct json_object *value =
		    t->metric == THRESHOLD_IDENTICAL
			? boolean(v.value != 0)
			: decimal(isnan(v.value) ? 0 : v.value, 6);
		add(object, "if", string(t->text));
		add(object, "value", or_null(!isnan(v.value), value));
		add(object, "crossed", boolean(v.crossed));
		json_object_array_add(list, object);
	}
	return list;
}

void
report_json(const struct summary *s, FILE *to)
{
	char started[32];
	struct json_object *engine_list = array_new();
	struct json_object *failures = array_new();
	struct json_object *samples = array_new();
	for (size_t i = 0; i < s->engines_count; i++) {
		const struct summary_engine *e = &s->engines[i];
		json_object_array_add(engine_list, engine_object(e));
		add_failures(e, failures);
		for (size_t r = 0; r < e->runs_count; r++)
			json_object_array_add(samples, samples_object(e, r));
	}
	bool interval = s->speedup_high > 0;
	struct json_object *ends = array_new();
	json_object_array_add(ends, decimal(s->speedup_low, 3));
	json_object_array_add(ends, decimal(s->speedup_high, 3));

	struct json_object *report = object_new();
	add(report, "schema", string("docking-timing/1"));
	add(report, "version", string(DOCKING_VERSION));
	add(report, "started", string(date_time(s->started_ns, started)));
	add_settings(report, s);
	add_server(report, s);
	add(report, "interrupted", boolean(s->interrupted));
	add(report, "engines", engine_list);
	add(report, "speedup", or_null(s->speedup > 0, decimal(s->speedup, 3)));
	add(report, "speedup_interval", or_null(interval, ends));
	add(report, "identical",
	    or_null(s->compared, boolean(s->difference.a == NULL)));
	add(report, "first_difference", difference_object(&s->difference));
	add(report, "failures", failures);
	add(report, "fail_if", verdicts_list(s));
	add(report, "samples", samples);
	if (s->sweep != NULL)
		add(report, "sweep", sweep_object(s->sweep));
	fputs(json_object_to_json_string_ext(report,
		  JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
	    to);
	fputc('\n', to);
	json_object_put(report);
}
