/*
 * report.c: what came of the rows.
 *
 * SPDX-License-Identifier: MIT
 */
#include "report.h"

#include <stdlib.h>
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

bool
report_document(const char *file, const struct row *rows,
    const struct trial *trials, size_t count)
{
	char date[32];
	struct utsname system;
	time_t now = time(NULL);
	FILE *to = fopen(file, "w");
	if (to == NULL) {
		perror(file);
		return false;
	}
	strftime(date, sizeof(date), "%Y-%m-%d", gmtime(&now));
	uname(&system);
	fprintf(to,
	    "# What the service survives\n\n"
	    "Made by `make survive` on %s, on a machine with %ld cores (Linux "
	    "%s). Each row produces its\nfault for real, looks that it has "
	    "happened, and measures the promise; `make survive ROWS=A1,C1` "
	    "runs\nsome, `make test` a short form of all.\n\n"
	    "| | fault | promise | measured | verdict |\n"
	    "| --- | --- | --- | --- | --- |\n",
	    date, sysconf(_SC_NPROCESSORS_ONLN), system.release);
	for (size_t i = 0; i < count; i++)
		fprintf(to, "| %s | %s | %s | %s | %s |\n", rows[i].name,
		    rows[i].fault, rows[i].promise, trials[i].measured,
		    verdict(&trials[i]));
	if (fclose(to) != 0) {
		perror(file);
		return false;
	}
	return true;
}
