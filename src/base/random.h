/* Reproducible random numbers (xoshiro256**): the same seed gives the same sequence on every machine. */
#pragma once
#include <stdint.h>

struct random {
    uint64_t s[4];
};

void random_init(struct random *r, uint64_t seed);
uint64_t random_next(struct random *r);
/* Uniform in 0 … n-1; n > 0. */
uint64_t random_below(struct random *r, uint64_t n);
/* Bytes from the operating system's source, for ids. */
void random_os(void *p, unsigned n);
