/* Time as the program sees it: microseconds since 1970-01-01 UTC. The real clock reads the system's; a virtual one
 * stands still until it is moved, so that a day of cron runs in milliseconds. Thread-safe. */
#pragma once
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

struct clock {
    bool is_virtual;
    int64_t now; /* virtual time; guarded by lock */
    pthread_mutex_t lock;
};

#define MICROS_PER_SECOND INT64_C(1000000)

/* Rounds down, as days and minutes before 1970 need it; b > 0. */
static inline int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

void clock_init_real(struct clock *c);
void clock_init_virtual(struct clock *c, int64_t now);
int64_t clock_now(struct clock *c);
/* Moves a virtual clock forward; never back. */
void clock_advance_to(struct clock *c, int64_t then);
/* Monotonic microseconds, for durations; not affected by virtual time. */
int64_t clock_monotonic(void);
/* `2026-01-31 23:59:59.123456` in UTC. */
struct str clock_utc_text(struct arena *a, int64_t micros);
/* `2026-01-31 23:59:59[.ffffff][Z]`, also with a T, in UTC; false when it is not such a text. */
bool clock_utc_parse(struct str text, int64_t *ret);
/* Days since 1970-01-01 of a Gregorian date, and back. */
int64_t days_from_civil(int64_t year, int month, int day);
void civil_from_days(int64_t days, int64_t *ret_year, int *ret_month, int *ret_day);
