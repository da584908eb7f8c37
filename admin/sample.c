/*
 * sample.c: asks a server over HTTP how long it lets wait, many requests at
 * once. The only file of docking-admin that knows libcurl.
 *
 * SPDX-License-Identifier: MIT
 */
#include "sample.h"

#include "interrupt.h"

#include "lib/buffer.h"
#include "lib/json_strict.h"

#include <curl/curl.h>
#include <json-c/json.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	BODY_MAX = 64 * 1024, /* more is no answer of ours */
	CONNECT_MS = 10000,
	LATE_MS = 30000, /* that an answer may be, behind its delay */
	POLL_MS = 1000,  /* how late Ctrl-C may be noticed */
};

/* A request under way. */
struct call {
	CURL *easy;
	size_t number;
	double drawn_ms; /* -1: not told */
	struct buffer body;
};

static size_t
on_header(char *line, size_t size, size_t count, void *arg)
{
	static const char name[] = "Server-Timing: delay;dur=";
	struct call *call = arg;
	size_t length = size * count;
	char number[32] = "";
	if (length > sizeof(name) - 1 &&
	    strncasecmp(line, name, sizeof(name) - 1) == 0) {
		snprintf(number, sizeof(number), "%.*s",
		    (int)(length - sizeof(name) + 1), line + sizeof(name) - 1);
		char *end;
		double ms = strtod(number, &end);
		if (end > number && ms >= 0)
			call->drawn_ms = ms;
	}
	return length;
}

static size_t
on_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct call *call = arg;
	size_t length = size * count;
	if (call->body.length + length > BODY_MAX)
		return 0; /* libcurl ends the transfer */
	buffer_add(&call->body, bytes, length);
	return length;
}

static bool
call_init(struct call *call, long timeout_ms)
{
	*call = (struct call){ .easy = curl_easy_init() };
	CURL *easy = call->easy;
	if (easy == NULL)
		return false;
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, call);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
	curl_easy_setopt(easy, CURLOPT_PRIVATE, call);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, timeout_ms);
	return true;
}

static void
call_done(struct call *call)
{
	curl_easy_cleanup(call->easy);
	buffer_free(&call->body);
}

static void
set_target(struct call *call, const char *url, const char *target)
{
	char whole[2048];
	size_t length = strlen(url);
	while (length > 0 && url[length - 1] == '/')
		length--;
	snprintf(whole, sizeof(whole), "%.*s%s", (int)length, url, target);
	curl_easy_setopt(call->easy, CURLOPT_URL, whole);
	call->drawn_ms = -1;
	buffer_clear(&call->body);
}

/* The JSON object in the body, which the caller puts, or NULL. */
static struct json_object *
parse(struct call *call)
{
	struct jsoncheck_error error;
	struct json_object *root = NULL;
	size_t length = call->body.length;
	buffer_add(&call->body, "", 1); /* json_tokener_parse() stops there */
	if (buffer_error(&call->body) == ERR_OK &&
	    jsoncheck(JSONCHECK_GRAMMAR, call->body.bytes, length, &error))
		root = json_tokener_parse(call->body.bytes);
	if (json_object_is_type(root, json_type_object))
		return root;
	json_object_put(root);
	return NULL;
}

/* The member detail of a problem, or what stands for it. */
static void
explain(struct call *call, long status, char *why, size_t size)
{
	struct json_object *detail = NULL;
	struct json_object *problem = parse(call);
	if (problem != NULL)
		json_object_object_get_ex(problem, "detail", &detail);
	snprintf(why, size, "it answered %ld%s%.200s", status,
	    detail != NULL ? ": " : "",
	    detail != NULL ? json_object_get_string(detail) : "");
	json_object_put(problem);
}

/* Has the transfer, which ended with code, brought an answer of 200? */
static bool
is_answered(struct call *call, CURLcode code, char *why, size_t size)
{
	long status = 0;
	if (code != CURLE_OK) {
		snprintf(why, size, "%s", curl_easy_strerror(code));
		return false;
	}
	curl_easy_getinfo(call->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status == 200)
		return true;
	explain(call, status, why, size);
	return false;
}

bool
sample_ask(
    const char *url, struct sample_server *ret_server, char *why, size_t size)
{
	struct call call;
	struct json_object *root = NULL, *max = NULL, *places = NULL;
	bool told = false;
	snprintf(why, size, "out of memory");
	if (!call_init(&call, LATE_MS))
		return false;
	set_target(&call, url, "/capacity");
	if (is_answered(&call, curl_easy_perform(call.easy), why, size)) {
		root = parse(&call);
		told = root != NULL &&
		       json_object_object_get_ex(root, "maxDelay", &max) &&
		       json_object_object_get_ex(root, "places", &places) &&
		       json_object_get_int64(places) > 0;
		if (!told)
			snprintf(why, size,
			    "its /capacity tells no maxDelay and places");
	}
	if (told)
		*ret_server = (struct sample_server){
			.max_delay_s = json_object_get_double(max),
			.places = (size_t)json_object_get_int64(places),
		};
	json_object_put(root);
	call_done(&call);
	return told;
}

static void
begin(CURLM *multi, struct call *call, const struct sample_plan *plan,
    size_t number)
{
	char target[64];
	snprintf(target, sizeof(target), "/users?name=audit%zu", number);
	call->number = number;
	set_target(call, plan->url, target);
	curl_multi_add_handle(multi, call->easy);
}

/* Take what the call has measured. */
static bool
take(struct call *call, CURLcode code, int64_t *drawn_ns, int64_t *waited_ns,
    char *why, size_t size)
{
	curl_off_t tls_us = 0, connected_us = 0, answered_us = 0;
	if (!is_answered(call, code, why, size))
		return false;
	if (call->drawn_ms < 0) {
		snprintf(why, size, "it tells no delay in Server-Timing");
		return false;
	}
	/* CURLINFO_PRETRANSFER_TIME_T may be after the request was sent. */
	curl_easy_getinfo(call->easy, CURLINFO_APPCONNECT_TIME_T, &tls_us);
	curl_easy_getinfo(call->easy, CURLINFO_CONNECT_TIME_T, &connected_us);
	if (connected_us < tls_us)
		connected_us = tls_us;
	curl_easy_getinfo(
	    call->easy, CURLINFO_STARTTRANSFER_TIME_T, &answered_us);
	drawn_ns[call->number] = llround(call->drawn_ms * 1e6);
	waited_ns[call->number] = (int64_t)(answered_us - connected_us) * 1000;
	return true;
}

/* Send all with these calls. */
static bool
run(CURLM *multi, struct call *calls, const struct sample_plan *plan,
    int64_t *drawn_ns, int64_t *waited_ns, char *why, size_t size)
{
	size_t begun = 0, ended = 0;
	for (; begun < plan->at_once && begun < plan->count; begun++)
		begin(multi, &calls[begun], plan, begun);
	while (ended < plan->count) {
		int running, left;
		CURLMsg *message;
		curl_multi_perform(multi, &running);
		while ((message = curl_multi_info_read(multi, &left)) != NULL) {
			struct call *call = NULL;
			CURLcode code = message->data.result;
			curl_easy_getinfo(
			    message->easy_handle, CURLINFO_PRIVATE, &call);
			curl_multi_remove_handle(multi, call->easy);
			if (!take(call, code, drawn_ns, waited_ns, why, size))
				return false;
			ended++;
			if (begun < plan->count)
				begin(multi, call, plan, begun++);
		}
		if (interrupt_requested()) {
			snprintf(why, size, "interrupted");
			return false;
		}
		if (ended < plan->count)
			curl_multi_poll(multi, NULL, 0, POLL_MS, NULL);
	}
	return true;
}

bool
sample_run(const struct sample_plan *plan, int64_t *drawn_ns,
    int64_t *waited_ns, char *why, size_t size)
{
	char line[128];
	snprintf(line, sizeof(line), "Docking-Delay: %s", plan->rule);
	struct curl_slist *headers = curl_slist_append(NULL, line);
	struct call *calls = calloc(plan->at_once, sizeof(*calls));
	CURLM *multi = curl_multi_init();
	bool good = headers != NULL && calls != NULL && multi != NULL;
	long timeout_ms = (long)(plan->longest_ns / 1000000) + LATE_MS;
	size_t made = 0;
	for (; good && made < plan->at_once; made++) {
		good = call_init(&calls[made], timeout_ms);
		if (good)
			curl_easy_setopt(
			    calls[made].easy, CURLOPT_HTTPHEADER, headers);
	}
	if (good) {
		curl_multi_setopt(
		    multi, CURLMOPT_MAXCONNECTS, (long)plan->at_once);
		good = run(multi, calls, plan, drawn_ns, waited_ns, why, size);
	} else {
		snprintf(why, size, "out of memory");
	}
	for (size_t i = 0; i < made; i++) {
		if (multi != NULL)
			curl_multi_remove_handle(multi, calls[i].easy);
		call_done(&calls[i]);
	}
	curl_multi_cleanup(multi);
	curl_slist_free_all(headers);
	free(calls);
	return good;
}
