/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ADMIT_H
#define DOCKING_ADMIT_H

#include "request/request.h"
#include "settings/config.h"

/**
 * What can be said of a request without the data, and so at once: its route
 * and query (resolve()), what is done to it on purpose (choose()),
 * what its client takes, and of one that writes
 * also who sent it, what it expects to find, and what its body says. What does
 * not fit is in r->err, detail and faults afterwards, and also returned.
 */
enum err admit(struct request *r, const struct config *config);

#endif
