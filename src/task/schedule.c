/* Intervals are `<n><one blank><unit>` and refused in any other form; cron expressions are task/cron.c's. */
#include "task/schedule.h"

#include <ctype.h>

#include "base/clock.h"

enum { REFUSED = 91089, MIN_SECONDS = 10, MAX_SECONDS = 11520 * 60 };

static const struct unit {
    const char *name;
    int seconds;
} units[] = {
    {"S", 1},        {"SECOND", 1}, {"SECONDS", 1}, {"M", 60},       {"MINUTE", 60},
    {"MINUTES", 60}, {"H", 3600},   {"HOUR", 3600}, {"HOURS", 3600},
};

static size_t blanks(struct str s)
{
    size_t n = 0;
    while (n < s.n && isspace((unsigned char)s.p[n]))
        n++;
    return n;
}

static bool skip_word(struct str *s, struct str word)
{
    struct str rest = str_sub(*s, blanks(*s), s->n);
    if (rest.n < word.n || !str_ieq(str_sub(rest, 0, word.n), word))
        return false;
    *s = str_sub(rest, word.n, rest.n);
    return !s->n || blanks(*s) > 0;
}

static int unit_seconds(struct str name)
{
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (str_ieq(name, str_from(units[i].name)))
            return units[i].seconds;
    return 0;
}

static bool parse_interval(struct str s, int64_t *ret, struct err *err)
{
    size_t digits = 0;
    int64_t n;
    if (s.n && s.p[0] == '+')
        s = str_sub(s, 1, s.n);
    while (digits < s.n && isdigit((unsigned char)s.p[digits]))
        digits++;
    if (digits == s.n || !isspace((unsigned char)s.p[digits]) || !str_to_int64(str_sub(s, 0, digits), &n))
        return cron_malformed(err);
    struct str unit = str_sub(s, digits + 1, s.n);
    while (unit.n && isspace((unsigned char)unit.p[unit.n - 1]))
        unit.n--;
    int seconds = unit_seconds(unit);
    if (!seconds || n <= 0)
        return cron_malformed(err);
    if (n > MAX_SECONDS / seconds)
        return err_set(err, REFUSED, "22023", "Cannot set schedule greater than 11,520 minutes.");
    if (n * seconds < MIN_SECONDS)
        return err_set(err, REFUSED, "22023", "Cannot set schedule less than 10 seconds.");
    *ret = n * seconds * MICROS_PER_SECOND;
    return true;
}

bool schedule_parse(struct str text, struct schedule *ret, struct err *err)
{
    struct schedule s = {0};
    struct str rest = text;
    bool good = skip_word(&rest, STR("USING")) && skip_word(&rest, STR("CRON"))
                    ? cron_parse(rest, &s.cron, err)
                    : parse_interval(text, &s.interval, err);
    if (good)
        *ret = s;
    return good;
}

void schedule_clear(struct schedule *s)
{
    cron_free(s->cron);
    *s = (struct schedule){0};
}

int64_t schedule_next(const struct schedule *s, int64_t base, int64_t after)
{
    if (s->cron)
        return cron_next(s->cron, after);
    int64_t passed = after < base ? 0 : (after - base) / s->interval;
    return base + (passed + 1) * s->interval;
}
