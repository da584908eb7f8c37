/*
 * instrument.c: what the tests of docking-timing as an instrument share: runs
 * against a server with a script, and workflow files.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"
#include "timing.h"

#include "../lib/quotes.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outcome
instrument_run(scripted_play play, void *arg, const char *const args[],
    struct scripted_seen *ret_seen)
{
	char url[64];
	struct scripted_server *server = scripted_server_start(play, arg);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d",
	    scripted_server_port(server));
	struct outcome o = timing_run(url, args, NULL);
	*ret_seen = scripted_server_stop(server);
	return o;
}

char *
instrument_workflow(const char *text)
{
	static int files;
	char *name = temp_file("workflow-%d.json", ++files);
	char *json = quotes_doubled(text);
	FILE *file = fopen(name, "w");
	if (file == NULL || fputs(json, file) < 0 || fclose(file) != 0)
		abort();
	size_t size = strlen(name) + sizeof("--workflow=");
	char *option = malloc(size);
	if (option == NULL)
		abort();
	snprintf(option, size, "--workflow=%s", name);
	free(json);
	free(name);
	return option;
}

bool
instrument_is_capacity(
    const struct scripted_request *request, struct scripted_answer *answer)
{
	if (strcmp(request->target, "/capacity") != 0)
		return false;
	answer->status = 404;
	return true;
}

void
instrument_play_wait(void *arg, const struct scripted_request *request,
    struct scripted_answer *answer)
{
	(void)arg;
	if (instrument_is_capacity(request, answer))
		return;
	answer->after_us = atoi(request->target + strlen("/wait/"));
	strcpy(answer->body, "{}\n");
}

char *
instrument_waits(const struct instrument_load *load)
{
	char *name = temp_file("waits");
	FILE *lines = fopen(name, "w");
	if (lines == NULL)
		abort();
	for (int i = 0; i < load->workflows; i++)
		fprintf(lines, "%d\n", load->first_us + i * load->more_us);
	fclose(lines);
	free(name);
	return instrument_workflow("{'name':'waits',"
				   "'input':{'variable':'us','lines':'waits'},"
				   "'steps':[{'target':'/wait/{us}'},"
				   "{'target':'/wait/{us}'}]}");
}
