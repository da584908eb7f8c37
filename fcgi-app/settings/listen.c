/*
 * listen.c: tests whether the web server can listen on its addresses;
 * docking-fcgi -t does so before anything is started.
 *
 * SPDX-License-Identifier: MIT
 */
#include "settings/listen.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

/* All sockets stay open until every address was tried: two names may mean the
 * same address. */
struct sockets {
	int fds[LISTEN_MAX];
	size_t count;
};

static const char *
reason(int error)
{
	switch (error) {
	case EADDRINUSE:
		return "it is in use";
	case EADDRNOTAVAIL:
		return "the address is not this machine's";
	case EACCES:
		return "ports below 1024 are root's";
	default:
		return strerror(error);
	}
}

/* Is it where an earlier socket of ours listens? */
static bool
is_ours(const struct addrinfo *address, const struct sockets *sockets)
{
	for (size_t i = 0; i < sockets->count; i++) {
		struct sockaddr_storage there;
		socklen_t length = sizeof(there);
		if (getsockname(sockets->fds[i], (struct sockaddr *)&there,
			&length) == 0 &&
		    length == address->ai_addrlen &&
		    memcmp(&there, address->ai_addr, length) == 0)
			return true;
	}
	return false;
}

/* Listen with the options that lighttpd sets. Returns 0 or errno. */
static int
listen_on(const struct addrinfo *address, struct sockets *sockets)
{
	const int on = 1;
	int s = socket(address->ai_family, SOCK_STREAM, 0);
	if (s < 0)
		return errno;
	sockets->fds[sockets->count++] = s;
	setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (address->ai_family == AF_INET6)
		setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof(on));
	if (bind(s, address->ai_addr, address->ai_addrlen) != 0 ||
	    listen(s, 1) != 0)
		return errno;
	return 0;
}

static int
test_one(
    const char *host, int port, struct sockets *sockets, char *why, size_t size)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *address = NULL;
	char service[16];
	snprintf(service, sizeof(service), "%d", port);
	if (*host == '\0' || strcmp(host, "*") == 0 ||
	    getaddrinfo(host, service, &hints, &address) != 0) {
		snprintf(why, size,
		    "--host (DOCKING_HOST): '%s' is not an address or a host's "
		    "name",
		    host);
		return EX_CONFIG;
	}
	bool ours = is_ours(address, sockets);
	int error = ours ? EADDRINUSE : listen_on(address, sockets);
	freeaddrinfo(address);
	if (error == 0)
		return EX_OK;
	snprintf(why, size, "cannot listen on %s:%d: %s", host, port,
	    ours ? "it is given twice" : reason(error));
	return EX_UNAVAILABLE;
}

int
listen_test(const char *hosts, const int ports[], size_t ports_count, char *why,
    size_t size)
{
	struct sockets sockets = { .count = 0 };
	char host[256]; /* a name has at most 253 bytes (RFC 1035) */
	int code = EX_OK;
	for (bool more = true; more && code == EX_OK;) {
		size_t length = strcspn(hosts, ",");
		snprintf(host, sizeof(host), "%.*s", (int)length, hosts);
		more = hosts[length] == ',';
		hosts += length + more;
		for (size_t i = 0; i < ports_count && code == EX_OK; i++) {
			if (sockets.count < LISTEN_MAX) {
				code = test_one(
				    host, ports[i], &sockets, why, size);
				continue;
			}
			snprintf(why, size,
			    "--host (DOCKING_HOST): with its ports these are "
			    "more than %d sockets",
			    LISTEN_MAX);
			code = EX_CONFIG;
		}
	}
	while (sockets.count > 0)
		close(sockets.fds[--sockets.count]);
	return code;
}
