/*
 * bad_api.c: a script that plays the Docking API, or what no good server
 * would.
 *
 * SPDX-License-Identifier: MIT
 */
#include "bad_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LARGE_BODY = 17 * 1024 * 1024,
	ENDLESS = 65536, /* bytes that are sent again and again */
};

/* The number of a person: "n7" and "7" are 7's. */
static int
number_in(const char *text)
{
	return atoi(text + strcspn(text, "0123456789"));
}

static bool
starts(const char *text, const char *with)
{
	return with != NULL && strncmp(text, with, strlen(with)) == 0;
}

static const char list_target[] = "/users?role=sales";
static const char find_target[] = "/users?name=";
static const char fetch_target[] = "/customers?salesId=";

/* Fill in status and body. */
static void
answer_well(const char *target, struct scripted_answer *answer)
{
	char *body = answer->body;
	int k = number_in(target);
	if (starts(target, list_target)) {
		int used = 0;
		for (k = 1; k <= BAD_API_PEOPLE; k++)
			used += sprintf(body + used,
			    "%s{\"id\":\"%d\",\"name\":\"n%d\","
			    "\"role\":\"sales\"}",
			    k == 1 ? "[" : ",", k, k);
		strcpy(body + used, "]\n");
	} else if (starts(target, find_target)) {
		sprintf(body,
		    "[{\"id\":\"%d\",\"name\":\"n%d\",\"role\":\"sales\"}]\n",
		    k, k);
	} else if (starts(target, fetch_target)) {
		sprintf(body,
		    "[{\"id\":\"%d\",\"name\":\"J\\u00fcrgen %d\","
		    "\"salesId\":\"%d\"}]\n",
		    100 + k, k, k);
	} else {
		strcpy(body, "{\"message\":\"not here\"}\n");
		answer->status = 404;
	}
}

static void
repeat(FILE *bytes, const char *text, size_t length)
{
	for (size_t used = 0; used < length; used += strlen(text))
		fputs(text, bytes);
}

static void
put_head(FILE *bytes, const struct scripted_answer *answer, const char *more)
{
	fprintf(bytes, "HTTP/1.1 %d Whatever\r\n%s%s\r\n", answer->status,
	    answer->headers, more);
}

static void
put_body(FILE *bytes, const struct scripted_answer *answer, const char *body,
    size_t length)
{
	char more[64];
	sprintf(more, "Content-Length: %zu\r\n", length);
	put_head(bytes, answer, more);
	fwrite(body, 1, length, bytes);
}

/* The answer is a good one: make it the script's. */
static void
misbehave(const struct bad_script *script, struct scripted_answer *answer)
{
	static const char chunked[] = "Transfer-Encoding: chunked\r\n";
	FILE *bytes = open_memstream(&answer->bytes, &answer->length);
	if (bytes == NULL)
		abort();
	answer->end = SCRIPTED_CLOSE;
	switch (script->fault) {
	case BAD_ANSWER:
		answer->end = SCRIPTED_KEEP;
		answer->status = script->status;
		put_body(bytes, answer, script->body,
		    script->body_length > 0 ? script->body_length
					    : strlen(script->body));
		break;
	case BAD_STALL:
		answer->end = SCRIPTED_KEEP;
		break;
	case BAD_STALL_IN_HEADER:
		answer->end = SCRIPTED_KEEP;
		fputs("HTTP/1.1 200 OK\r\nContent-Le", bytes);
		break;
	case BAD_CLOSE_IN_BODY:
		put_head(bytes, answer, "Content-Length: 1000\r\n");
		fwrite(answer->body, 1, strlen(answer->body) / 2, bytes);
		break;
	case BAD_RESET:
		answer->end = SCRIPTED_RESET;
		break;
	case BAD_CLOSE_UNTOLD:
		put_body(bytes, answer, answer->body, strlen(answer->body));
		break;
	case BAD_CHUNKED:
		answer->end = SCRIPTED_KEEP;
		put_head(bytes, answer, chunked);
		for (const char *p = answer->body; *p != '\0'; p++)
			fprintf(bytes, "1\r\n%c\r\n", *p);
		fputs("0\r\n\r\n", bytes);
		break;
	case BAD_CHUNK_SIZE:
		put_head(bytes, answer, chunked);
		fputs("zz\r\n[]\r\n0\r\n\r\n", bytes);
		break;
	case BAD_ENDLESS_BODY:
		put_head(bytes, answer, "");
		answer->endless_from = (size_t)ftell(bytes);
		repeat(bytes, "[", ENDLESS);
		break;
	case BAD_LARGE_BODY: {
		char more[64];
		sprintf(more, "Content-Length: %d\r\n", LARGE_BODY);
		put_head(bytes, answer, more);
		fprintf(bytes, "[]%*s", LARGE_BODY - 2, "");
		break;
	}
	case BAD_ENDLESS_HEADER:
		fputs("HTTP/1.1 200 OK\r\n", bytes);
		answer->endless_from = (size_t)ftell(bytes);
		repeat(bytes, "X-Again: and again and again and again\r\n",
		    ENDLESS);
		break;
	case BAD_NOT_HTTP:
		fputs("+OK hello, this is POP3\r\n", bytes);
		break;
	case BAD_NOTHING:
	case BAD_CLOSE:
		break;
	}
	fclose(bytes);
}

/* Remember whose the request is. */
static void
note(struct bad_api *api, const struct scripted_request *request)
{
	const char *target = request->target;
	int i = request->connection - 1;
	api->seen.lists += starts(target, list_target);
	api->seen.capacities += starts(target, "/capacity");
	if (i >= BAD_API_CONNECTIONS_MAX)
		return;
	int requests = ++api->connections[i].requests;
	int found = api->connections[i].found;
	bool pair = requests == 2 && found > 0 && starts(target, fetch_target);
	api->connections[i].pair = pair;
	api->connections[i].own = pair && number_in(target) == found;
	if (requests == 1 && starts(target, find_target))
		api->connections[i].found = number_in(target);
}

void
bad_api_play(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	struct bad_api *api = arg;
	const struct bad_script *script = &api->script;
	const char *timing = script->server_timing;
	note(api, request);
	answer_well(request->target, answer);
	sprintf(answer->headers,
	    "Connection: keep-alive\r\nContent-Type: application/json\r\n"
	    "%s%s%s",
	    timing != NULL ? "Server-Timing: " : "",
	    timing != NULL ? timing : "", timing != NULL ? "\r\n" : "");
	if (!starts(request->target, list_target))
		answer->after_us = script->delay_ms * 1000;
	if (script->fault != BAD_NOTHING &&
	    starts(request->target, script->target) &&
	    api->befallen++ >= script->skip)
		misbehave(script, answer);
}

struct bad_seen
bad_api_seen(const struct bad_api *api, const struct scripted_seen *heard)
{
	struct bad_seen seen = api->seen;
	seen.requests = heard->requests;
	seen.connections = heard->connections;
	seen.most_in_flight = heard->most_in_flight;
	for (int i = 0; i < BAD_API_CONNECTIONS_MAX; i++) {
		seen.pairs += api->connections[i].pair;
		seen.own_pairs += api->connections[i].own;
	}
	return seen;
}
