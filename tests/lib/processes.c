/*
 * processes.c: reads /proc.
 *
 * SPDX-License-Identifier: MIT
 */
#include "processes.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool
read_process(pid_t pid, struct process *ret)
{
	char path[64];
	char line[512] = "";
	char state = 'Z';
	struct process p = { .pid = pid };
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		return false;
	size_t length = fread(line, 1, sizeof(line) - 1, file);
	fclose(file);
	line[length] = '\0';
	/* The name is in parentheses, and may have some. */
	char *open = strchr(line, '(');
	char *close = strrchr(line, ')');
	if (open == NULL || close == NULL ||
	    sscanf(close + 1, " %c %d %*d %d", &state, &p.parent, &p.session) !=
		3 ||
	    state == 'Z' || state == 'X')
		return false;
	*close = '\0';
	snprintf(p.name, sizeof(p.name), "%s", open + 1);
	*ret = p;
	return true;
}

size_t
processes_find(
    const char *name, pid_t session, struct process found[PROCESSES_MAX])
{
	size_t count = 0;
	DIR *all = opendir("/proc");
	struct dirent *entry;
	while (all != NULL && count < PROCESSES_MAX &&
	       (entry = readdir(all)) != NULL) {
		struct process p;
		if (isdigit((unsigned char)entry->d_name[0]) &&
		    read_process(atoi(entry->d_name), &p) &&
		    (name == NULL || strcmp(p.name, name) == 0) &&
		    (session == 0 || p.session == session))
			found[count++] = p;
	}
	if (all != NULL)
		closedir(all);
	return count;
}

bool
process_lives(pid_t pid)
{
	struct process p;
	return read_process(pid, &p);
}

/* Read what this file says of each thread. Returns of how many it is what is
 * looked for. */
static size_t
count_threads(pid_t pid, const char *file_name,
    bool (*is_wanted)(const char *text, long arg), long arg)
{
	char path[300];
	char line[512];
	size_t count = 0;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	DIR *tasks = opendir(path);
	struct dirent *entry;
	while (tasks != NULL && (entry = readdir(tasks)) != NULL) {
		snprintf(path, sizeof(path), "/proc/%d/task/%s/%s", (int)pid,
		    entry->d_name, file_name);
		FILE *file = entry->d_name[0] != '.' ? fopen(path, "r") : NULL;
		if (file == NULL)
			continue;
		count += fgets(line, sizeof(line), file) != NULL &&
			 is_wanted(line, arg);
		fclose(file);
	}
	if (tasks != NULL)
		closedir(tasks);
	return count;
}

static bool
goes_on(const char *stat, long arg)
{
	const char *close = strrchr(stat, ')');
	(void)arg;
	return close != NULL && close[2] != 'T';
}

bool
process_has_stopped(pid_t pid)
{
	return count_threads(pid, "stat", goes_on, 0) == 0;
}

/* "230 0x0 ...", "-1 ..." if it was in none, "running" if it does not stand
 * still. */
static bool
is_call(const char *text, long call)
{
	char *end;
	return strtol(text, &end, 10) == call && end > text;
}

size_t
process_threads_in(pid_t pid, long call)
{
	return count_threads(pid, "syscall", is_call, call);
}

size_t
process_private_kb(pid_t pid)
{
	char path[64];
	char line[256];
	size_t total = 0;
	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	FILE *file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		size_t kb;
		if (sscanf(line, "Private_Clean: %zu kB", &kb) == 1 ||
		    sscanf(line, "Private_Dirty: %zu kB", &kb) == 1)
			total += kb;
	}
	if (file != NULL)
		fclose(file);
	return total;
}

size_t
process_descriptors(pid_t pid)
{
	char path[64];
	size_t count = 0;
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	DIR *all = opendir(path);
	struct dirent *entry;
	while (all != NULL && (entry = readdir(all)) != NULL)
		count += entry->d_name[0] != '.';
	if (all != NULL)
		closedir(all);
	return count;
}
