/*
 * choose.c: applies the policy to a request: the rule of its route, or the rule
 * that it asks for, and a reproducible random number.
 *
 * A fixed delay costs nothing: it needs no random number.
 *
 * SPDX-License-Identifier: MIT
 */
#include "request/choose.h"

#include "request/chance.h"

#include <math.h>

/* Refuse a header that asks for a delay or a fault where r may not choose one.
 */
static enum err
check_choice(struct request *r, bool allowed, const char *header,
    const char *what, const char *setting)
{
	if (!allowed)
		return request_refuse(r, ERR_CHOICE_OFF,
		    "no request may choose its %s here: the server was "
		    "started with %s off",
		    what, setting);
	if (!request_is_delayed(r))
		return request_refuse(r, ERR_BAD_REQUEST,
		    "%s: this is never delayed, and has no faults", header);
	return ERR_OK;
}

static enum err
choose_delay(struct request *r, const struct policy *c)
{
	struct rule rule = c->delays[route_index(r->resolved.route)];
	if (r->delay_choice != NULL) {
		if (check_choice(r, c->request_delays, "Docking-Delay", "delay",
			"--request-delays") != ERR_OK)
			return r->err;
		if (!rule_read(r->delay_choice, &rule))
			return request_refuse(r, ERR_BAD_REQUEST,
			    "Docking-Delay is not " RULE_GRAMMAR);
		if (!rule_cap(&rule, c->max_delay_s))
			return request_refuse(r, ERR_BAD_REQUEST,
			    "Docking-Delay is above the %g s that this server "
			    "allows",
			    c->max_delay_s);
	}
	double seconds = rule.a;
	if (rule.kind != RULE_FIXED)
		seconds = rule_quantile(
		    &rule, chance_unit(c->seed, CHANCE_DELAY, r->target));
	r->delay_ns = llround(seconds * 1e9);
	return ERR_OK;
}

static enum err
choose_fault(struct request *r, const struct policy *c)
{
	struct fault_rule fault = c->faults[route_index(r->resolved.route)];
	if (r->fault_choice != NULL) {
		if (check_choice(r, c->request_faults, "Docking-Fault", "fault",
			"--request-faults") != ERR_OK)
			return r->err;
		if (!fault_read(r->fault_choice, &fault))
			return request_refuse(r, ERR_BAD_REQUEST,
			    "Docking-Fault is not " FAULT_GRAMMAR);
		if (fault.kind == FAULT_DRIP && fault.seconds > c->max_delay_s)
			return request_refuse(r, ERR_BAD_REQUEST,
			    "Docking-Fault is above the %g s that this server "
			    "allows",
			    c->max_delay_s);
	}
	if (fault.kind != FAULT_NONE &&
	    (fault.p == 1 ||
		chance_unit(c->seed, CHANCE_FAULT, r->target) < fault.p))
		r->fault = fault;
	return ERR_OK;
}

enum err
choose(struct request *r, const struct policy *c)
{
	if (!request_is_delayed(r) && r->delay_choice == NULL &&
	    r->fault_choice == NULL)
		return ERR_OK;
	enum err err = choose_delay(r, c);
	return err == ERR_OK ? choose_fault(r, c) : err;
}
