/*
 * target.c: the URL of a server -> the settings that every transfer needs.
 *
 * SPDX-License-Identifier: MIT
 */
#include "engine/target.h"

#include "lib/alloc.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>

#define OPTION "--url (DOCKING_URL): "

static bool
is_numeric(const char *host)
{
	unsigned char address[sizeof(struct in6_addr)];
	return host[0] == '[' || inet_pton(AF_INET, host, address) == 1;
}

/* Return "HOST:PORT:ADDRESS,…" with all addresses; NULL if there are none. */
static char *
resolve(const char *host, const char *port, const char **ret_why)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *addresses = NULL;
	int error = getaddrinfo(host, port, &hints, &addresses);
	if (error != 0) {
		*ret_why = gai_strerror(error);
		return NULL;
	}
	struct buffer entry = { .bytes = NULL };
	buffer_add_texts(&entry, host, ":", port, ":");
	for (struct addrinfo *a = addresses; a != NULL; a = a->ai_next) {
		char text[INET6_ADDRSTRLEN + 16]; /* with a scope */
		if (getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof(text),
			NULL, 0, NI_NUMERICHOST) != 0)
			continue;
		bool v6 = a->ai_family == AF_INET6;
		buffer_add_texts(&entry, a == addresses ? "" : ",",
		    v6 ? "[" : "", text, v6 ? "]" : "");
	}
	freeaddrinfo(addresses);
	return alloc_text(&entry);
}

static char *
url_part(CURLU *url, CURLUPart part, unsigned flags)
{
	char *text = NULL;
	return curl_url_get(url, part, &text, flags) == CURLUE_OK ? text : NULL;
}

static char *
check_parts(CURLU *parsed, const char *url)
{
	char *why = NULL;
	char *scheme = url_part(parsed, CURLUPART_SCHEME, 0);
	char *host = url_part(parsed, CURLUPART_HOST, 0);
	char *port = url_part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
	char *user = url_part(parsed, CURLUPART_USER, 0);
	if (scheme == NULL || host == NULL || port == NULL ||
	    (strcmp(scheme, "http") != 0 && strcmp(scheme, "https") != 0)) {
		why = alloc_format(
		    OPTION "'%s' is not an http or https URL", url);
	} else if (user != NULL) {
		/* All reports name the URL. */
		why = alloc_string(
		    OPTION "has a user in it, whom reports "
			   "would show; give a workflow file with an "
			   "Authorization header instead");
	} else if (strpbrk(url, "?#") != NULL) {
		why =
		    alloc_format(OPTION "'%s' has a query or a fragment", url);
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_free(user);
	return why;
}

/* Check url, and leave it parsed. Returns NULL, or a sentence about the error.
 */
static char *
check(CURLU *parsed, const char *url)
{
	return curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK
		   ? check_parts(parsed, url)
		   : alloc_format(
			 OPTION "'%s' is not an http or https URL", url);
}

char *
target_check(const char *url)
{
	CURLU *parsed = alloc_checked(curl_url());
	char *why = check(parsed, url);
	curl_url_cleanup(parsed);
	return why;
}

/* Resolve the host of a good URL. */
static char *
resolve_host(struct target *t, CURLU *parsed, const char *url)
{
	char *why = NULL;
	char *host = alloc_checked(url_part(parsed, CURLUPART_HOST, 0));
	char *port =
	    alloc_checked(url_part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT));
	if (!is_numeric(host)) {
		const char *reason = NULL;
		char *entry = resolve(host, port, &reason);
		if (entry == NULL)
			why = alloc_format("%s: %s", url, reason);
		else
			t->resolve =
			    alloc_checked(curl_slist_append(NULL, entry));
		free(entry);
	}
	curl_free(host);
	curl_free(port);
	return why;
}

char *
target_init(struct target *t, const char *url, int *ret_code)
{
	CURLU *parsed = alloc_checked(curl_url());
	*t = (struct target){ .timeout_ms = 60000 };
	*ret_code = EX_USAGE;
	char *why = check(parsed, url);
	if (why == NULL) {
		*ret_code = EX_UNAVAILABLE;
		why = resolve_host(t, parsed, url);
	}
	curl_url_cleanup(parsed);
	t->base_url = alloc_string(url);
	size_t length = strlen(t->base_url);
	while (length > 0 && t->base_url[length - 1] == '/')
		t->base_url[--length] = '\0';
	return why;
}

void
target_done(struct target *t)
{
	free(t->base_url);
	curl_slist_free_all(t->resolve);
}
