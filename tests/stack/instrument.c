/*
 * instrument.c: what the tests of docking-timing as an instrument share:
 * scripts and workflow files.
 *
 * SPDX-License-Identifier: MIT
 */
#include "instrument.h"

#include "../lib/files.h"
#include "../lib/quotes.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
instrument_workflow(const char *text)
{
	static int files;
	char *name = temp_file("workflow-%d.json", ++files);
	char *json = quotes_doubled(text);
	file_write_text(name, json);
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
