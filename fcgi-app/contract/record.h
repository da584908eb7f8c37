/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_RECORD_H
#define DOCKING_RECORD_H

#include <stdint.h>

enum record_kind { RECORD_USER, RECORD_CUSTOMER, RECORD__MAX };

/** A user or a customer. Its texts are borrowed: each function that hands out a
 * record says how long they stay valid. */
struct record {
	enum record_kind kind;
	int64_t id;
	int64_t version;  /* counts its changes, from 1 */
	const char *name; /* UTF-8 */
	const char *role; /* UTF-8; users only */
	int64_t sales_id; /* the id of a user; customers only */
};

#endif
