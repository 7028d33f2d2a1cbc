/* One table lists the functions; each is a loop over the rows of a chunk that reads cells and writes one result. Those
 * with a sf_try_ twin give NULL where the other fails. sf_number_0 … sf_number_37 exist once for each scale, because a
 * function's type is fixed when it is registered. */
#include "engine/functions.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/utf8.h"
#include "engine/canonical.h"
#include "engine/cell.h"
#include "engine/geography.h"
#include "engine/member.h"
#include "engine/moment.h"

enum { MAX_ARGUMENTS = 4, MAX_SCALE = 37, MOST_QUOTIENT_DIGITS = 12, MOST_TEXT = 16777216 };

/* What a registered function knows of itself: its extra info. */
struct kind {
    const struct row *row;
    bool try;
    int scale;
};

/* A call of a function on one chunk. */
struct call {
    const struct kind *kind;
    duckdb_vector output;
    void *data; /* the output's */
    idx_t columns, rows;
    struct column column[MAX_ARGUMENTS];
    struct cell cell[MAX_ARGUMENTS]; /* of the row at hand */
    struct failure failure;
    char *text; /* a result under construction */
    size_t text_size;
};

/* HAS_TRY: there is a sf_try_ twin. PER_SCALE: see above. TAKES_NULL: without it a NULL argument gives NULL. OF_JSON:
 * TEXT stands for DuckDB's JSON, as a parameter and as what is returned. */
enum flag { HAS_TRY = 1, PER_SCALE = 2, VOLATILE = 4, TAKES_NULL = 8, OF_JSON = 16 };
enum outcome { DONE, IS_NULL, FAILED };

struct row {
    const char *name;
    duckdb_type parameters[MAX_ARGUMENTS]; /* up to the first INVALID */
    duckdb_type returns;
    enum outcome (*run)(struct call *c, idx_t row);
    unsigned flags; /* bits of enum flag */
    int scale;      /* of a DECIMAL that is returned */
};

/* --- the functions ------------------------------------------------------------------------------------------------ */

static struct str argument_text(const struct call *c, idx_t i)
{
    return i < c->columns && c->cell[i].kind == CELL_TEXT ? c->cell[i].text : STR_NULL;
}

static int argument_int(const struct call *c, idx_t i)
{
    return (int)c->cell[i].number;
}

static enum outcome give_text(struct call *c, idx_t row, struct str text)
{
    duckdb_vector_assign_string_element_len(c->output, row, text.p ? text.p : "", text.n);
    return DONE;
}

static enum outcome run_text(struct call *c, idx_t row)
{
    size_t n;
    if (c->cell[0].kind == CELL_ZONED)
        return IS_NULL;
    if (c->cell[0].kind == CELL_TEXT)
        return give_text(c, row, c->cell[0].text);
    if (c->cell[0].kind == CELL_OTHER)
        return failure_set(&c->failure, 2, "0A000", "Unsupported feature 'a value of this type as text'."), FAILED;
    cell_text(&c->cell[0], &c->text, &c->text_size, &n);
    return give_text(c, row, (struct str){c->text, n});
}

static enum outcome run_timestamp_text(struct call *c, idx_t row)
{
    enum cell_kind kind = c->cell[0].kind;
    return kind == CELL_TIMESTAMP || kind == CELL_OFFSET ? run_text(c, row) : IS_NULL;
}

static enum outcome run_zoned(struct call *c, idx_t row)
{
    if (c->cell[0].kind != CELL_ZONED)
        return IS_NULL;
    ((int64_t *)c->data)[row] = (int64_t)c->cell[0].number;
    return DONE;
}

static enum outcome run_number(struct call *c, idx_t row)
{
    __int128 n;
    if (!cell_number(&c->cell[0], argument_int(c, 1), c->kind->scale, &n, &c->failure))
        return FAILED;
    memcpy((char *)c->data + row * sizeof n, &n, sizeof n);
    return DONE;
}

static enum outcome run_int(struct call *c, idx_t row)
{
    __int128 n;
    if (!cell_number(&c->cell[0], 38, 0, &n, &c->failure))
        return FAILED;
    memcpy((char *)c->data + row * sizeof n, &n, sizeof n);
    return DONE;
}

static enum outcome run_float(struct call *c, idx_t row)
{
    return cell_float(&c->cell[0], (double *)c->data + row, &c->failure) ? DONE : FAILED;
}

static enum outcome run_bool(struct call *c, idx_t row)
{
    return cell_boolean(&c->cell[0], (bool *)c->data + row, &c->failure) ? DONE : FAILED;
}

/* The wall clock of a text, a date or a timestamp; a text's offset is dropped. */
static enum outcome run_wall(struct call *c, idx_t row)
{
    int offset;
    if (c->cell[0].kind == CELL_ZONED)
        return IS_NULL;
    return cell_moment(&c->cell[0], argument_text(c, 1), (int64_t *)c->data + row, &offset, &c->failure) ? DONE
                                                                                                         : FAILED;
}

/* The instant, where it does not depend on the session's time zone: a text with an offset, a number, a TIMESTAMPTZ. */
static enum outcome run_instant(struct call *c, idx_t row)
{
    int offset = NO_OFFSET;
    int64_t *result = (int64_t *)c->data + row;
    enum cell_kind kind = c->cell[0].kind;
    if (kind == CELL_ZONED || kind == CELL_OFFSET) {
        *result = (int64_t)c->cell[0].number;
        return DONE;
    }
    if (kind != CELL_TEXT && kind != CELL_NUMBER && kind != CELL_FLOAT)
        return IS_NULL;
    struct failure ignored;
    if (!cell_moment(&c->cell[0], argument_text(c, 1), result, &offset, &ignored))
        return IS_NULL; /* sf_wall says why */
    if (kind == CELL_TEXT && offset == NO_OFFSET)
        return IS_NULL;
    if (offset != NO_OFFSET)
        *result -= offset * 60 * MICROS_PER_SECOND;
    return DONE;
}

static enum outcome give_offset(struct call *c, idx_t row, int64_t micros, int minutes)
{
    __int128 packed = offset_pack(micros, minutes);
    memcpy((char *)c->data + row * sizeof packed, &packed, sizeof packed);
    return DONE;
}

/* The TIMESTAMP_TZ of what has an offset of its own: such a value, and a text that names one. */
static enum outcome run_own_offset(struct call *c, idx_t row)
{
    int64_t wall;
    int offset = NO_OFFSET;
    struct failure ignored;
    const struct cell *cell = &c->cell[0];
    if (cell->kind != CELL_OFFSET && cell->kind != CELL_TEXT)
        return IS_NULL;
    if (!cell_moment(cell, argument_text(c, 1), &wall, &offset, &ignored) || offset == NO_OFFSET)
        return IS_NULL; /* sf_wall says why */
    return give_offset(c, row, wall - offset * 60 * MICROS_PER_SECOND, offset);
}

/* Of an instant and its wall clock. */
static enum outcome run_with_offset(struct call *c, idx_t row)
{
    int64_t instant = (int64_t)c->cell[0].number, wall = (int64_t)c->cell[1].number;
    return give_offset(c, row, instant, (int)((wall - instant) / (60 * MICROS_PER_SECOND)));
}

/* Another wall clock, at the same offset. */
static enum outcome run_at_offset(struct call *c, idx_t row)
{
    int minutes = c->cell[0].scale;
    int64_t wall = (int64_t)c->cell[1].number;
    return give_offset(c, row, wall - minutes * 60 * MICROS_PER_SECOND, minutes);
}

static enum outcome run_cut_offset(struct call *c, idx_t row)
{
    int64_t t = (int64_t)c->cell[0].number, step = (int64_t)c->cell[1].number, rest = t % step;
    return give_offset(c, row, t - rest - (rest < 0 ? step : 0), c->cell[0].scale);
}

static enum outcome run_geography(struct call *c, idx_t row)
{
    BUF_SCOPE struct buf out = {0};
    if (c->cell[0].kind != CELL_TEXT && c->cell[0].kind != CELL_JSON)
        return failure_set(&c->failure, 100201, "22023", "Error parsing Geo input: it is neither text nor an object"),
               FAILED;
    return geography_parse(c->cell[0].text, &out, &c->failure) ? give_text(c, row, buf_str(&out)) : FAILED;
}

static enum outcome run_day(struct call *c, idx_t row)
{
    int64_t micros;
    int offset;
    struct str format = argument_text(c, 1);
    if (c->cell[0].kind == CELL_ZONED)
        return IS_NULL;
    if (!cell_moment(&c->cell[0], format.n ? format : STR("DATE"), &micros, &offset, &c->failure))
        return FAILED;
    const int64_t day = 86400 * MICROS_PER_SECOND;
    ((int32_t *)c->data)[row] = (int32_t)(micros >= 0 ? micros / day : -((-micros + day - 1) / day));
    return DONE;
}

static enum outcome run_clock(struct call *c, idx_t row)
{
    if (c->cell[0].kind == CELL_ZONED)
        return IS_NULL;
    return cell_clock(&c->cell[0], argument_text(c, 1), (int64_t *)c->data + row, &c->failure) ? DONE : FAILED;
}

/* A time or timestamp to so many microseconds, earlier ones also downwards. */
static enum outcome run_cut(struct call *c, idx_t row)
{
    int64_t t = (int64_t)c->cell[0].number, step = (int64_t)c->cell[1].number, rest = t % step;
    ((int64_t *)c->data)[row] = t - rest - (rest < 0 ? step : 0);
    return DONE;
}

/* top * 10^digits / bottom, rounded half away from zero; false when it has more than 38 digits. Mostly both fit 64
 * bits. */
static bool divide(unsigned __int128 top, unsigned __int128 bottom, int digits, unsigned __int128 *ret)
{
    if (digits <= 18 && top < UINT64_MAX / (uint64_t)power_of_ten(digits) && bottom <= INT64_MAX) {
        uint64_t n = (uint64_t)top * (uint64_t)power_of_ten(digits), d = (uint64_t)bottom;
        *ret = n / d + (n % d * 2 >= d);
        return true;
    }
    while (bottom > (unsigned __int128)power_of_ten(37)) { /* room for the remainder times ten */
        bottom /= 10;
        top /= 10;
    }
    unsigned __int128 quotient = top / bottom, rest = top % bottom, most = (unsigned __int128)power_of_ten(37);
    for (int i = 0; i < digits; i++) {
        if (quotient >= most)
            return false;
        rest *= 10;
        quotient = quotient * 10 + rest / bottom;
        rest %= bottom;
    }
    *ret = quotient + (rest * 2 >= bottom);
    return true;
}

/* a / b with max(s, min(s + 6, 12)) digits behind the point, s those of a; long division, rounded half away from zero.
 */
static enum outcome run_quotient(struct call *c, idx_t row)
{
    struct cell *a = &c->cell[0], *b = &c->cell[1];
    __int128 n, d;
    int scale = a->kind == CELL_NUMBER ? a->scale : 0, divisor_scale = b->kind == CELL_NUMBER ? b->scale : 0;
    if (!cell_number(a, 38, scale, &n, &c->failure) || !cell_number(b, 38, divisor_scale, &d, &c->failure))
        return FAILED;
    if (d == 0)
        return failure_set(&c->failure, 100051, "22012", "Division by zero"), FAILED;
    int digits = scale + 6 < MOST_QUOTIENT_DIGITS ? scale + 6 : MOST_QUOTIENT_DIGITS;
    if (scale > MOST_QUOTIENT_DIGITS)
        return failure_set(&c->failure, 2, "0A000", "Unsupported feature 'division of a NUMBER of scale %d'.", scale),
               FAILED;
    bool negative = (n < 0) != (d < 0);
    unsigned __int128 top = (unsigned __int128)(n < 0 ? -n : n), bottom = (unsigned __int128)(d < 0 ? -d : d), quotient;
    if (!divide(top, bottom, digits + divisor_scale - scale, &quotient) ||
        quotient >= (unsigned __int128)power_of_ten(38 - (c->kind->scale - digits)))
        return failure_set(&c->failure, 100039, "22003", "Numeric value is out of representable range"), FAILED;
    quotient *= (unsigned __int128)power_of_ten(c->kind->scale - digits);
    __int128 result = negative ? -(__int128)quotient : (__int128)quotient;
    memcpy((char *)c->data + row * sizeof result, &result, sizeof result);
    return DONE;
}

static enum outcome run_float_quotient(struct call *c, idx_t row)
{
    double a, b;
    if (!cell_float(&c->cell[0], &a, &c->failure) || !cell_float(&c->cell[1], &b, &c->failure))
        return FAILED;
    if (b == 0)
        return failure_set(&c->failure, 100051, "22012", "Division by zero"), FAILED;
    ((double *)c->data)[row] = a / b;
    return DONE;
}

static enum outcome run_length_check(struct call *c, idx_t row)
{
    struct str text = c->cell[0].text;
    if (c->cell[0].kind != CELL_TEXT)
        return IS_NULL;
    if (utf8_length(text) <= (int64_t)c->cell[1].number)
        return give_text(c, row, text);
    return failure_set(&c->failure, 100078, "22000", "String '%.*s' is too long and would be truncated",
                       STR_FMT(utf8_cut(text, 200))),
           FAILED;
}

/* The JSON itself, scalars too, which cells hold as the values that they are. */
static struct str json_text(const struct call *c, idx_t row)
{
    duckdb_string_t *json = (duckdb_string_t *)c->column[0].data + row;
    return str_trim((struct str){duckdb_string_t_data(json), duckdb_string_t_length(*json)});
}

/* sf_size(variant, bytes) */
static enum outcome run_size_check(struct call *c, idx_t row)
{
    struct str text = json_text(c, row);
    if (text.n <= (size_t)c->cell[1].number)
        return give_text(c, row, text);
    return failure_set(&c->failure, 100082, "22000",
                       "Max LOB size (%lld) exceeded, actual size of parsed column is %zu",
                       (long long)c->cell[1].number, text.n),
           FAILED;
}

/* sf_array(variant): what is none becomes the only element of one. */
static enum outcome run_array(struct call *c, idx_t row)
{
    struct str json = json_text(c, row);
    if (str_starts(json, STR("[")))
        return give_text(c, row, json);
    BUF_SCOPE struct buf array = {0};
    buf_printf(&array, "[%.*s]", STR_FMT(json));
    return give_text(c, row, buf_str(&array));
}

static enum outcome only(struct call *c, idx_t row, struct str bracket, const char *type)
{
    struct str json = json_text(c, row);
    if (str_starts(json, bracket))
        return give_text(c, row, json);
    return failure_set(&c->failure, 100071, "22000", "Failed to cast variant value %.*s to %s",
                       STR_FMT(utf8_cut(json, 200)), type),
           FAILED;
}

static enum outcome run_only_array(struct call *c, idx_t row)
{
    return only(c, row, STR("["), "ARRAY");
}

static enum outcome run_only_object(struct call *c, idx_t row)
{
    return only(c, row, STR("{"), "OBJECT");
}

/* sf_format(value, model, instant): the instant, when not NULL, gives the offset. */
static enum outcome run_format(struct call *c, idx_t row)
{
    struct moment m = {.offset = MOMENT_NO_OFFSET};
    const int64_t minute = 60 * MICROS_PER_SECOND;
    enum cell_kind kind = c->cell[0].kind;
    if (kind == CELL_NULL || c->cell[1].kind != CELL_TEXT)
        return IS_NULL;
    BUF_SCOPE struct buf out = {0};
    if (kind == CELL_NUMBER) {
        if (number_format(&c->cell[0], c->cell[1].text, &out))
            return give_text(c, row, buf_str(&out));
        return failure_set(&c->failure, 2, "0A000", "Unsupported feature 'the number format %.*s'.",
                           STR_FMT(c->cell[1].text)),
               FAILED;
    }
    if (kind == CELL_DATE)
        m.micros = (int64_t)c->cell[0].number * 86400 * MICROS_PER_SECOND;
    else if (kind == CELL_TIMESTAMP || kind == CELL_TIME)
        m.micros = (int64_t)c->cell[0].number;
    else if (kind == CELL_OFFSET)
        m = (struct moment){.micros = (int64_t)c->cell[0].number + c->cell[0].scale * minute,
                            .offset = c->cell[0].scale};
    else
        return failure_set(&c->failure, 2, "0A000", "Unsupported feature 'TO_CHAR of a value of this type'."), FAILED;
    if (c->cell[2].kind == CELL_ZONED)
        m.offset = (int)((m.micros - (int64_t)c->cell[2].number) / minute);
    moment_format(m, c->cell[1].text, &out);
    return give_text(c, row, buf_str(&out));
}

/* Equal numbers hash alike whatever their type; a text and a number do not. */
static uint64_t hash_cell(struct call *c, const struct cell *cell, uint64_t seed)
{
    struct cell normal = *cell;
    while (normal.kind == CELL_NUMBER && normal.scale > 0 && normal.number % 10 == 0) {
        normal.number /= 10;
        normal.scale--;
    }
    size_t n = 0;
    if (normal.kind != CELL_NULL)
        cell_text(&normal, &c->text, &c->text_size, &n);
    uint64_t h = UINT64_C(14695981039346656037) ^ seed;
    h = (h ^ (normal.kind == CELL_FLOAT ? CELL_NUMBER : normal.kind)) * UINT64_C(1099511628211);
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)c->text[i]) * UINT64_C(1099511628211);
    h ^= h >> 32;
    return h * UINT64_C(0x9e3779b97f4a7c15);
}

/* sf_hash(so far, value): chained by the printer for several arguments. */
static enum outcome run_hash(struct call *c, idx_t row)
{
    uint64_t h = hash_cell(c, &c->cell[1], (uint64_t)c->cell[0].number);
    ((int64_t *)c->data)[row] = (int64_t)(h ^ h >> 29);
    return DONE;
}

static enum outcome run_random(struct call *c, idx_t row)
{
    random_os((int64_t *)c->data + row, sizeof(int64_t));
    return DONE;
}

static enum outcome run_seeded(struct call *c, idx_t row)
{
    uint64_t seed = (uint64_t)c->cell[0].number, n = (uint64_t)c->cell[1].number;
    ((int64_t *)c->data)[row] = (int64_t)random_mix(random_mix(seed) + n * RANDOM_STEP);
    return DONE;
}

static enum outcome run_uniform(struct call *c, idx_t row)
{
    int64_t low = (int64_t)c->cell[0].number, high = (int64_t)c->cell[1].number;
    uint64_t span = (uint64_t)high - (uint64_t)low + 1, r = random_mix((uint64_t)c->cell[2].number);
    if (high < low)
        return failure_set(&c->failure, 100183, "22023", "Invalid parameter: UNIFORM's minimum exceeds its maximum"),
               FAILED;
    ((int64_t *)c->data)[row] = (int64_t)((uint64_t)low + (span ? r % span : r));
    return DONE;
}

static enum outcome run_float_uniform(struct call *c, idx_t row)
{
    double unit = (double)(random_mix((uint64_t)c->cell[2].number) >> 11) / 9007199254740992.0;
    ((double *)c->data)[row] = c->cell[0].real + unit * (c->cell[1].real - c->cell[0].real);
    return DONE;
}

static enum outcome run_randstr(struct call *c, idx_t row)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    uint64_t r = (uint64_t)c->cell[1].number;
    int64_t n = (int64_t)c->cell[0].number;
    BUF_SCOPE struct buf out = {0};
    if (n < 0)
        return failure_set(&c->failure, 100183, "22023", "Invalid argument for function [RANDSTR]: it is negative"),
               FAILED;
    if (n > MOST_TEXT)
        return failure_set(&c->failure, 100078, "22000", "A string of %lld bytes is too long", (long long)n), FAILED;
    for (int64_t i = 0; i < n; i++) {
        r = random_mix(r + RANDOM_STEP);
        buf_addc(&out, letters[r % 62]);
    }
    return give_text(c, row, buf_str(&out));
}

/* PARSE_JSON: nothing gives NULL. */
static enum outcome run_json(struct call *c, idx_t row)
{
    struct str text = c->cell[0].text;
    BUF_SCOPE struct buf out = {0};
    if (!str_trim(text).n)
        return IS_NULL;
    struct json_fault fault;
    if (json_canonical(text, &out, &fault))
        return give_text(c, row, buf_str(&out));
    return failure_set(&c->failure, 100069, "22P02", "Error parsing JSON: %s", fault.reason), FAILED;
}

static enum outcome run_check_json(struct call *c, idx_t row)
{
    BUF_SCOPE struct buf out = {0};
    struct json_fault fault;
    if (json_canonical(c->cell[0].text, &out, &fault))
        return IS_NULL;
    return give_text(c, row, str_from(fault.reason));
}

/* The same of an object that the printer's text put together. */
static enum outcome run_object(struct call *c, idx_t row)
{
    BUF_SCOPE struct buf out = {0};
    struct json_fault fault;
    if (json_canonical(c->cell[0].text, &out, &fault))
        return give_text(c, row, buf_str(&out));
    return failure_set(&c->failure, 100103, "22000", "Duplicate field key '%s'", fault.duplicate), FAILED;
}

/* sf_member(object, key, ignore case), the object as a VARIANT's text */
static enum outcome run_member(struct call *c, idx_t row)
{
    struct str value = member_find(c->cell[0].text, c->cell[1].text, c->cell[2].number != 0);
    return value.p ? give_text(c, row, value) : IS_NULL;
}

/* Of `divisor = 0`. An error of a function's own, unlike DuckDB's error(), is no side effect: aliases may be reused. */
static enum outcome run_division_check(struct call *c, idx_t row)
{
    if (c->cell[0].number)
        return failure_set(&c->failure, 100051, "22012", "Division by zero"), FAILED;
    ((bool *)c->data)[row] = false;
    return DONE;
}

#define ANY DUCKDB_TYPE_ANY
#define TEXT DUCKDB_TYPE_VARCHAR
#define LONG DUCKDB_TYPE_BIGINT
#define REAL DUCKDB_TYPE_DOUBLE

/* Rows of one name are overloads and stand together. */
static const struct row rows[] = {
    {"sf_text", {ANY}, TEXT, run_text, 0, 0},
    {"sf_timestamp_text", {ANY}, TEXT, run_timestamp_text, 0, 0},
    {"sf_geography", {ANY}, TEXT, run_geography, HAS_TRY, 0},
    {"sf_zoned", {ANY}, DUCKDB_TYPE_TIMESTAMP_TZ, run_zoned, 0, 0},
    {"sf_wall", {ANY, TEXT}, DUCKDB_TYPE_TIMESTAMP, run_wall, HAS_TRY, 0},
    {"sf_instant", {ANY, TEXT}, DUCKDB_TYPE_TIMESTAMP_TZ, run_instant, 0, 0},
    {"sf_own_offset", {ANY, TEXT}, DUCKDB_TYPE_UUID, run_own_offset, 0, 0},
    {"sf_with_offset", {DUCKDB_TYPE_TIMESTAMP_TZ, DUCKDB_TYPE_TIMESTAMP}, DUCKDB_TYPE_UUID, run_with_offset, 0, 0},
    {"sf_at_offset", {DUCKDB_TYPE_UUID, DUCKDB_TYPE_TIMESTAMP}, DUCKDB_TYPE_UUID, run_at_offset, 0, 0},
    {"sf_day", {ANY, TEXT}, DUCKDB_TYPE_DATE, run_day, HAS_TRY, 0},
    {"sf_clock", {ANY, TEXT}, DUCKDB_TYPE_TIME, run_clock, HAS_TRY, 0},
    {"sf_cut", {DUCKDB_TYPE_TIME, LONG}, DUCKDB_TYPE_TIME, run_cut, 0, 0},
    {"sf_cut", {DUCKDB_TYPE_TIMESTAMP, LONG}, DUCKDB_TYPE_TIMESTAMP, run_cut, 0, 0},
    {"sf_cut", {DUCKDB_TYPE_TIMESTAMP_TZ, LONG}, DUCKDB_TYPE_TIMESTAMP_TZ, run_cut, 0, 0},
    {"sf_cut", {DUCKDB_TYPE_UUID, LONG}, DUCKDB_TYPE_UUID, run_cut_offset, 0, 0},
    {"sf_number", {ANY, DUCKDB_TYPE_INTEGER}, DUCKDB_TYPE_DECIMAL, run_number, HAS_TRY | PER_SCALE, 0},
    {"sf_int", {ANY}, DUCKDB_TYPE_HUGEINT, run_int, HAS_TRY, 0},
    {"sf_float", {ANY}, REAL, run_float, HAS_TRY, 0},
    {"sf_bool", {ANY}, DUCKDB_TYPE_BOOLEAN, run_bool, HAS_TRY, 0},
    {"sf_quotient", {LONG, ANY}, DUCKDB_TYPE_DECIMAL, run_quotient, 0, 6},
    {"sf_quotient", {DUCKDB_TYPE_HUGEINT, ANY}, DUCKDB_TYPE_DECIMAL, run_quotient, 0, 6},
    {"sf_quotient", {ANY, ANY}, DUCKDB_TYPE_DECIMAL, run_quotient, 0, MOST_QUOTIENT_DIGITS},
    {"sf_quotient", {LONG, REAL}, REAL, run_float_quotient, 0, 0},
    {"sf_quotient", {DUCKDB_TYPE_HUGEINT, REAL}, REAL, run_float_quotient, 0, 0},
    {"sf_quotient", {REAL, ANY}, REAL, run_float_quotient, 0, 0},
    {"sf_quotient", {ANY, REAL}, REAL, run_float_quotient, 0, 0},
    {"sf_quotient", {REAL, REAL}, REAL, run_float_quotient, 0, 0},
    {"sf_length", {TEXT, LONG}, TEXT, run_length_check, HAS_TRY, 0},
    {"sf_size", {TEXT, LONG}, TEXT, run_size_check, HAS_TRY | OF_JSON, 0},
    {"sf_array", {TEXT}, TEXT, run_array, OF_JSON, 0},
    {"sf_only_array", {TEXT}, TEXT, run_only_array, HAS_TRY | OF_JSON, 0},
    {"sf_only_object", {TEXT}, TEXT, run_only_object, HAS_TRY | OF_JSON, 0},
    {"sf_format", {ANY, TEXT, DUCKDB_TYPE_TIMESTAMP_TZ}, TEXT, run_format, TAKES_NULL, 0},
    {"sf_hash", {LONG, ANY}, LONG, run_hash, TAKES_NULL, 0},
    {"sf_json", {TEXT}, TEXT, run_json, HAS_TRY, 0},
    {"sf_check_json", {TEXT}, TEXT, run_check_json, 0, 0},
    {"sf_object", {TEXT}, TEXT, run_object, 0, 0},
    {"sf_member", {TEXT, TEXT, LONG}, TEXT, run_member, 0, 0},
    {"sf_division_by_zero", {DUCKDB_TYPE_BOOLEAN}, DUCKDB_TYPE_BOOLEAN, run_division_check, 0, 0},
    {"sf_random", {0}, LONG, run_random, VOLATILE, 0},
    {"sf_seeded", {LONG, LONG}, LONG, run_seeded, 0, 0},
    {"sf_uniform", {LONG, LONG, LONG}, LONG, run_uniform, 0, 0},
    {"sf_uniform", {REAL, REAL, LONG}, REAL, run_float_uniform, 0, 0},
    {"sf_randstr", {LONG, LONG}, TEXT, run_randstr, 0, 0},
};

/* --- running ------------------------------------------------------------------------------------------------------ */

static void set_null(duckdb_vector v, idx_t row)
{
    duckdb_vector_ensure_validity_writable(v);
    duckdb_validity_set_row_invalid(duckdb_vector_get_validity(v), row);
}

/* No text takes more bytes than it may have characters, or bytes. */
static bool all_short(const struct call *c)
{
    const duckdb_string_t *text = c->column[0].data;
    const int64_t *most = c->column[1].data;
    if (!text || !most)
        return false;
    for (idx_t row = 0; row < c->rows; row++)
        if (duckdb_string_t_length(text[row]) > most[row])
            return false;
    return true;
}

/* What takes no work for each row: sf_text of what is text already, and sf_length and sf_size of what is short, are the
 * vector itself; sf_zoned and sf_timestamp_text of another type are NULL throughout. */
static bool run_whole(struct call *c, duckdb_data_chunk input)
{
    enum outcome (*function)(struct call *, idx_t) = c->kind->row->run;
    bool zoned = function == run_zoned && c->column[0].type != DUCKDB_TYPE_TIMESTAMP_TZ;
    bool other = function == run_timestamp_text && c->column[0].type != DUCKDB_TYPE_TIMESTAMP &&
                 c->column[0].type != DUCKDB_TYPE_UUID;
    if (zoned || other) {
        duckdb_value null = duckdb_create_null_value();
        duckdb_vector_reference_value(c->output, null);
        duckdb_destroy_value(&null);
        return true;
    }
    bool text = function == run_text && c->column[0].type == DUCKDB_TYPE_VARCHAR && !c->column[0].json;
    bool check = function == run_length_check || function == run_size_check;
    if (!text && !(check && all_short(c)))
        return false;
    duckdb_vector_reference_vector(c->output, duckdb_data_chunk_get_vector(input, 0));
    return true;
}

static enum outcome run_row(struct call *c, idx_t row)
{
    for (idx_t i = 0; i < c->columns; i++) {
        column_read(&c->column[i], row, &c->cell[i]);
        if (c->cell[i].kind == CELL_NULL && !(c->kind->row->flags & TAKES_NULL))
            return IS_NULL;
    }
    return c->kind->row->run(c, row);
}

static void run(duckdb_function_info info, duckdb_data_chunk input, duckdb_vector output)
{
    struct call c = {.kind = duckdb_scalar_function_get_extra_info(info), .output = output};
    c.data = duckdb_vector_get_data(output);
    c.columns = duckdb_data_chunk_get_column_count(input);
    c.rows = duckdb_data_chunk_get_size(input);
    for (idx_t i = 0; i < c.columns; i++)
        column_open(&c.column[i], duckdb_data_chunk_get_vector(input, i));
    if (!run_whole(&c, input))
        for (idx_t row = 0; row < c.rows; row++) {
            enum outcome outcome = run_row(&c, row);
            if (outcome == FAILED && !c.kind->try) {
                duckdb_scalar_function_set_error(info, c.failure.message);
                break;
            }
            if (outcome != DONE)
                set_null(output, row);
        }
    for (idx_t i = 0; i < c.columns; i++)
        column_close(&c.column[i]);
    free(c.text);
}

/* --- registration ------------------------------------------------------------------------------------------------- */

static duckdb_logical_type type_of(const struct row *row, duckdb_type id)
{
    duckdb_logical_type type = duckdb_create_logical_type(id);
    if (id == TEXT && (row->flags & OF_JSON))
        duckdb_logical_type_set_alias(type, "JSON");
    return type;
}

static duckdb_logical_type result_type(const struct row *row, int scale)
{
    if (row->returns == DUCKDB_TYPE_DECIMAL)
        return duckdb_create_decimal_type(38, (uint8_t)scale);
    return type_of(row, row->returns);
}

/* scale -1: the row's own. */
static duckdb_scalar_function make(const struct row *row, const char *name, bool try, int scale)
{
    scale = scale < 0 ? row->scale : scale;
    duckdb_scalar_function f = duckdb_create_scalar_function();
    duckdb_scalar_function_set_name(f, name);
    for (int i = 0; i < MAX_ARGUMENTS && row->parameters[i]; i++) {
        duckdb_logical_type type = type_of(row, row->parameters[i]);
        duckdb_scalar_function_add_parameter(f, type);
        duckdb_destroy_logical_type(&type);
    }
    duckdb_logical_type type = result_type(row, scale);
    duckdb_scalar_function_set_return_type(f, type);
    duckdb_destroy_logical_type(&type);
    duckdb_scalar_function_set_special_handling(f);
    if (row->flags & VOLATILE)
        duckdb_scalar_function_set_volatile(f);
    struct kind *kind = xmalloc(sizeof *kind);
    *kind = (struct kind){.row = row, .try = try, .scale = scale};
    duckdb_scalar_function_set_extra_info(f, kind, free);
    duckdb_scalar_function_set_function(f, run);
    return f;
}

/* The overloads rows[first, last) under one name. */
static bool register_overloads(duckdb_connection c, size_t first, size_t last, const char *name, bool try, int scale,
                               struct err *err)
{
    duckdb_scalar_function_set set = duckdb_create_scalar_function_set(name);
    bool ok = true;
    for (size_t i = first; i < last; i++) {
        duckdb_scalar_function f = make(&rows[i], name, try, scale);
        ok = duckdb_add_scalar_function_to_set(set, f) == DuckDBSuccess && ok;
        duckdb_destroy_scalar_function(&f);
    }
    ok = duckdb_register_scalar_function_set(c, set) == DuckDBSuccess && ok;
    duckdb_destroy_scalar_function_set(&set);
    return ok || err_internal(err, "function %s cannot be registered", name);
}

static bool register_row(duckdb_connection c, size_t first, size_t last, bool try, struct err *err)
{
    char name[64];
    const char *base = rows[first].name + strlen("sf_"), *prefix = try ? "sf_try_" : "sf_";
    if (!(rows[first].flags & PER_SCALE)) {
        snprintf(name, sizeof name, "%s%s", prefix, base);
        return register_overloads(c, first, last, name, try, -1, err);
    }
    for (int scale = 0; scale <= MAX_SCALE; scale++) {
        snprintf(name, sizeof name, "%s%s_%d", prefix, base, scale);
        if (!register_overloads(c, first, last, name, try, scale, err))
            return false;
    }
    return true;
}

bool engine_register_functions(duckdb_connection c, struct err *err)
{
    const size_t n = sizeof rows / sizeof *rows;
    for (size_t first = 0, last; first < n; first = last) {
        for (last = first + 1; last < n && strcmp(rows[first].name, rows[last].name) == 0;)
            last++;
        if (!register_row(c, first, last, false, err) ||
            ((rows[first].flags & HAS_TRY) && !register_row(c, first, last, true, err)))
            return false;
    }
    return true;
}
