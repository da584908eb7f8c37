/*
 * transfer.c: one easy handle, with the options that all engines share.
 *
 * SPDX-License-Identifier: MIT
 */
#include "transfer.h"

#include "alloc.h"
#include "clock.h"
#include "servertiming.h"

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

static size_t
on_header(char *data, size_t size, size_t count, void *arg)
{
	static const char name[] = "Server-Timing:";
	struct transfer *t = arg;
	size_t length = size * count;
	if (length > strlen(name) && strncasecmp(data, name, strlen(name)) == 0)
		servertiming_dur(data + strlen(name), length - strlen(name),
		    "delay", &t->delay_ms);
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
	/* A proxy from the environment would be what is measured. */
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	/* Signals for time-outs do not go with an event loop. */
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* The default of 16 KB is most of a handle's memory, times 10,000. */
	curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 2048L);
	return t;
}

void
transfer_begin(struct transfer *t, const struct target *target,
    const char *path, bool fresh, bool last)
{
	char *url = alloc_format("%s%s", target->base_url, path);
	curl_easy_setopt(t->easy, CURLOPT_URL, url);
	free(url);
	curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
	curl_easy_setopt(t->easy, CURLOPT_FORBID_REUSE, last ? 1L : 0L);
	t->error[0] = '\0';
	t->body_length = 0;
	t->too_large = false;
	t->delay_ms = -1;
	t->status = 0;
	t->start_ns = clock_now_ns();
}

void
transfer_end(struct transfer *t, CURLcode code)
{
	t->end_ns = clock_now_ns();
	curl_easy_getinfo(t->easy, CURLINFO_NUM_CONNECTS, &t->connections);
	if (code == CURLE_OK)
		curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &t->status);
}

const char *
transfer_error(const struct transfer *t, CURLcode code)
{
	if (t->too_large)
		return "the answer is larger than 16 MiB";
	/* libcurl's words tell the milliseconds, and so make equal failures
	 * differ. */
	if (code == CURLE_OPERATION_TIMEDOUT)
		return "no whole answer within the time-out";
	if (code == CURLE_COULDNT_CONNECT)
		return "it cannot be connected to";
	return t->error[0] != '\0' ? t->error : curl_easy_strerror(code);
}

void
transfer_free(struct transfer *t)
{
	if (t == NULL)
		return;
	curl_easy_cleanup(t->easy);
	free(t->body);
	free(t);
}
