/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SERVICE_H
#define DOCKING_SERVICE_H

#include "answer/context.h"

/** Add the header that says which patches the route takes, where it does. */
void service_accept_patch(const struct route *route, struct response *response);

/** Add the headers that say what the route allows. */
void service_allow(const struct route *route, struct response *response);

/** The handlers of what the service says of itself. */
enum err get_options(struct app *, struct request *, struct response *);
enum err get_index(struct app *, struct request *, struct response *);
enum err get_capacity(struct app *, struct request *, struct response *);
enum err get_healthz(struct app *, struct request *, struct response *);
enum err get_readyz(struct app *, struct request *, struct response *);
enum err get_metrics(struct app *, struct request *, struct response *);

#endif
