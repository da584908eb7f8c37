/*
 * options.c: the command line.
 *
 * SPDX-License-Identifier: MIT
 */
#include "options.h"

#include "version.h"

#include "lib/alloc.h"
#include "lib/cli.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	RECORDS_MAX = 100000000, /* 12 GB; more would be a slip */
	COMMANDS_MAX = 16,
	OPTIONS_MAX = 16,
};

enum key {
	KEY_DB = 256, /* keys below are short options */
	KEY_USERS,
	KEY_CUSTOMERS,
	KEY_SEED,
};

enum group { GROUP_COMMANDS = 1, GROUP_DB, GROUP_GENERATE, GROUP__MAX };

/* The command that each group of options is for. */
static const char *const group_commands[GROUP__MAX] = {
	[GROUP_GENERATE] = "generate",
};

void (*argp_program_version_hook)(
    FILE *, struct argp_state *) = version_print_admin;

static const char summary[] =
    "Fill, empty, check and copy the database of the Docking API, also while "
    "a server runs on it."
    "\vExit status: 0 done; 1 check found something; 64 usage; "
    "65 input; 66 no such file; 70 internal; 73 "
    "cannot create; 74 cannot write; 75 the "
    "database is busy; 78 not a database of ours; 130 interrupted.";

/* clang-format off */
static const struct argp_option options[] = {
	{ "db", KEY_DB, "FILE",            0, "the database (DOCKING_DB, else docking.db in DOCKING_STATE or var)", GROUP_DB },
	{ NULL, 0, NULL,                   0, "For generate:", GROUP_GENERATE },
	{ "users", KEY_USERS, "N",         0, "add so many users (0)", GROUP_GENERATE },
	{ "customers", KEY_CUSTOMERS, "N", 0, "and so many customers (0)", GROUP_GENERATE },
	{ "seed", KEY_SEED, "S",           0, "the same records for the same S (1)", GROUP_GENERATE },
	{ 0 },
};
/* clang-format on */

/* The options that were given, and those for certain commands only. */
struct parsed {
	struct options *options;
	const char *given[GROUP__MAX]; /* an option of the group, or NULL */
};

/* Return the names of all commands: "generate, import, …" */
static const char *
known(void)
{
	struct buffer names = { .bytes = NULL };
	for (const struct command *c = commands; c->name != NULL; c++)
		buffer_add_texts(&names, c > commands ? ", " : "", c->name);
	return alloc_text(&names);
}

static const struct command *
find_command(const char *name)
{
	for (const struct command *c = commands; c->name != NULL; c++)
		if (strcmp(c->name, name) == 0)
			return c;
	cli_refuse("'%s' is not a command; there are: %s", name, known());
}

static void
take_argument(struct options *o, const char *arg)
{
	if (o->command == NULL)
		o->command = find_command(arg);
	else if (o->command->file == FILE_NONE)
		cli_refuse(
		    "%s: '%s' is an argument too many", o->command->name, arg);
	else if (o->file != NULL)
		cli_refuse("%s: '%s' is a second file", o->command->name, arg);
	else
		o->file = arg;
}

/* Check which options go together, after all were read. */
static void
settle(struct parsed *p)
{
	struct options *o = p->options;
	if (o->command == NULL)
		cli_refuse("give a command; there are: %s", known());
	if (*o->db == '\0')
		cli_refuse("--db (DOCKING_DB): the name is empty");
	for (size_t i = 0; i < GROUP__MAX; i++)
		if (p->given[i] != NULL && group_commands[i] != NULL &&
		    strcmp(o->command->name, group_commands[i]) != 0)
			cli_refuse("%s: --%s is for %s only", o->command->name,
			    p->given[i], group_commands[i]);
	bool generates = strcmp(o->command->name, "generate") == 0;
	if (generates && o->users == 0 && o->customers == 0)
		cli_refuse(
		    "generate: how many? Give --users, --customers or both");
	if (o->command->file == FILE_REQUIRED && o->file == NULL)
		cli_refuse("%s: give the file to write", o->command->name);
	if (o->file != NULL && strcmp(o->file, "-") == 0 &&
	    o->command->file == FILE_OPTIONAL)
		o->file = NULL;
}

static error_t
parse_option(int key, char *arg, struct argp_state *state)
{
	struct parsed *p = state->input;
	struct options *o = p->options;
	if (cli_took_key(key, state, NULL))
		return 0;
	switch (key) {
	case ARGP_KEY_END:
		settle(p);
		break;
	case ARGP_KEY_ARG:
		take_argument(o, arg);
		break;
	case KEY_DB:
		o->db = arg;
		break;
	case KEY_USERS:
		o->users = cli_whole_number("users", arg, 0, RECORDS_MAX);
		p->given[GROUP_GENERATE] = "users";
		break;
	case KEY_CUSTOMERS:
		o->customers =
		    cli_whole_number("customers", arg, 0, RECORDS_MAX);
		p->given[GROUP_GENERATE] = "customers";
		break;
	case KEY_SEED:
		o->seed = cli_whole_number("seed", arg, 0, UINT64_MAX);
		p->given[GROUP_GENERATE] = "seed";
		break;
	default:
		return ARGP_ERR_UNKNOWN;
	}
	return 0;
}

/* List the commands like options, in their order. */
static void
make_table(struct argp_option table[])
{
	*table++ =
	    (struct argp_option){ .doc = "Commands:", .group = GROUP_COMMANDS };
	for (const struct command *c = commands; c->name != NULL; c++)
		*table++ = (struct argp_option){ .name = c->name,
			.flags = OPTION_DOC | OPTION_NO_USAGE,
			.doc = c->summary,
			.group = GROUP_COMMANDS };
	memcpy(table, options, sizeof(options));
}

/* Return run.sh's database. */
static const char *
default_db(void)
{
	static char file[4096]; /* PATH_MAX */
	const char *db = getenv("DOCKING_DB");
	const char *state = getenv("DOCKING_STATE");
	if (db != NULL)
		return db;
	snprintf(file, sizeof(file), "%s/docking.db",
	    state != NULL && *state != '\0' ? state : "var");
	return file;
}

void
options_parse(struct options *ret_options, int argc, char **argv)
{
	struct argp_option table[1 + COMMANDS_MAX + OPTIONS_MAX];
	make_table(table);
	const struct argp argp = { .options = table,
		.parser = parse_option,
		.args_doc = "COMMAND [FILE]",
		.doc = summary };
	*ret_options = (struct options){ .db = default_db(), .seed = 1 };
	struct parsed parsed = { .options = ret_options };
	cli_start("docking-admin");
	argp_parse(&argp, argc, argv, 0, NULL, &parsed);
}
