/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_SERVICE_H
#define DOCKING_SERVICE_H

#include "context.h"

/** The handlers of what the service says of itself. */
enum err get_index(struct app *, struct request *, struct response *);
enum err get_capacity(struct app *, struct request *, struct response *);
enum err get_healthz(struct app *, struct request *, struct response *);
enum err get_readyz(struct app *, struct request *, struct response *);
enum err get_metrics(struct app *, struct request *, struct response *);

#endif
