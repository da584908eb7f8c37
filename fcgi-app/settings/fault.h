/* SPDX-License-Identifier: MIT */
#ifndef DOCKING_FAULT_H
#define DOCKING_FAULT_H

#include <stdbool.h>

/**
 * A fault that is injected on purpose, after the delay:
 *
 *   status:503          an error instead of the answer; nothing is changed
 *   abort               the connection ends in the middle of the body
 *   drip:100,0.5        the body comes in pieces of 100 bytes, one each half
 *                       second
 *
 * each with ",p=0.1" behind it to hit only a tenth of all requests.
 */
enum fault_kind {
	FAULT_NONE,
	FAULT_STATUS,
	FAULT_ABORT,
	FAULT_DRIP,
	FAULT__MAX
};

struct fault_rule {
	enum fault_kind kind;
	int number;     /* the status; or the bytes of a piece */
	double seconds; /* between the beginnings of two pieces */
	double p;       /* its probability */
};

enum { FAULT_TEXT_MAX = 64 /* of fault_print(), with the NUL */ };

/** The accepted syntax, to complete an error message: "'x' is not …". */
#define FAULT_GRAMMAR                                                          \
	"status:CODE (400 to 599), abort or drip:BYTES,SECONDS (1 to 65536, "  \
	"0 to 3600), with ,p=P (0 to 1) behind it or not"

/** Read all of text. Returns false, and leaves *ret_fault alone, if it is not a
 * fault. */
bool fault_read(const char *text, struct fault_rule *ret_fault);

/** Write the text that fault_read() would read as this fault. */
void fault_print(const struct fault_rule *fault, char to[FAULT_TEXT_MAX]);

#endif
