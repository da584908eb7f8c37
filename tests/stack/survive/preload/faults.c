/*
 * faults.c: a disk that fails and a wall clock that jumps, for one program: a
 * library that is preloaded into it. What it does is told by a file, so it can
 * change while the program runs.
 *
 * SPDX-License-Identifier: MIT
 */
#define _GNU_SOURCE /* RTLD_NEXT, pwrite64() */

#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static struct faults none;
static struct faults *faults = &none;

__attribute__((constructor)) static void
find_file(void)
{
	const char *name = getenv(FAULTS_FILE);
	int fd = name == NULL ? -1 : open(name, O_RDWR | O_CLOEXEC);
	void *map = fd < 0 ? MAP_FAILED
			   : mmap(NULL, sizeof(*faults), PROT_READ | PROT_WRITE,
				 MAP_SHARED, fd, 0);
	if (map != MAP_FAILED)
		faults = map;
	if (fd >= 0)
		close(fd);
}

static int
fail(void)
{
	__atomic_fetch_add(&faults->failed, 1, __ATOMIC_RELAXED);
	errno = EIO;
	return -1;
}

/* The names and types are libc's. */

int
fdatasync(int fd)
{
	return faults->fail_sync ? fail() : (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	return faults->fail_sync ? fail() : (int)syscall(SYS_fsync, fd);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t count, off64_t offset)
{
	if (faults->fail_write)
		return fail();
	return syscall(SYS_pwrite64, fd, bytes, count, offset);
}

int
clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = (int)syscall(SYS_clock_gettime, clock, now);
	if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)
		now->tv_sec += faults->shift_s;
	return result;
}

int
gettimeofday(struct timeval *now, void *zone)
{
	struct timespec real;
	(void)zone;
	clock_gettime(CLOCK_REALTIME, &real);
	*now = (struct timeval){ .tv_sec = real.tv_sec,
		.tv_usec = real.tv_nsec / 1000 };
	return 0;
}

time_t
time(time_t *ret)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	if (ret != NULL)
		*ret = now.tv_sec;
	return now.tv_sec;
}
