/*
 * site.c: a stack with its processes, its database and its log.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../../lib/http.h"
#include "../../lib/program.h"
#include "../../lib/seconds.h"
#include "../../lib/temp.h"
#include "survive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SETTINGS_MAX = 16, START_S = 20 };

/* How many processes a stack with these settings has. */
static size_t
count_places(const char *const settings[])
{
	size_t count = PROCESSES;
	for (; *settings != NULL; settings++)
		sscanf(*settings, "DOCKING_PROCESSES=%zu", &count);
	return count;
}

bool
site_start_again(
    struct trial *t, struct site *site, const char *const settings[])
{
	const char *all[SETTINGS_MAX + 1] = { NULL };
	char db[500];
	char *passwords = stack_passwords();
	size_t count = 0;
	snprintf(db, sizeof(db), "DOCKING_DB=%s", site->db);
	all[count++] = db;
	all[count++] = passwords;
	for (; *settings != NULL && count < SETTINGS_MAX; settings++)
		all[count++] = *settings;
	bool started =
	    EXPECT(t, passwords != NULL && stack_start(&site->stack, all),
		"the server does not start");
	free(passwords);
	if (!started)
		return false;
	struct process found[PROCESSES_MAX];
	size_t n = processes_find("lighttpd", 0, found);
	for (size_t i = 0; i < n; i++)
		if (found[i].parent == site->stack.pid)
			site->session = found[i].session;
	/* lighttpd serves when they are forked, before all are the program. */
	size_t places = count_places(all);
	return EXPECT(t, site->session != 0, "run.sh has no lighttpd") &&
	       EXPECT(t,
		   site_wait_for_processes(site, places, NULL, 0, START_S) >= 0,
		   "not all of %zu processes start", places);
}

bool
site_start(struct trial *t, struct site *site, const char *const settings[])
{
	*site = (struct site){ .db = temp_file("%d.db", (int)getpid()),
		.log = temp_file("%d.log", (int)getpid()) };
	return site_start_again(t, site, settings);
}

size_t
site_processes(const struct site *site, struct process found[PROCESSES_MAX])
{
	return processes_find("docking-fcgi", site->session, found);
}

char *
site_wrap_program(struct trial *t, const char *lines)
{
	char *file = temp_file("wrapped-%d", (int)getpid());
	char *link = temp_file("folder-%d", (int)getpid());
	char *folder = realpath(program_built("."), NULL);
	size_t size = strlen(file) + sizeof("DOCKING_PROGRAM=");
	char *setting = malloc(size);
	FILE *script = fopen(file, "w");
	/* The project may be in a folder whose name no quotes can hold. */
	unlink(link);
	if (setting == NULL || script == NULL || folder == NULL ||
	    symlink(folder, link) != 0)
		abort();
	fprintf(script,
	    "#!/bin/bash\n%s\nexec -a docking-fcgi '%s/docking-fcgi'\n", lines,
	    link);
	fclose(script);
	EXPECT(t, chmod(file, 0755) == 0, "%s: %s", file, strerror(errno));
	snprintf(setting, size, "DOCKING_PROGRAM=%s", file);
	free(folder);
	free(link);
	free(file);
	return setting;
}

static bool
is_among(pid_t pid, const struct process *others, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (others[i].pid == pid)
			return true;
	return false;
}

struct load *
site_load(const struct site *site, size_t writers, size_t readers)
{
	return load_start(&(struct load_plan){ .port = site->stack.port,
	    .writers = writers,
	    .readers = readers,
	    .log = site->log });
}

double
site_wait_for_processes(const struct site *site, size_t count,
    const struct process *others, size_t others_count, double limit_s)
{
	double start_s = clock_now_s();
	while (clock_now_s() - start_s < limit_s) {
		struct process found[PROCESSES_MAX];
		size_t n = site_processes(site, found);
		bool all_are_others = true;
		for (size_t i = 0; i < n; i++)
			if (is_among(found[i].pid, others, others_count))
				all_are_others = false;
		if (n >= count && all_are_others)
			return clock_now_s() - start_s;
		clock_pause_ms(10);
	}
	return -1;
}

/* Gives the answer, and its bytes, which the caller frees; false if there is
 * none. */
static bool
ask(const struct site *site, const char *request_line, const char *headers,
    const char *body, struct http_answer *ret_answer, char **ret_bytes)
{
	char request[4096];
	size_t length;
	int used = snprintf(request, sizeof(request),
	    "%s HTTP/1.1\r\nHost: docking\r\nConnection: close\r\n%s",
	    request_line, headers != NULL ? headers : "");
	snprintf(request + used, sizeof(request) - (size_t)used,
	    body != NULL ? "Content-Length: %zu\r\n\r\n%s" : "\r\n",
	    body != NULL ? strlen(body) : 0, body);
	if (!http_exchange(
		site->stack.port, request, strlen(request), ret_bytes, &length))
		return false;
	if (http_parse(*ret_bytes, length, false, ret_answer) > 0)
		return true;
	free(*ret_bytes);
	return false;
}

int
site_ask(const struct site *site, const char *request_line, const char *headers,
    const char *body, bool *ret_retry_after)
{
	struct http_answer answer;
	char *bytes;
	if (ret_retry_after != NULL)
		*ret_retry_after = false;
	if (!ask(site, request_line, headers, body, &answer, &bytes))
		return 0;
	char *value = http_header(&answer, "Retry-After");
	if (ret_retry_after != NULL)
		*ret_retry_after = value != NULL;
	free(value);
	free(bytes);
	return answer.status;
}

int
site_ask_problem(const struct site *site, const char *request_line)
{
	struct http_answer answer;
	char *bytes;
	char status[32];
	if (!ask(site, request_line, NULL, NULL, &answer, &bytes))
		return 0;
	snprintf(status, sizeof(status), "\"status\":%d,", answer.status);
	char *type = http_header(&answer, "Content-Type");
	bool is_problem = type != NULL &&
			  strcmp(type, "application/problem+json") == 0 &&
			  strstr(answer.body, status) != NULL;
	free(type);
	free(bytes);
	return is_problem ? answer.status : 0;
}

/* The number behind this text in the answer's body; without if it is not
 * there, -1 if there is no answer. */
static long
ask_number(const struct site *site, const char *request_line, const char *text,
    long without)
{
	struct http_answer answer;
	char *bytes;
	if (!ask(site, request_line, NULL, NULL, &answer, &bytes))
		return -1;
	const char *found = strstr(answer.body, text);
	long number =
	    found == NULL ? without : strtol(found + strlen(text), NULL, 10);
	free(bytes);
	return number;
}

long
site_parked(const struct site *site)
{
	return ask_number(site, "GET /capacity", "\"parked\":", -1);
}

long
site_metric(const struct site *site, const char *metric)
{
	return ask_number(site, "GET /metrics", metric, 0);
}

/* SQLite's own handler sleeps so long that many who write leave it no gap. */
static int
look_again(void *arg, int tries)
{
	(void)arg;
	clock_pause_ms(1);
	return tries < 20000;
}

sqlite3 *
site_hold(struct trial *t, const struct site *site, const char *begin)
{
	sqlite3 *db = NULL;
	int code = sqlite3_open_v2(site->db, &db, SQLITE_OPEN_READWRITE, NULL);
	if (code == SQLITE_OK) {
		sqlite3_busy_handler(db, look_again, NULL);
		code = sqlite3_exec(db, begin, NULL, NULL, NULL);
	}
	EXPECT(t, code == SQLITE_OK, "cannot hold the database: %s",
	    sqlite3_errmsg(db));
	return db;
}

void
site_let_go(sqlite3 *db)
{
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(db);
}

long
site_wait_until_parked(const struct site *site, long count)
{
	double until_s = clock_now_s() + 10;
	long parked;
	while ((parked = site_parked(site)) != count && clock_now_s() < until_s)
		clock_pause_ms(10);
	return parked;
}

bool
site_park(struct trial *t, const struct site *site, struct crowd *crowd,
    size_t count, const char *request)
{
	double until_s = clock_now_s() + 30;
	crowd_send(crowd, count, request, 0);
	while (site_parked(site) < (long)count && clock_now_s() < until_s &&
	       crowd_count(crowd, 0) == count)
		crowd_wait(crowd, clock_now_s() + 0.01);
	/* The first may have been answered before the last has come. */
	size_t waiting = crowd_count(crowd, 0);
	return EXPECT(
	    t, waiting > count / 2, "%zu of %zu parked", waiting, count);
}

size_t
site_log_count(const struct site *site, const char *text)
{
	char *name = stack_log(&site->stack, "error");
	char line[1000];
	size_t count = 0;
	FILE *log = fopen(name, "r");
	while (log != NULL && fgets(line, sizeof(line), log) != NULL)
		count += strstr(line, text) != NULL;
	if (log != NULL)
		fclose(log);
	free(name);
	return count;
}

void
site_stop(struct trial *t, struct site *site)
{
	int code = stack_end(&site->stack);
	EXPECT(t, code == 0, "run.sh ended with %d", code);
	/* Not that there was no memory, which libfcgi then ends with. */
	EXPECT(t,
	    site_log_count(site, "Sanitizer") -
		    site_log_count(site, "Sanitizer failed to allocate") +
		    site_log_count(site, "runtime error") ==
		0,
	    "a sanitizer has something to say, see %s/error-%d.log",
	    stack_state(), site->stack.port);
}

void
site_check_data(struct trial *t, const struct site *site)
{
	struct load_check check = load_compare(site->log, site->db);
	EXPECT(t, check.fault[0] == '\0', "%s", check.fault);
	EXPECT(t, check.missing == 0, "%zu of %zu acknowledged writes lost",
	    check.missing, check.acknowledged);
	EXPECT(
	    t, check.twice == 0, "%zu writes were applied twice", check.twice);
	measured(t, "%zu acknowledged writes, %zu lost", check.acknowledged,
	    check.missing);
	const char *const args[] = { program_built("docking-admin"), "--db",
		site->db, "check", NULL };
	struct outcome o = program_run(args, NULL);
	EXPECT(t, o.code == 0, "docking-admin check: %s%s", o.out, o.err);
	outcome_done(&o);
}

void
site_done(struct trial *t, struct site *site)
{
	static const char *const logs[] = { "error", "access" };
	for (size_t i = 0; i < 2 && !t->failed; i++) {
		char *name = stack_log(&site->stack, logs[i]);
		remove(name);
		free(name);
	}
	free(site->db);
	free(site->log);
}
