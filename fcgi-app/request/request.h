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

/** What the route table says of a request, looked up once. OPTIONS, and what
 * the table does not allow, neither writes nor is delayed. */
struct resolved {
	const struct route *route; /* NULL if no route has this path */
	enum operation operation;  /* by the request's method */
	bool writes;               /* is to change data */
	bool delayed;              /* on purpose, before its handler runs */
};

/**
 * One request on its way through the server.
 *
 * Life cycle: receive_request() fills in what the web server sent (tests begin
 * with request_init()), resolve() and admit() what it means; after
 * request_done() nothing in it is valid.
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
	const char *authorization; /* what the web server has looked at */
	const char *if_match;
	const char *if_none_match;
	const char *idempotency_key;
	const char *request_id;   /* as sent; requestid.c decides */
	const char *delay_choice; /* how long it asks to wait */
	const char *fault_choice; /* what it asks to go wrong */
	int refused;      /* status by the web server's verdict; 0: none */
	const char *user; /* whom the web server let in by a password */
	bool protected;   /* by TLS, or never left this machine */
	char *body;       /* owned; NULL: none, or not wanted */
	size_t body_length;

	/* What it means, from resolve() and admit(). */
	struct resolved resolved;
	const char *id;              /* the decoded {id}, or NULL */
	struct selection *selection; /* owned; of a listing; or NULL */
	bool embed;                  /* of a record: customers as well */
	struct change change;        /* what the body says */
	int64_t delay_ns;            /* to wait on purpose; if it is delayed */
	struct fault_rule fault;     /* that hits it */

	/* Why it is refused, or ERR_OK so far. */
	enum err err;
	char *detail; /* the sentence to say; owned; NULL: err's own */
	struct body_errors errors; /* of the body */
	char *decoded;             /* owned; what id points into */
};

enum {
	REQUEST_BODY_MAX = 64 * 1024, /* the web server's limit as well */
};

/** Zero r, but for its method and target. */
void request_init(struct request *r, const char *method, const char *target);

/** Refuse r with err and a sentence (printf). Returns err. */
enum err request_refuse(struct request *r, enum err err, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/** True if r is to be delayed before its handler runs: a refusal is not. */
bool request_is_delayed(const struct request *r);

void request_done(struct request *r);

#endif
