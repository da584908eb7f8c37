/*
 * report_har.c: every request of every run as an HTTP Archive 1.2
 * (http://www.softwareishard.com/blog/har-12-spec/), which the network panel of
 * a browser can show. A run is a page. Entries are made and printed one by one:
 * there may be hundreds of thousands.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report.h"

#include "lib/alloc.h"
#include "lib/text.h"
#include "measure/request_columns.h"
#include "report/jsonout.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A request with its engine and run. */
struct entry {
	const struct summary_engine *engine;
	size_t run; /* of the engine, from 0 */
	const struct sample *sample;
	int64_t started_us; /* since 1970 */
};

static void
print(struct json_object *object, FILE *to)
{
	fputs(json_object_to_json_string_ext(object,
		  JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE),
	    to);
	json_object_put(object);
}

/* Format a time by ISO 8601, to the microsecond. */
static struct json_object *
date_time(int64_t calendar_us)
{
	char text[32];
	struct tm tm;
	time_t seconds = (time_t)(calendar_us / 1000000);
	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	char *whole =
	    alloc_format("%s.%06" PRId64 "Z", text, calendar_us % 1000000);
	struct json_object *object = jsonout_string(whole);
	free(whole);
	return object;
}

static struct json_object *
milliseconds(int64_t us)
{
	return jsonout_decimal((double)us / 1e3, 3);
}

static struct json_object *
number(int64_t n)
{
	return alloc_checked(json_object_new_int64(n));
}

/* --- the request --------------------------------------------------------- */

/* Decode the length bytes at text, a part of a query
 * (application/x-www-form-urlencoded). */
static struct json_object *
decoded(const char *text, size_t length)
{
	char *plain = alloc_bytes(length);
	size_t end = 0;
	for (size_t i = 0; i < length; i++) {
		int high = i + 2 < length ? text_hex_digit(text[i + 1]) : -1;
		int low = high < 0 ? -1 : text_hex_digit(text[i + 2]);
		if (text[i] == '%' && low >= 0) {
			plain[end++] = (char)(high * 16 + low);
			i += 2;
		} else {
			plain[end++] = text[i];
			if (text[i] == '+')
				plain[end - 1] = ' ';
		}
	}
	struct json_object *object = jsonout_bytes(plain, end);
	free(plain);
	return object;
}

static struct json_object *
query_list(const char *target)
{
	struct json_object *list = jsonout_array();
	const char *rest = strchr(target, '?');
	while (rest != NULL && *rest != '\0') {
		const char *pair = rest + 1;
		size_t length = strcspn(pair, "&");
		const char *equals = memchr(pair, '=', length);
		size_t name = equals != NULL ? (size_t)(equals - pair) : length;
		size_t value = equals != NULL ? name + 1 : length;
		rest = pair + length;
		if (length == 0)
			continue;
		struct json_object *object = jsonout_object();
		jsonout_add(object, "name", decoded(pair, name));
		jsonout_add(
		    object, "value", decoded(pair + value, length - value));
		json_object_array_add(list, object);
	}
	return list;
}

static const struct plan_step *
step_of(const struct entry *e)
{
	const struct run *run = &e->engine->runs[e->run];
	const struct plan *plan = run->workflows[e->sample->workflow].plan;
	return &plan->steps[e->sample->step];
}

static const char *
version_of(const struct entry *e)
{
	return e->engine->engine->multiplexes ? "HTTP/2" : "HTTP/1.1";
}

static void
add_head(struct json_object *message, const struct entry *e)
{
	jsonout_add(message, "httpVersion", jsonout_string(version_of(e)));
	jsonout_add(message, "cookies", jsonout_array());
	jsonout_add(message, "headers", jsonout_array());
	jsonout_add(message, "headersSize", number(-1));
}

static struct json_object *
request_object(const struct entry *e)
{
	const struct run *run = &e->engine->runs[e->run];
	const char *target = e->sample->target != NULL ? e->sample->target : "";
	char *url = alloc_format("%s%s", run->target->base_url, target);
	struct json_object *object = jsonout_object();
	jsonout_add(object, "method", jsonout_string(step_of(e)->method));
	jsonout_add(object, "url", jsonout_string(url));
	jsonout_add(object, "queryString", query_list(target));
	add_head(object, e);
	jsonout_add(
	    object, "bodySize", number(step_of(e)->body == NULL ? 0 : -1));
	free(url);
	return object;
}

/* --- the answer ---------------------------------------------------------- */

static struct json_object *
response_object(const struct entry *e)
{
	const struct sample *s = e->sample;
	struct json_object *object = jsonout_object();
	struct json_object *content = jsonout_object();
	jsonout_add(content, "size", jsonout_count(s->bytes));
	jsonout_add(content, "mimeType",
	    jsonout_string(s->type != NULL ? s->type : "x-unknown"));
	jsonout_add(object, "status", number(s->status));
	jsonout_add(object, "statusText", jsonout_string(""));
	add_head(object, e);
	jsonout_add(object, "content", content);
	jsonout_add(object, "redirectURL", jsonout_string(""));
	jsonout_add(object, "bodySize",
	    number(s->status == 0 ? -1 : (int64_t)s->bytes));
	return object;
}

/* --- an entry ------------------------------------------------------------ */

static struct json_object *
timings_object(const struct sample *s)
{
	int64_t us[PHASE__MAX];
	for (size_t p = 0; p < PHASE__MAX; p++)
		us[p] = request_columns_phase_us(s, (enum phase)p);
	int64_t wait = us[PHASE_WAIT] + us[PHASE_DELAY] + us[PHASE_SERVER];
	struct json_object *object = jsonout_object();
	jsonout_add(object, "blocked", milliseconds(us[PHASE_QUEUE]));
	jsonout_add(object, "dns", number(-1));
	jsonout_add(object, "connect",
	    s->phase_ns[PHASE_CONNECT] > 0 ? milliseconds(us[PHASE_CONNECT])
					   : number(-1));
	jsonout_add(object, "ssl", number(-1));
	jsonout_add(object, "send", number(0));
	jsonout_add(object, "wait", milliseconds(wait));
	jsonout_add(object, "receive", milliseconds(us[PHASE_TRANSFER]));
	return object;
}

static int64_t
duration_us(const struct sample *s)
{
	int64_t us = 0;
	for (size_t p = 0; p < PHASE__MAX; p++)
		us += request_columns_phase_us(s, (enum phase)p);
	return us;
}

static struct json_object *
phases_object(const struct sample *s)
{
	struct json_object *object = jsonout_object();
	for (size_t p = 0; p < PHASE__MAX; p++)
		jsonout_add(object, phases[p].name,
		    milliseconds(request_columns_phase_us(s, (enum phase)p)));
	return object;
}

/* Return the id of a page: "multi-0". */
static struct json_object *
page_id(const struct summary_engine *e, size_t run)
{
	char *text = alloc_format("%s-%zu", e->engine->name, run);
	struct json_object *object = jsonout_string(text);
	free(text);
	return object;
}

/* Return the URL's host as a new string, if it is an address; else NULL. */
static char *
address_of(const char *url)
{
	unsigned char address[sizeof(struct in6_addr)];
	const char *host = strstr(url, "://");
	host = host != NULL ? host + 3 : url;
	const char *at = memchr(host, '@', strcspn(host, "/"));
	if (at != NULL)
		host = at + 1;
	bool v6 = *host == '[';
	size_t end = strcspn(host + v6, v6 ? "]/" : ":/");
	char *text = alloc_format("%.*s", (int)end, host + v6);
	if (inet_pton(v6 ? AF_INET6 : AF_INET, text, address) == 1)
		return text;
	free(text);
	return NULL;
}

/* Return why the workflow failed at this request, or NULL if it did not. */
static const char *
error_of(const struct entry *e)
{
	const struct run *run = &e->engine->runs[e->run];
	const struct workflow *w = &run->workflows[e->sample->workflow];
	return w->state == WORKFLOW_FAILED && w->step == e->sample->step
		   ? w->error
		   : NULL;
}

static struct json_object *
entry_object(const struct entry *e)
{
	const struct sample *s = e->sample;
	const struct run *run = &e->engine->runs[e->run];
	const struct workflow *w = &run->workflows[s->workflow];
	char *address = address_of(run->target->base_url);
	struct json_object *object = jsonout_object();
	jsonout_add(object, "pageref", page_id(e->engine, e->run));
	jsonout_add(object, "startedDateTime", date_time(e->started_us));
	jsonout_add(object, "time", milliseconds(duration_us(s)));
	jsonout_add(object, "request", request_object(e));
	jsonout_add(object, "response", response_object(e));
	jsonout_add(object, "cache", jsonout_object());
	jsonout_add(object, "timings", timings_object(s));
	if (address != NULL)
		jsonout_add(object, "serverIPAddress", jsonout_string(address));
	if (error_of(e) != NULL)
		jsonout_add(object, "comment", jsonout_string(error_of(e)));
	jsonout_add(object, "_resourceType", jsonout_string("fetch"));
	jsonout_add(object, "_workflow", jsonout_count(s->workflow));
	jsonout_add(object, "_name", jsonout_string(workflow_name(w)));
	jsonout_add(object, "_step", jsonout_count(s->step));
	jsonout_add(object, "_phases", phases_object(s));
	free(address);
	return object;
}

/* --- the whole ----------------------------------------------------------- */

static struct json_object *
page_object(const struct summary_engine *e, size_t r)
{
	const struct run *run = &e->runs[r];
	char *title = alloc_format("%s, run %zu", e->engine->name, r);
	struct json_object *timings = jsonout_object();
	struct json_object *object = jsonout_object();
	jsonout_add(timings, "onContentLoad", number(-1));
	jsonout_add(timings, "onLoad",
	    run->cut ? number(-1) : milliseconds(run->wall_ns / 1000));
	jsonout_add(
	    object, "startedDateTime", date_time(run->started_ns / 1000));
	jsonout_add(object, "id", page_id(e, r));
	jsonout_add(object, "title", jsonout_string(title));
	jsonout_add(object, "pageTimings", timings);
	free(title);
	return object;
}

static struct json_object *
creator_object(void)
{
	struct json_object *object = jsonout_object();
	jsonout_add(object, "name", jsonout_string("docking-timing"));
	jsonout_add(object, "version", jsonout_string(DOCKING_VERSION));
	return object;
}

static int
by_start(const void *a, const void *b)
{
	int64_t x = ((const struct entry *)a)->started_us;
	int64_t y = ((const struct entry *)b)->started_us;
	return (x > y) - (x < y);
}

/* List all requests, sorted by when they started; the caller frees the list. */
static struct entry *
entries_of(const struct summary *s, size_t *ret_count)
{
	size_t count = 0;
	for (size_t i = 0; i < s->engines_count; i++)
		count += s->engines[i].requests;
	struct entry *entries = alloc_zeroed(count, sizeof(*entries));
	size_t n = 0;
	for (size_t i = 0; i < s->engines_count; i++)
		for (size_t r = 0; r < s->engines[i].runs_count; r++) {
			const struct run *run = &s->engines[i].runs[r];
			for (size_t k = 0; k < run->samples_count; k++)
				entries[n++] = (struct entry){
					.engine = &s->engines[i],
					.run = r,
					.sample = &run->samples[k],
					.started_us =
					    (run->started_ns +
						run->samples[k].start_ns) /
					    1000,
				};
		}
	qsort(entries, n, sizeof(*entries), by_start);
	*ret_count = n;
	return entries;
}

void
report_har(const struct summary *s, FILE *to)
{
	size_t count;
	struct entry *entries = entries_of(s, &count);
	fputs("{\"log\":{\"version\":\"1.2\",\"creator\":", to);
	print(creator_object(), to);
	fputs(",\"pages\":[", to);
	const char *separator = "\n";
	for (size_t i = 0; i < s->engines_count; i++)
		for (size_t r = 0; r < s->engines[i].runs_count; r++) {
			fputs(separator, to);
			print(page_object(&s->engines[i], r), to);
			separator = ",\n";
		}
	fputs("\n],\"entries\":[", to);
	separator = "\n";
	for (size_t i = 0; i < count; i++) {
		fputs(separator, to);
		print(entry_object(&entries[i]), to);
		separator = ",\n";
	}
	fputs("\n]}}\n", to);
	free(entries);
}
