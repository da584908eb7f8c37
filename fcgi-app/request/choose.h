/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_CHOOSE_H
#define DOCKING_CHOOSE_H

#include "request/request.h"
#include "settings/policy.h"

/**
 * Choose delay and fault of r, which resolve() found to be good: fill in
 * r->delay_ns and r->fault. Returns r->err: why r cannot have what it asks for,
 * with a sentence in r->detail.
 */
enum err choose(struct request *r, const struct policy *c);

#endif
