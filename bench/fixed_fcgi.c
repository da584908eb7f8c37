/*
 * fixed_fcgi.c: the floor of the comparison: a FastCGI program that writes
 * 46 fixed bytes for every request, with docking-fcgi's threads, signals and
 * way of finishing, but without routes, database and JSON.
 *
 * SPDX-License-Identifier: MIT
 */
#include <fcgiapp.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>

static const char answer[] =
    "Status: 200\r\n"
    "Content-Type: application/json\r\n"
    "Content-Length: 46\r\n"
    "\r\n"
    "[{\"id\":\"1\",\"name\":\"John Liu\",\"role\":\"sales\"}]\n";

static void *
serve(void *arg)
{
	(void)arg;
	FCGX_Request request;
	FCGX_InitRequest(&request, 0, 0);
	while (FCGX_Accept_r(&request) >= 0) {
		FCGX_PutStr(answer, sizeof(answer) - 1, request.out);
		FCGX_Detach(&request);
		FCGX_Finish_r(&request);
	}
	return NULL;
}

int
main(void)
{
	const char *threads = getenv("DOCKING_THREADS");
	long count = threads != NULL ? strtol(threads, NULL, 10) : 2;
	sigset_t all;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	FCGX_Init();
	for (long i = 0; i < count; i++) {
		pthread_t thread;
		if (pthread_create(&thread, NULL, serve, NULL) != 0)
			return EXIT_FAILURE;
	}
	sigset_t ends;
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	int signal_number;
	sigwait(&ends, &signal_number);
	return EXIT_SUCCESS;
}
