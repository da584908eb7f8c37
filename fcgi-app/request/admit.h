/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIT_H
#define DOCKING_ADMIT_H

#include "request/request.h"
#include "settings/config.h"

/**
 * Check everything about a request that needs no data, before its delay: its
 * route and query (resolve()), the delay and fault it gets (choose()), and the
 * media types that its client accepts; of a request that writes also its
 * sender, its conditions and its body. Returns r->err; a refusal has details in
 * r->detail and r->errors.
 */
enum err admit(struct request *r, const struct config *config);

#endif
