/*
 * report.c: opens, writes and closes the files of the requested reports.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report/report.h"

#include "lib/alloc.h"

#include <errno.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
cannot_write(const struct report *r)
{
	return alloc_format("%s: %s: %s", r->option,
	    r->path != NULL ? r->path : "standard output", strerror(errno));
}

/* Tell whether the file could be written, or made. Sets errno if not. */
static bool
is_writable(const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0) {
		errno = EISDIR;
		return !S_ISDIR(st.st_mode) && access(path, W_OK) == 0;
	}
	if (errno != ENOENT)
		return false;
	char *copy = alloc_string(path);
	bool writable = access(dirname(copy), W_OK | X_OK) == 0;
	int error = errno;
	free(copy);
	errno = error;
	return writable;
}

char *
reports_check(const struct reports *reports)
{
	for (size_t i = 0; i < reports->count; i++) {
		const struct report *r = &reports->list[i];
		if (r->path != NULL && !is_writable(r->path))
			return cannot_write(r);
	}
	return NULL;
}

char *
reports_open(struct reports *reports)
{
	size_t wanted = reports->count;
	for (reports->count = 0; reports->count < wanted; reports->count++) {
		struct report *r = &reports->list[reports->count];
		r->file = r->path == NULL ? stdout : fopen(r->path, "w");
		if (r->file == NULL) {
			char *why = cannot_write(r);
			reports_close(reports);
			return why;
		}
	}
	return NULL;
}

void
reports_print(const struct reports *reports, const struct summary *s)
{
	for (size_t i = 0; i < reports->count; i++)
		reports->list[i].print(s, reports->list[i].file);
}

char *
reports_close(struct reports *reports)
{
	char *why = NULL;
	for (size_t i = 0; i < reports->count; i++) {
		struct report *r = &reports->list[i];
		int unwritten = ferror(r->file);
		if ((fclose(r->file) != 0 || unwritten) && why == NULL)
			why = cannot_write(r);
	}
	reports->count = 0;
	return why;
}
