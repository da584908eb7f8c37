/*
 * config.c: environment -> checked struct config. run.sh turns its flags
 * into these variables and the web server hands them on; a bad value is
 * refused by name, with the allowed range, before anything starts.
 *
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
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
	uint64_t min, max, value;
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
	uint64_t value = strtoull(text, &end, 10);
	if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 ||
	    value < n->min || value > n->max) {
		snprintf(why, size,
		    "%s (%s): '%s' is not a whole number from %" PRIu64
		    " to %" PRIu64,
		    n->flag, n->name, text, n->min, n->max);
		return false;
	}
	n->value = value;
	return true;
}

static bool
read_seconds(const char *flag, const char *name, const char *otherwise,
    double *ret_s, char *why, size_t size)
{
	const char *text = setting(name, otherwise);
	struct rule rule;
	if (!rule_read(text, &rule) || rule.kind != RULE_FIXED) {
		snprintf(why, size,
		    "%s (%s): '%s' is not a number of seconds from 0 to %d",
		    flag, name, text, RULE_SECONDS_MAX);
		return false;
	}
	*ret_s = rule.a;
	return true;
}

static bool
read_switch(
    const char *name, const char *flag, bool *ret_on, char *why, size_t size)
{
	const char *text = setting(name, "on");
	*ret_on = strcmp(text, "on") == 0;
	if (*ret_on || strcmp(text, "off") == 0)
		return true;
	snprintf(
	    why, size, "%s (%s): '%s' is not 'on' or 'off'", flag, name, text);
	return false;
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

/* Is text[0..length) an origin as browsers send it (RFC 6454): scheme, host and
 * perhaps port, in lower case? It becomes a part of the web server's
 * configuration, so other characters must not be in it. */
static bool
is_origin(const char *text, size_t length)
{
	size_t scheme = strncmp(text, "https://", 8) == 0  ? 8
			: strncmp(text, "http://", 7) == 0 ? 7
							   : 0;
	size_t rest =
	    strspn(text + scheme, "abcdefghijklmnopqrstuvwxyz0123456789.-:[]");
	return scheme > 0 && rest > 0 && scheme + rest == length;
}

/* Nothing, "*", or origins with commas between them. */
static bool
check_cors(char *why, size_t size)
{
	const char *text = setting("DOCKING_CORS", "");
	if (*text == '\0' || strcmp(text, "*") == 0)
		return true;
	for (const char *p = text;; p++) {
		size_t length = strcspn(p, ",");
		if (!is_origin(p, length))
			break;
		p += length;
		if (*p == '\0')
			return true;
	}
	snprintf(why, size,
	    "--cors (DOCKING_CORS): '%s' is not * or origins such as "
	    "https://a.example:8080, with commas between them",
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
	struct whole_number seed =
		{ "DOCKING_SEED", "--seed", 0, UINT64_MAX, 1 };
	/* What the web server cannot hold never comes. */
	struct whole_number max_parked =
		{ "DOCKING_MAX_PARKED", "--max-parked", 1, 1000000, 0 };
	/* clang-format on */
	const char *faults = setting("DOCKING_FAULT", NULL);
	double drain_limit_s;
	struct config config = { .db = setting("DOCKING_DB", ""),
		.hosts = setting("DOCKING_HOST", NULL),
		.passwords = *setting("DOCKING_PASSWORDS", "") != '\0',
		.board_file = setting("DOCKING_BOARD_FILE", NULL) };
	if (!read_whole_number(&web_places, why, size) ||
	    !read_whole_number(&port, why, size) ||
	    !read_whole_number(&tls_port, why, size) ||
	    !check_cors(why, size) || !read_whole_number(&seed, why, size) ||
	    !read_whole_number(&max_parked, why, size) ||
	    !read_seconds("--max-delay", "DOCKING_MAX_DELAY", "60",
		&config.choices.max_delay_s, why, size) ||
	    !read_seconds("--drain-limit", "DOCKING_DRAIN_LIMIT", "3600",
		&drain_limit_s, why, size) ||
	    !read_switch("DOCKING_REQUEST_DELAYS", "--request-delays",
		&config.choices.request_delays, why, size) ||
	    !read_switch("DOCKING_REQUEST_FAULTS", "--request-faults",
		&config.choices.request_faults, why, size) ||
	    !choice_read_delays(
		&config.choices, setting("DOCKING_DELAY", "0.5"), why, size) ||
	    (faults != NULL &&
		!choice_read_faults(&config.choices, faults, why, size)) ||
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
	config.choices.seed = seed.value;
	config.processes = (int)processes.value;
	config.threads = (int)threads.value;
	config.ports[config.ports_count++] = (int)port.value;
	if (*setting("DOCKING_TLS", "") != '\0')
		config.ports[config.ports_count++] = (int)tls_port.value;
	config.max_parked = (int)(max_parked.value != 0   ? max_parked.value
				  : web_places.value != 0 ? web_places.value
							  : max_parked.max);
	config.drain_limit_ns = llround(drain_limit_s * 1e9);
	*ret_config = config;
	return true;
}
