/*
 * capacity.c: what waits, counted over all processes in shared memory.
 *
 * A place is claimed by a lock on its byte of the file: a process that dies
 * loses the lock whatever it died of, so it is not counted, and no other
 * process that happens to get its number is taken for it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "capacity.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PLACES = 128 /* twice the most processes: some may be draining */ };

struct place {
	atomic_size_t parked;
	atomic_size_t most_parked;
};

#define PLACES_BYTES (PLACES * sizeof(struct place))

struct capacity {
	int fd; /* -1: this process alone */
	struct place *places;
	size_t own;
};

static struct flock
byte(size_t place)
{
	return (struct flock){ .l_type = F_WRLCK,
		.l_whence = SEEK_SET,
		.l_start = (off_t)place,
		.l_len = 1 };
}

/* Lock the first place that no living process has. */
static bool
claim(struct capacity *c)
{
	if (c->fd < 0)
		return true;
	for (c->own = 0; c->own < PLACES; c->own++) {
		struct flock lock = byte(c->own);
		if (fcntl(c->fd, F_SETLK, &lock) == 0)
			return true;
	}
	errno = ENOSPC;
	return false;
}

static bool
is_alive(const struct capacity *c, size_t place)
{
	if (place == c->own)
		return true;
	/* A process is not told of its own locks, only of others'. */
	struct flock lock = byte(place);
	return c->fd >= 0 && fcntl(c->fd, F_GETLK, &lock) == 0 &&
	       lock.l_type != F_UNLCK;
}

/* The file's places in memory, or NULL. */
static struct place *
map_file(struct capacity *c, const char *file)
{
	c->fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (c->fd < 0 || ftruncate(c->fd, (off_t)PLACES_BYTES) != 0)
		return NULL;
	void *map = mmap(
	    NULL, PLACES_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, c->fd, 0);
	return map == MAP_FAILED ? NULL : map;
}

struct capacity *
capacity_open(const char *file)
{
	struct capacity *c = calloc(1, sizeof(*c));
	if (c == NULL)
		return NULL;
	c->fd = -1;
	c->places = file == NULL ? calloc(PLACES, sizeof(struct place))
				 : map_file(c, file);
	if (c->places == NULL || !claim(c)) {
		capacity_close(c);
		return NULL;
	}
	atomic_store(&c->places[c->own].parked, 0);
	atomic_store(&c->places[c->own].most_parked, 0);
	return c;
}

void
capacity_close(struct capacity *c)
{
	if (c == NULL)
		return;
	int error = errno;
	if (c->fd < 0)
		free(c->places);
	else if (c->places != NULL)
		munmap(c->places, PLACES_BYTES);
	if (c->fd >= 0)
		close(c->fd);
	free(c);
	errno = error;
}

void
capacity_add_parked(struct capacity *c)
{
	struct place *own = &c->places[c->own];
	size_t parked = atomic_fetch_add(&own->parked, 1) + 1;
	size_t most = atomic_load(&own->most_parked);
	while (parked > most &&
	       !atomic_compare_exchange_weak(&own->most_parked, &most, parked))
		;
}

void
capacity_remove_parked(struct capacity *c)
{
	atomic_fetch_sub(&c->places[c->own].parked, 1);
}

struct capacity_counts
capacity_read(const struct capacity *c)
{
	struct capacity_counts counts = { 0 };
	for (size_t i = 0; i < PLACES; i++) {
		if (!is_alive(c, i))
			continue;
		counts.processes++;
		counts.parked += atomic_load(&c->places[i].parked);
		counts.most_parked += atomic_load(&c->places[i].most_parked);
	}
	return counts;
}
