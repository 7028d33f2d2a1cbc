/* Reproducible random numbers (xoshiro256**): the same seed gives the same sequence on every machine. */
#pragma once
#include <stdint.h>

/* splitmix64: numbers one step apart come out unlike each other. */
#define RANDOM_STEP UINT64_C(0x9e3779b97f4a7c15)
static inline uint64_t random_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

struct random {
    uint64_t s[4];
};

void random_init(struct random *r, uint64_t seed);
uint64_t random_next(struct random *r);
/* Uniform in 0 … n-1; n > 0. */
uint64_t random_below(struct random *r, uint64_t n);
/* Bytes from the operating system's source, for ids. */
void random_os(void *p, unsigned n);
