/*
 * test_config.c: environment to settings.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../suites.h"

#include "../../../lib/harness.h"
#include "settings/config.h"

#include <stdlib.h>
#include <string.h>

enum { USERS = 1 /* a route that is delayed */ };

static void
clear_environment(void)
{
	static const char *const names[] = { "DOCKING_DELAY",
		"DOCKING_DELAY_MODEL", "DOCKING_PROCESSES", "DOCKING_THREADS",
		"DOCKING_PORT", "DOCKING_CORS", "DOCKING_SEED",
		"DOCKING_MAX_DELAY", "DOCKING_REQUEST_DELAYS",
		"DOCKING_MAX_PARKED", "DOCKING_DRAIN_LIMIT",
		"DOCKING_WEB_PLACES" };
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unsetenv(names[i]);
	setenv("DOCKING_DB", "/tmp/x.db", 1);
}

/* What is not set has the documented default. */
static void
test_defaults(void)
{
	clear_environment();
	struct config config;
	char why[256] = "";
	CHECK(config_read(&config, why, sizeof(why)), "%s", why);
	CHECK(config.policy.delays[USERS].a == 0.5, "delay");
	CHECK(config.policy.seed == 1, "seed");
	CHECK(config.policy.max_delay_s == 60, "the longest delay");
	CHECK(config.policy.request_delays, "delays of requests");
	CHECK_NUMBER(config.delay_model, DELAY_MODEL_TIMER, "model");
	CHECK_NUMBER(config.processes, 4, "processes");
	CHECK_NUMBER(config.threads, 2, "threads");
	CHECK_NUMBER(config.ports[0], 5000, "port");
	CHECK_NUMBER(config.drain_limit_ns, 3600000000000, "drain limit");
	CHECK_TEXT(config.db, "/tmp/x.db", "db");
}

/* As many wait as the web server holds, unless that is said. */
static void
test_max_parked(void)
{
	static const struct {
		const char *max, *web;
		int max_parked;
	} rows[] = {
		{ NULL, NULL, 1000000 },
		{ NULL, "18000", 18000 },
		{ "1", "18000", 1 },
		{ "1000000", NULL, 1000000 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		clear_environment();
		if (rows[i].max != NULL)
			setenv("DOCKING_MAX_PARKED", rows[i].max, 1);
		if (rows[i].web != NULL)
			setenv("DOCKING_WEB_PLACES", rows[i].web, 1);
		struct config config;
		char why[256] = "";
		CHECK(config_read(&config, why, sizeof(why)), "%s", why);
		CHECK_NUMBER(
		    config.max_parked, rows[i].max_parked, "row %zu", i);
	}
}

/* Good values, up to the ends of their ranges, are taken exactly. */
static void
test_good(void)
{
	static const struct {
		const char *name, *value;
		double delay_s;
		enum delay_model model;
		int processes, threads, port;
	} rows[] = {
		{ "DOCKING_DELAY", "0", 0, DELAY_MODEL_TIMER, 4, 2, 5000 },
		{ "DOCKING_DELAY", "0.05", 0.05, 0, 4, 2, 5000 },
		{ "DOCKING_DELAY", "1e-3", 0.001, 0, 4, 2, 5000 },
		{ "DOCKING_DELAY", ".25", 0.25, 0, 4, 2, 5000 },
		{ "DOCKING_DELAY", "3600", 3600.0, 0, 4, 2, 5000 },
		{ "DOCKING_DELAY", "/users=1.5 9", 1.5, 0, 4, 2, 5000 },
		{ "DOCKING_DELAY_MODEL", "timer", 0.5, DELAY_MODEL_TIMER, 4, 2,
		    5000 },
		{ "DOCKING_DELAY_MODEL", "sleep", 0.5, DELAY_MODEL_SLEEP, 4, 2,
		    5000 },
		{ "DOCKING_PROCESSES", "1", 0.5, 0, 1, 2, 5000 },
		{ "DOCKING_PROCESSES", "64", 0.5, 0, 64, 2, 5000 },
		{ "DOCKING_THREADS", "1", 0.5, 0, 4, 1, 5000 },
		{ "DOCKING_THREADS", "256", 0.5, 0, 4, 256, 5000 },
		{ "DOCKING_CORS", "", 0.5, 0, 4, 2, 5000 },
		{ "DOCKING_CORS", "*", 0.5, 0, 4, 2, 5000 },
		{ "DOCKING_CORS", "https://a.example,http://[::1]:8080", 0.5, 0,
		    4, 2, 5000 },
		{ "DOCKING_PORT", "1", 0.5, 0, 4, 2, 1 },
		{ "DOCKING_PORT", "65535", 0.5, 0, 4, 2, 65535 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		clear_environment();
		setenv(rows[i].name, rows[i].value, 1);
		struct config config = { .ports = { -1 } };
		char why[256] = "";
		CHECK(config_read(&config, why, sizeof(why)), "%s=%s: %s",
		    rows[i].name, rows[i].value, why);
		CHECK(config.policy.delays[USERS].a == rows[i].delay_s &&
			  config.delay_model == rows[i].model &&
			  config.processes == rows[i].processes &&
			  config.threads == rows[i].threads &&
			  config.ports[0] == rows[i].port,
		    "%s=%s", rows[i].name, rows[i].value);
	}
}

/* What chance and requests may do. */
static void
test_choices(void)
{
	clear_environment();
	setenv("DOCKING_SEED", "18446744073709551615", 1);
	setenv("DOCKING_MAX_DELAY", "0.25", 1);
	setenv("DOCKING_REQUEST_DELAYS", "off", 1);
	setenv("DOCKING_DELAY", "exponential:0.25", 1);
	struct config config;
	char why[256] = "";
	CHECK(config_read(&config, why, sizeof(why)), "%s", why);
	CHECK(config.policy.seed == UINT64_MAX, "seed");
	CHECK(config.policy.max_delay_s == 0.25, "the longest delay");
	CHECK(!config.policy.request_delays, "delays of requests");
	CHECK(rule_longest_s(&config.policy.delays[USERS]) == 0.25,
	    "the longest delay holds for the rule");
	clear_environment();
}

/* A bad value is refused in one line that names flag, variable and range. */
static void
test_bad(void)
{
	static const char delay[] = "is not a number of seconds from 0 to 3600";
	static const char rule[] =
	    "uniform:LOW..HIGH, exponential:MEAN or lognormal:MEDIAN,SIGMA";
	static const char route[] = "is not a route that is delayed";
	static const char processes[] = "is not a whole number from 1 to 64";
	static const char threads[] = "is not a whole number from 1 to 256";
	static const char port[] = "is not a whole number from 1 to 65535";
	static const char seed[] =
	    "is not a whole number from 0 to 18446744073709551615";
	static const char onoff[] = "is not 'on' or 'off'";
	static const char max_parked[] =
	    "is not a whole number from 1 to 1000000";
	static const char model[] = "is not 'timer' or 'sleep'";
	static const char db[] = "is not an absolute file name";
	static const char cors[] = "is not * or origins such as https://";
	static const struct {
		const char *flag, *name, *value, *range;
	} rows[] = {
		{ "--delay ", "(DOCKING_DELAY)", "-1", delay },
		{ "--delay ", "(DOCKING_DELAY)", "-1e-9", delay },
		{ "--delay ", "(DOCKING_DELAY)", "1e9", delay },
		{ "--delay ", "(DOCKING_DELAY)", "1e999", delay },
		{ "--delay ", "(DOCKING_DELAY)", "3600.001", delay },
		{ "--delay ", "(DOCKING_DELAY)", "nan", delay },
		{ "--delay ", "(DOCKING_DELAY)", "inf", delay },
		{ "--delay ", "(DOCKING_DELAY)", "0x1", delay },
		{ "--delay ", "(DOCKING_DELAY)", "", delay },
		{ "--delay ", "(DOCKING_DELAY)", " 1", delay },
		{ "--delay ", "(DOCKING_DELAY)", "1 ", delay },
		{ "--delay ", "(DOCKING_DELAY)", "1,5", delay },
		{ "--delay ", "(DOCKING_DELAY)", "1s", delay },
		{ "--delay ", "(DOCKING_DELAY)", "e", delay },
		{ "--delay ", "(DOCKING_DELAY)", "soon", delay },
		{ "--delay ", "(DOCKING_DELAY)", "uniform:2..1", rule },
		{ "--delay ", "(DOCKING_DELAY)", "/userz=1", route },
		{ "--max-delay ", "(DOCKING_MAX_DELAY)", "", delay },
		{ "--max-delay ", "(DOCKING_MAX_DELAY)", "3601", delay },
		{ "--max-delay ", "(DOCKING_MAX_DELAY)", "uniform:1..2",
		    delay },
		{ "--request-delays ", "(DOCKING_REQUEST_DELAYS)", "", onoff },
		{ "--request-delays ", "(DOCKING_REQUEST_DELAYS)", "no",
		    onoff },
		{ "--seed ", "(DOCKING_SEED)", "-1", seed },
		{ "--seed ", "(DOCKING_SEED)", "18446744073709551616", seed },
		{ "--seed ", "(DOCKING_SEED)", "x", seed },
		{ "--drain-limit ", "(DOCKING_DRAIN_LIMIT)", "-1", delay },
		{ "--drain-limit ", "(DOCKING_DRAIN_LIMIT)", "", delay },
		{ "--max-parked ", "(DOCKING_MAX_PARKED)", "0", max_parked },
		{ "--max-parked ", "(DOCKING_MAX_PARKED)", "", max_parked },
		{ "--max-parked ", "(DOCKING_MAX_PARKED)", "1000001",
		    max_parked },
		{ "--delay-model ", "(DOCKING_DELAY_MODEL)", "", model },
		{ "--delay-model ", "(DOCKING_DELAY_MODEL)", "Timer", model },
		{ "--delay-model ", "(DOCKING_DELAY_MODEL)", "none", model },
		{ "--processes ", "(DOCKING_PROCESSES)", "0", processes },
		{ "--processes ", "(DOCKING_PROCESSES)", "65", processes },
		{ "--processes ", "(DOCKING_PROCESSES)", "-1", processes },
		{ "--processes ", "(DOCKING_PROCESSES)", "", processes },
		{ "--processes ", "(DOCKING_PROCESSES)", "4x", processes },
		{ "--processes ", "(DOCKING_PROCESSES)", "1.5", processes },
		{ "--processes ", "(DOCKING_PROCESSES)", "99999999999999999999",
		    processes },
		{ "--threads ", "(DOCKING_THREADS)", "0", threads },
		{ "--threads ", "(DOCKING_THREADS)", "257", threads },
		{ "--threads ", "(DOCKING_THREADS)", "+2", threads },
		{ "--threads ", "(DOCKING_THREADS)", " 2", threads },
		{ "--port ", "(DOCKING_PORT)", "0", port },
		{ "--port ", "(DOCKING_PORT)", "65536", port },
		{ "--port ", "(DOCKING_PORT)", "http", port },
		{ "--cors ", "(DOCKING_CORS)", "**", cors },
		{ "--cors ", "(DOCKING_CORS)", "*,https://a.example", cors },
		{ "--cors ", "(DOCKING_CORS)", "a.example", cors },
		{ "--cors ", "(DOCKING_CORS)", "null", cors },
		{ "--cors ", "(DOCKING_CORS)", "ftp://a.example", cors },
		{ "--cors ", "(DOCKING_CORS)", "https://", cors },
		{ "--cors ", "(DOCKING_CORS)", "https://a.example/", cors },
		{ "--cors ", "(DOCKING_CORS)", "https://A.example", cors },
		{ "--cors ", "(DOCKING_CORS)", "https://a b", cors },
		{ "--cors ", "(DOCKING_CORS)", "https://a\"b", cors },
		{ "--cors ", "(DOCKING_CORS)", ",https://a.example", cors },
		{ "--cors ", "(DOCKING_CORS)", "https://a.example,", cors },
		{ "--cors ", "(DOCKING_CORS)", "https://a,,https://b", cors },
		{ "--cors ", "(DOCKING_CORS)", "https://a, https://b", cors },
		{ "--db ", "(DOCKING_DB)", "", db },
		{ "--db ", "(DOCKING_DB)", "var/docking.db", db },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char name[64];
		clear_environment();
		strcpy(name, rows[i].name + 1);
		name[strlen(name) - 1] = '\0';
		setenv(name, rows[i].value, 1);
		struct config config = { .ports = { -1 } };
		char why[256] = "";
		CHECK(!config_read(&config, why, sizeof(why)), "%s='%s'", name,
		    rows[i].value);
		CHECK(strstr(why, rows[i].flag) == why &&
			  strstr(why, rows[i].name) != NULL &&
			  strstr(why, rows[i].range) != NULL &&
			  strchr(why, '\n') == NULL,
		    "%s='%s' says '%s'", name, rows[i].value, why);
		CHECK_NUMBER(config.ports[0], -1, "untouched by %s='%s'", name,
		    rows[i].value);
	}
	clear_environment();
}

/* However long a bad value is, the line fits. */
static void
test_long(void)
{
	char value[2000];
	char why[64];
	clear_environment();
	memset(value, '9', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	setenv("DOCKING_PORT", value, 1);
	struct config config;
	CHECK(!config_read(&config, why, sizeof(why)), "2,000 digits");
	CHECK_NUMBER((long long)strlen(why), sizeof(why) - 1, "cut");
	clear_environment();
}

CU_TestInfo config_tests[] = {
	{ "defaults are run.sh's", test_defaults },
	{ "good values are taken", test_good },
	{ "what chance and requests may do", test_choices },
	{ "the most that wait", test_max_parked },
	{ "bad values are refused by name", test_bad },
	{ "a long bad value is cut", test_long },
	CU_TEST_INFO_NULL,
};
