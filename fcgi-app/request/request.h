/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_REQUEST_H
#define DOCKING_REQUEST_H

#include "contract/route.h"
#include "lib/errcode.h"
#include "request/decode.h"
#include "settings/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct selection;

/** The route table's facts about a request, looked up once. OPTIONS, and
 * methods that the table does not allow, neither write nor are delayed. */
struct resolved {
	const struct route *route; /* NULL if no route has this path */
	enum operation operation;  /* by the request's method */
	bool writes;               /* changes data */
	bool delayed;              /* on purpose, before its handler runs */
};

/**
 * One request on its way through the server.
 *
 * Life cycle: receive_request() fills in the web server's data (tests begin
 * with request_init()); resolve() finds its route, and admit() checks it and
 * fills in the rest; after request_done() nothing in it is valid.
 */
struct request {
	/* From the web server; borrowed from the connection. NULL: not
	 * sent. */
	const char *method;
	const char *target; /* raw, as the client spelt it */
	const char *content_type;
	const char *content_encoding;
	const char *accept;
	const char *accept_encoding;
	const char *authorization; /* checked by the web server */
	const char *if_match;
	const char *if_none_match;
	const char *idempotency_key;
	const char *request_id;   /* as sent; requestid.c decides */
	const char *delay_choice; /* the delay that it asks for */
	const char *fault_choice; /* the fault that it asks for */
	int refused;      /* status by the web server's verdict; 0: none */
	const char *user; /* authenticated by the web server */
	bool protected;   /* sent by TLS, or from this machine */
	char *body;       /* owned; NULL: none, or not wanted */
	size_t body_length;

	/* Its meaning, from resolve() and admit(). */
	struct resolved resolved;
	const char *id;              /* the decoded {id}, or NULL */
	struct selection *selection; /* owned; of a listing; or NULL */
	bool embed;                  /* of a record: customers as well */
	struct change change;        /* the body's members */
	int64_t delay_ns;            /* the delay, if it is delayed */
	struct fault_rule fault;     /* to inject */

	/* Why it is refused, or ERR_OK so far. */
	enum err err;
	char *detail; /* the sentence to say; owned; NULL: err's own */
	struct body_errors errors; /* of the body */
	char *decoded;             /* owned; what id points into */
};

enum {
	REQUEST_BODY_MAX = 64 * 1024, /* the web server's limit as well */
};

/** Set method and target of r, and zero the rest. */
void request_init(struct request *r, const char *method, const char *target);

/** Refuse r with err and a sentence (printf). Returns err. */
enum err request_refuse(struct request *r, enum err err, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/** Return true if r is to be delayed before its handler runs: a refusal is not.
 */
bool request_is_delayed(const struct request *r);

void request_done(struct request *r);

#endif
