/*
 * dispatch.c: operation -> handler. The route table names operations, so that
 * its users need not know the handlers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "answer/dispatch.h"

#include "answer/documents.h"
#include "answer/records.h"
#include "answer/service.h"

/* clang-format off */
static handler_fn *const handlers[OP__MAX] = {
	[OP_GET_OPTIONS]       = get_options,
	[OP_GET_INDEX]         = get_index,
	[OP_LIST_RECORDS]      = list_records,
	[OP_LIST_CUSTOMERS_OF] = list_customers_of,
	[OP_GET_RECORD]        = get_record,
	[OP_CREATE_RECORD]     = create_record,
	[OP_CHANGE_RECORD]     = change_record,
	[OP_DELETE_RECORD]     = delete_record,
	[OP_GET_CAPACITY]      = get_capacity,
	[OP_GET_HEALTHZ]       = get_healthz,
	[OP_GET_READYZ]        = get_readyz,
	[OP_GET_METRICS]       = get_metrics,
	[OP_GET_OPENAPI]       = get_openapi,
	[OP_GET_BLUEPRINT]     = get_blueprint,
};
/* clang-format on */

handler_fn *
dispatch_handler(enum operation operation)
{
	return handlers[operation];
}
