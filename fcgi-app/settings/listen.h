/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_LISTEN_H
#define DOCKING_LISTEN_H

#include <stddef.h>

enum { LISTEN_MAX = 16 /* sockets; a machine has few addresses */ };

/**
 * Find out whether a web server could listen on these ports (1 to 65535) of all
 * of these hosts, names or addresses with commas between them, by listening
 * there for a moment. Returns EX_OK; EX_CONFIG if a host is not known or there
 * are too many; EX_UNAVAILABLE if an address is not this machine's, or a port
 * is taken or not allowed. On failure why (size bytes) gets one line that names
 * the address.
 */
int listen_test(const char *hosts, const int ports[], size_t ports_count,
    char *why, size_t size);

#endif
