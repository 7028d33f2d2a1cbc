/* A zone is a table of transitions (instant, offset from then on) and, for the time after the last, a rule in POSIX
 * form such as EST5EDT,M3.2.0,M11.1.0. Both come from one TZif file (RFC 8536): a header and data block of 32-bit times
 * that is skipped, the same with 64-bit times, and the rule between two newlines.
 * Inside, time is in seconds; the public functions convert. */
#include "base/zone.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/os.h"

#define ZONE_DIRECTORY "/usr/share/zoneinfo"

enum { DAY = 86400 };

enum day_form {
    DAY_OF_WEEK,  /* Mm.w.d: the w-th weekday d of month m, the last one when w is 5 */
    DAY_NO_LEAP,  /* Jn: 1 to 365, 29 February is not counted */
    DAY_FROM_ZERO /* n: 0 to 365 */
};

struct change {
    enum day_form form;
    int month, week, day;
    int time; /* seconds after local midnight; may be negative or past 24 hours */
};

struct rule {
    int standard, summer; /* offsets */
    bool has_summer;
    struct change to_summer, to_standard;
};

struct zone {
    struct arena arena;
    size_t n;
    int64_t *starts;
    int32_t *offsets; /* offsets[i] holds from starts[i] on */
    int32_t first;    /* holds before starts[0] */
    bool has_rule;
    struct rule rule;
};

/* --- the rule ---------------------------------------------------------------------------------------------------- */

static bool skip(struct str *s, char c)
{
    if (!s->n || s->p[0] != c)
        return false;
    *s = str_sub(*s, 1, s->n);
    return true;
}

static bool read_number(struct str *s, int min, int max, int *ret)
{
    int v = 0, digits = 0;
    while (s->n && isdigit((unsigned char)s->p[0]) && digits < 4) {
        v = v * 10 + (s->p[0] - '0');
        *s = str_sub(*s, 1, s->n);
        digits++;
    }
    *ret = v;
    return digits && v >= min && v <= max;
}

/* EST, or <+0530>. */
static bool skip_abbreviation(struct str *s)
{
    size_t i = 0;
    if (skip(s, '<')) {
        while (i < s->n && s->p[i] != '>')
            i++;
        *s = str_sub(*s, i, s->n);
        return skip(s, '>');
    }
    while (i < s->n && isalpha((unsigned char)s->p[i]))
        i++;
    *s = str_sub(*s, i, s->n);
    return i > 0;
}

/* [+-]h[:mm[:ss]], in seconds. */
static bool read_time(struct str *s, int *ret)
{
    bool negative = skip(s, '-');
    int h, m = 0, sec = 0;
    if (!negative)
        (void)skip(s, '+');
    if (!read_number(s, 0, 167, &h))
        return false;
    if (skip(s, ':')) {
        if (!read_number(s, 0, 59, &m))
            return false;
        if (skip(s, ':') && !read_number(s, 0, 59, &sec))
            return false;
    }
    int v = h * 3600 + m * 60 + sec;
    *ret = negative ? -v : v;
    return true;
}

static bool read_change(struct str *s, struct change *c)
{
    *c = (struct change){.time = 2 * 3600};
    if (!skip(s, ','))
        return false;
    bool read;
    if (skip(s, 'M')) {
        c->form = DAY_OF_WEEK;
        read = read_number(s, 1, 12, &c->month) && skip(s, '.') && read_number(s, 1, 5, &c->week) && skip(s, '.') &&
               read_number(s, 0, 6, &c->day);
    } else if (skip(s, 'J')) {
        c->form = DAY_NO_LEAP;
        read = read_number(s, 1, 365, &c->day);
    } else {
        c->form = DAY_FROM_ZERO;
        read = read_number(s, 0, 365, &c->day);
    }
    return read && (!skip(s, '/') || read_time(s, &c->time));
}

/* POSIX counts offsets west of Greenwich as positive. */
static bool read_rule(struct str s, struct rule *r)
{
    int west;
    *r = (struct rule){0};
    if (!skip_abbreviation(&s) || !read_time(&s, &west))
        return false;
    r->standard = -west;
    r->summer = r->standard + 3600;
    if (!s.n)
        return true;
    r->has_summer = true;
    if (!skip_abbreviation(&s))
        return false;
    if (s.n && s.p[0] != ',') {
        if (!read_time(&s, &west))
            return false;
        r->summer = -west;
    }
    return read_change(&s, &r->to_summer) && read_change(&s, &r->to_standard) && s.n == 0;
}

static int64_t change_day(const struct change *c, int64_t year)
{
    int64_t january = days_from_civil(year, 1, 1);
    switch (c->form) {
    case DAY_OF_WEEK: {
        int64_t first = days_from_civil(year, c->month, 1);
        int64_t end = c->month == 12 ? days_from_civil(year + 1, 1, 1) : days_from_civil(year, c->month + 1, 1);
        int weekday = (int)((first + 4) - floor_div(first + 4, 7) * 7);
        int64_t day = first + (c->day - weekday + 7) % 7 + (c->week - 1) * 7;
        return day < end ? day : day - 7;
    }
    case DAY_NO_LEAP:
        return january + c->day - 1 + (c->day >= 60 && days_from_civil(year, 3, 1) - january == 60);
    case DAY_FROM_ZERO:
        return january + c->day;
    }
    abort();
}

static int64_t summer_start(const struct rule *r, int64_t year)
{
    return change_day(&r->to_summer, year) * DAY + r->to_summer.time - r->standard;
}

static int64_t summer_end(const struct rule *r, int64_t year)
{
    return change_day(&r->to_standard, year) * DAY + r->to_standard.time - r->summer;
}

static int64_t year_of(int64_t local)
{
    int64_t year;
    int month, day;
    civil_from_days(floor_div(local, DAY), &year, &month, &day);
    return year;
}

static int rule_offset_at(const struct rule *r, int64_t utc)
{
    if (!r->has_summer)
        return r->standard;
    int64_t year = year_of(utc + r->standard), start = summer_start(r, year), end = summer_end(r, year);
    /* South of the equator summer goes over the new year. */
    bool summer = start < end ? utc >= start && utc < end : utc >= start || utc < end;
    return summer ? r->summer : r->standard;
}

static int64_t rule_next_transition(const struct rule *r, int64_t utc)
{
    int64_t next = INT64_MAX, year = year_of(utc + r->standard);
    if (!r->has_summer)
        return next;
    for (int64_t y = year - 1; y <= year + 1; y++) {
        int64_t start = summer_start(r, y), end = summer_end(r, y);
        if (start > utc && start < next)
            next = start;
        if (end > utc && end < next)
            next = end;
    }
    return next;
}

/* --- the file ---------------------------------------------------------------------------------------------------- */

struct header {
    uint32_t n_utc, n_standard, n_leap, n_times, n_types, n_chars;
};

static int64_t big_endian(const char *p, int bytes)
{
    uint64_t v = (p[0] & 0x80) ? UINT64_MAX : 0;
    for (int i = 0; i < bytes; i++)
        v = v << 8 | (unsigned char)p[i];
    return (int64_t)v;
}

static bool read_header(struct str *s, struct header *h)
{
    enum { SIZE = 44, COUNTS = 20 };
    if (s->n < SIZE || !str_starts(*s, STR("TZif")) || s->p[4] < '2')
        return false;
    uint32_t *counts[] = {&h->n_utc, &h->n_standard, &h->n_leap, &h->n_times, &h->n_types, &h->n_chars};
    for (int i = 0; i < 6; i++)
        *counts[i] = (uint32_t)big_endian(s->p + COUNTS + i * 4, 4);
    *s = str_sub(*s, SIZE, s->n);
    return true;
}

static uint64_t data_size(const struct header *h, uint64_t time_size)
{
    return h->n_times * time_size + h->n_times + UINT64_C(6) * h->n_types + h->n_chars + h->n_leap * (time_size + 4) +
           h->n_standard + h->n_utc;
}

/* The table out of the block of 64-bit times at p: times, then the type of each, then the types, 6 bytes each. */
static bool read_table(struct zone *z, const char *p, const struct header *h)
{
    const char *types = p + h->n_times * UINT64_C(8), *offsets = types + h->n_times;
    z->n = h->n_times;
    z->starts = ARENA_ARRAY(&z->arena, int64_t, z->n);
    z->offsets = ARENA_ARRAY(&z->arena, int32_t, z->n);
    z->first = (int32_t)big_endian(offsets, 4);
    for (size_t i = 0; i < z->n; i++) {
        unsigned char type = (unsigned char)types[i];
        if (type >= h->n_types)
            return false;
        z->starts[i] = big_endian(p + i * 8, 8);
        z->offsets[i] = (int32_t)big_endian(offsets + type * 6, 4);
        if (i && z->starts[i] <= z->starts[i - 1])
            return false;
    }
    return true;
}

static bool read_zone(struct zone *z, struct str file)
{
    struct header h;
    if (!read_header(&file, &h) || data_size(&h, 4) > file.n)
        return false;
    file = str_sub(file, data_size(&h, 4), file.n);
    if (!read_header(&file, &h) || data_size(&h, 8) > file.n || !h.n_types || h.n_leap)
        return false;
    if (!read_table(z, file.p, &h))
        return false;
    struct str rule = str_trim(str_sub(file, data_size(&h, 8), file.n));
    z->has_rule = rule.n > 0;
    return !z->has_rule || read_rule(rule, &z->rule);
}

/* No zone has a dot in its name, so none of . .. and tzdata.zi is one; the others are copies of zones, not names. */
static bool is_zone_name(struct str name)
{
    static const char *const others[] = {"posix", "right", "posixrules", "localtime"};
    struct str root = name;
    for (size_t i = 0; i < name.n; i++) {
        if (name.p[i] == '/' && root.n == name.n)
            root.n = i;
        if (!isalnum((unsigned char)name.p[i]) && !strchr("/_+-", name.p[i]))
            return false;
    }
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_ieq(root, str_from(others[i])))
            return false;
    return root.n > 0;
}

static bool find_file(struct arena *a, struct str name, struct str *ret_path)
{
    if (!is_zone_name(name))
        return false;
    struct str entry;
    *ret_path = STR(ZONE_DIRECTORY);
    for (size_t from = 0, to; from <= name.n; from = to + 1) {
        for (to = from; to < name.n && name.p[to] != '/';)
            to++;
        if (!os_find_entry(a, str_cstr(a, *ret_path), str_sub(name, from, to), &entry))
            return false;
        *ret_path = str_printf(a, "%.*s/%.*s", STR_FMT(*ret_path), STR_FMT(entry));
    }
    return true;
}

static bool is_utc(struct str name)
{
    return str_ieq(name, STR("UTC")) || str_ieq(name, STR("Etc/UTC"));
}

bool zone_load(struct str name, struct zone **ret, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err unreadable = {0};
    struct zone *z = xmalloc(sizeof *z);
    struct str path, file;
    *z = (struct zone){0};
    if (!is_utc(name) && !(find_file(&a, name, &path) && os_read_file(&a, str_cstr(&a, path), &file, &unreadable) &&
                           read_zone(z, file))) {
        zone_free(z);
        return err_set(err, 1008, "22023", "Unknown time zone '%.*s'.", STR_FMT(name));
    }
    *ret = z;
    return true;
}

void zone_free(struct zone *z)
{
    if (!z)
        return;
    arena_clear(&z->arena);
    free(z);
}

/* --- questions --------------------------------------------------------------------------------------------------- */

/* How many transitions are at or before utc. */
static size_t passed(const struct zone *z, int64_t utc)
{
    size_t low = 0, high = z->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (z->starts[middle] <= utc)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int offset_at(const struct zone *z, int64_t utc)
{
    size_t i = passed(z, utc);
    if (i == z->n && z->has_rule)
        return rule_offset_at(&z->rule, utc);
    return i ? z->offsets[i - 1] : z->first;
}

int zone_offset_at(const struct zone *z, int64_t utc)
{
    return offset_at(z, floor_div(utc, MICROS_PER_SECOND));
}

int64_t zone_next_transition(const struct zone *z, int64_t utc)
{
    int64_t seconds = floor_div(utc, MICROS_PER_SECOND), next = INT64_MAX;
    size_t i = passed(z, seconds);
    if (i < z->n)
        next = z->starts[i];
    else if (z->has_rule)
        next = rule_next_transition(&z->rule, seconds);
    return next > INT64_MAX / MICROS_PER_SECOND ? INT64_MAX : next * MICROS_PER_SECOND;
}
