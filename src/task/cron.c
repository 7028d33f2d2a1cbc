/* Each field becomes a set of bits. The next fire is looked for on the local calendar, minute by minute in local time,
 * within one stretch of constant offset; when the answer lies beyond the stretch, the search goes on at the start of
 * the next. That leaves out the gap of spring and repeats the hour of autumn without a case for either. */
#include "task/cron.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/zone.h"

enum {
    REFUSED = 91089,
    MINUTES_PER_DAY = 24 * 60,
    /* 29 February can be eight years away; a day of it may fall on a change of clocks. */
    HORIZON_DAYS = 40 * 366,
};

struct cron {
    uint64_t minutes, hours, days, months, weekdays;
    uint64_t last_weekdays; /* the last such weekday of a month */
    bool last_day;
    bool any_day, any_weekday; /* the field is a lone star */
    struct zone *zone;
};

struct field {
    int min, max;
    const char (*names)[4];
    int n_names;
    bool last_day;     /* L */
    bool last_weekday; /* 5L */
};

static const char months[][4] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
static const char weekdays[][4] = {"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"};

enum { MINUTE, HOUR, DAY, MONTH, WEEKDAY, FIELDS };

static const struct field fields[FIELDS] = {
    [MINUTE] = {0, 59, NULL, 0, false, false},    [HOUR] = {0, 23, NULL, 0, false, false},
    [DAY] = {1, 31, NULL, 0, true, false},        [MONTH] = {1, 12, months, 12, false, false},
    [WEEKDAY] = {0, 6, weekdays, 7, false, true},
};

/* --- reading ----------------------------------------------------------------------------------------------------- */

bool cron_malformed(struct err *err)
{
    return err_set(err, REFUSED, "22023",
                   "Invalid schedule was specified. Please refer to the docs on what constitutes a valid schedule.");
}

static bool skip(struct str *s, char c)
{
    if (!s->n || toupper((unsigned char)s->p[0]) != c)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool read_number(struct str *s, int *ret)
{
    int v = 0, digits = 0;
    for (; s->n && isdigit((unsigned char)s->p[0]) && digits < 4; digits++) {
        v = v * 10 + (s->p[0] - '0');
        *s = str_sub(*s, 1, s->n);
    }
    *ret = v;
    return digits > 0;
}

/* A number within the field's bounds, or one of its names. */
static bool read_value(struct str *s, const struct field *f, int *ret)
{
    if (read_number(s, ret))
        return *ret >= f->min && *ret <= f->max;
    for (int i = 0; i < f->n_names; i++) {
        struct str name = str_from(f->names[i]);
        if (s->n >= name.n && str_ieq(str_sub(*s, 0, name.n), name)) {
            *s = str_sub(*s, name.n, s->n);
            *ret = f->min + i;
            return true;
        }
    }
    return false;
}

/* One element of a list: * a a-b, each with or without /n; L; 5L. */
static bool read_item(struct str s, const struct field *f, uint64_t *set, bool *last_day, uint64_t *last_weekdays)
{
    int from = f->min, to = f->max, step = 1;
    if (f->last_day && str_ieq(s, STR("L")))
        return *last_day = true;
    bool star = skip(&s, '*'), range = false;
    if (!star) {
        if (!read_value(&s, f, &from))
            return false;
        if (f->last_weekday && str_ieq(s, STR("L"))) {
            *last_weekdays |= UINT64_C(1) << from;
            return true;
        }
        to = from;
        range = skip(&s, '-');
        if (range && (!read_value(&s, f, &to) || to < from))
            return false;
    }
    if (skip(&s, '/')) {
        if (!read_number(&s, &step) || step == 0)
            return false;
        if (!star && !range)
            to = f->max;
    }
    for (int v = from; v <= to; v += step)
        *set |= UINT64_C(1) << v;
    return s.n == 0;
}

static bool read_field(struct str s, const struct field *f, uint64_t *set, bool *last_day, uint64_t *last_weekdays)
{
    for (size_t from = 0, to; from <= s.n; from = to + 1) {
        for (to = from; to < s.n && s.p[to] != ',';)
            to++;
        if (!read_item(str_sub(s, from, to), f, set, last_day, last_weekdays))
            return false;
    }
    return true;
}

/* Splits at runs of blanks; returns how many words there are, of which the first `size` are in words and the last one
 * is in *last. */
static size_t split(struct str s, struct str *words, size_t size, struct str *last)
{
    size_t n = 0;
    *last = (struct str){s.p, 0};
    for (size_t i = 0, from; i < s.n;) {
        if (isspace((unsigned char)s.p[i])) {
            i++;
            continue;
        }
        for (from = i; i < s.n && !isspace((unsigned char)s.p[i]);)
            i++;
        *last = str_sub(s, from, i);
        if (n < size)
            words[n] = *last;
        n++;
    }
    return n;
}

/* The last word is the zone, whatever precedes it, and is looked at first: without a zone it is the weekday that is
 * refused as one. */
bool cron_parse(struct str text, struct cron **ret, struct err *err)
{
    struct str words[FIELDS], zone;
    ERR_SCOPE struct err unknown = {0};
    size_t n = split(text, words, FIELDS, &zone);
    if (n == 0)
        return cron_malformed(err);
    struct cron *c = xmalloc(sizeof *c);
    *c = (struct cron){0};
    if (!zone_load(zone, &c->zone, &unknown)) {
        cron_free(c);
        return err_set(err, REFUSED, "22023",
                       "Invalid schedule was specified. \"%.*s\" is not a recognized time zone. Please specify time "
                       "zones accepted by the TIMEZONE parameter.",
                       STR_FMT(zone));
    }
    uint64_t *sets[FIELDS] = {&c->minutes, &c->hours, &c->days, &c->months, &c->weekdays};
    bool good = n == FIELDS + 1;
    for (int i = 0; good && i < FIELDS; i++)
        good = read_field(words[i], &fields[i], sets[i], &c->last_day, &c->last_weekdays);
    if (!good) {
        cron_free(c);
        return cron_malformed(err);
    }
    c->any_day = str_eq(words[DAY], STR("*"));
    c->any_weekday = str_eq(words[WEEKDAY], STR("*"));
    *ret = c;
    return true;
}

void cron_free(struct cron *c)
{
    if (!c)
        return;
    zone_free(c->zone);
    free(c);
}

/* --- searching --------------------------------------------------------------------------------------------------- */

static bool has(uint64_t set, int v)
{
    return set >> v & 1;
}

static bool day_matches(const struct cron *c, int64_t days)
{
    int64_t year;
    int month, day;
    civil_from_days(days, &year, &month, &day);
    if (!has(c->months, month))
        return false;
    int64_t next_month = month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, month + 1, 1);
    int left = (int)(next_month - days); /* days of the month from this one on */
    int weekday = (int)(days + 4 - floor_div(days + 4, 7) * 7);
    bool by_day = has(c->days, day) || (c->last_day && left == 1);
    bool by_weekday = has(c->weekdays, weekday) || (has(c->last_weekdays, weekday) && left <= 7);
    if (c->any_day || c->any_weekday)
        return by_day && by_weekday;
    return by_day || by_weekday;
}

/* The first minute of the local calendar from `from` on that matches; INT64_MAX when none does. */
static int64_t next_minute(const struct cron *c, int64_t from)
{
    int64_t first = floor_div(from, MINUTES_PER_DAY);
    int minute = (int)(from - first * MINUTES_PER_DAY);
    for (int64_t day = first; day < first + HORIZON_DAYS; day++, minute = 0) {
        if (!day_matches(c, day))
            continue;
        for (; minute < MINUTES_PER_DAY; minute++)
            if (has(c->hours, minute / 60) && has(c->minutes, minute % 60))
                return day * MINUTES_PER_DAY + minute;
    }
    return INT64_MAX;
}

int64_t cron_next(const struct cron *c, int64_t after)
{
    const int64_t horizon = INT64_C(86400) * HORIZON_DAYS;
    int64_t from = floor_div(after, MICROS_PER_SECOND) + 1, end = from + horizon;
    if (end > INT64_MAX / MICROS_PER_SECOND - horizon)
        return INT64_MAX;
    while (from < end) {
        int offset = zone_offset_at(c->zone, from * MICROS_PER_SECOND);
        int64_t change = zone_next_transition(c->zone, from * MICROS_PER_SECOND);
        int64_t minute = next_minute(c, floor_div(from + offset + 59, 60));
        if (minute == INT64_MAX)
            return INT64_MAX;
        int64_t fire = (minute * 60 - offset) * MICROS_PER_SECOND;
        if (fire < change)
            return fire;
        from = change / MICROS_PER_SECOND;
    }
    return INT64_MAX;
}
