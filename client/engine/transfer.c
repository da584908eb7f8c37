/*
 * transfer.c: an easy handle, with the options that all engines share.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/transfer.h"

#include "engine/servertiming.h"
#include "lib/alloc.h"
#include "lib/clock.h"
#include "lib/interrupt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BODY_SIZE_FIRST = 256 /* bytes; holds the usual answer */ };

static size_t
on_body(char *data, size_t size, size_t count, void *arg)
{
	struct transfer *t = arg;
	size_t length = size * count;
	if (length > TRANSFER_BODY_MAX - t->body_length) {
		t->too_large = true;
		return 0; /* libcurl ends the transfer */
	}
	if (t->body_length + length > t->body_size) {
		t->body_size = 2 * (t->body_length + length);
		t->body = alloc_resized(t->body, t->body_size);
	}
	memcpy(t->body + t->body_length, data, length);
	t->body_length += length;
	return length;
}

static bool
has_name(const char *line, size_t length, const char *name)
{
	return length > strlen(name) &&
	       strncasecmp(line, name, strlen(name)) == 0;
}

static size_t
on_header(char *data, size_t size, size_t count, void *arg)
{
	static const char name[] = "Server-Timing:";
	struct transfer *t = arg;
	size_t length = size * count;
	if (has_name(data, length, name)) {
		const char *value = data + strlen(name);
		size_t rest = length - strlen(name);
		servertiming_dur(value, rest, "delay", &t->delay_ms);
		servertiming_dur(value, rest, "app", &t->app_ms);
	}
	/* Drop the headers of an interim answer (1xx). */
	if (has_name(data, length, "HTTP/")) {
		t->headers_length = 0;
		t->delay_ms = -1;
		t->app_ms = -1;
	}
	if (t->keep_headers) {
		t->headers =
		    alloc_resized(t->headers, t->headers_length + length);
		memcpy(t->headers + t->headers_length, data, length);
		t->headers_length += length;
	}
	return length;
}

struct transfer *
transfer_new(const struct target *target)
{
	struct transfer *t = alloc_zeroed(1, sizeof(*t));
	t->easy = alloc_checked(curl_easy_init());
	t->body_size = BODY_SIZE_FIRST;
	t->body = alloc_bytes(t->body_size);
	CURL *easy = t->easy;
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->error);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
	curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(
	    easy, CURLOPT_USERAGENT, "docking-timing/" DOCKING_VERSION);
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(
	    easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, target->timeout_ms);
	curl_easy_setopt(easy, CURLOPT_RESOLVE, target->resolve);
	/* Use the given file, or else the system's folder, in which
	 * certificates are looked up one at a time: the system's bundle would
	 * be read again for every connection, which takes 25 ms. */
	curl_easy_setopt(easy, CURLOPT_CAINFO, target->cacert);
	if (target->cacert != NULL)
		curl_easy_setopt(easy, CURLOPT_CAPATH, (char *)NULL);
	curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, !target->insecure);
	curl_easy_setopt(
	    easy, CURLOPT_SSL_VERIFYHOST, target->insecure ? 0L : 2L);
	/* Use no proxy from the environment: it would be measured instead. */
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	/* Signals for timeouts do not work with an event loop. */
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* The default buffer of 16 KB is most of a handle's memory, times
	 * 10,000. */
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 2048L);
	return t;
}

static int
on_progress(void *arg, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
	(void)arg, (void)a, (void)b, (void)c, (void)d;
	return interrupt_requested();
}

void
transfer_heed_interrupt(struct transfer *t)
{
	curl_easy_setopt(t->easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	curl_easy_setopt(t->easy, CURLOPT_NOPROGRESS, 0L);
}

/* Tell whether a request without a body must announce that (RFC 9110, 8.6);
 * some servers insist. */
static bool
tells_length(const char *method)
{
	return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
	       strcmp(method, "PATCH") == 0;
}

/* Set the method and the options that go with it. */
static void
set_method(
    struct transfer *t, const struct transfer_request *r, const char *body)
{
	bool get = strcmp(r->method, "GET") == 0;
	bool head = strcmp(r->method, "HEAD") == 0;
	curl_easy_setopt(t->easy, CURLOPT_HTTPGET, 1L);
	curl_easy_setopt(t->easy, CURLOPT_NOBODY, head ? 1L : 0L);
	if (body != NULL) {
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)strlen(body));
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, body);
	}
	curl_easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST,
	    head || (get && body == NULL) ? NULL : r->method);
}

static bool
names_content_type(const struct curl_slist *headers)
{
	static const char name[] = "Content-Type";
	for (; headers != NULL; headers = headers->next)
		if (strcspn(headers->data, ":;") == strlen(name) &&
		    has_name(headers->data, strlen(headers->data), name))
			return true;
	return false;
}

void
transfer_begin(struct transfer *t, const struct target *target,
    const struct transfer_request *r)
{
	char *url = alloc_format("%s%s", target->base_url, r->path);
	curl_easy_setopt(t->easy, CURLOPT_URL, url);
	free(url);
	const char *none = tells_length(r->method) ? "" : NULL;
	set_method(t, r, r->body != NULL ? r->body : none);
	curl_slist_free_all(t->request_headers);
	t->request_headers = r->headers;
	if ((r->body == NULL || r->body_is_json) &&
	    !names_content_type(r->headers))
		t->request_headers = alloc_checked(curl_slist_append(r->headers,
		    r->body == NULL ? "Content-Type:" /* libcurl: none */
				    : "Content-Type: application/json"));
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->request_headers);
	curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT, r->fresh ? 1L : 0L);
	curl_easy_setopt(t->easy, CURLOPT_FORBID_REUSE, r->last ? 1L : 0L);
	t->keep_headers = r->keep_headers;
	t->error[0] = '\0';
	t->body_length = 0;
	t->headers_length = 0;
	t->too_large = false;
	t->delay_ms = -1;
	t->app_ms = -1;
	t->status = 0;
	t->start_ns = clock_now_ns();
}

static int64_t
time_of(const struct transfer *t, CURLINFO info)
{
	curl_off_t us = 0;
	curl_easy_getinfo(t->easy, info, &us);
	return us * 1000;
}

/* Take at most as much of *rest as there is. */
static int64_t
take(int64_t *rest, int64_t wanted)
{
	int64_t taken = wanted < 0 ? 0 : wanted < *rest ? wanted : *rest;
	*rest -= taken;
	return taken;
}

/* Divide the duration, measured by our clock, as libcurl's times divide it. */
static void
set_phases(struct transfer *t)
{
	int64_t *phase = t->phase_ns;
	int64_t rest = t->end_ns - t->start_ns;
	int64_t total = time_of(t, CURLINFO_TOTAL_TIME_T);
	int64_t first = time_of(t, CURLINFO_STARTTRANSFER_TIME_T);
	int64_t connected = 0;
	if (t->connections > 0) {
		connected = time_of(t, CURLINFO_APPCONNECT_TIME_T);
		if (connected == 0)
			connected = time_of(t, CURLINFO_CONNECT_TIME_T);
	}
	if (first == 0)
		first = total; /* no byte came */
	phase[PHASE_QUEUE] = take(&rest, rest - total);
	phase[PHASE_TRANSFER] = take(&rest, total - first);
	phase[PHASE_CONNECT] = take(&rest, connected);
	phase[PHASE_DELAY] = take(&rest, llround(t->delay_ms * 1e6));
	phase[PHASE_SERVER] = take(&rest, llround(t->app_ms * 1e6));
	phase[PHASE_WAIT] = rest;
}

void
transfer_end(struct transfer *t, CURLcode code)
{
	t->end_ns = clock_now_ns();
	curl_easy_getinfo(t->easy, CURLINFO_NUM_CONNECTS, &t->connections);
	if (code == CURLE_OK)
		curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &t->status);
	set_phases(t);
}

CURLcode
transfer_get(struct transfer *t, const struct target *target, const char *path)
{
	transfer_begin(t, target,
	    &(struct transfer_request){
		.method = "GET", .path = path, .fresh = true, .last = true });
	CURLcode code = curl_easy_perform(t->easy);
	transfer_end(t, code);
	return code;
}

const char *
transfer_media_type(const struct transfer *t)
{
	const char *type = NULL;
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	return type;
}

const char *
transfer_error(const struct transfer *t, CURLcode code)
{
	if (t->too_large)
		return "the answer is larger than 16 MiB";
	/* libcurl's messages contain milliseconds or bytes, so equal failures
	 * would differ; and messages differ between versions. */
	if (code == CURLE_OPERATION_TIMEDOUT)
		return "no whole answer within the time-out";
	if (code == CURLE_COULDNT_CONNECT)
		return "it cannot be connected to";
	if (code == CURLE_GOT_NOTHING)
		return "the connection was closed without an answer";
	if (code == CURLE_PARTIAL_FILE)
		return "the connection was closed in the middle of the answer";
	return t->error[0] != '\0' ? t->error : curl_easy_strerror(code);
}

void
transfer_free(struct transfer *t)
{
	if (t == NULL)
		return;
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->request_headers);
	free(t->headers);
	free(t->body);
	free(t);
}

char *
transfer_connect(const struct target *target)
{
	struct transfer *transfer = transfer_new(target);
	curl_easy_setopt(transfer->easy, CURLOPT_URL, target->base_url);
	curl_easy_setopt(transfer->easy, CURLOPT_CONNECT_ONLY, 1L);
	CURLcode code = curl_easy_perform(transfer->easy);
	char *why = code == CURLE_OK
			? NULL
			: alloc_format("%s cannot be reached: %s",
			      target->base_url, transfer_error(transfer, code));
	transfer_free(transfer);
	return why;
}
