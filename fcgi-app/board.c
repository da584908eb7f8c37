/*
 * board.c: what waits and what was done, counted over all processes in shared
 * memory.
 *
 * A place is claimed by a lock on its byte of the file: a process that dies
 * loses the lock whatever it died of, so it is not counted, and no other
 * process that happens to get its number is taken for it.
 *
 * SPDX-License-Identifier: MIT
 */
#include "board.h"

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

/* What a place says of now, but for its starts. */
struct gauges {
	alignas(CACHE_LINE) atomic_size_t parked;
	atomic_size_t most_parked;
	atomic_size_t draining;      /* 0 or 1 */
	atomic_uint_fast64_t starts; /* processes that have had this place */
};

struct counters {
	alignas(CACHE_LINE) atomic_uint_fast64_t of[BOARD_COUNTERS];
};

/* The file. Only the counters of places that were ever claimed have memory. */
struct places {
	struct gauges gauges[PLACES];
	struct counters counters[PLACES];
};

struct board {
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

/* Lock the first place that no living process has. */
static bool
claim(struct board *b)
{
	if (b->fd < 0)
		return true;
	for (b->own = 0; b->own < PLACES; b->own++) {
		struct flock lock = byte(b->own);
		if (fcntl(b->fd, F_SETLK, &lock) == 0)
			return true;
	}
	errno = ENOSPC;
	return false;
}

static bool
is_alive(const struct board *b, size_t place)
{
	if (place == b->own)
		return true;
	/* A process is not told of its own locks, only of others'. */
	struct flock lock = byte(place);
	return b->fd >= 0 && fcntl(b->fd, F_GETLK, &lock) == 0 &&
	       lock.l_type != F_UNLCK;
}

static bool
was_claimed(const struct board *b, size_t place)
{
	return atomic_load(&b->places->gauges[place].starts) > 0;
}

/* The file's places in memory, or NULL. */
static struct places *
map_file(struct board *b, const char *file)
{
	b->fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (b->fd < 0 || ftruncate(b->fd, sizeof(struct places)) != 0)
		return NULL;
	void *map = mmap(NULL, sizeof(struct places), PROT_READ | PROT_WRITE,
	    MAP_SHARED, b->fd, 0);
	return map == MAP_FAILED ? NULL : map;
}

/* Have room on the disk for all that this process writes to: on a full one it
 * would be killed (SIGBUS) by writing to a hole in the file. */
static bool
reserve(const struct board *b)
{
	if (b->fd < 0)
		return true;
	off_t own = (off_t)(offsetof(struct places, counters) +
			    b->own * sizeof(struct counters));
	errno = posix_fallocate(b->fd, 0, sizeof(b->places->gauges));
	if (errno == 0)
		errno = posix_fallocate(b->fd, own, sizeof(struct counters));
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

struct board *
board_open(const char *file)
{
	struct board *b = calloc(1, sizeof(*b));
	if (b == NULL)
		return NULL;
	b->fd = -1;
	b->places = file == NULL ? make_alone() : map_file(b, file);
	if (b->places == NULL || !claim(b) || !reserve(b)) {
		board_close(b);
		return NULL;
	}
	struct gauges *own = &b->places->gauges[b->own];
	atomic_store(&own->parked, 0);
	atomic_store(&own->most_parked, 0);
	atomic_store(&own->draining, 0);
	atomic_fetch_add(&own->starts, 1);
	return b;
}

void
board_close(struct board *b)
{
	if (b == NULL)
		return;
	int error = errno;
	if (b->fd < 0)
		free(b->places);
	else if (b->places != NULL)
		munmap(b->places, sizeof(*b->places));
	if (b->fd >= 0)
		close(b->fd);
	free(b);
	errno = error;
}

/* Also what processes that died have left behind: never too few. */
static size_t
count_roughly(const struct board *b)
{
	size_t parked = 0;
	for (size_t i = 0; i < PLACES && was_claimed(b, i); i++)
		parked += atomic_load(&b->places->gauges[i].parked);
	return parked;
}

bool
board_add_parked(struct board *b, size_t max)
{
	struct gauges *own = &b->places->gauges[b->own];
	size_t parked = atomic_fetch_add(&own->parked, 1) + 1;
	/* Who lives is looked up only if it matters: it takes system calls. */
	if (count_roughly(b) > max && board_read_now(b).parked > max) {
		board_remove_parked(b);
		return false;
	}
	size_t most = atomic_load(&own->most_parked);
	while (parked > most &&
	       !atomic_compare_exchange_weak(&own->most_parked, &most, parked))
		;
	return true;
}

void
board_remove_parked(struct board *b)
{
	atomic_fetch_sub(&b->places->gauges[b->own].parked, 1);
}

void
board_set_draining(struct board *b)
{
	atomic_store(&b->places->gauges[b->own].draining, 1);
}

struct board_now
board_read_now(const struct board *b)
{
	struct board_now now = { 0 };
	for (size_t i = 0; i < PLACES; i++) {
		const struct gauges *gauges = &b->places->gauges[i];
		if (!is_alive(b, i))
			continue;
		now.processes++;
		now.draining += atomic_load(&gauges->draining);
		now.parked += atomic_load(&gauges->parked);
		now.most_parked += atomic_load(&gauges->most_parked);
	}
	return now;
}

void
board_count(struct board *b, size_t counter, uint64_t amount)
{
	/* A sum needs no order among counters. */
	atomic_fetch_add_explicit(&b->places->counters[b->own].of[counter],
	    amount, memory_order_relaxed);
}

uint64_t
board_sum(const struct board *b, size_t counter)
{
	uint64_t sum = 0;
	/* The first free place is claimed, so behind one that never was there
	 * is none that has counted. */
	for (size_t i = 0; i < PLACES && was_claimed(b, i); i++)
		sum += atomic_load_explicit(
		    &b->places->counters[i].of[counter], memory_order_relaxed);
	return sum;
}

uint64_t
board_starts(const struct board *b)
{
	uint64_t starts = 0;
	for (size_t i = 0; i < PLACES; i++)
		starts += atomic_load(&b->places->gauges[i].starts);
	return starts;
}
