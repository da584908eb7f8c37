/*
 * scoreboard.c: counters and gauges of all processes, in shared memory.
 *
 * A process claims a place by locking its byte of the file. When it dies, for
 * whatever reason, the kernel drops the lock: so it is no longer counted, and a
 * process that gets the same pid later is not mistaken for it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "park/scoreboard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum {
	PLACES = 128,    /* twice the most processes: some may be draining */
	CACHE_LINE = 64, /* bytes; no two processes write to the same one */
};

/* The gauges of a place, which end with its process; but not its starts. */
struct gauges {
	alignas(CACHE_LINE) atomic_size_t parked;
	atomic_size_t most_parked;
	atomic_size_t draining;      /* 0 or 1 */
	atomic_uint_fast64_t starts; /* processes that have had this place */
};

struct counters {
	alignas(CACHE_LINE) atomic_uint_fast64_t of[SCOREBOARD_COUNTERS];
};

/* The file. Counters of places that were never claimed take no memory. */
struct places {
	struct gauges gauges[PLACES];
	struct counters counters[PLACES];
};

struct scoreboard {
	int fd; /* -1: this process alone */
	struct places *places;
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

/* Lock the first place that no living process holds. */
static bool
claim(struct scoreboard *s)
{
	if (s->fd < 0)
		return true;
	for (s->own = 0; s->own < PLACES; s->own++) {
		struct flock lock = byte(s->own);
		if (fcntl(s->fd, F_SETLK, &lock) == 0)
			return true;
	}
	errno = ENOSPC;
	return false;
}

static bool
is_alive(const struct scoreboard *s, size_t place)
{
	if (place == s->own)
		return true;
	/* fcntl() tells a process of others' locks only, not of its own. */
	struct flock lock = byte(place);
	return s->fd >= 0 && fcntl(s->fd, F_GETLK, &lock) == 0 &&
	       lock.l_type != F_UNLCK;
}

static bool
was_claimed(const struct scoreboard *s, size_t place)
{
	return atomic_load(&s->places->gauges[place].starts) > 0;
}

/* Map the file's places; NULL on failure. */
static struct places *
map_file(struct scoreboard *s, const char *file)
{
	s->fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (s->fd < 0 || ftruncate(s->fd, sizeof(struct places)) != 0)
		return NULL;
	void *map = mmap(NULL, sizeof(struct places), PROT_READ | PROT_WRITE,
	    MAP_SHARED, s->fd, 0);
	return map == MAP_FAILED ? NULL : map;
}

/* Reserve disk space for everything that this process writes: writing to a hole
 * in the file on a full disk would kill it (SIGBUS). */
static bool
reserve(const struct scoreboard *s)
{
	if (s->fd < 0)
		return true;
	off_t own = (off_t)(offsetof(struct places, counters) +
			    s->own * sizeof(struct counters));
	errno = posix_fallocate(s->fd, 0, sizeof(s->places->gauges));
	if (errno == 0)
		errno = posix_fallocate(s->fd, own, sizeof(struct counters));
	return errno == 0;
}

static struct places *
make_alone(void)
{
	struct places *places =
	    aligned_alloc(alignof(struct places), sizeof(*places));
	if (places != NULL)
		memset(places, 0, sizeof(*places));
	return places;
}

struct scoreboard *
scoreboard_open(const char *file)
{
	struct scoreboard *s = calloc(1, sizeof(*s));
	if (s == NULL)
		return NULL;
	s->fd = -1;
	s->places = file == NULL ? make_alone() : map_file(s, file);
	if (s->places == NULL || !claim(s) || !reserve(s)) {
		scoreboard_close(s);
		return NULL;
	}
	struct gauges *own = &s->places->gauges[s->own];
	atomic_store(&own->parked, 0);
	atomic_store(&own->most_parked, 0);
	atomic_store(&own->draining, 0);
	atomic_fetch_add(&own->starts, 1);
	return s;
}

void
scoreboard_close(struct scoreboard *s)
{
	if (s == NULL)
		return;
	int error = errno;
	if (s->fd < 0)
		free(s->places);
	else if (s->places != NULL)
		munmap(s->places, sizeof(*s->places));
	if (s->fd >= 0)
		close(s->fd);
	free(s);
	errno = error;
}

/* Sum without asking who lives. Requests of dead processes are included, so the
 * count is never too low. */
static size_t
count_roughly(const struct scoreboard *s)
{
	size_t parked = 0;
	for (size_t i = 0; i < PLACES && was_claimed(s, i); i++)
		parked += atomic_load(&s->places->gauges[i].parked);
	return parked;
}

bool
scoreboard_add_parked(struct scoreboard *s, size_t max)
{
	struct gauges *own = &s->places->gauges[s->own];
	size_t parked = atomic_fetch_add(&own->parked, 1) + 1;
	/* Look up which processes live only if it matters: it takes system
	 * calls. */
	if (count_roughly(s) > max && scoreboard_read_now(s).parked > max) {
		scoreboard_remove_parked(s);
		return false;
	}
	size_t most = atomic_load(&own->most_parked);
	while (parked > most &&
	       !atomic_compare_exchange_weak(&own->most_parked, &most, parked))
		;
	return true;
}

void
scoreboard_remove_parked(struct scoreboard *s)
{
	atomic_fetch_sub(&s->places->gauges[s->own].parked, 1);
}

void
scoreboard_set_draining(struct scoreboard *s)
{
	atomic_store(&s->places->gauges[s->own].draining, 1);
}

struct scoreboard_now
scoreboard_read_now(const struct scoreboard *s)
{
	struct scoreboard_now now = { 0 };
	for (size_t i = 0; i < PLACES; i++) {
		const struct gauges *gauges = &s->places->gauges[i];
		if (!is_alive(s, i))
			continue;
		now.processes++;
		now.draining += atomic_load(&gauges->draining);
		now.parked += atomic_load(&gauges->parked);
		now.most_parked += atomic_load(&gauges->most_parked);
	}
	return now;
}

void
scoreboard_count(struct scoreboard *s, size_t counter, uint64_t amount)
{
	/* A sum needs no memory order among counters. */
	atomic_fetch_add_explicit(&s->places->counters[s->own].of[counter],
	    amount, memory_order_relaxed);
}

uint64_t
scoreboard_sum(const struct scoreboard *s, size_t counter)
{
	uint64_t sum = 0;
	/* Processes claim the first free place, so behind a place that was
	 * never claimed nothing has been counted. */
	for (size_t i = 0; i < PLACES && was_claimed(s, i); i++)
		sum += atomic_load_explicit(
		    &s->places->counters[i].of[counter], memory_order_relaxed);
	return sum;
}

uint64_t
scoreboard_starts(const struct scoreboard *s)
{
	uint64_t starts = 0;
	for (size_t i = 0; i < PLACES; i++)
		starts += atomic_load(&s->places->gauges[i].starts);
	return starts;
}
