/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_JSONROOT_H
#define DOCKING_JSONROOT_H

#include "jsonread.h"

/**
 * The whole file as JSON (RFC 8259, nested at most 32 deep) in which no object
 * has two members of one name; the caller puts it. NULL, and the fault is kept,
 * if it is none: with the line at which it goes wrong, and with the member too
 * if that is known.
 */
struct json_object *jsonroot_read(struct jsonread *r);

#endif
