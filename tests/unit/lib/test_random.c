/*
 * test_random.c: reproducible chance.
 *
 * SPDX-License-Identifier: MIT
 */
#include "../fcgi-app/suites.h"

#include "../../lib/harness.h"
#include "lib/random.h"

/* The hash is SipHash-2-4. The one of 15 bytes is worked through in the paper's
 * appendix A; the others are from its authors' reference implementation
 * (vectors.h): bytes 0, 1, 2, … with the key 0, 1, … 15. */
static void
test_vectors(void)
{
	static const struct {
		size_t length;
		uint64_t hash;
	} rows[] = {
		{ 15, 0xa129ca6149be45e5 },
		{ 0, 0x726fdb47dd0e0e31 },
		{ 1, 0x74f839c593dc67fd },
		{ 2, 0x0d6c8009d9a94f5a },
		{ 7, 0xab0200f58b01d137 },
		{ 8, 0x93f5f5799a932462 },
		{ 9, 0x9e0082df0ba9e4b0 },
		{ 16, 0x3f2acc7f57c29bdb },
		{ 63, 0x958a324ceb064572 },
	};
	unsigned char bytes[64];
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)i;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK(random_siphash(0x0706050403020100, 0x0f0e0d0c0b0a0908,
			  bytes, rows[i].length) == rows[i].hash,
		    "%zu bytes", rows[i].length);
}

/* The sequence is splitmix64's: the first numbers of its authors' program for
 * this seed. */
static void
test_sequence(void)
{
	static const uint64_t expected[] = { 6457827717110365317u,
		3203168211198807973u, 9817491932198370423u,
		4593380528125082431u };
	uint64_t state = 1234567;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		CHECK(random_next(&state) == expected[i], "number %zu", i);
}

CU_TestInfo random_tests[] = {
	{ "the published vectors", test_vectors },
	{ "the sequence is splitmix64's", test_sequence },
	CU_TEST_INFO_NULL,
};
