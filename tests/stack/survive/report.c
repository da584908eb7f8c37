/*
 * report.c: what came of the rows.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static const char *
verdict(const struct trial *t)
{
	return t->failed ? "FAILED" : t->skipped ? "not run" : "held";
}

void
report_line(FILE *to, const struct row *row, const struct trial *t)
{
	fprintf(to,
	    "%s  %-7s  %5.1f s  %s\n    promised: %s\n    measured: %s\n",
	    row->name, verdict(t), t->seconds, row->fault, row->promise,
	    t->measured);
}

int
report_sum(const struct trial *trials, size_t count)
{
	unsigned passed = 0;
	unsigned failed = 0;
	unsigned skipped = 0;
	for (size_t i = 0; i < count; i++) {
		const struct trial *t = &trials[i];
		failed += t->failed;
		skipped += !t->failed && t->skipped;
		passed += !t->failed && !t->skipped && t->seconds > 0;
	}
	printf("%u passed, %u failed", passed, failed);
	if (skipped > 0)
		printf(", %u skipped", skipped);
	printf("\n");
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* The line of a row in an older document, to be kept: "| NAME |". */
static char *
find_old_line(const char *file, const char *name)
{
	char begin[64];
	char *line = NULL;
	size_t size = 0;
	FILE *from = fopen(file, "r");
	snprintf(begin, sizeof(begin), "| %s |", name);
	while (from != NULL && getline(&line, &size, from) > 0)
		if (strncmp(line, begin, strlen(begin)) == 0) {
			fclose(from);
			return line;
		}
	if (from != NULL)
		fclose(from);
	free(line);
	return NULL;
}

static void
write_table(FILE *to, const char *old_file, const struct row *rows,
    const struct trial *trials, size_t count, const char *date)
{
	for (size_t i = 0; i < count; i++) {
		const struct trial *t = &trials[i];
		char *old = find_old_line(old_file, rows[i].name);
		if (t->seconds > 0)
			fprintf(to, "| %s | %s | %s | %s | %s, %s |\n",
			    rows[i].name, rows[i].fault, rows[i].promise,
			    t->measured, verdict(t), date);
		else if (old != NULL)
			fputs(old, to);
		free(old);
	}
}

bool
report_document(const char *file, const struct row *rows,
    const struct trial *trials, size_t count)
{
	char date[32];
	char new_file[4096];
	struct utsname system;
	time_t now = time(NULL);
	snprintf(new_file, sizeof(new_file), "%s.new", file);
	FILE *to = fopen(new_file, "w");
	if (to == NULL) {
		perror(new_file);
		return false;
	}
	strftime(date, sizeof(date), "%Y-%m-%d", gmtime(&now));
	uname(&system);
	fprintf(to,
	    "# What the service survives\n\n"
	    "Made by `make survive`, on a machine with %ld cores (Linux %s). "
	    "Each row makes its fault for real,\nlooks that it has happened, "
	    "and measures the promise. `make survive "
	    "ROWS=orphans_go,full_disk_recovers` runs some "
	    "again, "
	    "and\n`make test` a short form of all.\n\n"
	    "| row | fault | promise | measured | verdict |\n"
	    "| --- | --- | --- | --- | --- |\n",
	    sysconf(_SC_NPROCESSORS_ONLN), system.release);
	write_table(to, file, rows, trials, count, date);
	if (fclose(to) != 0 || rename(new_file, file) != 0) {
		perror(file);
		return false;
	}
	return true;
}
