/*
 * import.c: docking-admin import: JSON Lines -> records, in one transaction, so
 * that either all are added or none.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"
#include "record.h"

#include "lib/interrupt.h"
#include "lib/progress.h"
#include "store/admin.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

enum { MANY = 10000 /* records: sort them at the end */ };

struct import {
	const struct options *options;
	struct store *store;
	const char *name; /* of the file */
	FILE *in;
	struct json_tokener *reader;
	uint64_t line;
	uint64_t users;
	uint64_t customers;
};

/* Print why a line is refused. Returns the exit status. */
static int
refuse(const struct import *i, const char *why)
{
	return cli_fail(
	    EX_DATAERR, "%s:%" PRIu64 ": %s", i->name, i->line, why);
}

static int
add(struct import *i, struct record *r)
{
	char why[128];
	bool is_user = r->kind == RECORD_USER;
	/* From this number on it is quicker to sort the names at the end. */
	enum err err = i->users + i->customers == MANY
			   ? store_drop_indexes(i->store)
			   : ERR_OK;
	if (err == ERR_OK)
		err = store_add(i->store, r);
	switch (err) {
	case ERR_OK:
		i->users += is_user;
		i->customers += !is_user;
		return EX_OK;
	case ERR_ID_TAKEN:
		snprintf(why, sizeof(why),
		    "id: there is a %s %" PRId64
		    " already; import takes new ids, or a new --db",
		    is_user ? "user" : "customer", r->id);
		return refuse(i, why);
	case ERR_NO_SALESPERSON:
		snprintf(why, sizeof(why),
		    "salesId: there is no user %" PRId64
		    " with role sales in the database or on a line before",
		    r->sales_id);
		return refuse(i, why);
	default:
		return admin_fail_store(i->options, i->store, err);
	}
}

static int
add_line(struct import *i, const char *line, size_t length)
{
	char why[256];
	struct line_record record;
	if (!record_read(i->reader, line, length, &record, why, sizeof(why)))
		return refuse(i, why);
	int code = add(i, &record.record);
	record_done(&record);
	return code;
}

/* Import all lines, inside a transaction. Returns the exit status. */
static int
add_lines(struct import *i)
{
	struct stat st;
	struct progress progress;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;
	uint64_t bytes = 0;
	int code = EX_OK;
	bool sized = fstat(fileno(i->in), &st) == 0 && S_ISREG(st.st_mode);
	progress_start(&progress, "bytes", sized ? (uint64_t)st.st_size : 0);
	errno = 0;
	while (code == EX_OK && !interrupt_requested() &&
	       (length = getline(&line, &size, i->in)) > 0) {
		i->line++;
		bytes += (uint64_t)length;
		if (line[length - 1] == '\n')
			line[--length] = '\0';
		code = add_line(i, line, (size_t)length);
		progress_update(&progress, bytes);
		errno = 0;
	}
	int error = errno;
	progress_end(&progress);
	free(line);
	if (code != EX_OK)
		return code;
	if (interrupt_requested())
		return cli_fail(INTERRUPT_EXIT, "interrupted");
	if (!feof(i->in))
		return cli_fail(EX_NOINPUT, "%s: %s", i->name, strerror(error));
	return EX_OK;
}

static int
add_all(struct import *i)
{
	enum err err = store_begin(i->store);
	if (err != ERR_OK)
		return admin_fail_store(i->options, i->store, err);
	int code = add_lines(i);
	if (code == EX_OK && (err = store_make_indexes(i->store)) != ERR_OK)
		code = admin_fail_store(i->options, i->store, err);
	if (code == EX_OK && (err = store_commit(i->store)) != ERR_OK)
		code = admin_fail_store(i->options, i->store, err);
	if (code != EX_OK) {
		store_rollback(i->store);
		return code;
	}
	printf("imported %" PRIu64 " users and %" PRIu64 " customers\n",
	    i->users, i->customers);
	return EX_OK;
}

static int
run(const struct options *o, struct store *store, const char *name, FILE *in)
{
	struct import i = { .options = o,
		.store = store,
		.name = name,
		.in = in,
		.reader = record_reader_new() };
	if (i.reader == NULL)
		return cli_fail(EX_SOFTWARE, "out of memory");
	int code = add_all(&i);
	record_reader_free(i.reader);
	return code;
}

int
import_run(const struct options *o, struct store *store)
{
	if (o->file == NULL)
		return run(o, store, "standard input", stdin);
	FILE *in = fopen(o->file, "re");
	if (in == NULL)
		return cli_fail(EX_NOINPUT, "%s: %s", o->file, strerror(errno));
	int code = run(o, store, o->file, in);
	fclose(in);
	return code;
}
