/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_TARGET_H
#define DOCKING_TARGET_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * The server that is measured: checked and resolved once, so that no engine
 * measures the resolver.
 */
struct target {
	char *base_url;             /* no '/' at the end; owned */
	struct curl_slist *resolve; /* for CURLOPT_RESOLVE; NULL: numeric */
	long timeout_ms;            /* of a request */
	const char *cacert; /* file with trusted certificates; NULL: system's */
	bool insecure;      /* trust any certificate */
};

/** Check url: http or https, a host, no query or fragment. Returns NULL, or a
 * sentence about the error, which the caller frees. */
char *target_check(const char *url);

/**
 * Check url and resolve its host. The caller fills in the other settings of t
 * before any transfer. Returns NULL, or a sentence about the error, which the
 * caller frees; *ret_code then is EX_USAGE or EX_UNAVAILABLE.
 */
char *target_init(struct target *t, const char *url, int *ret_code);

void target_done(struct target *t);

#endif
