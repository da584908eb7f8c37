/*
 * temp.c: a folder for the files of one test program.
 *
 * SPDX-License-Identifier: MIT
 */
#define _XOPEN_SOURCE 700 /* nftw() */

#include "temp.h"

#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[4096];
static pid_t owner; /* children that exit() leave the folder alone */

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static void
remove_folder(void)
{
	if (getpid() == owner)
		nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void
make_folder(void)
{
	const char *parent = getenv("TMPDIR");
	snprintf(folder, sizeof(folder), "%s/docking-test-XXXXXX",
	    parent != NULL ? parent : "/tmp");
	if (mkdtemp(folder) == NULL) {
		perror(folder);
		exit(EXIT_FAILURE);
	}
	/* A run.sh that root starts would serve as a user out of its reach. */
	setenv("DOCKING_USER", "root", 1);
	owner = getpid();
	atexit(remove_folder);
}

char *
temp_file(const char *format, ...)
{
	char name[256];
	if (owner == 0)
		make_folder();
	va_list ap;
	va_start(ap, format);
	vsnprintf(name, sizeof(name), format, ap);
	va_end(ap);
	size_t size = strlen(folder) + strlen(name) + 2;
	char *path = malloc(size);
	if (path == NULL)
		abort();
	snprintf(path, size, "%s/%s", folder, name);
	return path;
}
