/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SERVICE_H
#define DOCKING_SERVICE_H

#include "answer/context.h"

/** Add the Accept-Patch header, if the route accepts patches. */
void service_accept_patch(const struct route *route, struct response *response);

/** Add the headers that list what the route allows. */
void service_allow(const struct route *route, struct response *response);

/** The handlers of the service's own resources. */
enum err get_options(struct app *, struct request *, struct response *);
enum err get_index(struct app *, struct request *, struct response *);
enum err get_capacity(struct app *, struct request *, struct response *);
enum err get_healthz(struct app *, struct request *, struct response *);
enum err get_readyz(struct app *, struct request *, struct response *);
enum err get_metrics(struct app *, struct request *, struct response *);

#endif
