/*
 * rows_faults.c: a disk that fails, and a wall clock that jumps.
 *
 * SPDX-License-Identifier: MIT
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS, realpath() */

#include "../../lib/program.h"
#include "../../lib/seconds.h"
#include "../../lib/temp.h"
#include "preload/faults.h"
#include "survive.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* The file by which this row's programs are told what is to fail, and in their
 * environment, as lighttpd does not hand on the rest, a program that sets it.
 */
struct trap {
	volatile struct faults *faults;
	char preload[600]; /* settings */
	char file[600];
	char *program;
};

static bool
set_trap(struct trial *t, struct trap *trap)
{
	char *file = temp_file("faults-%d", (int)getpid());
	char lines[2000];
	char *library = realpath(program_built("faults.so"), NULL);
	char *link = temp_file("faults-%d.so", (int)getpid());
	int fd = open(file, O_RDWR | O_CREAT, 0600);
	/* Its own would have to be loaded first. */
	if (program_is_slow()) {
		cannot(t, "a sanitizer's library must be the first");
		return false;
	}
	if (fd < 0 || library == NULL ||
	    ftruncate(fd, sizeof(*trap->faults)) != 0)
		abort();
	/* A list of libraries is cut at blanks, which the project's folder may
	 * have in its name. */
	unlink(link);
	if (symlink(library, link) != 0)
		abort();
	trap->faults = mmap(NULL, sizeof(*trap->faults), PROT_READ | PROT_WRITE,
	    MAP_SHARED, fd, 0);
	if (trap->faults == MAP_FAILED)
		abort();
	close(fd);
	snprintf(trap->preload, sizeof(trap->preload), "LD_PRELOAD=%s", link);
	snprintf(trap->file, sizeof(trap->file), FAULTS_FILE "=%s", file);
	snprintf(lines, sizeof(lines), "export '%s' '%s'", trap->preload,
	    trap->file);
	trap->program = site_wrap_program(t, lines);
	free(file);
	free(library);
	free(link);
	return true;
}

/* Load while something fails, and the answers are known to be no lies. */
static void
load_while(struct trial *t, struct site *site, const struct trap *trap,
    volatile int *fault, const char *what)
{
	struct load_result good, bad;
	const struct load_plan plan = {
		.port = site->stack.port, .writers = 4, .log = site->log
	};
	struct load *load = load_start(&plan);
	clock_pause_ms(FULL_OR(t, 1000, 200));
	load_stop(load, &good);
	int before = trap->faults->failed;
	*fault = 1;
	load = load_start(&plan);
	clock_pause_ms(FULL_OR(t, 3000, 400));
	load_stop(load, &bad);
	*fault = 0;
	int failed = trap->faults->failed - before;
	double start_s = clock_now_s();
	load = load_start(&plan);
	clock_pause_ms(200);
	load_stop(load, &good);
	measured(t, "%s failed %d times: %zu x 201, %zu x 503", what, failed,
	    bad.statuses[201], bad.statuses[503]);
	EXPECT(t, failed > 0, "no %s has failed", what);
	EXPECT(t, bad.acknowledged == 0, "%zu writes were acknowledged",
	    bad.acknowledged);
	EXPECT(t, bad.statuses[503] + bad.statuses[500] == bad.failed, "%s",
	    bad.first_failure);
	EXPECT(t, good.acknowledged > 0 && good.failed == 0,
	    "%.1f s afterwards: %s", clock_now_s() - start_s,
	    good.first_failure);
}

void
row_failed_sync_is_no_success(struct trial *t)
{
	struct site site;
	struct trap trap;
	if (!set_trap(t, &trap) || !site_start(t, &site,
				       (const char *const[]){ trap.program,
					   "DOCKING_DELAY=0.02", NULL }))
		return;
	load_while(t, &site, &trap, &trap.faults->fail_sync, "fdatasync");
	load_while(t, &site, &trap, &trap.faults->fail_write, "pwrite");
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
	free(trap.program);
}

void
row_clock_jumps_change_no_delay(struct trial *t)
{
	static const int shifts_s[] = { 3600, -3600, 86400 };
	struct site site;
	struct trap trap;
	struct process before[PROCESSES_MAX];
	double least_s = 1e9;
	double most_s = 0;
	const double delay_s = 0.5;
	if (!set_trap(t, &trap) ||
	    !site_start(t, &site,
		(const char *const[]){ trap.program, trap.preload, trap.file,
		    "DOCKING_DELAY=0.5", NULL }))
		return;
	size_t count = processes_find(NULL, site.session, before);
	for (int i = 0; i < 3; i++) {
		/* One that is parked while the clock jumps, one after. */
		struct crowd *crowd = crowd_new(site.stack.port, 20);
		crowd_send(crowd, 10, GET_USER, 0.1);
		crowd_wait(crowd, clock_now_s() + 0.1);
		trap.faults->shift_s = shifts_s[i];
		clock_pause_ms(1100); /* lighttpd looks once a second */
		crowd_wait(crowd, clock_now_s() + 10);
		crowd_send(crowd, 10, GET_USER, 0.1);
		crowd_wait(crowd, clock_now_s() + 10);
		EXPECT(t, crowd_count(crowd, 200) == 20, "%zu x 200",
		    crowd_count(crowd, 200));
		/* Of the first ones the answer is read late. */
		for (size_t c = 10; c < 20; c++) {
			const struct client *client = crowd_client(crowd, c);
			double took_s = client->answered_s - client->sent_s;
			if (took_s < least_s)
				least_s = took_s;
			if (took_s > most_s)
				most_s = took_s;
		}
		crowd_free(crowd);
	}
	size_t alive = 0;
	for (size_t i = 0; i < count; i++)
		alive += process_lives(before[i].pid);
	size_t noticed = site_log_count(&site, "clock jumped");
	measured(t,
	    "lighttpd noticed %zu jumps; delays %.0f .. %.0f ms longer; "
	    "%zu of %zu processes alive",
	    noticed, (least_s - delay_s) * 1e3, (most_s - delay_s) * 1e3, alive,
	    count);
	EXPECT(t, noticed >= 3, "no jump was noticed");
	EXPECT(t, least_s >= delay_s && most_s <= delay_s + FULL_OR(t, 0.05, 1),
	    "delays of %.3f .. %.3f s", least_s, most_s);
	EXPECT(t, alive == count, "%zu were restarted", count - alive);
	site_stop(t, &site);
	site_done(t, &site);
	free(trap.program);
}
