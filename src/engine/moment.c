/* Reading and writing by format models. A model is a sequence of elements (longest match first) and literal characters;
 * text in double quotes is literal. Reading is lenient about leading zeros, as Snowflake is. */
#include "engine/moment.h"

#include "base/clock.h"

enum element {
    YEAR4,
    YEAR2,
    MONTH_FULL,
    MONTH_NAME,
    MONTH,
    DAY,
    DAY_NAME,
    HOUR24,
    HOUR12,
    MERIDIAN,
    MINUTE,
    SECOND,
    FRACTION,
    ZONE_HOUR,
    ZONE_MINUTE,
    LITERAL,
};

static const struct {
    const char *text;
    enum element element;
} elements[] = {
    {"YYYY", YEAR4},    {"YY", YEAR2},        {"MMMM", MONTH_FULL}, {"MON", MONTH_NAME}, {"MM", MONTH},
    {"DD", DAY},        {"DY", DAY_NAME},     {"HH24", HOUR24},     {"HH12", HOUR12},    {"HH", HOUR24},
    {"AM", MERIDIAN},   {"PM", MERIDIAN},     {"MI", MINUTE},       {"SS", SECOND},      {"FF", FRACTION},
    {"TZH", ZONE_HOUR}, {"TZM", ZONE_MINUTE},
};

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};
static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

/* The element at the front of *format, which is moved behind it; *ret is a literal's character or FF's digits (-1:
 * none). */
static enum element next_element(struct str *format, bool *quoted, int *ret)
{
    while (format->n && *format->p == '"') {
        *quoted = !*quoted;
        *format = str_sub(*format, 1, format->n);
    }
    if (!format->n) {
        *ret = 0;
        return LITERAL;
    }
    for (size_t i = 0; !*quoted && i < sizeof elements / sizeof *elements; i++) {
        struct str text = str_from(elements[i].text);
        if (format->n < text.n || !str_ieq(str_sub(*format, 0, text.n), text))
            continue;
        *format = str_sub(*format, text.n, format->n);
        *ret = -1;
        if (elements[i].element == FRACTION && format->n && *format->p >= '0' && *format->p <= '9') {
            *ret = *format->p - '0';
            *format = str_sub(*format, 1, format->n);
        }
        return elements[i].element;
    }
    *ret = (unsigned char)*format->p;
    *format = str_sub(*format, 1, format->n);
    return LITERAL;
}

struct fields {
    int64_t year;
    int month, day, hour, minute, second, micros;
    int zone_sign, zone_hour, zone_minute;
    bool has_zone, pm, am, has_date;
};

static bool read_digits(struct str *text, int least, int most, int *ret)
{
    int n = 0, value = 0;
    while (n < most && (size_t)n < text->n && text->p[n] >= '0' && text->p[n] <= '9')
        value = value * 10 + text->p[n++] - '0';
    *text = str_sub(*text, (size_t)n, text->n);
    *ret = value;
    return n >= least;
}

static bool read_name(struct str *text, const char *const *names, int count, bool full, int *ret)
{
    for (int i = 0; i < count; i++) {
        struct str name = str_from(names[i]);
        size_t n = full ? name.n : 3;
        if (text->n >= n && str_ieq(str_sub(*text, 0, n), str_sub(name, 0, n))) {
            *text = str_sub(*text, n, text->n);
            *ret = i;
            return true;
        }
    }
    return false;
}

/* Fractions of a second: up to nine digits, of which six count. */
static bool read_fraction(struct str *text, int *ret)
{
    int digits = 0, value = 0;
    while (digits < 9 && text->n && *text->p >= '0' && *text->p <= '9') {
        if (digits < 6)
            value = value * 10 + *text->p - '0';
        digits++;
        *text = str_sub(*text, 1, text->n);
    }
    for (int i = digits; i < 6; i++)
        value *= 10;
    *ret = value;
    return digits > 0;
}

static bool read_zone_hour(struct str *text, struct fields *f)
{
    if (text->n && (*text->p == 'Z' || *text->p == 'z')) {
        *text = str_sub(*text, 1, text->n);
        f->has_zone = true;
        f->zone_sign = 1;
        return true;
    }
    if (!text->n || (*text->p != '+' && *text->p != '-'))
        return false;
    f->has_zone = true;
    f->zone_sign = *text->p == '-' ? -1 : 1;
    *text = str_sub(*text, 1, text->n);
    return read_digits(text, 1, 2, &f->zone_hour);
}

static bool read_element(struct str *text, enum element element, int argument, struct fields *f)
{
    int value;
    switch (element) {
    case YEAR4:
        f->has_date = true;
        return read_digits(text, 4, 4, &value) ? (f->year = value, true) : false;
    case YEAR2:
        f->has_date = true;
        return read_digits(text, 2, 2, &value) ? (f->year = value < 70 ? 2000 + value : 1900 + value, true) : false;
    case MONTH_FULL:
        return read_name(text, months, 12, true, &value) ? (f->month = value + 1, true) : false;
    case MONTH_NAME:
        return read_name(text, months, 12, false, &value) ? (f->month = value + 1, true) : false;
    case MONTH:
        return read_digits(text, 1, 2, &f->month);
    case DAY:
        return read_digits(text, 1, 2, &f->day);
    case DAY_NAME:
        return read_name(text, days, 7, false, &value);
    case HOUR24:
    case HOUR12:
        return read_digits(text, 1, 2, &f->hour);
    case MERIDIAN:
        if (text->n < 2 || (text->p[1] != 'M' && text->p[1] != 'm') || !strchr("AaPp", *text->p))
            return false;
        f->pm = *text->p == 'P' || *text->p == 'p';
        f->am = !f->pm;
        *text = str_sub(*text, 2, text->n);
        return true;
    case MINUTE:
        return read_digits(text, 1, 2, &f->minute);
    case SECOND:
        return read_digits(text, 1, 2, &f->second);
    case FRACTION:
        return read_fraction(text, &f->micros);
    case ZONE_HOUR:
        return read_zone_hour(text, f);
    case ZONE_MINUTE:
        return !f->has_zone || !text->n ? true : read_digits(text, 2, 2, &f->zone_minute);
    case LITERAL:
        if (!argument)
            return true;
        if (!text->n || (unsigned char)*text->p != argument)
            return false;
        *text = str_sub(*text, 1, text->n);
        return true;
    }
    return false;
}

static int month_days(int64_t year, int month)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return lengths[month - 1] + (month == 2 && leap);
}

static bool combine(struct fields *f, struct moment *ret)
{
    if (f->pm || f->am) {
        if (f->hour < 1 || f->hour > 12)
            return false;
        f->hour = f->hour % 12 + (f->pm ? 12 : 0);
    }
    if (f->month < 1 || f->month > 12 || f->day < 1 || f->day > month_days(f->year, f->month) || f->hour > 23 ||
        f->minute > 59 || f->second > 59 || f->zone_hour > 14 || f->zone_minute > 59)
        return false;
    int64_t seconds = days_from_civil(f->year, f->month, f->day) * 86400 + f->hour * 3600 + f->minute * 60 + f->second;
    ret->micros = seconds * MICROS_PER_SECOND + f->micros;
    ret->offset = f->has_zone ? f->zone_sign * (f->zone_hour * 60 + f->zone_minute) : MOMENT_NO_OFFSET;
    ret->has_date = f->has_date;
    return true;
}

static bool parse_by(struct str text, struct str format, struct moment *ret)
{
    struct fields f = {.year = 1970, .month = 1, .day = 1};
    bool quoted = false;
    while (format.n) {
        int argument;
        enum element e = next_element(&format, &quoted, &argument);
        if (!read_element(&text, e, argument, &f))
            return false;
    }
    return text.n == 0 && combine(&f, ret);
}

/* YYYY-MM-DD[(T| )HH24[:MI[:SS[.FF]]][ ][Z|±HH[[:]MI]]] and HH24:MI[:SS[.FF]]: parts may be missing from the right. */
static bool parse_iso(struct str text, struct moment *ret)
{
    struct fields f = {.year = 1970, .month = 1, .day = 1};
    int value;
    if (text.n > 4 && text.p[4] == '-') {
        f.has_date = true;
        if (!read_digits(&text, 4, 4, &value) || text.n < 2 || *text.p != '-')
            return false;
        f.year = value;
        text = str_sub(text, 1, text.n);
        if (!read_digits(&text, 1, 2, &f.month) || !text.n || *text.p != '-')
            return false;
        text = str_sub(text, 1, text.n);
        if (!read_digits(&text, 1, 2, &f.day))
            return false;
        if (!text.n)
            return combine(&f, ret);
        if (*text.p != 'T' && *text.p != ' ')
            return false;
        text = str_sub(text, 1, text.n);
    }
    if (!read_digits(&text, 1, 2, &f.hour) || (!f.has_date && !(text.n && *text.p == ':')))
        return false;
    if (text.n && *text.p == ':') {
        text = str_sub(text, 1, text.n);
        if (!read_digits(&text, 2, 2, &f.minute))
            return false;
    }
    if (text.n && *text.p == ':') {
        text = str_sub(text, 1, text.n);
        if (!read_digits(&text, 2, 2, &f.second))
            return false;
    }
    if (text.n && *text.p == '.') {
        text = str_sub(text, 1, text.n);
        if (!read_fraction(&text, &f.micros))
            return false;
    }
    text = str_trim(text);
    if (text.n) {
        if (!read_zone_hour(&text, &f))
            return false;
        if (text.n && *text.p == ':')
            text = str_sub(text, 1, text.n);
        if (text.n && !read_digits(&text, 2, 2, &f.zone_minute))
            return false;
    }
    return text.n == 0 && combine(&f, ret);
}

/* Digits alone are a point in time whose unit follows from its size. */
static bool parse_epoch(struct str text, struct moment *ret)
{
    int64_t n;
    if (!str_to_int64(text, &n))
        return false;
    int64_t size = n < 0 ? -n : n;
    if (size < INT64_C(31536000000))
        n *= MICROS_PER_SECOND;
    else if (size < INT64_C(31536000000000))
        n *= 1000;
    else if (size >= INT64_C(31536000000000000))
        n /= 1000;
    *ret = (struct moment){.micros = n, .offset = MOMENT_NO_OFFSET, .has_date = true};
    return true;
}

bool moment_parse(struct str text, struct str format, struct moment *ret)
{
    static const char *const automatic[] = {
        "MM/DD/YYYY HH24:MI:SS",
        "MM/DD/YYYY",
        "DD-MON-YYYY HH24:MI:SS",
        "DD-MON-YYYY",
        "DY, DD MON YYYY HH24:MI:SS TZHTZM",
        "DY, DD MON YYYY HH24:MI:SS",
        "DY MON DD HH24:MI:SS TZHTZM YYYY",
    };
    text = str_trim(text);
    if (format.n && !str_ieq(format, STR("AUTO")))
        return parse_by(text, format, ret);
    if (parse_iso(text, ret) || parse_epoch(text, ret))
        return true;
    for (size_t i = 0; i < sizeof automatic / sizeof *automatic; i++)
        if (parse_by(text, str_from(automatic[i]), ret))
            return true;
    return false;
}

static void write_element(struct buf *out, const struct fields *f, int weekday, enum element element, int argument)
{
    static const int powers[] = {1000000, 100000, 10000, 1000, 100, 10, 1};
    int digits = argument < 0 ? 9 : argument;
    switch (element) {
    case YEAR4:
        buf_printf(out, "%04lld", (long long)f->year);
        break;
    case YEAR2:
        buf_printf(out, "%02lld", (long long)(f->year % 100));
        break;
    case MONTH_FULL:
        buf_adds(out, months[f->month - 1]);
        break;
    case MONTH_NAME:
        buf_printf(out, "%.3s", months[f->month - 1]);
        break;
    case MONTH:
        buf_printf(out, "%02d", f->month);
        break;
    case DAY:
        buf_printf(out, "%02d", f->day);
        break;
    case DAY_NAME:
        buf_printf(out, "%.3s", days[weekday]);
        break;
    case HOUR24:
        buf_printf(out, "%02d", f->hour);
        break;
    case HOUR12:
        buf_printf(out, "%02d", f->hour % 12 ? f->hour % 12 : 12);
        break;
    case MERIDIAN:
        buf_adds(out, f->hour < 12 ? "AM" : "PM");
        break;
    case MINUTE:
        buf_printf(out, "%02d", f->minute);
        break;
    case SECOND:
        buf_printf(out, "%02d", f->second);
        break;
    case FRACTION:
        if (digits)
            buf_printf(out, "%0*d", digits < 6 ? digits : 6, f->micros / powers[digits < 6 ? digits : 6]);
        for (int i = 6; i < digits; i++)
            buf_addc(out, '0');
        break;
    case ZONE_HOUR:
        if (f->has_zone)
            buf_printf(out, "%c%02d", f->zone_sign < 0 ? '-' : '+', f->zone_hour);
        break;
    case ZONE_MINUTE:
        if (f->has_zone)
            buf_printf(out, "%02d", f->zone_minute);
        break;
    case LITERAL:
        if (argument)
            buf_addc(out, (char)argument);
        break;
    }
}

void moment_format(struct moment m, struct str format, struct buf *out)
{
    struct fields f = {0};
    int64_t day = m.micros / (86400 * MICROS_PER_SECOND), rest = m.micros % (86400 * MICROS_PER_SECOND);
    if (rest < 0) {
        day--;
        rest += 86400 * MICROS_PER_SECOND;
    }
    civil_from_days(day, &f.year, &f.month, &f.day);
    f.micros = (int)(rest % MICROS_PER_SECOND);
    int seconds = (int)(rest / MICROS_PER_SECOND);
    f.hour = seconds / 3600;
    f.minute = seconds / 60 % 60;
    f.second = seconds % 60;
    f.has_zone = m.offset != MOMENT_NO_OFFSET;
    int minutes = f.has_zone ? m.offset : 0;
    f.zone_sign = minutes < 0 ? -1 : 1;
    f.zone_hour = f.zone_sign * minutes / 60;
    f.zone_minute = f.zone_sign * minutes % 60;
    int weekday = (int)(((day + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
    bool quoted = false;
    while (format.n) {
        int argument;
        enum element e = next_element(&format, &quoted, &argument);
        write_element(out, &f, weekday, e, argument);
    }
}
