/*
 * report_json.c: everything as one JSON object, "docking-timing/1". A number
 * that is not known is null.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include "alloc.h"
#include "utf8.h"

#include <json-c/json.h>
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
object_new(void)
{
	return alloc_checked(json_object_new_object());
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
request_ms(const struct summary_engine *e)
{
	static const char *const names[DURATION__MAX] = {
		[DURATION_MIN] = "min",
		[DURATION_P50] = "p50",
		[DURATION_P90] = "p90",
		[DURATION_P99] = "p99",
		[DURATION_MAX] = "max",
	};
	struct json_object *object = object_new();
	for (size_t i = 0; i < DURATION__MAX; i++)
		add(object, names[i],
		    e->answered == 0
			? NULL
			: decimal((double)e->request_ns[i] / 1e6, 3));
	return object;
}

static struct json_object *
phases_ms(const struct summary_engine *e)
{
	static const char *const names[PHASE__MAX] = {
		[PHASE_QUEUE] = "queue",
		[PHASE_CONNECT] = "connect",
		[PHASE_DELAY] = "delay",
		[PHASE_SERVER] = "server",
		[PHASE_WAIT] = "wait",
		[PHASE_TRANSFER] = "transfer",
	};
	struct json_object *object = object_new();
	for (size_t i = 0; i < PHASE__MAX; i++)
		add(object, names[i],
		    e->answered == 0
			? NULL
			: decimal((double)e->phase_ns[i] / 1e6, 3));
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
engine_object(const struct summary_engine *e)
{
	struct json_object *object = object_new();
	add(object, "engine", string(e->engine->name));
	add(object, "wall_s", seconds(true, e->run->wall_ns));
	add(object, "requests", count(e->run->samples_count));
	add(object, "failed", count(e->failed));
	add(object, "connections", count(e->run->connections));
	if (e->engine->multiplexes)
		add(object, "streams", count(e->run->streams));
	add_bound(object, &e->bound);
	add(object, "binds", binds(&e->bound));
	add(object, "request_ms", request_ms(e));
	add(object, "phases_ms", phases_ms(e));
	return object;
}

static struct json_object *
sweep_object(const struct sweep *sweep)
{
	struct json_object *object = object_new();
	struct json_object *points = alloc_checked(json_object_new_array());
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
	for (size_t i = 0; i < e->run->workflows_count; i++) {
		const struct workflow *w = &e->run->workflows[i];
		if (w->state == WORKFLOW_DONE)
			continue;
		struct json_object *failure = object_new();
		add(failure, "engine", string(e->engine->name));
		add(failure, "workflow", count(i));
		add(failure, "name", string(workflow_name(w)));
		add(failure, "error", string(w->error));
		json_object_array_add(list, failure);
	}
}

static struct json_object *
difference_object(const struct summary_difference *d)
{
	if (d->a == NULL)
		return NULL;
	const struct workflow *a = &d->a->run->workflows[d->workflow];
	const struct workflow *b = &d->b->run->workflows[d->workflow];
	struct json_object *object = object_new();
	add(object, "workflow", count(d->workflow));
	add(object, "name", string(workflow_name(a)));
	add(object, d->a->engine->name, string(summary_outcome(a)));
	add(object, d->b->engine->name, string(summary_outcome(b)));
	return object;
}

void
report_json(const struct summary *s, FILE *to)
{
	const struct setting *setting = s->setting;
	const struct options *o = setting->options;
	const struct bound *bound = s->sweep != NULL
					? &s->sweep->points[0].bound
					: &s->engines[0].bound;
	static const char *const sources[] = {
		[DELAY_FROM_SERVER] = "Server-Timing",
		[DELAY_FROM_OPTION] = "--delay",
	};
	struct json_object *engine_list =
	    alloc_checked(json_object_new_array());
	struct json_object *failures = alloc_checked(json_object_new_array());
	for (size_t i = 0; i < s->engines_count; i++) {
		json_object_array_add(
		    engine_list, engine_object(&s->engines[i]));
		add_failures(&s->engines[i], failures);
	}
	struct json_object *report = object_new();
	add(report, "schema", string("docking-timing/1"));
	add(report, "url", string(o->url));
	add(report, "workflow", string(setting->plan->name));
	add(report, "names", count(setting->inputs->count));
	add(report, "seed", setting->inputs->drawn ? count(o->seed) : NULL);
	add(report, "session", string(o->shared ? "shared" : "workflow"));
	add(report, "concurrency", count(o->concurrency));
	add(report, "delay_s",
	    seconds(bound->source != DELAY_UNKNOWN, bound->delay_ns));
	add(report, "delay_from",
	    bound->source == DELAY_UNKNOWN ? NULL
					   : string(sources[bound->source]));
	add(report, "places",
	    setting->places > 0 ? count(setting->places) : NULL);
	add(report, "engines", engine_list);
	add(report, "speedup", s->speedup > 0 ? decimal(s->speedup, 3) : NULL);
	add(report, "identical",
	    s->compared ? alloc_checked(
			      json_object_new_boolean(s->difference.a == NULL))
			: NULL);
	add(report, "first_difference", difference_object(&s->difference));
	add(report, "failures", failures);
	if (s->sweep != NULL)
		add(report, "sweep", sweep_object(s->sweep));
	fputs(json_object_to_json_string_ext(report,
		  JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
	    to);
	fputc('\n', to);
	json_object_put(report);
}
