/*
 * rows_data.c: what becomes of the records.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../../lib/program.h"
#include "../../lib/seconds.h"
#include "../../lib/temp.h"
#include "survive.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const quick[] = { "DOCKING_DELAY=0.02", NULL };

void
row_crash_loses_no_write(struct trial *t)
{
	struct site site;
	size_t rounds = FULL_OR(t, 200, 3);
	size_t killed = 0;
	unsigned random = 1;
	if (!site_start(t, &site, quick))
		return;
	struct load *load = site_load(&site, 8, 0);
	for (size_t round = 0; round < rounds && !t->failed; round++) {
		struct process found[PROCESSES_MAX];
		double until_s = clock_now_s() + 20;
		size_t answers = load_answers(load);
		while (
		    load_answers(load) < answers + 5 && clock_now_s() < until_s)
			clock_pause_ms(1);
		random = random * 1103515245 + 12345;
		/* lighttpd waits up to 5 s if one dies soon after its start. */
		clock_pause_ms(
		    2100 + (int)(random >> 16) % FULL_OR(t, 400, 60));
		size_t count = site_processes(&site, found);
		for (size_t i = 0; i < count; i++)
			killed += kill(found[i].pid, SIGKILL) == 0;
		/* As it was left: before anybody has opened it again it has
		 * its journal. */
		const char *const args[] = { program_built("docking-admin"),
			"--db", site.db, "check", NULL };
		struct outcome o = program_run(args, NULL);
		EXPECT(t, o.code == 0, "round %zu: %s%s", round, o.out, o.err);
		outcome_done(&o);
		EXPECT(t,
		    site_wait_for_processes(&site, 4, found, count, 20) >= 0,
		    "they do not come back");
	}
	struct load_result result;
	load_stop(load, &result);
	measured(t, "%zu times, %zu processes killed", rounds, killed);
	EXPECT(
	    t, result.acknowledged > rounds, "%zu writes", result.acknowledged);
	site_stop(t, &site);
	site_check_data(t, &site);
	site_done(t, &site);
}

/* While it is held, clients of all sorts come for half of the time. */
static void
hold_for(struct trial *t, const struct site *site, double hold_s, bool fails)
{
	enum { CLIENTS = 60 };
	static const char post[] =
	    "POST /customers HTTP/1.1\r\nHost: a\r\n" STACK_AUTHORIZATION
	    "Content-Type: application/json\r\nContent-Length: 30\r\n\r\n"
	    "{\"name\":\"held\",\"salesId\":\"1\"} ";
	struct crowd *readers = crowd_new(site->stack.port, CLIENTS);
	struct crowd *writers = crowd_new(site->stack.port, CLIENTS);
	sqlite3 *db = site_hold(t, site, "BEGIN EXCLUSIVE");
	double start_s = clock_now_s();
	crowd_send(readers, CLIENTS, GET_USER, 0.2);
	crowd_send(writers, CLIENTS, post, 0.2);
	while (clock_now_s() - start_s < hold_s) {
		crowd_wait(readers, clock_now_s() + 0.01);
		crowd_wait(writers, clock_now_s() + 0.01);
	}
	site_let_go(db);
	crowd_wait(readers, clock_now_s() + 20);
	crowd_wait(writers, clock_now_s() + 20);
	size_t good = crowd_count(readers, 200) + crowd_count(writers, 201);
	size_t busy = crowd_count(readers, 503) + crowd_count(writers, 503);
	size_t retry_after = 0;
	for (size_t i = 0; i < CLIENTS; i++)
		retry_after += (size_t)crowd_client(readers, i)->retry_after +
			       crowd_client(writers, i)->retry_after;
	double reads_s = crowd_latency_s(readers, 503, 1);
	double writes_s = crowd_latency_s(writers, 503, 1);
	double last_s = reads_s > writes_s ? reads_s : writes_s;
	measured(t, "held for %g s: %zu x 2xx, %zu x 503", hold_s, good, busy);
	if (!fails) {
		EXPECT(
		    t, good == 2 * CLIENTS, "%zu failed", 2 * CLIENTS - good);
	} else {
		measured(t, "the last 503 after %.1f s", last_s);
		EXPECT(t, busy == 2 * CLIENTS && retry_after == busy,
		    "%zu x 503, %zu with Retry-After", busy, retry_after);
		EXPECT(t, last_s >= 5 && last_s <= FULL_OR(t, 6, 9),
		    "the last 503 after %.1f s", last_s);
	}
	crowd_free(readers);
	crowd_free(writers);
}

void
row_locked_database_is_waited_for(struct trial *t)
{
	struct site site;
	if (!site_start(t, &site, quick))
		return;
	hold_for(t, &site, FULL_OR(t, 3, 1), false);
	hold_for(t, &site, FULL_OR(t, 10, 6.5), true);
	EXPECT(t, site_ask(&site, "GET /users/1", NULL, NULL, NULL) == 200,
	    "it does not serve afterwards");
	site_stop(t, &site);
	site_done(t, &site);
}
