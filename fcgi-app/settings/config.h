/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CONFIG_H
#define DOCKING_CONFIG_H

#include "settings/policy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum delay_model {
	DELAY_MODEL_TIMER, /* delayed requests are parked in a queue */
	DELAY_MODEL_SLEEP, /* a thread sleeps for each */
	DELAY_MODEL__MAX
};

/** The service's settings, checked. run.sh's own settings (hosts, ports) are
 * validated here too, so that all errors look alike. */
struct config {
	struct policy policy; /* what is done to requests on purpose */
	enum delay_model delay_model;
	int processes;
	int threads;       /* a process */
	const char *hosts; /* the web server's; borrowed; NULL: not told */
	int ports[2];      /* of HTTP, then HTTPS */
	size_t ports_count;
	int max_parked;         /* requests waiting at once, all processes */
	int64_t drain_limit_ns; /* how long a stop waits for them */
	const char *db;         /* absolute file name; borrowed from environ */
	bool passwords;         /* the web server asks writers for one */
	const char *board_file; /* shared by the processes; NULL: none */
};

/** Return the name of the model: "timer" or "sleep". */
const char *config_delay_model_name(enum delay_model model);

/**
 * Read the DOCKING_… environment variables; a variable that is not set gets the
 * default that run.sh documents. Returns false if a setting is bad; then why
 * (size bytes) has one line that names it and what it may be.
 */
bool config_read(struct config *ret_config, char *why, size_t size);

/** Print a line for each variable: what it may be, and its default. */
void config_print(FILE *to);

#endif
