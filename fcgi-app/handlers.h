/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_HANDLERS_H
#define DOCKING_HANDLERS_H

#include "app.h"

/** The handlers of the route table; see route_handler_fn in route.h. Those of
 * records serve users and customers: request.route says which. */
enum err get_index(struct app *, struct request *, struct response *);
enum err list_records(struct app *, struct request *, struct response *);
enum err list_customers_of(struct app *, struct request *, struct response *);
enum err get_record(struct app *, struct request *, struct response *);
enum err create_record(struct app *, struct request *, struct response *);
enum err change_record(struct app *, struct request *, struct response *);
enum err delete_record(struct app *, struct request *, struct response *);
enum err get_capacity(struct app *, struct request *, struct response *);
enum err get_healthz(struct app *, struct request *, struct response *);
enum err get_readyz(struct app *, struct request *, struct response *);
enum err get_metrics(struct app *, struct request *, struct response *);
enum err get_openapi(struct app *, struct request *, struct response *);
enum err get_blueprint(struct app *, struct request *, struct response *);

#endif
