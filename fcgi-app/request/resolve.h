/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RESOLVE_H
#define DOCKING_RESOLVE_H

#include "request/request.h"

/**
 * Find the route of r->target and fill in r->resolved, id, selection and embed.
 * Returns r->err: why it is refused (no route, wrong method, bad query), with a
 * sentence in r->detail. A request that was refused before stays refused.
 */
enum err resolve(struct request *r);

#endif
