/*
 * timing.c: runs docking-timing and reads its report.
 *
 * SPDX-License-Identifier: MIT
 */
#include "timing.h"

#include "../lib/harness.h"
#include "lib/json_strict.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct outcome
timing_run(const char *url, const char *const args[],
    const struct program_files *files)
{
	const char *all[PROGRAM_ARGS_MAX] = { program_built("docking-timing"),
		"--url", url };
	size_t count = 3;
	for (size_t i = 0; args[i] != NULL && count < PROGRAM_ARGS_MAX - 1; i++)
		all[count++] = args[i];
	return program_run(all, files);
}

struct outcome
timing_run_script(scripted_play play, void *arg, const char *const args[],
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

struct outcome
timing_run_bad(const struct bad_script *script, const char *const args[],
    struct bad_seen *ret_seen)
{
	struct bad_api api = { .script = *script };
	struct scripted_seen heard;
	struct outcome o = timing_run_script(bad_api_play, &api, args, &heard);
	*ret_seen = bad_api_seen(&api, &heard);
	return o;
}

const char *
timing_timeout_for(const struct bad_script *script)
{
	return script->fault == BAD_STALL ||
		       script->fault == BAD_STALL_IN_HEADER
		   ? "--timeout=0.3"
		   : "--timeout=30";
}

bool
timing_is_line(const char *text, const char *start)
{
	static const char program[] = "docking-timing: ";
	const char *end = strchr(text, '\n');
	return strncmp(text, program, strlen(program)) == 0 &&
	       strncmp(text + strlen(program), start, strlen(start)) == 0 &&
	       end != NULL && end[1] == '\0';
}

struct json_object *
timing_parse(const char *text)
{
	struct jsoncheck_error error = { .at = 0 };
	bool json = jsoncheck(JSONCHECK_UNIQUE, text, strlen(text), &error);
	if (!CHECK(json, "JSON: byte %zu: %s: '%s'", error.at, error.why, text))
		return NULL;
	return json_tokener_parse(text);
}

static struct json_object *
find(struct json_object *report, const char *pointer, va_list ap)
{
	char path[128];
	struct json_object *value = NULL;
	vsnprintf(path, sizeof(path), pointer, ap);
	return json_pointer_get(report, path, &value) == 0 ? value : NULL;
}

struct json_object *
timing_get(struct json_object *report, const char *pointer, ...)
{
	va_list ap;
	va_start(ap, pointer);
	struct json_object *value = find(report, pointer, ap);
	va_end(ap);
	return value;
}

const char *
timing_text(struct json_object *report, const char *pointer)
{
	return json_object_get_string(timing_get(report, "%s", pointer));
}

double
timing_number(struct json_object *report, const char *pointer, ...)
{
	va_list ap;
	va_start(ap, pointer);
	struct json_object *value = find(report, pointer, ap);
	va_end(ap);
	return json_object_get_double(value);
}
