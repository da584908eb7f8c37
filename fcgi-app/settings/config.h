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

/** The service's settings, checked. What run.sh alone uses (host, port) is
 * checked here too, so that all is refused in one place and one way. */
struct config {
	struct policy policy; /* what is done to requests on purpose */
	enum delay_model delay_model;
	int processes;
	int threads;       /* a process */
	const char *hosts; /* that the web server listens on; borrowed. NULL:
			    * not told */
	int ports[2];      /* likewise: HTTP's, and HTTPS's */
	size_t ports_count;
	int max_parked; /* requests that wait at once, in all processes */
	int64_t drain_limit_ns; /* that a stop waits for them */
	const char *db;         /* absolute file name; borrowed from environ */
	bool passwords;         /* the web server asks writers for one */
	const char *board_file; /* shared by the processes; NULL: none */
};

/** "timer" or "sleep". */
const char *config_delay_model_name(enum delay_model model);

/**
 * Read the DOCKING_… environment variables; one that is not set has the
 * default that run.sh documents. Returns false, and puts one line that names
 * the setting and what it may be into why (size bytes), if one is bad.
 */
bool config_read(struct config *ret_config, char *why, size_t size);

/** Print a line for each variable: what it may be, and its default. */
void config_print(FILE *to);

#endif
