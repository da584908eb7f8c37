/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_ENCODE_H
#define DOCKING_ENCODE_H

#include "errcode.h"
#include "store.h"

#include <stddef.h>

/**
 * Records to JSON (RFC 8259): compact, members in the contract's order, ids
 * as strings, a newline at the end.
 *
 * A body is made by one of the encode_…_body() functions: on ERR_OK the
 * caller owns *ret_body (length bytes, no NUL needed); on ERR_NO_MEMORY
 * nothing is changed.
 */

enum err encode_user_body(
    const struct user *user, char **ret_body, size_t *ret_length);
enum err encode_customer_body(
    const struct customer *customer, char **ret_body, size_t *ret_length);

/** An array under construction; the encode_list_add_…() are listings'
 * callbacks, with the list as their argument. */
struct encode_list;

struct encode_list *encode_list_new(void);
void encode_list_free(struct encode_list *list);
enum err encode_list_add_user(void *list, const struct user *user);
enum err encode_list_add_customer(void *list, const struct customer *customer);
enum err encode_list_body(
    const struct encode_list *list, char **ret_body, size_t *ret_length);

/** What GET /capacity says. */
struct encode_capacity {
	const char *delay_model;
	double delay_s;
	size_t processes, threads, places, parked, most_parked;
};

enum err encode_capacity_body(const struct encode_capacity *capacity,
    char **ret_body, size_t *ret_length);

/** The one error format: RFC 9457, with the original API's message. */
enum err encode_problem_body(
    enum err err, const char *detail, char **ret_body, size_t *ret_length);

#endif
