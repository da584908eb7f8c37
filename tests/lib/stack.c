/*
 * stack.c: starts and stops the whole server for a test.
 *
 * SPDX-License-Identifier: MIT
 */
#include "stack.h"

#include "harness.h"
#include "program.h"
#include "temp.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <glob.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

/* What lighttpd writes when all is well, or when a client is at fault. */
static const char *const usual[] = {
	"server started",
	"graceful shutdown started",
	"server stopped by",
	"warning: clock jumped", /* the machine's, by NTP; delays do not */
	"oversized request-header -> sending Status 431",
	"request-size too long",
	"chunked header invalid chars -> 400",
	"password doesn't match for",
	/* Under TLS, when a client goes away. */
	"system library::Broken pipe",
	"system library::Connection reset by peer",
	NULL,
};

/* And when a process is killed. */
static const char *const usual_when_killed[] = {
	"child signalled: 9",
	": Connection refused",
	": No such file or directory", /* its socket, until the next one's */
	"backend error; we'll disable for",
	"unexpected end-of-file (perhaps the fastcgi process died)",
	"response not received", /* and the request is sent */
	"backend is overloaded",
	"gw-server re-enabled",
	"all handlers for /",
	": Connection reset by peer",
	NULL,
};

/* And when answers break off, on purpose. */
static const char *const usual_when_aborted[] = {
	"unexpected end-of-file (perhaps the fastcgi process died)",
	"response already sent out, but backend returned error on socket",
	NULL,
};

const char *
stack_state(void)
{
	const char *state = getenv("DOCKING_STATE");
	return state != NULL ? state : "var";
}

char *
stack_log(const struct stack *stack, const char *kind)
{
	size_t size = strlen(stack_state()) + 64;
	char *name = malloc(size);
	if (name == NULL)
		abort();
	snprintf(name, size, "%s/%s-%d.log", stack_state(), kind, stack->port);
	return name;
}

/* From below those that the kernel gives to clients: one of theirs would be
 * taken away while the server starts. Programs that run at the same time begin
 * far from each other. */
int
stack_free_port(void)
{
	enum { FIRST = 10000, COUNT = 20000, APART = 37 };
	static int next;
	if (next == 0)
		next = (int)getpid() * APART % COUNT;
	for (int tries = 0; tries < COUNT; tries++) {
		int port = FIRST + next++ % COUNT;
		struct sockaddr_in address = { .sin_family = AF_INET,
			.sin_port = htons((uint16_t)port),
			.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
		int s = socket(AF_INET, SOCK_STREAM, 0);
		bool is_free =
		    bind(s, (struct sockaddr *)&address, sizeof(address)) == 0;
		close(s);
		if (is_free)
			return port;
	}
	abort();
}

/* In the child: become run.sh with its stdout in pipe. */
static void
become_run_sh(int port, const char *const settings[], const int pipe_ends[2])
{
	char text[16];
	char *db = temp_file("stack-%d.db", port);
	snprintf(text, sizeof(text), "%d", port);
	setenv("DOCKING_PORT", text, 1);
	setenv("DOCKING_DB", db, 1);
	for (size_t i = 0; settings[i] != NULL; i++)
		putenv((char *)(uintptr_t)settings[i]);
	/* A test that is killed leaves no server behind. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	/* Ignored in what a script starts in the background. */
	signal(SIGINT, SIG_DFL);
	dup2(pipe_ends[1], STDOUT_FILENO);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
	execlp("bash", "bash", "run.sh", "serve", (char *)NULL);
	_exit(127);
}

static bool
start(struct stack *ret_stack, const char *const settings[], bool *ret_taken)
{
	int pipe_ends[2];
	int port = stack_free_port();
	free(temp_file("made before the fork, so that the parent owns it"));
	if (pipe(pipe_ends) != 0)
		abort();
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		become_run_sh(port, settings, pipe_ends);
	close(pipe_ends[1]);
	FILE *out = fdopen(pipe_ends[0], "r");
	char line[256] = "";
	bool ready = out != NULL && fgets(line, sizeof(line), out) != NULL &&
		     strncmp(line, "ready: ", 7) == 0;
	if (out != NULL)
		fclose(out);
	if (!ready) {
		int status = 0;
		kill(pid, SIGTERM);
		waitpid(pid, &status, 0);
		if (WIFEXITED(status) && WEXITSTATUS(status) == EX_UNAVAILABLE)
			*ret_taken = true;
		else
			fprintf(stderr, "the server did not start\n");
		return false;
	}
	*ret_stack = (struct stack){ .port = port, .pid = pid };
	return true;
}

bool
stack_start(struct stack *ret_stack, const char *const settings[])
{
	/* Another program may have taken the port meanwhile. */
	for (int tries = 0; tries < 5; tries++) {
		bool taken = false;
		if (start(ret_stack, settings, &taken))
			return true;
		if (!taken)
			return false;
	}
	fprintf(stderr, "the server did not start: no port is free\n");
	return false;
}

static bool
has_one_of(const char *line, const char *const parts[])
{
	for (size_t i = 0; parts[i] != NULL; i++)
		if (strstr(line, parts[i]) != NULL)
			return true;
	return false;
}

static bool
is_usual(const char *line, const struct stack *stack)
{
	return has_one_of(line, usual) ||
	       (stack->killed && has_one_of(line, usual_when_killed)) ||
	       (stack->aborts && has_one_of(line, usual_when_aborted));
}

/* True if the log has nothing but usual lines; it is removed then. */
static bool
log_is_clean(const struct stack *stack)
{
	char *name = stack_log(stack, "error");
	char *access = stack_log(stack, "access");
	char line[1000];
	bool clean = true;
	FILE *log = fopen(name, "r");
	if (log == NULL) {
		perror(name);
		clean = false;
	}
	while (log != NULL && fgets(line, sizeof(line), log) != NULL)
		if (!is_usual(line, stack)) {
			fprintf(stderr, "%s: %s", name, line);
			clean = false;
		}
	if (log != NULL)
		fclose(log);
	if (clean) {
		remove(name);
		remove(access);
	}
	free(name);
	free(access);
	return clean;
}

char *
stack_database(int users)
{
	static int databases;
	char option[32], setting[4200];
	char *db = temp_file("stack-%d.db", ++databases);
	snprintf(option, sizeof(option), "--users=%d", users);
	struct outcome o =
	    program_run((const char *const[]){ program_built("docking-admin"),
			    "--db", db, "generate", option, NULL },
		NULL);
	CHECK_NUMBER(o.code, 0, "%s", o.err);
	outcome_done(&o);
	snprintf(setting, sizeof(setting), "DOCKING_DB=%s", db);
	free(db);
	return strdup(setting);
}

char *
stack_passwords(void)
{
	static const char name[] = "DOCKING_PASSWORDS";
	char command[700];
	char *file = temp_file("passwords");
	size_t size = sizeof(name) + 1 + strlen(file);
	char *setting = malloc(size);
	snprintf(command, sizeof(command),
	    "echo 'correct horse' | "
	    "bash run.sh passwd ada --passwords '%s' >/dev/null",
	    file);
	if (setting != NULL && access(file, F_OK) != 0 &&
	    system(command) != 0) {
		free(setting);
		setting = NULL;
	}
	if (setting != NULL)
		snprintf(setting, size, "%s=%s", name, file);
	free(file);
	return setting;
}

int
stack_end(struct stack *stack)
{
	int status = 0;
	kill(stack->pid, SIGINT);
	if (waitpid(stack->pid, &status, 0) != stack->pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

int
stack_stop(struct stack *stack)
{
	int code = stack_end(stack);
	if (code != 0)
		return code;
	return log_is_clean(stack) ? 0 : 1;
}

/* Is this process (a number, as a text) the stack's docking-fcgi? */
static bool
is_ours(const char *pid, int port)
{
	char name[300];
	char text[8192];
	char setting[40];
	snprintf(name, sizeof(name), "/proc/%s/exe", pid);
	ssize_t length = readlink(name, text, sizeof(text) - 1);
	text[length < 0 ? 0 : length] = '\0';
	if (strstr(text, "/docking-fcgi") == NULL)
		return false;
	snprintf(name, sizeof(name), "/proc/%s/environ", pid);
	FILE *in = fopen(name, "r");
	size_t used = in == NULL ? 0 : fread(text, 1, sizeof(text) - 1, in);
	if (in != NULL)
		fclose(in);
	text[used] = '\0';
	snprintf(setting, sizeof(setting), "DOCKING_PORT=%d", port);
	for (size_t i = 0; i < used; i += strlen(text + i) + 1)
		if (strcmp(text + i, setting) == 0)
			return true;
	return false;
}

char *
stack_run_folder(const struct stack *stack)
{
	char pattern[4096];
	glob_t found;
	snprintf(pattern, sizeof(pattern), "%s/run.%d.*", stack_state(),
	    stack->port);
	char *folder = glob(pattern, 0, NULL, &found) == 0
			   ? strdup(found.gl_pathv[0])
			   : NULL;
	globfree(&found);
	return folder;
}

pid_t
stack_process(const struct stack *stack)
{
	DIR *dir = opendir("/proc");
	pid_t found = 0;
	for (struct dirent *entry;
	     dir != NULL && found == 0 && (entry = readdir(dir)) != NULL;)
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
		    is_ours(entry->d_name, stack->port))
			found = atoi(entry->d_name);
	if (dir != NULL)
		closedir(dir);
	return found;
}

bool
stack_kill_process(struct stack *stack)
{
	pid_t found = stack_process(stack);
	stack->killed = true;
	return found > 0 && kill(found, SIGKILL) == 0;
}
