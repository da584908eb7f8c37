/*
 * export.c: docking-admin export: all records as JSON Lines, as they were at
 * one moment, a page of them in memory at a time.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"
#include "interrupt.h"
#include "progress.h"

#include "../fcgi-app/encode.h"
#include "../fcgi-app/store_bulk.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

struct exporter {
	FILE *out;
	struct progress progress;
	uint64_t done;
};

/* The API's object, with its type in front. Takes body. */
static enum err
put(struct exporter *e, const char *start, char *body, size_t length)
{
	fputs(start, e->out);
	fwrite(body + 1, 1, length - 1, e->out);
	free(body);
	progress_update(&e->progress, ++e->done);
	/* Why it failed is told by ferror() and errno. */
	return ferror(e->out) || interrupt_requested() ? ERR_INTERNAL : ERR_OK;
}

static enum err
put_user(void *arg, const struct user *user)
{
	char *body = NULL;
	size_t length = 0;
	enum err err = encode_user_body(user, &body, &length);
	return err != ERR_OK ? err
			     : put(arg, "{\"type\":\"user\",", body, length);
}

static enum err
put_customer(void *arg, const struct customer *customer)
{
	char *body = NULL;
	size_t length = 0;
	enum err err = encode_customer_body(customer, &body, &length);
	return err != ERR_OK
		   ? err
		   : put(arg, "{\"type\":\"customer\",", body, length);
}

static enum err
put_all(struct exporter *e, struct store *store)
{
	enum err err = store_begin_reading(store);
	if (err != ERR_OK)
		return err;
	int64_t users = 0, customers = 0;
	if (isatty(STDERR_FILENO)) /* else nobody wants to know */
		err = store_count(store, &users, &customers);
	progress_start(&e->progress, "records", (uint64_t)(users + customers));
	if (err == ERR_OK)
		err = store_list_users(
		    store, &(struct user_filter){ 0 }, put_user, e);
	if (err == ERR_OK)
		err = store_list_customers(
		    store, &(struct customer_filter){ 0 }, put_customer, e);
	progress_end(&e->progress);
	store_rollback(store);
	return err;
}

/* Returns the exit status. */
static int
run(const struct options *o, struct store *store, FILE *out)
{
	struct exporter e = { .out = out };
	errno = 0;
	enum err err = put_all(&e, store);
	int error = errno;
	if (err == ERR_OK && fflush(out) != 0) {
		err = ERR_INTERNAL;
		error = errno;
	}
	if (err == ERR_INTERNAL && !interrupt_requested())
		return admin_fail(EX_IOERR, "%s: %s",
		    o->file == NULL ? "standard output" : o->file,
		    strerror(error));
	return err != ERR_OK ? admin_fail_store(o, store, err) : EX_OK;
}

int
export_run(const struct options *o, struct store *store)
{
	if (o->file == NULL)
		return run(o, store, stdout);
	int fd = admin_create(o->file);
	if (fd < 0)
		return EX_CANTCREAT;
	FILE *out = fdopen(fd, "w");
	int code = EX_SOFTWARE;
	if (out == NULL) {
		close(fd);
		admin_fail(code, "out of memory");
	} else {
		code = run(o, store, out);
		if (fclose(out) != 0 && code == EX_OK)
			code = admin_fail(
			    EX_IOERR, "%s: %s", o->file, strerror(errno));
	}
	if (code != EX_OK)
		unlink(o->file);
	return code;
}
