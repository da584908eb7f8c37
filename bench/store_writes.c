/*
 * store_writes.c: how many records a second the store takes from one process
 * and thread, without HTTP: what durable writes over HTTP are held against.
 *
 * usage: bench-store-writes DATABASE SECONDS
 *
 * SPDX-License-Identifier: MIT
 */
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

static double
now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	struct store *store = NULL;
	char why[256];
	if (argc != 3)
		return EX_USAGE;
	if (store_open(argv[1], &store, why, sizeof(why)) != ERR_OK) {
		fprintf(stderr, "%s: %s\n", argv[1], why);
		return EX_NOINPUT;
	}
	double start = now_s();
	double end = start + strtod(argv[2], NULL);
	uint64_t done = 0;
	for (; now_s() < end; done++) {
		struct record record = { .kind = RECORD_CUSTOMER,
			.name = "Grace Hopper",
			.sales_id = 1 };
		if (store_create(store, &record, NULL) != ERR_OK) {
			fprintf(stderr, "%s\n", store_error(store));
			return EX_IOERR;
		}
	}
	printf("%.0f\n", (double)done / (now_s() - start));
	store_close(store);
	return EX_OK;
}
