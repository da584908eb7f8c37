/*
 * capture.c: what a function under test says on stderr.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capture.h"

#include "temp.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int file;
static int saved;

void
capture_begin(void)
{
	char *name = temp_file("stderr");
	file = open(name, O_RDWR | O_CREAT | O_TRUNC, 0600);
	saved = dup(STDERR_FILENO);
	if (file < 0 || saved < 0)
		abort();
	dup2(file, STDERR_FILENO);
	free(name);
}

void
capture_end(char *text, size_t size)
{
	dup2(saved, STDERR_FILENO);
	close(saved);
	ssize_t length = pread(file, text, size - 1, 0);
	text[length > 0 ? length : 0] = '\0';
	close(file);
}
