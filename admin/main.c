/*
 * main.c: docking-admin: command line -> database -> command.
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"
#include "options.h"

#include "lib/interrupt.h"
#include "store/admin.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

/* clang-format off */
const struct command commands[] = {
	{ "generate", "add made-up users and customers", FILE_NONE, MISSING_IS_MADE, generate_run },
	{ "import", "add the records of a JSON Lines file (standard input), all or none", FILE_OPTIONAL, MISSING_IS_MADE_BARE, import_run },
	{ "export", "write all records as JSON Lines to a new file (standard output)", FILE_OPTIONAL, MISSING_IS_REFUSED, export_run },
	{ "reset", "back to the first data", FILE_NONE, MISSING_IS_MADE, reset_run },
	{ "check", "look for damage", FILE_NONE, MISSING_IS_REFUSED, check_run },
	{ "backup", "copy the database to a new file", FILE_REQUIRED, MISSING_IS_REFUSED, backup_run },
	{ 0 },
};
/* clang-format on */

int
admin_fail_store(
    const struct options *o, const struct store *store, enum err err)
{
	if (interrupt_requested())
		return cli_fail(INTERRUPT_EXIT, "interrupted");
	if (err == ERR_BUSY)
		return cli_fail(EX_TEMPFAIL,
		    "%s: another program holds it, for 5 s now", o->db);
	if (err == ERR_NO_MEMORY)
		return cli_fail(EX_SOFTWARE, "out of memory");
	return cli_fail(EX_IOERR, "%s: %s", o->db, store_error(store));
}

int
admin_create(const char *file)
{
	int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		cli_fail(EX_CANTCREAT, "%s: %s", file, strerror(errno));
	return fd;
}

/* Return the exit status for a file that is missing or of the wrong kind, or 0.
 */
static int
check_file(const struct options *o)
{
	struct stat st;
	if (stat(o->db, &st) != 0) {
		if (errno != ENOENT)
			return cli_fail(
			    EX_NOINPUT, "%s: %s", o->db, strerror(errno));
		st.st_size = 0;
	} else if (!S_ISREG(st.st_mode)) {
		return cli_fail(EX_NOINPUT, "%s: it is not a file", o->db);
	} else if (access(o->db, R_OK | W_OK) != 0) {
		return cli_fail(EX_NOINPUT, "%s: %s", o->db, strerror(errno));
	}
	if (st.st_size == 0 && o->command->if_missing == MISSING_IS_REFUSED)
		return cli_fail(EX_NOINPUT, "%s: there is no database", o->db);
	return EX_OK;
}

static int
open_database(const struct options *o, struct store **ret_store)
{
	char why[256];
	int code = check_file(o);
	if (code != EX_OK)
		return code;
	enum err err =
	    o->command->if_missing == MISSING_IS_MADE
		? store_open(o->db, ret_store, why, sizeof(why))
		: store_open_bare(o->db, ret_store, why, sizeof(why));
	if (err == ERR_OK)
		return EX_OK;
	if (err == ERR_BUSY)
		code = EX_TEMPFAIL;
	else if (err == ERR_NO_MEMORY)
		code = EX_SOFTWARE;
	else if (access(o->db, F_OK) != 0)
		code = EX_CANTCREAT;
	else
		code = EX_CONFIG;
	return cli_fail(code, "%s: %s", o->db, why);
}

int
main(int argc, char **argv)
{
	struct options o;
	struct store *store = NULL;
	options_parse(&o, argc, argv);
	interrupt_catch(SIGINT, 0);
	interrupt_catch(SIGTERM, 0);
	int code = open_database(&o, &store);
	if (code != EX_OK)
		return code;
	code = o.command->run(&o, store);
	store_close(store);
	int unwritten = ferror(stdout);
	if ((fclose(stdout) != 0 || unwritten) && code == EX_OK)
		code =
		    cli_fail(EX_IOERR, "standard output: %s", strerror(errno));
	return code;
}
