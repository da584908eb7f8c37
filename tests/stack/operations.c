/*
 * operations.c: requests to a running stack.
 *
 * SPDX-License-Identifier: MIT
 */
#include "operations.h"

#include "../lib/files.h"
#include "../lib/temp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
operations_send(int port, const char *method, const char *target,
    const char *headers, struct http_answer *ret_answer)
{
	char request[9000];
	char *bytes = NULL;
	size_t length = 0;
	snprintf(request, sizeof(request),
	    "%s %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n", method,
	    target, headers);
	*ret_answer = (struct http_answer){ .status = 0 };
	if (http_exchange(port, request, strlen(request), &bytes, &length))
		http_parse(
		    bytes, length, strcmp(method, "HEAD") == 0, ret_answer);
	return bytes;
}

long long
operations_value(const char *text, const char *series)
{
	size_t length = strlen(series);
	for (; text != NULL; text = strchr(text, '\n')) {
		text += *text == '\n';
		if (strncmp(text, series, length) == 0 && text[length] == ' ')
			return atoll(text + length);
	}
	return -1;
}

int
operations_web_server(void)
{
	int n = 0;
	/* An ordinary user's PATH has no /usr/sbin. */
	FILE *said = popen("PATH=$PATH:/usr/sbin lighttpd -v", "r");
	if (said == NULL || fscanf(said, "lighttpd/1.4.%d", &n) != 1)
		abort();
	pclose(said);
	return n;
}

char *
operations_passwords(void)
{
	static const char name[] = "DOCKING_PASSWORDS=";
	char *file = temp_file("operations-passwords");
	char *setting = malloc(strlen(name) + strlen(file) + 1);
	if (setting == NULL)
		abort();
	file_write_text(file, "ada:$6$salt$hash\n");
	strcpy(setting, name);
	strcat(setting, file);
	free(file);
	return setting;
}
