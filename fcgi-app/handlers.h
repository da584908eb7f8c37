/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_HANDLERS_H
#define DOCKING_HANDLERS_H

#include "app.h"

/** Where a route's filters stand in request.filters (route.c names them). */
enum { USER_FILTER_NAME, USER_FILTER_ROLE };
enum { CUSTOMER_FILTER_NAME, CUSTOMER_FILTER_SALES_ID };

/** The handlers of the route table; see route_handler_fn in route.h. */
enum err get_index(struct app *, struct request *, struct response *);
enum err list_users(struct app *, struct request *, struct response *);
enum err get_user(struct app *, struct request *, struct response *);
enum err list_customers(struct app *, struct request *, struct response *);
enum err get_customer(struct app *, struct request *, struct response *);
enum err get_capacity(struct app *, struct request *, struct response *);
enum err get_healthz(struct app *, struct request *, struct response *);

#endif
