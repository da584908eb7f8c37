/*
 * random.c: reproducible pseudo-random numbers.
 *
 * SPDX-License-Identifier: MIT
 */
#include "lib/random.h"

uint64_t
random_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* The four words of SipHash's state. */
struct sip {
	uint64_t v0, v1, v2, v3;
};

static uint64_t
rotate(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

static void
sip_rounds(struct sip *s, int count)
{
	while (count-- > 0) {
		s->v0 += s->v1;
		s->v2 += s->v3;
		s->v1 = rotate(s->v1, 13) ^ s->v0;
		s->v3 = rotate(s->v3, 16) ^ s->v2;
		s->v0 = rotate(s->v0, 32);
		s->v2 += s->v1;
		s->v0 += s->v3;
		s->v1 = rotate(s->v1, 17) ^ s->v2;
		s->v3 = rotate(s->v3, 21) ^ s->v0;
		s->v2 = rotate(s->v2, 32);
	}
}

static void
sip_add(struct sip *s, uint64_t word)
{
	s->v3 ^= word;
	sip_rounds(s, 2);
	s->v0 ^= word;
}

/* Read the first bytes as a number, least significant first, on every machine.
 */
static uint64_t
word_of(const unsigned char *bytes, size_t length)
{
	uint64_t word = 0;
	while (length-- > 0)
		word = word << 8 | bytes[length];
	return word;
}

uint64_t
random_siphash(uint64_t k0, uint64_t k1, const void *bytes, size_t length)
{
	const unsigned char *p = bytes;
	struct sip s = { k0 ^ 0x736f6d6570736575, k1 ^ 0x646f72616e646f6d,
		k0 ^ 0x6c7967656e657261, k1 ^ 0x7465646279746573 };
	size_t left = length;
	for (; left >= 8; left -= 8, p += 8)
		sip_add(&s, word_of(p, 8));
	sip_add(&s, word_of(p, left) | (uint64_t)length << 56);
	s.v2 ^= 0xff;
	sip_rounds(&s, 4);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
