/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_BUFFER_H
#define DOCKING_BUFFER_H

#include "lib/errcode.h"

#include <stdbool.h>
#include <stddef.h>

/**
 * A growing array of bytes; zeroed is empty. When memory runs out, the buffer
 * keeps its content and remembers the failure: check once, at the end, with
 * buffer_error().
 */
struct buffer {
	char *bytes; /* owned; no NUL at the end */
	size_t length;
	size_t size;
	bool failed;
};

void buffer_add(struct buffer *b, const char *bytes, size_t length);
void buffer_add_text(struct buffer *b, const char *text);
/** Add the texts of an array that ends with NULL. buffer_add_texts() takes them
 * one by one. */
void buffer_add_all(struct buffer *b, const char *const texts[]);
#define buffer_add_texts(b, ...)                                               \
	buffer_add_all(b, (const char *const[]){ __VA_ARGS__, NULL })
void buffer_printf(struct buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/** Percent-encode (RFC 3986, 2.1) what is not plain. */
void buffer_add_percent(struct buffer *b, const char *bytes, size_t length,
    bool (*is_plain)(char c));

/** Return ERR_NO_MEMORY if something could not be added, else ERR_OK. */
enum err buffer_error(const struct buffer *b);

/** Empty the buffer, and keep its memory for later use. */
void buffer_clear(struct buffer *b);

void buffer_free(struct buffer *b);

#endif
