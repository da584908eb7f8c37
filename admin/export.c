/*
 * export.c: docking-admin export: all records as JSON Lines, as they were at
 * one moment, a page of them in memory at a time.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "contract/record_json.h"
#include "lib/interrupt.h"
#include "lib/progress.h"
#include "store/admin.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { ROWS_AT_ONCE = 1000 };

struct exporter {
	FILE *out;
	struct buffer body; /* of a record */
	struct progress progress;
	uint64_t done;
};

/* A store_record_fn that writes the API's object, with its type in front. */
static enum err
put_record(void *arg, const struct record *record)
{
	struct exporter *e = arg;
	buffer_clear(&e->body);
	record_json_add(&e->body, record);
	if (buffer_error(&e->body) != ERR_OK)
		return ERR_NO_MEMORY;
	fputs(record->kind == RECORD_USER ? "{\"type\":\"user\","
					  : "{\"type\":\"customer\",",
	    e->out);
	fwrite(e->body.bytes + 1, 1, e->body.length - 1, e->out);
	putc('\n', e->out);
	progress_update(&e->progress, ++e->done);
	/* Why it failed is told by ferror() and errno. */
	return ferror(e->out) || interrupt_requested() ? ERR_STOPPED : ERR_OK;
}

static enum err
put_kind(struct exporter *e, struct store *store, enum record_kind kind)
{
	struct store_query query = { .kind = kind };
	struct store_cursor cursor = { .started = false };
	bool more = true;
	enum err err = ERR_OK;
	while (err == ERR_OK && more)
		err = store_list(
		    store, &query, &cursor, ROWS_AT_ONCE, put_record, e, &more);
	store_cursor_free(&cursor);
	return err;
}

static enum err
put_all(struct exporter *e, struct store *store)
{
	enum err err = store_begin_reading(store, INT64_MAX);
	if (err != ERR_OK)
		return err;
	int64_t users = 0, customers = 0;
	if (isatty(STDERR_FILENO)) /* else nobody wants to know */
		err = store_count_all(store, &users, &customers);
	progress_start(&e->progress, "records", (uint64_t)(users + customers));
	if (err == ERR_OK)
		err = put_kind(e, store, RECORD_USER);
	if (err == ERR_OK)
		err = put_kind(e, store, RECORD_CUSTOMER);
	progress_end(&e->progress);
	store_end_reading(store);
	return err;
}

/* Write all records. Returns the exit status. */
static int
run(const struct options *o, struct store *store, FILE *out)
{
	struct exporter e = { .out = out };
	errno = 0;
	enum err err = put_all(&e, store);
	int error = errno;
	buffer_free(&e.body);
	if (err == ERR_OK && fflush(out) != 0) {
		err = ERR_STOPPED;
		error = errno;
	}
	if (err == ERR_STOPPED && !interrupt_requested())
		return cli_fail(EX_IOERR, "%s: %s",
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
		cli_fail(code, "out of memory");
	} else {
		code = run(o, store, out);
		if (fclose(out) != 0 && code == EX_OK)
			code = cli_fail(
			    EX_IOERR, "%s: %s", o->file, strerror(errno));
	}
	if (code != EX_OK)
		unlink(o->file);
	return code;
}
