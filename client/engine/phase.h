/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_PHASE_H
#define DOCKING_PHASE_H

/**
 * The phases of a request, in the order in which it passes them. The server's
 * phases are taken from its Server-Timing header.
 */
enum phase {
	PHASE_QUEUE,    /* in the client, until libcurl begins, and after the
			   answer until we are told */
	PHASE_CONNECT,  /* TCP, and TLS */
	PHASE_WAIT,     /* otherwise until the first byte: network, web server,
			   waiting for a place */
	PHASE_DELAY,    /* the server waits on purpose */
	PHASE_SERVER,   /* the server works */
	PHASE_TRANSFER, /* from the first byte to the last */
	PHASE__MAX
};

/** A phase in the words and colours of reports: a row of phases.txt. */
struct phase_row {
	const char *name;         /* "queue" */
	const char *column;       /* "queue_us", of a request's numbers */
	const char *label;        /* "client queue" */
	const char *legend;       /* of a terminal's waterfall; NULL: it is
				     shown as the one before it */
	const char *mark, *ascii; /* in that, with UTF-8 and without */
	int hue;                  /* of the mark; of struct ansi */
	double width;             /* of the label, about, in pixels */
	const char *light, *dark; /* colours */
};

extern const struct phase_row phases[PHASE__MAX];

#endif
