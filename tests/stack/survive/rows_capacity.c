/*
 * rows_capacity.c: more at once than usual.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../../lib/program.h"
#include "../../lib/seconds.h"
#include "survive.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

static size_t
private_kb(const struct site *site)
{
	struct process found[PROCESSES_MAX];
	size_t sum = 0;
	size_t count = site_processes(site, found);
	for (size_t i = 0; i < count; i++)
		sum += process_private_kb(found[i].pid);
	return sum;
}

void
row_parked_10000_on_time(struct trial *t)
{
	struct site site;
	size_t clients = FULL_OR(t, 10000, 1000);
	double delay_s = FULL_OR(t, 10, 2);
	char delay[40];
	snprintf(delay, sizeof(delay), "DOCKING_DELAY=%g", delay_s);
	if (!site_start(t, &site, (const char *const[]){ delay, NULL }))
		return;
	size_t before_kb = private_kb(&site);
	struct crowd *crowd = crowd_new(site.stack.port, clients);
	crowd_send(crowd, clients, GET_USER, delay_s * 0.8);
	crowd_wait(crowd, clock_now_s() + delay_s * 0.05);
	long parked = site_parked(&site);
	double each_kb = (double)(private_kb(&site) - before_kb) /
			 (double)(parked > 0 ? parked : 1);
	crowd_wait(crowd, clock_now_s() + delay_s + 30);
	double least_s = crowd_latency_s(crowd, 200, 0);
	double p99_s = crowd_latency_s(crowd, 200, 0.99);
	measured(t,
	    "%ld parked at once; %zu x 200; answered after %.0f ms (least) .. "
	    "%.0f ms (p99) more than the delay; %.1f KB each",
	    parked, crowd_count(crowd, 200), (least_s - delay_s) * 1e3,
	    (p99_s - delay_s) * 1e3, each_kb);
	EXPECT(t, parked == (long)clients, "%ld parked", parked);
	EXPECT(t, crowd_count(crowd, 200) == clients,
	    "%zu x 503, %zu x 504, %zu without an answer",
	    crowd_count(crowd, 503), crowd_count(crowd, 504),
	    crowd_count(crowd, 0));
	EXPECT(t, least_s >= delay_s, "answered after %.3f s", least_s);
	/* A sanitizer's memory is not the program's. */
	if (!program_is_slow()) {
		EXPECT(t, p99_s <= delay_s + FULL_OR(t, 0.25, 1),
		    "p99 is %.3f s", p99_s);
		EXPECT(t, each_kb <= 24, "%.1f KB each", each_kb);
	}
	crowd_free(crowd);
	site_stop(t, &site);
	site_done(t, &site);
}

void
row_connections_10000_served(struct trial *t)
{
	struct site site;
	size_t clients = FULL_OR(t, 10000, 2000);
	if (!site_start(t, &site,
		(const char *const[]){
		    t->full ? "DOCKING_DELAY=10" : "DOCKING_DELAY=3", NULL }))
		return;
	struct crowd *crowd = crowd_new(site.stack.port, clients);
	double start_s = clock_now_s();
	crowd_send(crowd, clients, GET_USER, 0);
	double sent_s = clock_now_s() - start_s;
	crowd_wait(crowd, clock_now_s() + 60);
	measured(t, "%zu connections in %.2f s: %zu x 200", clients, sent_s,
	    crowd_count(crowd, 200));
	EXPECT(t, sent_s <= FULL_OR(t, 1, 10), "sent in %.2f s", sent_s);
	EXPECT(t, crowd_count(crowd, 200) == clients,
	    "%zu x 503, %zu x 500, %zu without an answer",
	    crowd_count(crowd, 503), crowd_count(crowd, 500),
	    crowd_count(crowd, 0));
	crowd_free(crowd);
	site_stop(t, &site);
	site_done(t, &site);
}

void
row_excess_is_refused(struct trial *t)
{
	enum { PLACES = 100, MORE = 50 };
	struct site site;
	size_t retry_after = 0;
	if (!site_start(t, &site,
		(const char *const[]){
		    "DOCKING_DELAY=3", "DOCKING_MAX_PARKED=100", NULL }))
		return;
	struct crowd *first = crowd_new(site.stack.port, PLACES);
	struct crowd *more = crowd_new(site.stack.port, MORE);
	if (!site_park(t, &site, first, PLACES, GET_USER))
		return;
	EXPECT(
	    t, site_parked(&site) == PLACES, "%ld parked", site_parked(&site));
	crowd_send(more, MORE, GET_USER, 0);
	crowd_wait(more, clock_now_s() + 10);
	for (size_t i = 0; i < MORE; i++)
		retry_after += crowd_client(more, i)->retry_after;
	crowd_wait(first, clock_now_s() + 30);
	double slowest_s = crowd_latency_s(more, 503, 1);
	measured(t,
	    "%d places: %zu of %d more got 503, %zu with Retry-After, within "
	    "%.0f ms; of the first %zu got 200",
	    PLACES, crowd_count(more, 503), MORE, retry_after, slowest_s * 1e3,
	    crowd_count(first, 200));
	EXPECT(t, crowd_count(more, 503) == MORE && retry_after == MORE,
	    "%zu x 503, %zu x 200", crowd_count(more, 503),
	    crowd_count(more, 200));
	EXPECT(t, slowest_s <= FULL_OR(t, 1, 2.5), "after %.2f s", slowest_s);
	EXPECT(t, crowd_count(first, 200) == PLACES, "of the first %zu x 503",
	    crowd_count(first, 503));
	crowd_free(first);
	crowd_free(more);
	site_stop(t, &site);
	site_done(t, &site);
}

void
row_due_together_answered(struct trial *t)
{
	struct site site;
	size_t clients = FULL_OR(t, 10000, 1000);
	double delay_s = FULL_OR(t, 10, 2);
	struct process found[PROCESSES_MAX];
	char delay[40];
	snprintf(delay, sizeof(delay), "DOCKING_DELAY=%g", delay_s);
	if (!site_start(t, &site, (const char *const[]){ delay, NULL }))
		return;
	struct crowd *crowd = crowd_new(site.stack.port, clients);
	double start_s = clock_now_s();
	if (!site_park(t, &site, crowd, clients, GET_USER))
		return;
	size_t waiting = crowd_count(crowd, 0);
	double parked_s = clock_now_s() - start_s;
	/* Stopped until the last one is due, they find all due at once. */
	size_t count = site_processes(&site, found);
	for (size_t i = 0; i < count; i++)
		kill(found[i].pid, SIGSTOP);
	crowd_wait(crowd, start_s + parked_s + delay_s);
	size_t early = crowd_count(crowd, 200);
	for (size_t i = 0; i < count; i++)
		kill(found[i].pid, SIGCONT);
	double due_s = clock_now_s();
	crowd_wait(crowd, clock_now_s() + 60);
	double last_s = clock_now_s() - due_s;
	measured(t, "%zu due at once: %zu x 200, the last after %.2f s",
	    waiting, crowd_count(crowd, 200), last_s);
	EXPECT(t, waiting - early > clients / 2, "%zu were answered before",
	    early);
	EXPECT(t, crowd_count(crowd, 200) == clients,
	    "%zu x 503, %zu x 504, %zu without an answer",
	    crowd_count(crowd, 503), crowd_count(crowd, 504),
	    crowd_count(crowd, 0));
	EXPECT(t, last_s <= FULL_OR(t, 2, 10), "the last after %.2f s", last_s);
	crowd_free(crowd);
	site_stop(t, &site);
	site_done(t, &site);
}

/* lighttpd 1.4.69 notices that a client is gone if it has had to wait for the
 * request; if that was there as soon as the connection was, it notices when it
 * writes. */
void
row_gone_clients_free_places(struct trial *t)
{
	static const char greeting[] = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
	struct site site;
	size_t clients = FULL_OR(t, 5000, 500);
	if (!site_start(
		t, &site, (const char *const[]){ "DOCKING_DELAY=60", NULL }))
		return;
	for (int reset = 0; reset < 2; reset++) {
		struct crowd *crowd = crowd_new(site.stack.port, clients);
		crowd_greet(crowd, clients, greeting);
		clock_pause_ms(100);
		crowd_send_on(crowd, GET_USER);
		long parked = site_wait_until_parked(&site, (long)clients);
		crowd_leave(crowd, 0, clients, reset == 1);
		double gone_s = clock_now_s();
		long left = site_wait_until_parked(&site, 0);
		double free_s = clock_now_s() - gone_s;
		measured(t, "%s: %ld left, all places free after %.2f s",
		    reset ? "RST" : "FIN", parked, free_s);
		EXPECT(t, parked == (long)clients, "%ld parked", parked);
		EXPECT(t, left == 0 && free_s <= FULL_OR(t, 1, 5),
		    "%ld are taken after %.1f s", left, free_s);
		crowd_free(crowd);
	}
	site_stop(t, &site);
	site_done(t, &site);
}
