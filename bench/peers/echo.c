/*
 * echo.c PORT: the floor under any HTTP server: for every piece that a client
 * sends it writes the bytes that docking-fcgi behind lighttpd would answer to
 * /users?name=john. One thread, epoll; nothing is parsed, nothing looked up.
 *
 * SPDX-License-Identifier: MIT
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

static const char answer[] =
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: application/json\r\n"
    "Content-Length: 46\r\n"
    "Server-Timing: delay;dur=0, app;dur=0.052\r\n"
    "Date: Sun, 22 Nov 2026 21:37:59 GMT\r\n"
    "Server: Docking API\r\n"
    "\r\n"
    "[{\"id\":\"1\",\"name\":\"John Liu\",\"role\":\"sales\"}]\n";

static int
listen_at(uint16_t port)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) != 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof(at)) != 0 ||
	    listen(fd, 4096) != 0)
		return -1;
	return fd;
}

static void
watch(int epoll, int fd)
{
	struct epoll_event event = { .events = EPOLLIN, .data.fd = fd };
	if (fd >= 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0)
		close(fd);
}

int
main(int argc, char **argv)
{
	int epoll = epoll_create1(0), on = 1;
	int listener =
	    argc == 2 ? listen_at((uint16_t)strtol(argv[1], NULL, 10)) : -1;
	if (epoll < 0 || listener < 0)
		return EXIT_FAILURE;
	watch(epoll, listener);
	for (;;) {
		struct epoll_event ready[64];
		int count = epoll_wait(epoll, ready, 64, -1);
		for (int i = 0; i < count; i++) {
			char piece[4096];
			int fd = ready[i].data.fd;
			if (fd == listener) {
				fd = accept(listener, NULL, NULL);
				setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on,
				    sizeof(on));
				watch(epoll, fd);
			} else if (read(fd, piece, sizeof(piece)) <= 0 ||
				   write(fd, answer, sizeof(answer) - 1) < 0) {
				close(fd);
			}
		}
	}
}
