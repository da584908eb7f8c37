/*
 * test_choose.c: what is done to a request on purpose: by its route, or as it
 * asks.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "request/choose.h"
#include "request/resolve.h"

static const struct policy fresh = { .seed = 1,
	.max_delay_s = 60,
	.request_delays = true,
	.request_faults = true };

/* As the server does; the caller ends it. */
static struct request
chosen(const struct policy *c, const char *method, const char *target,
    const char *delay)
{
	struct request r;
	request_init(&r, method, target);
	r.delay_choice = delay;
	if (resolve(&r) == ERR_OK)
		choose(&r, c);
	return r;
}

static int64_t
delay_ms(const struct policy *c, const char *target, const char *delay)
{
	struct request r = chosen(c, "GET", target, delay);
	int64_t ms = r.err == ERR_OK ? r.delay_ns / 1000000 : -1;
	request_done(&r);
	return ms;
}

/* Each route has its own rule, or the one for all, in whatever order they
 * come; of two the later one holds. */
static void
test_routes(void)
{
	static const struct {
		const char *words;
		int users, user, customers;
	} rows[] = {
		{ "0.5", 500, 500, 500 },
		{ "0", 0, 0, 0 },
		{ "/users=1", 1000, 500, 500 },
		{ "/users=1 2", 1000, 2000, 2000 },
		{ "2 /users=1", 1000, 2000, 2000 },
		{ "2 1", 1000, 1000, 1000 },
		{ "/users/{id}=1 /users=2 /users/{id}=3 4", 2000, 3000, 4000 },
		{ "3600", 3600000, 3600000, 3600000 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct policy c = fresh;
		char why[256] = "";
		CHECK(policy_read_delays(&c, rows[i].words, why, sizeof(why)),
		    "%s: %s", rows[i].words, why);
		CHECK_NUMBER(delay_ms(&c, "/users?name=x", NULL), rows[i].users,
		    "/users: %s", rows[i].words);
		CHECK_NUMBER(delay_ms(&c, "/users/7", NULL), rows[i].user,
		    "/users/7: %s", rows[i].words);
		CHECK_NUMBER(delay_ms(&c, "/customers", NULL),
		    rows[i].customers, "/customers: %s", rows[i].words);
		CHECK_NUMBER(delay_ms(&c, "/healthz", NULL), 0, "/healthz: %s",
		    rows[i].words);
	}
}

/* What a request asks for holds for it, within the limit; what it cannot have
 * is refused, and not quietly served otherwise. */
static void
test_requests(void)
{
	static const struct {
		const char *method, *target, *delay;
		bool allowed;
		enum err err;
		int ms;
		const char *said;
	} rows[] = {
		{ "GET", "/users", NULL, true, ERR_OK, 500, NULL },
		{ "GET", "/users", "0", true, ERR_OK, 0, NULL },
		{ "GET", "/users", "0.25", true, ERR_OK, 250, NULL },
		{ "DELETE", "/users/1", "60", true, ERR_OK, 60000, NULL },
		{ "GET", "/users", "60.001", true, ERR_BAD_REQUEST, 0,
		    "Docking-Delay is above the 60 s that this server allows" },
		{ "GET", "/users", "uniform:0..61", true, ERR_BAD_REQUEST, 0,
		    "Docking-Delay is above the 60 s that this server allows" },
		{ "GET", "/users", "soon", true, ERR_BAD_REQUEST, 0,
		    "Docking-Delay is not " RULE_GRAMMAR },
		{ "GET", "/users", "0.1, 0.2", true, ERR_BAD_REQUEST, 0,
		    "Docking-Delay is not " RULE_GRAMMAR },
		{ "GET", "/healthz", "1", true, ERR_BAD_REQUEST, 0,
		    "Docking-Delay: this is never delayed, and has no faults" },
		{ "OPTIONS", "/users", "1", true, ERR_BAD_REQUEST, 0,
		    "Docking-Delay: this is never delayed, and has no faults" },
		{ "GET", "/users", "0.25", false, ERR_CHOICE_OFF, 0,
		    "no request may choose its delay here: the server was "
		    "started with --request-delays off" },
		{ "GET", "/users", "soon", false, ERR_CHOICE_OFF, 0, NULL },
		{ "GET", "/users", NULL, false, ERR_OK, 500, NULL },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct policy c = fresh;
		char why[256] = "";
		CHECK(policy_read_delays(&c, "0.5", why, sizeof(why)), "0.5");
		c.request_delays = rows[i].allowed;
		struct request r =
		    chosen(&c, rows[i].method, rows[i].target, rows[i].delay);
		CHECK_NUMBER(r.err, rows[i].err, "row %zu: %s", i, r.detail);
		if (r.err == ERR_OK)
			CHECK_NUMBER(r.delay_ns, rows[i].ms * (int64_t)1000000,
			    "row %zu", i);
		if (rows[i].said != NULL)
			CHECK_TEXT(r.detail, rows[i].said, "row %zu", i);
		request_done(&r);
	}
}

/* A random delay is the target's: always the same one, also of another method
 * and in another order; another target, spelling or seed has another. */
static void
test_draws(void)
{
	struct policy c = fresh;
	char why[256] = "";
	CHECK(policy_read_delays(&c, "uniform:0..60", why, sizeof(why)), "%s",
	    why);
	int64_t one = delay_ms(&c, "/users/1", NULL);
	int64_t two = delay_ms(&c, "/users/2", NULL);
	CHECK(one != two, "%lld", (long long)one);
	CHECK(one != delay_ms(&c, "/users/%31", NULL), "another spelling");
	CHECK_NUMBER(delay_ms(&c, "/users/1", NULL), one, "again");
	CHECK_NUMBER(delay_ms(&c, "/users/1", "uniform:0..60"), one,
	    "as the request asks");
	struct request r = chosen(&c, "PATCH", "/users/1", NULL);
	CHECK_NUMBER(r.delay_ns / 1000000, one, "another method");
	request_done(&r);
	c.seed = 2;
	CHECK(one != delay_ms(&c, "/users/1", NULL), "another seed");
}

/* Each route has its fault, or none; it hits a share of all targets, the same
 * ones each time, whatever the delays are. */
static void
test_faults(void)
{
	static const struct {
		const char *words, *target, *fault;
		bool allowed;
		enum err err;
		enum fault_kind kind;
		int number;
	} rows[] = {
		{ "abort", "/users", NULL, true, ERR_OK, FAULT_ABORT, 0 },
		{ "abort", "/healthz", NULL, true, ERR_OK, FAULT_NONE, 0 },
		{ "/users/{id}=status:418", "/users/1", NULL, true, ERR_OK,
		    FAULT_STATUS, 418 },
		{ "/users/{id}=status:418", "/users", NULL, true, ERR_OK,
		    FAULT_NONE, 0 },
		{ "/users=drip:5,60 status:500", "/customers", NULL, true,
		    ERR_OK, FAULT_STATUS, 500 },
		{ "/users=drip:5,60 status:500", "/users", NULL, true, ERR_OK,
		    FAULT_DRIP, 5 },
		{ "abort", "/users", "status:503", true, ERR_OK, FAULT_STATUS,
		    503 },
		{ "abort", "/users", "status:503,p=0", true, ERR_OK, FAULT_NONE,
		    0 },
		{ "abort", "/users", "status:503", false, ERR_CHOICE_OFF,
		    FAULT_NONE, 0 },
		{ "abort", "/users", NULL, false, ERR_OK, FAULT_ABORT, 0 },
		{ "abort", "/users", "no", true, ERR_BAD_REQUEST, FAULT_NONE,
		    0 },
		{ "abort", "/users", "drip:1,61", true, ERR_BAD_REQUEST,
		    FAULT_NONE, 0 },
		{ "abort", "/capacity", "abort", true, ERR_BAD_REQUEST,
		    FAULT_NONE, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct policy c = fresh;
		struct request r;
		char why[256] = "";
		CHECK(policy_read_faults(&c, rows[i].words, why, sizeof(why)),
		    "row %zu: %s", i, why);
		c.request_faults = rows[i].allowed;
		request_init(&r, "GET", rows[i].target);
		r.fault_choice = rows[i].fault;
		CHECK_NUMBER(resolve(&r), ERR_OK, "row %zu", i);
		CHECK_NUMBER(choose(&r, &c), rows[i].err, "row %zu", i);
		CHECK(r.fault.kind == rows[i].kind &&
			  r.fault.number == rows[i].number,
		    "row %zu: %d %d", i, r.fault.kind, r.fault.number);
		CHECK((r.detail != NULL) == (rows[i].err != ERR_OK), "row %zu",
		    i);
		request_done(&r);
	}
}

CU_TestInfo choose_tests[] = {
	{ "every route has its rule", test_routes },
	{ "a request chooses for itself", test_requests },
	{ "a draw is the target's", test_draws },
	{ "faults, by route and request", test_faults },
	CU_TEST_INFO_NULL,
};
