/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RECORDS_H
#define DOCKING_RECORDS_H

#include "answer/context.h"

/** The handlers of data, for users and customers: the request's route tells
 * which. */
enum err list_records(struct app *, struct request *, struct response *);
enum err list_customers_of(struct app *, struct request *, struct response *);
enum err get_record(struct app *, struct request *, struct response *);
enum err create_record(struct app *, struct request *, struct response *);
enum err change_record(struct app *, struct request *, struct response *);
enum err delete_record(struct app *, struct request *, struct response *);

#endif
