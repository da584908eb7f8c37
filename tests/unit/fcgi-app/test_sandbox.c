/*
 * test_sandbox.c: what the sandbox refuses, and that the service can do all
 * that it does. In a child each time, since there is no way back.
 *
 * SPDX-License-Identifier: MIT
 */
#define _GNU_SOURCE /* process_vm_readv() */

#include "suites.h"

#include "../../lib/harness.h"
#include "../../lib/temp.h"
#include "sandbox.h"
#include "store/admin.h"

#include <errno.h>
#include <pthread.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

static char *file; /* the database */

/* Each returns 0, or -1 and errno. */

static int
run_program(void)
{
	char *const args[] = { (char[]){ "true" }, NULL };
	return execv("/bin/true", args);
}

static int
spawn_program(void)
{
	pid_t pid;
	char *const args[] = { (char[]){ "true" }, NULL };
	errno = posix_spawn(&pid, "/bin/true", NULL, NULL, args, NULL);
	return errno == 0 ? 0 : -1;
}

static int
start_process(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	return pid < 0 ? -1 : 0;
}

static int
open_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int
open_local_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

static int
trace(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0 ? -1 : 0;
}

static int
read_other_process(void)
{
	char byte;
	struct iovec to = { &byte, 1 };
	struct iovec from = { &file, 1 };
	return process_vm_readv(getppid(), &to, 1, &from, 1, 0) < 0 ? -1 : 0;
}

static void *
do_nothing(void *arg)
{
	return arg;
}

static int
start_thread(void)
{
	pthread_t thread;
	errno = pthread_create(&thread, NULL, do_nothing, NULL);
	return errno != 0 ? -1 : pthread_join(thread, NULL);
}

/* Locks, a journal that is made, synced, cut and removed, a second file. */
static int
use_store(void)
{
	struct store *store = NULL;
	char why[256];
	struct record user = { .name = "Ada", .role = "sales" };
	enum err err = store_open(file, &store, why, sizeof(why));
	if (err == ERR_OK)
		err = store_create(store, &user, NULL);
	store_idle(store);
	char *copy = temp_file("sandbox-copy.db");
	if (err == ERR_OK)
		err = store_backup(store, copy);
	free(copy);
	store_close(store);
	errno = err == ERR_OK ? 0 : EIO;
	return err == ERR_OK ? 0 : -1;
}

/* The errno of what a child in the sandbox does; -1: it was killed. */
static int
errno_inside(int (*act)(void))
{
	pid_t pid = fork();
	if (pid == 0) {
		int error = sandbox_enter();
		if (error == 0 && act() < 0)
			error = errno;
		_exit(error);
	}
	int status = 0;
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		abort();
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
test_sandbox(void)
{
	static const struct {
		const char *what;
		int (*act)(void);
		int error;
	} rows[] = {
		{ "a program", run_program, EPERM },
		{ "a program in a process", spawn_program, EPERM },
		{ "a process", start_process, EPERM },
		{ "a socket", open_socket, EPERM },
		{ "a local socket", open_local_socket, EPERM },
		{ "tracing", trace, EPERM },
		{ "another's memory", read_other_process, EPERM },
		{ "a thread", start_thread, 0 },
		{ "the store", use_store, 0 },
	};
	/* valgrind ends a program that may not start another one. */
	const char *checker = getenv("SANITIZE");
	if (!sandbox_is_built ||
	    (checker != NULL && strcmp(checker, "valgrind") == 0)) {
		harness_skip("the sanitizers need what it refuses");
		return;
	}
	file = temp_file("sandbox.db");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK_NUMBER(errno_inside(rows[i].act), rows[i].error, "%s",
		    rows[i].what);
	free(file);
}

CU_TestInfo sandbox_tests[] = {
	{ "a sandbox refuses what is never done", test_sandbox },
	CU_TEST_INFO_NULL,
};
