/*
 * config.c: environment -> checked struct config. run.sh turns its flags
 * into these variables and the web server hands them on; a bad value is
 * refused by name, with the allowed range, before anything starts.
 *
 * SPDX-License-Identifier: MIT
 */
#include "settings/config.h"

#include "lib/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const delay_models[DELAY_MODEL__MAX] = {
	[DELAY_MODEL_TIMER] = "timer",
	[DELAY_MODEL_SLEEP] = "sleep",
};

/* A setting: the variable, the flag of run.sh, the default (NULL: none), and
 * what it may be: this, or a whole number in this range. */
struct setting {
	const char *name, *flag, *otherwise, *is;
	uint64_t min, max;
};

#include "setting_rows.h" /* scripts/run/settings.txt as a table */

/* Return what the setting may be, in words. */
static const char *
describe(const struct setting *s, char text[80])
{
	if (s->is != NULL)
		return s->is;
	snprintf(text, 80, "a whole number from %" PRIu64 " to %" PRIu64,
	    s->min, s->max);
	return text;
}

static const char *
value_of(enum name name)
{
	const char *value = getenv(settings[name].name);
	return value != NULL ? value : settings[name].otherwise;
}

static bool
refuse(enum name name, char *why, size_t size)
{
	char text[80];
	const struct setting *s = &settings[name];
	snprintf(why, size, "%s (%s): '%s' is not %s", s->flag, s->name,
	    value_of(name), describe(s, text));
	return false;
}

/* Read a whole number. *ret_value stays unchanged if there is neither value nor
 * default. */
static bool
read_whole_number(enum name name, uint64_t *ret_value, char *why, size_t size)
{
	const char *text = value_of(name);
	if (text == NULL)
		return true;
	return number_read_whole(
		   text, settings[name].min, settings[name].max, ret_value) ||
	       refuse(name, why, size);
}

static bool
read_int(enum name name, int *ret_value, char *why, size_t size)
{
	uint64_t value = 0;
	if (!read_whole_number(name, &value, why, size))
		return false;
	*ret_value = (int)value;
	return true;
}

static bool
read_seconds(enum name name, double *ret_s, char *why, size_t size)
{
	struct rule rule;
	if (!rule_read(value_of(name), &rule) || rule.kind != RULE_FIXED)
		return refuse(name, why, size);
	*ret_s = rule.a;
	return true;
}

static bool
read_switch(enum name name, bool *ret_on, char *why, size_t size)
{
	const char *text = value_of(name);
	*ret_on = strcmp(text, "on") == 0;
	return *ret_on || strcmp(text, "off") == 0 || refuse(name, why, size);
}

static bool
read_delay_model(enum delay_model *ret_model, char *why, size_t size)
{
	for (size_t i = 0; i < DELAY_MODEL__MAX; i++) {
		if (strcmp(value_of(DELAY_MODEL), delay_models[i]) == 0) {
			*ret_model = (enum delay_model)i;
			return true;
		}
	}
	return refuse(DELAY_MODEL, why, size);
}

/* Is text[0..length) an origin as browsers send it (RFC 6454): scheme, host and
 * perhaps port, in lower case? No other characters may pass, because the text
 * becomes a part of the web server's configuration. */
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

/* Are these "", "*", or origins with commas between them? */
static bool
check_cors(char *why, size_t size)
{
	const char *text = value_of(CORS);
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
	return refuse(CORS, why, size);
}

const char *
config_delay_model_name(enum delay_model model)
{
	return delay_models[model];
}

bool
config_read(struct config *ret_config, char *why, size_t size)
{
	int port, tls_port, web_places;
	double drain_limit_s;
	const char *faults = value_of(FAULT);
	struct config config = { .db = value_of(DB),
		.hosts = value_of(HOST),
		.passwords = *value_of(PASSWORDS) != '\0',
		.board_file = value_of(BOARD_FILE) };
	if (!read_int(WEB_PLACES, &web_places, why, size) ||
	    !read_int(PORT, &port, why, size) ||
	    !read_int(TLS_PORT, &tls_port, why, size) ||
	    !check_cors(why, size) ||
	    !read_whole_number(SEED, &config.policy.seed, why, size) ||
	    !read_int(MAX_PARKED, &config.max_parked, why, size) ||
	    !read_seconds(MAX_DELAY, &config.policy.max_delay_s, why, size) ||
	    !read_seconds(DRAIN_LIMIT, &drain_limit_s, why, size) ||
	    !read_switch(
		REQUEST_DELAYS, &config.policy.request_delays, why, size) ||
	    !read_switch(
		REQUEST_FAULTS, &config.policy.request_faults, why, size) ||
	    !policy_read_delays(&config.policy, value_of(DELAY), why, size) ||
	    (faults != NULL &&
		!policy_read_faults(&config.policy, faults, why, size)) ||
	    !read_delay_model(&config.delay_model, why, size) ||
	    !read_int(PROCESSES, &config.processes, why, size) ||
	    !read_int(THREADS, &config.threads, why, size))
		return false;
	if (config.db[0] != '/')
		return refuse(DB, why, size);
	config.ports[config.ports_count++] = port;
	if (*value_of(TLS) != '\0')
		config.ports[config.ports_count++] = tls_port;
	if (config.max_parked == 0)
		config.max_parked = web_places != 0
					? web_places
					: (int)settings[MAX_PARKED].max;
	config.drain_limit_ns = llround(drain_limit_s * 1e9);
	*ret_config = config;
	return true;
}

void
config_print(FILE *to)
{
	char text[80];
	for (const struct setting *s = settings; s < settings + NAME__MAX;
	     s++) {
		fprintf(to, "  %-22s  %s", s->name, describe(s, text));
		if (s->otherwise != NULL && *s->otherwise != '\0')
			fprintf(to, " [%s]", s->otherwise);
		fputc('\n', to);
	}
}
