/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_DISPATCH_H
#define DOCKING_DISPATCH_H

#include "answer/context.h"

/** Return the handler of an operation; every one but OP_NONE has one. */
handler_fn *dispatch_handler(enum operation operation);

#endif
