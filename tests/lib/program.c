/*
 * program.c: runs other programs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "program.h"

#include "files.h"
#include "seconds.h"
#include "temp.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Wait for pid, and not for ever. */
static int
wait_for(pid_t pid, double until_s)
{
	int status = 0;
	while (waitpid(pid, &status, WNOHANG) == 0) {
		if (clock_now_s() > until_s) {
			kill(pid, SIGKILL);
			waitpid(pid, &status, 0);
			break;
		}
		clock_pause_ms(2);
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct outcome
program_run(const char *const args[], const struct program_files *files)
{
	static const struct program_files none;
	struct outcome o = { .code = -1 };
	/* Forked tests share the folder. */
	char *out = temp_file("program-%d-out", (int)getpid());
	char *err = temp_file("program-%d-err", (int)getpid());
	if (files == NULL)
		files = &none;
	int flags = O_WRONLY | O_CREAT | O_TRUNC;
	posix_spawn_file_actions_t actions;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(
	    &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO,
	    files->out != NULL ? files->out : out, flags, 0600);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO,
	    files->err != NULL ? files->err : err, flags, 0600);
	fflush(stdout);

	pid_t pid;
	double start_s = clock_now_s();
	int error = posix_spawnp(&pid, args[0], &actions, NULL,
	    (char *const *)(uintptr_t)args, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (error != 0) {
		fprintf(stderr, "%s: %s\n", args[0], strerror(error));
		exit(EXIT_FAILURE);
	}
	o.code = wait_for(pid, start_s + PROGRAM_LIMIT_S);
	o.seconds = clock_now_s() - start_s;
	o.out = files->out == NULL ? file_read(out, NULL) : NULL;
	o.err = files->err == NULL ? file_read(err, NULL) : NULL;
	free(out);
	free(err);
	return o;
}

void
outcome_done(struct outcome *o)
{
	free(o->out);
	free(o->err);
}

const char *
program_built(const char *name)
{
	static char path[4096];
	const char *build = getenv("DOCKING_BUILD");
	snprintf(
	    path, sizeof(path), "%s/%s", build != NULL ? build : "build", name);
	return path;
}

bool
program_is_slow(void)
{
	static const char *const reasons[] = { "SANITIZE", "COVERAGE" };
	for (size_t i = 0; i < 2; i++) {
		const char *value = getenv(reasons[i]);
		if (value != NULL && *value != '\0')
			return true;
	}
	return false;
}
