/*
 * rows_store.c: many who write, copies under load, and a database file that
 * has no room, is not there, or is not one.
 *
 * SPDX-License-Identifier: MIT
 */
#define _GNU_SOURCE /* unshare() */

#include "../../lib/program.h"
#include "../../lib/seconds.h"
#include "../../lib/temp.h"
#include "survive.h"

#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const quick[] = { "DOCKING_DELAY=0.02", NULL };

/* A write of one customer; gives the status. */
static int
post(const struct site *site, bool *ret_retry_after)
{
	return site_ask(site, "POST /customers",
	    STACK_AUTHORIZATION "Content-Type: application/json\r\n",
	    "{\"name\":\"somebody\",\"salesId\":\"1\"}", ret_retry_after);
}

static int
get(const struct site *site)
{
	return site_ask(site, "GET /users/1", NULL, NULL, NULL);
}

void
row_writers_see_no_busy(struct trial *t)
{
	struct site site;
	struct load_result result;
	if (!site_start(t, &site,
		(const char *const[]){
		    "DOCKING_THREADS=8", "DOCKING_DELAY=0", NULL }))
		return;
	struct load *load = site_load(&site, 32, 0);
	clock_pause_ms(FULL_OR(t, 60000, 3000));
	load_stop(load, &result);
	measured(t, "%zu x 201, %zu failed, p99.9 %.0f ms",
	    result.statuses[201], result.failed + result.broken,
	    result.write_p999_s * 1e3);
	EXPECT(
	    t, result.failed + result.broken == 0, "%s", result.first_failure);
	EXPECT(t, result.write_p999_s <= FULL_OR(t, 1, 5), "p99.9 is %.2f s",
	    result.write_p999_s);
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}

/* A small disk of the row's own, at folder: others do not see it, and it is
 * gone with the row's process. */
static bool
mount_small_disk(struct trial *t, const char *folder)
{
	int spaces = geteuid() == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER;
	mkdir(folder, 0700);
	if (unshare(spaces) == 0 &&
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
	    mount("tmpfs", folder, "tmpfs", 0, "size=2m") == 0)
		return true;
	cannot(t, "this machine does not allow a file system of one's own "
		  "(unshare, mount)");
	return false;
}

/* Put the site's files on the small disk. */
static void
move_to(struct site *site, const char *folder)
{
	char *name = malloc(strlen(folder) + sizeof("/db"));
	if (name == NULL)
		abort();
	sprintf(name, "%s/db", folder);
	free(site->db);
	site->db = name;
}

static void
fill(const char *file)
{
	static char bytes[4096];
	FILE *to = fopen(file, "w");
	if (to == NULL)
		abort();
	setvbuf(to, NULL, _IONBF, 0);
	while (fwrite(bytes, sizeof(bytes), 1, to) == 1)
		;
	fclose(to);
}

/* Those who write, while there is no room, and then room again. Each sends its
 * write, with the same Idempotency-Key, until it is carried out. */
static void
write_while_full(struct trial *t, const struct site *site, const char *filler)
{
	enum { WRITERS = 4, ENOUGH = 100 };
	struct load_result writes, reads;
	int again = 0;
	int status = 201;
	fill(filler);
	/* Room that the database had left itself is used up. */
	for (int i = 0; i < 400 && status == 201; i++)
		status = post(site, NULL);
	EXPECT(t, status == 507 || status == 503,
	    "a write for which there is no room got %d", status);
	struct load *writers =
	    load_start(&(struct load_plan){ .port = site->stack.port,
		.writers = WRITERS,
		.retries = true,
		.log = site->log });
	struct load *readers = load_start(
	    &(struct load_plan){ .port = site->stack.port, .readers = 4 });
	while (load_answers(writers) < ENOUGH || load_answers(readers) < ENOUGH)
		clock_pause_ms(1);
	load_stop(readers, &reads);
	remove(filler);
	double start_s = clock_now_s();
	while (again != 201 && clock_now_s() - start_s < 10)
		again = post(site, NULL);
	double again_s = clock_now_s() - start_s;
	size_t enough = load_answers(writers) + ENOUGH;
	while (load_answers(writers) < enough)
		clock_pause_ms(1);
	load_stop(writers, &writes);
	size_t refused = writes.statuses[507] + writes.statuses[503];
	measured(t,
	    "writes %zu x 507, %zu x 503; %zu of %zu reads failed; %.2f s "
	    "after there is room a write %d",
	    writes.statuses[507], writes.statuses[503],
	    reads.failed + reads.broken, reads.requests, again_s, again);
	EXPECT(t, refused >= ENOUGH / 2, "the disk was not full");
	EXPECT(t, refused == writes.failed && writes.broken == 0,
	    "a write had another status: %s", writes.first_failure);
	EXPECT(t, reads.failed + reads.broken == 0, "a read: %s",
	    reads.first_failure);
	EXPECT(t, writes.acknowledged >= WRITERS, "%zu writes afterwards",
	    writes.acknowledged);
	EXPECT(t, again == 201 && again_s <= FULL_OR(t, 1, 3),
	    "%d after %.1f s", again, again_s);
}

void
row_full_disk_recovers(struct trial *t)
{
	char *folder = temp_file("disk");
	char *filler = temp_file("disk/filler");
	struct process before[PROCESSES_MAX];
	size_t alive = 0;
	struct site site = { .db = temp_file("unused"),
		.log = temp_file("full.log") };
	if (!mount_small_disk(t, folder))
		return;
	move_to(&site, folder);
	fclose(fopen(site.log, "w"));
	if (!site_start_again(t, &site, quick))
		return;
	EXPECT(t, post(&site, NULL) == 201, "it does not write at first");
	size_t count = site_processes(&site, before);
	write_while_full(t, &site, filler);
	for (size_t i = 0; i < count; i++)
		alive += process_lives(before[i].pid);
	EXPECT(t, alive == count, "%zu processes ended", count - alive);
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
	free(folder);
	free(filler);
}

/* run.sh with this database must refuse to start, and say why. */
static void
expect_refused(struct trial *t, const char *db, const char *why)
{
	char port[16];
	snprintf(port, sizeof(port), "%d", stack_free_port());
	const char *const args[] = { "bash", "run.sh", "--db", db, "--port",
		port, NULL };
	struct outcome o = program_run(args, NULL);
	EXPECT(t, o.code > 0 && o.out[0] == '\0' && strstr(o.err, why) != NULL,
	    "%s: %d, %s%s", why, o.code, o.out, o.err);
	outcome_done(&o);
}

static void
write_garbage(const char *file, size_t length)
{
	FILE *to = fopen(file, "r+");
	if (to == NULL && (to = fopen(file, "w")) == NULL)
		abort();
	for (size_t i = 0; i < length; i++)
		fputc("garbage\n"[i % 8], to);
	fclose(to);
}

/* The file is moved away under a server, one of whose processes is then
 * killed: nobody may make another one in its place. */
static void
move_away(struct trial *t, struct site *site)
{
	struct process found[PROCESSES_MAX];
	char *away = temp_file("away");
	size_t written = 0;
	rename(site->db, away);
	size_t count = site_processes(site, found);
	kill(found[0].pid, SIGKILL);
	for (int i = 0; i < 20; i++) {
		written += post(site, NULL) / 100 == 2;
		clock_pause_ms(20);
	}
	bool made = access(site->db, F_OK) == 0;
	rename(away, site->db);
	double back_s = site_wait_for_processes(site, count, &found[0], 1, 20);
	int status = 0;
	double until_s = clock_now_s() + 5;
	while (status != 201 && clock_now_s() < until_s)
		status = post(site, NULL);
	measured(t, "missing: %zu of 20 writes acknowledged, %s", written,
	    made ? "a new file" : "no file made");
	EXPECT(t, written == 0 && !made, "a write, or a file");
	EXPECT(t, back_s >= 0 && status == 201, "afterwards: %.1f s, %d",
	    back_s, status);
	free(away);
}

void
row_bad_database_is_refused(struct trial *t)
{
	struct site site;
	char command[1200];
	struct stat before, after;
	size_t written = 0;
	if (!site_start(t, &site, quick))
		return;
	move_away(t, &site);
	write_garbage(site.db, 65536);
	for (int i = 0; i < 20; i++) {
		written += post(&site, NULL) / 100 == 2;
		int status = get(&site);
		EXPECT(
		    t, status == 503 || status == 200, "a read got %d", status);
	}
	measured(t, "garbage: %zu of 20 writes acknowledged", written);
	EXPECT(t, written == 0, "a write was acknowledged");
	site_stop(t, &site);
	stat(site.db, &before);
	expect_refused(t, site.db, "not a database");
	stat(site.db, &after);
	EXPECT(t,
	    before.st_size == after.st_size &&
		before.st_mtime == after.st_mtime,
	    "the file was changed");
	/* To root no file is read-only, but a file system is. */
	char *folder = temp_file("read-only");
	char *db = temp_file("read-only/db");
	if (mount_small_disk(t, folder)) {
		snprintf(command, sizeof(command),
		    "DOCKING_DB='%s' '%s' -t && rm -f '%s-journal'", db,
		    program_built("docking-fcgi"), db);
		EXPECT(t, system(command) == 0, "%s", command);
		EXPECT(t,
		    mount("tmpfs", folder, "tmpfs", MS_REMOUNT | MS_RDONLY,
			"size=2m") == 0,
		    "it cannot be made read-only");
		expect_refused(t, db, "read-only");
		measured(t, "a start with garbage, or read-only, is refused");
	}
	site_done(t, &site);
	free(folder);
	free(db);
}

static void
copy_file(const char *from, const char *to)
{
	char bytes[65536];
	size_t n;
	FILE *in = fopen(from, "r");
	FILE *out = fopen(to, "w");
	if (in == NULL || out == NULL)
		abort();
	while ((n = fread(bytes, 1, sizeof(bytes), in)) > 0)
		fwrite(bytes, 1, n, out);
	fclose(in);
	fclose(out);
}

void
row_copies_are_whole(struct trial *t)
{
	struct site site;
	struct load_result result;
	size_t copies = FULL_OR(t, 20, 3);
	size_t good = 0;
	size_t smallest = SIZE_MAX;
	if (!site_start(t, &site, quick))
		return;
	/* So much that changes are made while it is copied. */
	const char *const generate[] = { program_built("docking-admin"), "--db",
		site.db, "generate", "--users=1000", "--customers=50000",
		NULL };
	struct outcome filled = program_run(generate, NULL);
	EXPECT(t, filled.code == 0, "%s", filled.err);
	outcome_done(&filled);
	struct load *load = site_load(&site, 8, 0);
	for (size_t i = 0; i < copies; i++) {
		char *promised = temp_file("promised-%zu", i);
		char *copy = temp_file("copy-%zu.db", i);
		clock_pause_ms(FULL_OR(t, 2000, 300));
		copy_file(site.log, promised); /* what it must have */
		const char *const backup[] = { program_built("docking-admin"),
			"--db", site.db, "backup", copy, NULL };
		const char *const check[] = { backup[0], "--db", copy, "check",
			NULL };
		struct outcome made = program_run(backup, NULL);
		struct outcome whole = program_run(check, NULL);
		struct load_check held = load_compare(promised, copy);
		if (EXPECT(t,
			made.code == 0 && whole.code == 0 &&
			    held.fault[0] == '\0' && held.missing == 0,
			"copy %zu: %s%s%s, %zu missing", i, made.err, whole.out,
			whole.err, held.missing))
			good++;
		if (held.acknowledged < smallest)
			smallest = held.acknowledged;
		outcome_done(&made);
		outcome_done(&whole);
		free(promised);
		free(copy);
	}
	load_stop(load, &result);
	measured(t, "%zu of %zu copies whole, with all of at least %zu writes",
	    good, copies, smallest);
	EXPECT(
	    t, result.failed + result.broken == 0, "%s", result.first_failure);
	EXPECT(t, smallest > 0, "nothing was written");
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}
