/* Real and virtual time, and the calendar arithmetic that needs no library. */
#include "base/clock.h"

#include <stdio.h>
#include <time.h>

static int64_t read_clock(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return t.tv_sec * MICROS_PER_SECOND + t.tv_nsec / 1000;
}

void clock_init_real(struct clock *c)
{
    *c = (struct clock){.is_virtual = false};
    pthread_mutex_init(&c->lock, NULL);
}

void clock_init_virtual(struct clock *c, int64_t now)
{
    *c = (struct clock){.is_virtual = true, .now = now};
    pthread_mutex_init(&c->lock, NULL);
}

int64_t clock_now(struct clock *c)
{
    if (!c->is_virtual)
        return read_clock(CLOCK_REALTIME);
    pthread_mutex_lock(&c->lock);
    int64_t now = c->now;
    pthread_mutex_unlock(&c->lock);
    return now;
}

void clock_advance_to(struct clock *c, int64_t then)
{
    pthread_mutex_lock(&c->lock);
    if (then > c->now)
        c->now = then;
    pthread_mutex_unlock(&c->lock);
}

int64_t clock_monotonic(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

int64_t days_from_civil(int64_t y, int m, int d)
{
    y -= m <= 2;
    int64_t era = (y >= 0 ? y : y - 399) / 400;
    int64_t yoe = y - era * 400;
    int64_t doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
    int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    return era * 146097 + doe - 719468;
}

void civil_from_days(int64_t z, int64_t *ret_year, int *ret_month, int *ret_day)
{
    z += 719468;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int64_t doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    *ret_day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *ret_month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *ret_year = yoe + era * 400 + (*ret_month <= 2);
}

struct str clock_utc_text(struct arena *a, int64_t micros)
{
    const int64_t day = 86400 * MICROS_PER_SECOND;
    int64_t days = micros / day - (micros % day < 0), rest = micros - days * day, year;
    int month, mday;
    civil_from_days(days, &year, &month, &mday);
    int64_t s = rest / MICROS_PER_SECOND;
    return str_printf(a, "%04d-%02d-%02d %02d:%02d:%02d.%06d", (int)year, month, mday, (int)(s / 3600),
                      (int)(s / 60 % 60), (int)(s % 60), (int)(rest % MICROS_PER_SECOND));
}

static bool digits(struct str *s, int n, int *ret)
{
    if (s->n < (size_t)n)
        return false;
    int v = 0;
    for (int i = 0; i < n; i++) {
        if (s->p[i] < '0' || s->p[i] > '9')
            return false;
        v = v * 10 + (s->p[i] - '0');
    }
    *s = str_sub(*s, (size_t)n, s->n);
    *ret = v;
    return true;
}

static bool one_of(struct str *s, const char *set)
{
    if (!s->n || !strchr(set, s->p[0]))
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

bool clock_utc_parse(struct str s, int64_t *ret)
{
    int y, mo, d, h, mi, sec;
    if (!digits(&s, 4, &y) || !one_of(&s, "-") || !digits(&s, 2, &mo) || !one_of(&s, "-") || !digits(&s, 2, &d) ||
        !one_of(&s, " T") || !digits(&s, 2, &h) || !one_of(&s, ":") || !digits(&s, 2, &mi) || !one_of(&s, ":") ||
        !digits(&s, 2, &sec) || mo < 1 || mo > 12 || d < 1 || d > 31 || h > 23 || mi > 59 || sec > 60)
        return false;
    int64_t fraction = 0, unit = MICROS_PER_SECOND / 10;
    if (one_of(&s, "."))
        for (int digit; digits(&s, 1, &digit); unit /= 10)
            fraction += digit * unit;
    one_of(&s, "Z");
    *ret =
        ((days_from_civil(y, mo, d) * 24 + h) * 60 + mi) * 60 * MICROS_PER_SECOND + sec * MICROS_PER_SECOND + fraction;
    return s.n == 0;
}
