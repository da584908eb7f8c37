/*
 * backup.c: docking-admin backup: a copy, made by SQLite while others go on
 * (copying the file could catch it in the middle of a change).
 *
 * SPDX-License-Identifier: MIT
 */
#include "admin.h"

#include "lib/interrupt.h"
#include "store/admin.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* Flush the copy to the disk: the original may be deleted next. SQLite has
 * closed the file, so nobody's locks are lost. */
static int
sync_file(const char *file)
{
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd) != 0;
	int code = failed ? cli_fail(EX_IOERR, "%s: %s", file, strerror(errno))
			  : EX_OK;
	if (fd >= 0)
		close(fd);
	return code;
}

int
backup_run(const struct options *o, struct store *store)
{
	/* VACUUM INTO accepts an empty file, and this file belongs to nobody
	 * else. */
	int fd = admin_create(o->file);
	if (fd < 0)
		return EX_CANTCREAT;
	close(fd);
	store_set_interrupt(store, interrupt_watch, NULL);
	enum err err = store_backup(store, o->file);
	int code = err != ERR_OK ? admin_fail_store(o, store, err)
				 : sync_file(o->file);
	if (code != EX_OK)
		unlink(o->file);
	return code;
}
