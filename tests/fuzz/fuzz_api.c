/*
 * fuzz_api.c: a request as FastCGI brings it, and its answer: libfcgi,
 * receive.c, admit.c, app.c with all below it on a real database, transmit.c.
 *
 * An input is two bytes (where the stream breaks off, in 256ths of it, 0: not;
 * how long its records are), then lines NAME=VALUE, an empty one, the body.
 *
 * SPDX-License-Identifier: MIT
 */
#include "fuzz.h"

#include "../lib/temp.h"
#include "answer/app.h"
#include "answer/listing.h"
#include "fastcgi/receive.h"
#include "fastcgi/transmit.h"
#include "lib/json_strict.h"
#include "park/scoreboard.h"
#include "request/admit.h"
#include "store/admin.h"

#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum {
	STREAM_MAX = 100000, /* bytes; half of what a socket holds */
	RECORD_HEADER = 8,
};

enum record_type { BEGIN = 1, PARAMETERS = 4, INPUT = 5, OUTPUT = 6 };

static const struct config config = { .passwords = true,
	.threads = 1,
	.max_parked = 1,
	.policy = { .max_delay_s = 60,
	    .request_delays = true,
	    .request_faults = true } };

static struct rig {
	struct app app;
	int listener;
	struct sockaddr_un address;
} rig;

static void
start_rig(void)
{
	char why[256] = "";
	char *db = temp_file("fuzz.db");
	char *name = temp_file("fuzz.sock");
	connection_init_library();
	rig.app = (struct app){ .config = &config,
		.scoreboard = scoreboard_open(NULL) };
	MUST(rig.app.scoreboard != NULL);
	MUST(store_open(db, &rig.app.store, why, sizeof(why)) == ERR_OK);
	rig.listener = socket(AF_UNIX, SOCK_STREAM, 0);
	rig.address.sun_family = AF_UNIX;
	snprintf(
	    rig.address.sun_path, sizeof(rig.address.sun_path), "%s", name);
	MUST(bind(rig.listener, (struct sockaddr *)&rig.address,
		 sizeof(rig.address)) == 0);
	MUST(listen(rig.listener, 1) == 0);
	/* When libfcgi drops a connection it wants another one. */
	MUST(fcntl(rig.listener, F_SETFL, O_NONBLOCK) == 0);
	free(name);
	free(db);
}

/* --- the way in ----------------------------------------------------------- */

static void
add_record(
    struct buffer *b, enum record_type type, const char *bytes, size_t length)
{
	char header[RECORD_HEADER] = { 1, (char)type, 0, 1, (char)(length >> 8),
		(char)length, 0, 0 };
	buffer_add(b, header, sizeof(header));
	buffer_add(b, bytes, length);
}

/* In records of this length, and the empty one that ends them. */
static void
add_records(struct buffer *b, enum record_type type, const char *bytes,
    size_t length, size_t record)
{
	for (size_t at = 0; at < length; at += record)
		add_record(b, type, bytes + at,
		    length - at < record ? length - at : record);
	add_record(b, type, "", 0);
}

static void
add_length(struct buffer *b, size_t length)
{
	char bytes[] = { (char)(length >> 24 | 0x80), (char)(length >> 16),
		(char)(length >> 8), (char)length };
	buffer_add(b, length < 128 ? bytes + 3 : bytes, length < 128 ? 1 : 4);
}

static void
add_parameter(struct buffer *b, char *line)
{
	size_t name = strcspn(line, "=");
	const char *value = line[name] == '=' ? line + name + 1 : "";
	add_length(b, name);
	add_length(b, strlen(value));
	buffer_add(b, line, name);
	buffer_add_text(b, value);
}

/* The stream of an input whose first two bytes are read. */
static void
make_stream(
    struct buffer *stream, const uint8_t *data, size_t size, size_t record)
{
	struct buffer parameters = { .bytes = NULL };
	char *line;
	while (*(line = fuzz_cut(&data, &size, '\n')) != '\0') {
		add_parameter(&parameters, line);
		free(line);
	}
	free(line);
	static const char responder[8] = { 0, 1 };
	add_record(stream, BEGIN, responder, sizeof(responder));
	add_records(
	    stream, PARAMETERS, parameters.bytes, parameters.length, record);
	add_records(stream, INPUT, (const char *)data, size, record);
	MUST(buffer_error(stream) == ERR_OK);
	buffer_free(&parameters);
}

/* --- the way out ---------------------------------------------------------- */

/* What stands in the records of type OUTPUT; ended with a NUL. */
static void
read_output(int fd, struct buffer *output)
{
	struct buffer all = { .bytes = NULL };
	char piece[8192];
	ssize_t n;
	while ((n = read(fd, piece, sizeof(piece))) > 0)
		buffer_add(&all, piece, (size_t)n);
	MUST(n == 0 && buffer_error(&all) == ERR_OK);
	for (size_t at = 0; at < all.length;) {
		const unsigned char *head = (unsigned char *)all.bytes + at;
		MUST(all.length - at >= RECORD_HEADER && head[0] == 1);
		size_t length = (size_t)(head[4] << 8 | head[5]);
		MUST(all.length - at >= RECORD_HEADER + length + head[6]);
		if (head[1] == OUTPUT)
			buffer_add(
			    output, all.bytes + at + RECORD_HEADER, length);
		at += RECORD_HEADER + length + head[6];
	}
	buffer_add(output, "", 1);
	buffer_free(&all);
}

/* Nothing of a request gets into the headers but what is a header's, and the
 * body is as long as they say, and JSON. */
static void
check_output(const struct buffer *output, int status)
{
	struct jsoncheck_error error;
	char expected[32];
	char *head = output->bytes;
	char *body = strstr(head, "\r\n\r\n");
	MUST(body != NULL);
	*body = '\0';
	body += 4;
	size_t length = output->length - 1 - (size_t)(body - head);
	snprintf(expected, sizeof(expected), "Status: %d", status);
	MUST(strncmp(head, expected, strlen(expected)) == 0);
	for (char *line = head; line != NULL;) {
		char *end = strstr(line, "\r\n");
		if (end != NULL)
			*end = '\0';
		MUST(strchr(line, ':') != NULL && fuzz_is_line(line));
		if (strncmp(line, "Content-Length: ", 16) == 0)
			MUST(strtoul(line + 16, NULL, 10) == length);
		if (strncmp(line, "Content-Type: application/", 26) == 0 &&
		    strstr(line, "json") != NULL)
			MUST(jsoncheck(JSONCHECK_STORED, body, length, &error));
		if (status >= 400 && strncmp(line, "Content-Type: ", 14) == 0)
			MUST(
			    strcmp(line + 14, "application/problem+json") == 0);
		line = end == NULL ? NULL : end + 2;
	}
}

static void
forget_changes(struct store *store)
{
	MUST(store_begin(store) == ERR_OK);
	MUST(store_reset(store) == ERR_OK);
	MUST(store_commit(store) == ERR_OK);
}

/* Returns the status. */
static int
answer(struct connection *c)
{
	struct request request;
	struct response response;
	response_init(&response);
	response.request_id = "fuzz";
	receive_request(c, &request);
	admit(&request, &config);
	app_answer(&rig.app, &request, &response);
	store_end_reading(rig.app.store);
	transmit_response(c, &response, SIZE_MAX);
	struct buffer piece = { .bytes = NULL };
	for (bool done = response.listing == NULL; !done;) {
		buffer_clear(&piece);
		MUST(listing_next(response.listing, rig.app.store, &piece,
			 &done) == ERR_OK);
		transmit_piece(c, &piece);
	}
	buffer_free(&piece);
	int status = response.status;
	/* Deletions and changes as well: the next input finds all as it was. */
	if (status < 400 && request.method[0] != 'G')
		forget_changes(rig.app.store);
	response_done(&response);
	connection_finish(c);
	request_done(&request);
	return status;
}

int
fuzz_api(const uint8_t *data, size_t size)
{
	if (rig.app.store == NULL)
		start_rig();
	if (size < 2)
		return 0;
	struct buffer stream = { .bytes = NULL };
	make_stream(&stream, data + 2, size - 2, 64 + (size_t)data[1] * 16);
	size_t sent =
	    data[0] == 0 ? stream.length : stream.length * data[0] / 256;
	if (sent > STREAM_MAX) {
		buffer_free(&stream);
		return 0;
	}
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	MUST(connect(fd, (struct sockaddr *)&rig.address,
		 sizeof(rig.address)) == 0);
	MUST(write(fd, stream.bytes, sent) == (ssize_t)sent);
	shutdown(fd, SHUT_WR);

	struct connection c;
	FCGX_InitRequest(&c.fcgi, rig.listener, 0);
	if (FCGX_Accept_r(&c.fcgi) == 0) {
		struct buffer output = { .bytes = NULL };
		int status = answer(&c);
		/* What is not whole changes nothing, and says so. */
		MUST(sent == stream.length || status >= 400);
		read_output(fd, &output);
		check_output(&output, status);
		buffer_free(&output);
	}
	connection_cut(&c);
	close(fd);
	buffer_free(&stream);
	return 0;
}
