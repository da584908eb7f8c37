/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TESTS_HTTP_H
#define DOCKING_TESTS_HTTP_H

#include <stdbool.h>
#include <stddef.h>

/** HTTP/1.1 (RFC 9112) as bytes: tests must be able to send what no library
 * would. */

/**
 * Send length bytes to the port on 127.0.0.1 and read until the server closes
 * the connection. *ret_bytes is NUL-terminated and owned by the caller.
 * Returns false if nothing listens or nothing comes for 30 s.
 */
bool http_exchange(int port, const char *bytes, size_t length, char **ret_bytes,
    size_t *ret_length);

/** One answer; points into what http_exchange() gave. */
struct http_answer {
	int status;
	const char *head; /* header lines, each with its CR LF */
	size_t head_length;
	const char *body;
	size_t body_length;
};

/**
 * Take the first answer from the length bytes; its body is as long as
 * Content-Length says, or to_head's: none. Returns the number of bytes that
 * it took, or 0 if they are not a whole answer.
 */
size_t http_parse(const char *bytes, size_t length, bool to_head,
    struct http_answer *ret_answer);

/** The value of a header (case-insensitive name), or NULL if it is not there;
 * the caller frees it. The values of a repeated one are joined by ", ". */
char *http_header(const struct http_answer *answer, const char *name);

#endif
