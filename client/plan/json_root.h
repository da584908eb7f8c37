/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONROOT_H
#define DOCKING_JSONROOT_H

#include "plan/json_read.h"

/**
 * Read the whole file as JSON (RFC 8259, at most 32 deep) in which no object
 * has two members of one name; the caller puts the result. NULL if it is not
 * JSON; then a complaint with the line is kept.
 */
struct json_object *jsonroot_read(struct jsonread *r);

#endif
