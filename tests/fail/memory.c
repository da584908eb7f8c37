/*
 * memory.c: memory that runs out on demand, in place of the C library's and
 * around it (or around a sanitizer's).
 *
 * SPDX-License-Identifier: MIT
 */
#define _GNU_SOURCE /* RTLD_NEXT */

#include "memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unwind.h>

static size_t fail_at; /* counts down; 0: none is to fail */
static bool failed;
static long live;

/* What is behind ours; found at first use, before there are threads. */
static struct {
	void *(*malloc)(size_t);
	void *(*calloc)(size_t, size_t);
	void *(*realloc)(void *, size_t);
	void (*free)(void *);
} next;

/* A data pointer is no function pointer in C, but is in POSIX. */
static void
find(const char *name, void *to)
{
	void *symbol = dlsym(RTLD_NEXT, name);
	if (symbol == NULL)
		abort();
	memcpy(to, &symbol, sizeof(symbol));
}

static void
find_next(void)
{
	if (next.malloc != NULL)
		return;
	find("free", &next.free);
	find("realloc", &next.realloc);
	find("calloc", &next.calloc);
	find("malloc", &next.malloc);
}

/* Stops at a frame of json-c; *found says so. */
static _Unwind_Reason_Code
look_at_frame(struct _Unwind_Context *frame, void *found)
{
	Dl_info in;
	uintptr_t at = _Unwind_GetIP(frame);
	if (dladdr((void *)at, &in) == 0 ||
	    strstr(in.dli_fname, "/libjson-c.so") == NULL)
		return _URC_NO_REASON;
	*(bool *)found = true;
	return _URC_NORMAL_STOP;
}

/* Is this asked for by json-c, or by what it calls? */
static bool
is_of_json_c(void)
{
	bool found = false;
	_Unwind_Backtrace(look_at_frame, &found);
	return found;
}

static bool
is_to_fail(void)
{
	find_next();
	if (fail_at == 0 || --fail_at > 0)
		return false;
	failed = true;
	if (is_of_json_c())
		return false;
	errno = ENOMEM;
	return true;
}

static void *
counted(void *block)
{
	live += block != NULL;
	return block;
}

void *
malloc(size_t size)
{
	return is_to_fail() ? NULL : counted(next.malloc(size));
}

void *
calloc(size_t count, size_t size)
{
	return is_to_fail() ? NULL : counted(next.calloc(count, size));
}

void *
realloc(void *block, size_t size)
{
	if (is_to_fail())
		return NULL;
	live -= block != NULL;
	void *grown = counted(next.realloc(block, size));
	live += grown == NULL && block != NULL && size > 0;
	return grown;
}

void
free(void *block)
{
	find_next();
	live -= block != NULL;
	next.free(block);
}

void
memory_fail_at(size_t n)
{
	failed = false;
	fail_at = n;
}

bool
memory_end(void)
{
	fail_at = 0;
	return failed;
}

long
memory_live(void)
{
	return live;
}
