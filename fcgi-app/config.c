/*
 * config.c: environment -> checked struct config. run.sh turns its flags
 * into these variables and the web server hands them on; a bad value is
 * refused by name, with the allowed range, before anything starts.
 *
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const delay_models[DELAY_MODEL__MAX] = {
	[DELAY_MODEL_TIMER] = "timer",
	[DELAY_MODEL_SLEEP] = "sleep",
};

struct whole_number {
	const char *name; /* of the variable */
	const char *flag; /* of run.sh */
	int min, max, value;
};

static const char *
setting(const char *name, const char *otherwise)
{
	const char *value = getenv(name);
	return value != NULL ? value : otherwise;
}

static bool
read_whole_number(struct whole_number *n, char *why, size_t size)
{
	const char *text = getenv(n->name);
	if (text == NULL)
		return true;
	char *end;
	errno = 0;
	long value = strtol(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    value < n->min || value > n->max) {
		snprintf(why, size,
		    "%s (%s): '%s' is not a whole number from %d to %d",
		    n->flag, n->name, text, n->min, n->max);
		return false;
	}
	n->value = (int)value;
	return true;
}

static bool
read_seconds(const char *flag, const char *name, const char *otherwise,
    int64_t *ret_ns, char *why, size_t size)
{
	const double max_s = 3600; /* more would be a mistake in the unit */
	const char *text = setting(name, otherwise);
	char *end;
	double seconds = strtod(text, &end);
	/* strtod() also knows hexadecimal, "inf" and leading blanks. */
	if (*text == '\0' || strspn(text, "0123456789.eE+-") != strlen(text) ||
	    *end != '\0' || !(seconds >= 0 && seconds <= max_s)) {
		snprintf(why, size,
		    "%s (%s): '%s' is not a number of seconds from 0 to %g",
		    flag, name, text, max_s);
		return false;
	}
	*ret_ns = llround(seconds * 1e9);
	return true;
}

static bool
read_delay_model(enum delay_model *ret_model, char *why, size_t size)
{
	const char *text = setting("DOCKING_DELAY_MODEL", "timer");
	for (size_t i = 0; i < DELAY_MODEL__MAX; i++) {
		if (strcmp(text, delay_models[i]) == 0) {
			*ret_model = (enum delay_model)i;
			return true;
		}
	}
	snprintf(why, size,
	    "--delay-model (DOCKING_DELAY_MODEL): '%s' is not 'timer' or "
	    "'sleep'",
	    text);
	return false;
}

const char *
config_delay_model_name(enum delay_model model)
{
	return delay_models[model];
}

bool
config_read(struct config *ret_config, char *why, size_t size)
{
	/* clang-format off */
	struct whole_number processes =
		{ "DOCKING_PROCESSES", "--processes", 1, 64, 4 };
	struct whole_number threads =
		{ "DOCKING_THREADS", "--threads", 1, 256, 2 };
	struct whole_number port =
		{ "DOCKING_PORT", "--port", 1, 65535, 5000 };
	struct whole_number tls_port =
		{ "DOCKING_TLS_PORT", "--tls-port", 1, 65535, 5443 };
	struct whole_number web_places =
		{ "DOCKING_WEB_PLACES", "set by run.sh", 0, 1000000, 0 };
	/* What the web server cannot hold never comes. */
	struct whole_number max_parked =
		{ "DOCKING_MAX_PARKED", "--max-parked", 1, 1000000, 0 };
	/* clang-format on */
	struct config config = { .db = setting("DOCKING_DB", ""),
		.passwords = *setting("DOCKING_PASSWORDS", "") != '\0',
		.board_file = setting("DOCKING_BOARD_FILE", NULL) };
	if (!read_whole_number(&web_places, why, size) ||
	    !read_whole_number(&port, why, size) ||
	    !read_whole_number(&tls_port, why, size) ||
	    !read_whole_number(&max_parked, why, size) ||
	    !read_seconds("--delay", "DOCKING_DELAY", "0.5", &config.delay_ns,
		why, size) ||
	    !read_seconds("--drain-limit", "DOCKING_DRAIN_LIMIT", "3600",
		&config.drain_limit_ns, why, size) ||
	    !read_delay_model(&config.delay_model, why, size) ||
	    !read_whole_number(&processes, why, size) ||
	    !read_whole_number(&threads, why, size))
		return false;
	if (config.db[0] != '/') {
		snprintf(why, size,
		    "--db (DOCKING_DB): '%s' is not an absolute file name",
		    config.db);
		return false;
	}
	config.processes = processes.value;
	config.threads = threads.value;
	config.port = port.value;
	config.max_parked = max_parked.value != 0   ? max_parked.value
			    : web_places.value != 0 ? web_places.value
						    : max_parked.max;
	*ret_config = config;
	return true;
}
