/*
 * main.c: docking-fcgi, started by the web server with the listening socket as
 * descriptor 0: configuration, signals, threads, drain.
 *
 * With -c it only checks the settings. With -t, which run.sh uses before it
 * starts anything, it also tests whether the web server could listen, opens the
 * database (and makes it on the first start, or indexes of names that a killed
 * docking-admin has left out), and prints the longest time in seconds that an
 * answer may take on purpose. With -r it prints its routes, which the tests
 * compare with api/.
 *
 * SPDX-License-Identifier: MIT
 */
#include "contract/route.h"
#include "lib/log.h"
#include "sandbox.h"
#include "serve/serve.h"
#include "settings/config.h"
#include "settings/listen.h"
#include "settings/version.h"
#include "store/store.h"

#include <malloc.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

/* Open the database once, to test that this is possible. If another program is
 * writing to it now, that may be a docking-admin that will itself make the
 * indexes; so do not wait for it, and do not take its turn. */
static int
test_database(const char *file)
{
	struct store *store = NULL;
	char why[256];
	enum err err = store_open(file, &store, why, sizeof(why));
	if (err == ERR_OK) {
		err = store_ensure_indexes(store, false);
		snprintf(why, sizeof(why), "%s", store_error(store));
		store_close(store);
		if (err == ERR_OK || err == ERR_BUSY)
			return EX_OK;
	}
	fprintf(stderr, "--db (DOCKING_DB): %s: %s\n", file, why);
	return EX_NOINPUT;
}

/* Test what a start needs: the web server's addresses, and the database. */
static int
test_start(const struct config *config)
{
	char why[512];
	int code = config->hosts == NULL
		       ? EX_OK
		       : listen_test(config->hosts, config->ports,
			     config->ports_count, why, sizeof(why));
	if (code != EX_OK) {
		fprintf(stderr, "%s\n", why);
		return code;
	}
	return test_database(config->db);
}

static int
print_help(void)
{
	puts("usage: docking-fcgi [-c | -t | -r | --help | --version]\n"
	     "The Docking API as a FastCGI program. A web server starts it, "
	     "with the socket to\n"
	     "listen on as descriptor 0; run.sh does all of it.\n\n"
	     "  -c         check the settings\n"
	     "  -t         check them, the addresses, and the database, which "
	     "the first start\n"
	     "             makes; print how many seconds an answer may take "
	     "on purpose\n"
	     "  -r         print the routes\n\n"
	     "The settings are environment variables; in brackets what they "
	     "are otherwise:");
	config_print(stdout);
	return fclose(stdout) == 0 ? EX_OK : EX_IOERR;
}

/* Print the longest time on purpose in whole seconds, for scripts that wait for
 * an answer. */
static int
print_longest(const struct config *config)
{
	printf("%.0f\n", ceil(policy_longest_s(&config->policy)));
	return fclose(stdout) == 0 ? EX_OK : EX_IOERR;
}

/* Raise the limit of descriptors as far as allowed: every parked request holds
 * one. */
static void
raise_descriptor_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

/* Block signals. Threads inherit the mask, so that signals only reach
 * sigwait(). */
static void
block_signals(sigset_t *ret_blocked)
{
	sigset_t all;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	sigemptyset(ret_blocked);
	sigaddset(ret_blocked, SIGTERM);
	/* With several workers the web server sends its group SIGINT. */
	sigaddset(ret_blocked, SIGINT);
}

/* Limit the C library to one arena. It keeps freed memory, scattered over an
 * arena for each thread, so a process would grow for hours and stay as large as
 * its busiest second made it. One arena is enough for threads that mostly wait,
 * and its free pages are returned now and then. */
static void
wait_for_signal(const sigset_t *awaited)
{
	const struct timespec now_and_then = { .tv_sec = 1 };
	while (sigtimedwait(awaited, NULL, &now_and_then) < 0)
		malloc_trim(0);
}

/* Has the web server died since this process started? It may have died before
 * the first getppid(): then the parent belongs to another session. A session
 * leader was set free on purpose (spawn-fcgi, systemd). */
static bool
is_orphan(pid_t parent)
{
	return getppid() != parent ||
	       (getsid(0) != getpid() && getsid(getppid()) != getsid(0));
}

int
main(int argc, char **argv)
{
	pid_t parent = getppid();
	bool test = argc == 2 && strcmp(argv[1], "-t") == 0;
	bool check = argc == 2 && strcmp(argv[1], "-c") == 0;
	bool routes = argc == 2 && strcmp(argv[1], "-r") == 0;
	bool help = argc == 2 && strcmp(argv[1], "--help") == 0;
	bool version = argc == 2 && strcmp(argv[1], "--version") == 0;
	if (help)
		return print_help();
	if (version) {
		version_print_fcgi(stdout);
		return fclose(stdout) == 0 ? EX_OK : EX_IOERR;
	}
	if (argc > 1 && !test && !check && !routes) {
		fprintf(stderr,
		    "usage: docking-fcgi [-c|-t|-r]; the web server starts it, "
		    "see docking-fcgi --help\n");
		return EX_USAGE;
	}
	if (routes) {
		route_print(stdout);
		return EX_OK;
	}
	struct config config;
	char why[512];
	if (!config_read(&config, why, sizeof(why))) {
		fprintf(stderr, "%s\n", why);
		return EX_CONFIG;
	}
	if (check)
		return EX_OK;
	if (test) {
		int code = test_start(&config);
		return code == EX_OK ? print_longest(&config) : code;
	}

	int accepting = 0;
	socklen_t length = sizeof(accepting);
	if (getsockopt(0, SOL_SOCKET, SO_ACCEPTCONN, &accepting, &length) !=
		0 ||
	    !accepting) {
		fprintf(stderr, "docking-fcgi: descriptor 0 is not a listening "
				"socket; the web server starts it, see "
				"run.sh\n");
		return EX_USAGE;
	}
	/* An orphan would keep its socket, and the next web server would adopt
	 * the orphan, old binary and all. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (is_orphan(parent))
		return EX_UNAVAILABLE;

	/* Before any thread starts: threads inherit it. */
	int error = sandbox_enter();
	if (error != 0)
		log_line("no sandbox: %s", strerror(error));

	sigset_t awaited;
	block_signals(&awaited);
	raise_descriptor_limit();
	mallopt(M_ARENA_MAX, 1);
	struct serve *serve = serve_start(&config);
	if (serve == NULL)
		return EX_UNAVAILABLE;
	wait_for_signal(&awaited);
	serve_drain(serve);
	serve_free(serve);
	return EX_OK;
}
