/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONROOT_H
#define DOCKING_JSONROOT_H

#include "plan/json_read.h"

/**
 * The whole file as JSON (RFC 8259, at most 32 deep) in which no object has two
 * members of one name; the caller puts it. NULL, and the complaint is kept with
 * the line at which it goes wrong, if it is not JSON.
 */
struct json_object *jsonroot_read(struct jsonread *r);

#endif
