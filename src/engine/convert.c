/* Converting cells by Snowflake's rules. Numbers are 128-bit integers with a scale; rounding is half away from zero. */
#include "engine/cell.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "engine/moment.h"

enum { MAX_DIGITS = 38 };

bool failure_set(struct failure *f, int code, const char *sqlstate, const char *format, ...)
{
    int n = snprintf(f->message, sizeof f->message, "freshet:%06d:%s:", code, sqlstate);
    va_list args;
    va_start(args, format);
    vsnprintf(f->message + n, sizeof f->message - (size_t)n, format, args);
    va_end(args);
    return false;
}

__int128 power_of_ten(int n)
{
#define E18 ((__int128)INT64_C(1000000000000000000))
    static const __int128 powers[] = {1,
                                      10,
                                      100,
                                      1000,
                                      10000,
                                      100000,
                                      1000000,
                                      10000000,
                                      100000000,
                                      1000000000,
                                      INT64_C(10000000000),
                                      INT64_C(100000000000),
                                      INT64_C(1000000000000),
                                      INT64_C(10000000000000),
                                      INT64_C(100000000000000),
                                      INT64_C(1000000000000000),
                                      INT64_C(10000000000000000),
                                      INT64_C(100000000000000000),
                                      INT64_C(1000000000000000000),
                                      E18 * 10,
                                      E18 * 100,
                                      E18 * 1000,
                                      E18 * 10000,
                                      E18 * 100000,
                                      E18 * 1000000,
                                      E18 * 10000000,
                                      E18 * 100000000,
                                      E18 * 1000000000,
                                      E18 * INT64_C(10000000000),
                                      E18 * INT64_C(100000000000),
                                      E18 * INT64_C(1000000000000),
                                      E18 * INT64_C(10000000000000),
                                      E18 * INT64_C(100000000000000),
                                      E18 * INT64_C(1000000000000000),
                                      E18 * INT64_C(10000000000000000),
                                      E18 * INT64_C(100000000000000000),
                                      E18 * INT64_C(1000000000000000000),
                                      E18 * E18 * 10,
                                      E18 * E18 * 100};
#undef E18
    return powers[n];
}

size_t number_text(__int128 n, int scale, char out[64])
{
    char digits[64];
    int count = 0;
    unsigned __int128 rest = n < 0 ? -(unsigned __int128)n : (unsigned __int128)n;
    for (; rest > UINT64_MAX; rest /= 10)
        digits[count++] = (char)('0' + (int)(rest % 10));
    uint64_t low = (uint64_t)rest; /* dividing 64 bits is much cheaper */
    do
        digits[count++] = (char)('0' + (int)(low % 10));
    while ((low /= 10) != 0 || count <= scale);
    size_t length = 0;
    if (n < 0)
        out[length++] = '-';
    while (count) {
        if (count == scale)
            out[length++] = '.';
        out[length++] = digits[--count];
    }
    return length;
}

/* --- numbers ------------------------------------------------------------------------------------------------------ */

/* n / 10^drop, rounded half away from zero. */
static __int128 round_digits(__int128 n, int drop)
{
    if (drop > MAX_DIGITS)
        return 0;
    __int128 p = power_of_ten(drop), half = p / 2;
    return n < 0 ? -((-n + half) / p) : (n + half) / p;
}

static bool rescale(__int128 n, int from, int to, int precision, __int128 *ret)
{
    if (from > to) {
        n = round_digits(n, from - to);
    } else if (n != 0) {
        __int128 limit = power_of_ten(MAX_DIGITS) / power_of_ten(to - from);
        if (n > limit || n < -limit)
            return false;
        n *= power_of_ten(to - from);
    }
    __int128 limit = power_of_ten(precision);
    *ret = n;
    return n < limit && n > -limit;
}

/* [space][sign]digits[.digits][e[sign]digits][space]; *ret_exact false: more digits than fit. */
bool number_parse(struct str text, __int128 *ret, int *ret_scale, bool *ret_exact)
{
    text = str_trim(text);
    size_t i = text.n && (*text.p == '-' || *text.p == '+');
    bool negative = i && *text.p == '-', seen = false, point = false;
    const __int128 full = power_of_ten(MAX_DIGITS - 1); /* from here on it has all the digits */
    __int128 n = 0;
    int scale = 0, exponent = 0;
    *ret_exact = true;
    for (; i < text.n; i++) {
        char c = text.p[i];
        if (c == '.' && !point) {
            point = true;
            continue;
        }
        if (c < '0' || c > '9')
            break;
        seen = true;
        if (n >= full) { /* further digits do not fit */
            if (!point)
                exponent++;
            *ret_exact = *ret_exact && c == '0';
            continue;
        }
        n = n * 10 + (c - '0');
        scale += point;
    }
    if (!seen)
        return false;
    if (i < text.n && (text.p[i] == 'e' || text.p[i] == 'E')) {
        int64_t e;
        struct str rest = str_sub(text, i + 1, text.n);
        if (rest.n && *rest.p == '+')
            rest = str_sub(rest, 1, rest.n);
        if (!str_to_int64(rest, &e) || e > 1000 || e < -1000)
            return false;
        exponent += (int)e;
        i = text.n;
    }
    if (i < text.n)
        return false;
    scale -= exponent;
    while (scale < 0 && n != 0 && n < power_of_ten(MAX_DIGITS - 1)) {
        n *= 10;
        scale++;
    }
    if (n == 0 && scale < 0)
        scale = 0;
    if (scale < 0)
        *ret_exact = false;
    *ret = negative ? -n : n;
    *ret_scale = scale;
    return true;
}

static bool out_of_range(struct failure *f, struct str text)
{
    return failure_set(f, 100039, "22003", "Numeric value '%.*s' is out of representable range", STR_FMT(text));
}

static bool float_to_number(double real, int precision, int scale, __int128 *ret, struct failure *f)
{
    long double scaled = roundl((long double)real * (long double)power_of_ten(scale));
    if (!(fabsl(scaled) < (long double)power_of_ten(precision))) {
        char text[64];
        snprintf(text, sizeof text, "%.15g", real);
        return out_of_range(f, str_from(text));
    }
    *ret = (__int128)scaled;
    return true;
}

/* Of a type that is never converted to that one. */
static bool fail_cast(const struct cell *c, const char *to, struct failure *f)
{
    static const char *const names[] = {
        [CELL_NULL] = "NULL",
        [CELL_NUMBER] = "NUMBER(38,0)",
        [CELL_FLOAT] = "FLOAT",
        [CELL_BOOLEAN] = "BOOLEAN",
        [CELL_TEXT] = "VARCHAR(16777216)",
        [CELL_DATE] = "DATE",
        [CELL_TIME] = "TIME(9)",
        [CELL_TIMESTAMP] = "TIMESTAMP_NTZ(9)",
        [CELL_ZONED] = "TIMESTAMP_LTZ(9)",
        [CELL_OFFSET] = "TIMESTAMP_TZ(9)",
        [CELL_BINARY] = "BINARY(8388608)",
        [CELL_OTHER] = "OTHER",
    };
    if (c->kind == CELL_JSON)
        return failure_set(f, 100071, "22000", "Failed to cast variant value to %.*s", (int)strcspn(to, "(_"), to);
    return failure_set(f, 2016, "22000",
                       "SQL compilation error:\nCan not convert a value of type [%s] into expected type [%s]",
                       names[c->kind], to);
}

bool cell_number(const struct cell *c, int precision, int scale, __int128 *ret, struct failure *f)
{
    __int128 n;
    int from;
    bool exact = true;
    char text[64];
    switch (c->kind) {
    case CELL_NUMBER:
    case CELL_BOOLEAN:
        from = c->kind == CELL_NUMBER ? c->scale : 0;
        return rescale(c->number, from, scale, precision, ret) ||
               out_of_range(f, (struct str){text, number_text(c->number, from, text)});
    case CELL_FLOAT:
        return float_to_number(c->real, precision, scale, ret, f);
    case CELL_TEXT:
        if (!number_parse(c->text, &n, &from, &exact))
            return failure_set(f, 100038, "22018", "Numeric value '%.*s' is not recognized",
                               (int)(c->text.n < 200 ? c->text.n : 200), c->text.p ? c->text.p : "");
        return (from >= 0 && rescale(n, from, scale, precision, ret)) || out_of_range(f, c->text);
    case CELL_NULL:
    case CELL_DATE:
    case CELL_TIME:
    case CELL_TIMESTAMP:
    case CELL_ZONED:
    case CELL_OFFSET:
    case CELL_BINARY:
    case CELL_JSON:
    case CELL_OTHER:
        break;
    }
    return fail_cast(c, "NUMBER(38,0)", f);
}

bool cell_float(const struct cell *c, double *ret, struct failure *f)
{
    char text[400], *end;
    switch (c->kind) {
    case CELL_NUMBER:
    case CELL_BOOLEAN:
        text[number_text(c->number, c->kind == CELL_NUMBER ? c->scale : 0, text)] = 0;
        *ret = strtod(text, NULL);
        return true;
    case CELL_FLOAT:
        *ret = c->real;
        return true;
    case CELL_TEXT:
        snprintf(text, sizeof text, "%.*s", STR_FMT(str_trim(c->text)));
        *ret = strtod(text, &end);
        if (end != text && !*end && !strpbrk(text, "xXpP"))
            return true;
        return failure_set(f, 100038, "22018", "Numeric value '%.200s' is not recognized", text);
    case CELL_NULL:
    case CELL_DATE:
    case CELL_TIME:
    case CELL_TIMESTAMP:
    case CELL_ZONED:
    case CELL_OFFSET:
    case CELL_BINARY:
    case CELL_JSON:
    case CELL_OTHER:
        break;
    }
    return fail_cast(c, "FLOAT", f);
}

bool cell_boolean(const struct cell *c, bool *ret, struct failure *f)
{
    static const char *const words[] = {"true", "t", "yes", "y", "on", "1", "false", "f", "no", "n", "off", "0"};
    switch (c->kind) {
    case CELL_NUMBER:
    case CELL_BOOLEAN:
        *ret = c->number != 0;
        return true;
    case CELL_FLOAT:
        *ret = c->real != 0;
        return true;
    case CELL_TEXT:
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            if (str_ieq(str_trim(c->text), str_from(words[i]))) {
                *ret = i < 6;
                return true;
            }
        return failure_set(f, 100037, "22018", "Boolean value '%.*s' is not recognized",
                           (int)(c->text.n < 200 ? c->text.n : 200), c->text.p ? c->text.p : "");
    case CELL_NULL:
    case CELL_DATE:
    case CELL_TIME:
    case CELL_TIMESTAMP:
    case CELL_ZONED:
    case CELL_OFFSET:
    case CELL_BINARY:
    case CELL_JSON:
    case CELL_OTHER:
        break;
    }
    return fail_cast(c, "BOOLEAN", f);
}

/* --- text --------------------------------------------------------------------------------------------------------- */

/* As few digits as read back to the same value. */
static size_t float_text(double real, char out[64])
{
    if (isnan(real))
        return (size_t)snprintf(out, 64, "NaN");
    if (isinf(real))
        return (size_t)snprintf(out, 64, real < 0 ? "-inf" : "inf");
    for (int digits = 15; digits <= 17; digits++) {
        int n = snprintf(out, 64, "%.*g", digits, real);
        if (digits == 17 || strtod(out, NULL) == real)
            return (size_t)n;
    }
    return 0;
}

static char *put_digits(char *to, int value, int digits)
{
    for (int i = digits; i-- > 0; value /= 10)
        to[i] = (char)('0' + value % 10);
    return to + digits;
}

static char *put_clock(char *to, int64_t micros)
{
    int seconds = (int)(micros / MICROS_PER_SECOND);
    to = put_digits(to, seconds / 3600, 2);
    *to++ = ':';
    to = put_digits(to, seconds / 60 % 60, 2);
    *to++ = ':';
    return put_digits(to, seconds % 60, 2);
}

/* YYYY-MM-DD[ HH24:MI:SS.FF3], the sessions' formats: written without the general machinery, because it is what every
 * query of timestamps prints. */
static size_t moment_text(int64_t micros, bool with_time, char text[64])
{
    const int64_t day = 86400 * MICROS_PER_SECOND;
    int64_t days = micros / day - (micros % day < 0), rest = micros - days * day, year;
    int month, mday;
    civil_from_days(days, &year, &month, &mday);
    char *to = text;
    if (year >= 0 && year <= 9999)
        to = put_digits(to, (int)year, 4);
    else
        to += snprintf(to, 24, "%lld", (long long)year);
    *to++ = '-';
    to = put_digits(to, month, 2);
    *to++ = '-';
    to = put_digits(to, mday, 2);
    if (with_time) {
        *to++ = ' ';
        to = put_clock(to, rest);
        *to++ = '.';
        to = put_digits(to, (int)(rest % MICROS_PER_SECOND / 1000), 3);
    }
    return (size_t)(to - text);
}

static void put(char **buf, size_t *size, size_t *n, struct str s)
{
    if (*size < s.n) {
        *size = s.n + 64;
        *buf = realloc(*buf, *size);
        if (!*buf)
            abort();
    }
    if (s.n)
        memcpy(*buf, s.p, s.n);
    *n = s.n;
}

/* Of a CELL_OFFSET. */
static int64_t cell_wall(const struct cell *c)
{
    return (int64_t)c->number + c->scale * 60 * MICROS_PER_SECOND;
}

void cell_text(const struct cell *c, char **buf, size_t *size, size_t *ret_n)
{
    char text[64];
    BUF_SCOPE struct buf long_text = {0};
    switch (c->kind) {
    case CELL_NUMBER:
        put(buf, size, ret_n, (struct str){text, number_text(c->number, c->scale, text)});
        return;
    case CELL_FLOAT:
        put(buf, size, ret_n, (struct str){text, float_text(c->real, text)});
        return;
    case CELL_BOOLEAN:
        put(buf, size, ret_n, c->number ? STR("true") : STR("false"));
        return;
    case CELL_TEXT:
    case CELL_JSON:
        put(buf, size, ret_n, c->text);
        return;
    case CELL_DATE:
        put(buf, size, ret_n,
            (struct str){text, moment_text((int64_t)c->number * 86400 * MICROS_PER_SECOND, false, text)});
        return;
    case CELL_TIME:
        put(buf, size, ret_n, (struct str){text, (size_t)(put_clock(text, (int64_t)c->number) - text)});
        return;
    case CELL_TIMESTAMP:
    case CELL_ZONED:
        put(buf, size, ret_n, (struct str){text, moment_text((int64_t)c->number, true, text)});
        return;
    case CELL_OFFSET:
        buf_printf(&long_text, "%.*s %c%02d%02d", (int)moment_text(cell_wall(c), true, text), text,
                   c->scale < 0 ? '-' : '+', abs(c->scale) / 60, abs(c->scale) % 60);
        break;
    case CELL_BINARY:
        for (size_t i = 0; i < c->text.n; i++)
            buf_printf(&long_text, "%02X", (unsigned char)c->text.p[i]);
        break;
    case CELL_NULL:
    case CELL_OTHER:
        break;
    }
    put(buf, size, ret_n, buf_str(&long_text));
}

/* --- dates and times ---------------------------------------------------------------------------------------------- */

static bool moment_from_text(const struct cell *c, struct str format, const char *what, int code, const char *sqlstate,
                             struct moment *ret, struct failure *f)
{
    if (moment_parse(c->text, format, ret))
        return true;
    if (format.n)
        return failure_set(f, 100096, "22007", "Can't parse '%.*s' as %s with format '%.*s'",
                           (int)(c->text.n < 100 ? c->text.n : 100), c->text.p ? c->text.p : "", what,
                           (int)(format.n < 100 ? format.n : 100), format.p);
    return failure_set(f, code, sqlstate, "%c%s '%.*s' is not recognized", what[0] - 32, what + 1,
                       (int)(c->text.n < 200 ? c->text.n : 200), c->text.p ? c->text.p : "");
}

bool cell_moment(const struct cell *c, struct str format, int64_t *ret_micros, int *ret_offset, struct failure *f)
{
    struct moment m = {0};
    int64_t scale;
    *ret_offset = NO_OFFSET;
    switch (c->kind) {
    case CELL_TEXT:
        if (format.n && str_eq(format, STR("DATE"))) { /* the automatic formats, with a date's message */
            if (!moment_from_text(c, STR_NULL, "date", 100040, "22007", &m, f))
                return false;
        } else if (!moment_from_text(c, format, "timestamp", 100035, "22007", &m, f)) {
            return false;
        }
        if (!m.has_date && !format.n)
            return failure_set(f, 100035, "22007", "Timestamp '%.*s' is not recognized", STR_FMT(c->text));
        *ret_micros = m.micros;
        *ret_offset = m.offset == MOMENT_NO_OFFSET ? NO_OFFSET : m.offset;
        return true;
    case CELL_NUMBER: {
        /* seconds, or by the scale that stands in place of a format */
        __int128 n;
        int digits = str_to_int64(format, &scale) && scale >= 0 && scale <= 9 ? (int)scale : 0;
        if (!rescale(c->number, c->scale + digits, 6, MAX_DIGITS, &n) || n > INT64_MAX || n < INT64_MIN)
            return failure_set(f, 100035, "22007", "Timestamp is out of range");
        *ret_micros = (int64_t)n;
        return true;
    }
    case CELL_FLOAT:
        *ret_micros = (int64_t)(c->real * (double)MICROS_PER_SECOND);
        return true;
    case CELL_DATE:
        *ret_micros = (int64_t)c->number * 86400 * MICROS_PER_SECOND;
        return true;
    case CELL_TIMESTAMP:
        *ret_micros = (int64_t)c->number;
        return true;
    case CELL_OFFSET:
        *ret_micros = cell_wall(c);
        *ret_offset = c->scale;
        return true;
    case CELL_BOOLEAN:
        return fail_cast(c, "TIMESTAMP_NTZ(9)", f);
    case CELL_NULL:
    case CELL_TIME:
    case CELL_ZONED:
    case CELL_BINARY:
    case CELL_JSON:
    case CELL_OTHER:
        break;
    }
    return fail_cast(c, "TIMESTAMP_NTZ(9)", f);
}

bool cell_clock(const struct cell *c, struct str format, int64_t *ret_micros, struct failure *f)
{
    const int64_t day = 86400 * MICROS_PER_SECOND;
    struct moment m = {0};
    switch (c->kind) {
    case CELL_TEXT:
        if (!moment_from_text(c, format, "time", 100108, "22007", &m, f))
            return false;
        *ret_micros = (m.micros % day + day) % day;
        return true;
    case CELL_NUMBER:
        *ret_micros = (int64_t)(round_digits(c->number, c->scale) % 86400) * MICROS_PER_SECOND;
        return true;
    case CELL_TIME:
    case CELL_TIMESTAMP:
        *ret_micros = ((int64_t)c->number % day + day) % day;
        return true;
    case CELL_OFFSET:
        *ret_micros = (cell_wall(c) % day + day) % day;
        return true;
    case CELL_DATE:
        *ret_micros = 0;
        return true;
    case CELL_NULL:
    case CELL_FLOAT:
    case CELL_BOOLEAN:
    case CELL_ZONED:
    case CELL_BINARY:
    case CELL_JSON:
    case CELL_OTHER:
        break;
    }
    return fail_cast(c, "TIME(9)", f);
}
