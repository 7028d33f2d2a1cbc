/* Types of the two sides, and the conversions between values: casts and assignments. NUMBER(38,0) is HUGEINT in
 * expressions and BIGINT in a stored table; TIMESTAMP_LTZ is TIMESTAMPTZ, TIMESTAMP_TZ a UUID; VARIANT, OBJECT, ARRAY
 * and GEOGRAPHY JSON.
 */
#include "base/clock.h"
#include "dialect/printer.h"

enum { WHOLE_TEXT = 16777216 };

struct str dialect_type(struct arena *a, struct type type)
{
    switch (type.kind) {
    case TYPE_NUMBER:
        return type.precision == 38 && type.scale == 0 ? STR("HUGEINT")
                                                       : str_printf(a, "DECIMAL(%d,%d)", type.precision, type.scale);
    case TYPE_FLOAT:
        return STR("DOUBLE");
    case TYPE_VARCHAR:
        return STR("VARCHAR");
    case TYPE_BINARY:
        return STR("BLOB");
    case TYPE_BOOLEAN:
        return STR("BOOLEAN");
    case TYPE_DATE:
        return STR("DATE");
    case TYPE_TIME:
        return STR("TIME");
    case TYPE_TIMESTAMP_NTZ:
        return STR("TIMESTAMP");
    case TYPE_TIMESTAMP_LTZ:
        return STR("TIMESTAMPTZ");
    case TYPE_TIMESTAMP_TZ:
        return STR("UUID"); /* engine/cell.h */
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        return STR("JSON");
    }
    return STR_NULL;
}

struct str dialect_storage_type(struct arena *a, struct type type)
{
    bool whole = type.kind == TYPE_NUMBER && type.precision == 38 && type.scale == 0;
    return whole ? STR("BIGINT") : dialect_type(a, type);
}

static const struct {
    const char *duckdb;
    struct type type;
} from_duckdb[] = {
    {"BOOLEAN", {.kind = TYPE_BOOLEAN}},
    {"TINYINT", {.kind = TYPE_NUMBER, .precision = 38}},
    {"SMALLINT", {.kind = TYPE_NUMBER, .precision = 38}},
    {"INTEGER", {.kind = TYPE_NUMBER, .precision = 38}},
    {"BIGINT", {.kind = TYPE_NUMBER, .precision = 38}},
    {"HUGEINT", {.kind = TYPE_NUMBER, .precision = 38}},
    {"UTINYINT", {.kind = TYPE_NUMBER, .precision = 38}},
    {"USMALLINT", {.kind = TYPE_NUMBER, .precision = 38}},
    {"UINTEGER", {.kind = TYPE_NUMBER, .precision = 38}},
    {"UBIGINT", {.kind = TYPE_NUMBER, .precision = 38}},
    {"UHUGEINT", {.kind = TYPE_NUMBER, .precision = 38}},
    {"FLOAT", {.kind = TYPE_FLOAT}},
    {"DOUBLE", {.kind = TYPE_FLOAT}},
    {"DATE", {.kind = TYPE_DATE}},
    {"TIME", {.kind = TYPE_TIME, .precision = 9}},
    {"TIMESTAMP", {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"TIMESTAMP_S", {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"TIMESTAMP_MS", {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"TIMESTAMP_NS", {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"TIMESTAMP WITH TIME ZONE", {.kind = TYPE_TIMESTAMP_LTZ, .precision = 9}},
    {"UUID", {.kind = TYPE_TIMESTAMP_TZ, .precision = 9}},
    {"BLOB", {.kind = TYPE_BINARY, .length = 8388608}},
    {"JSON", {.kind = TYPE_VARIANT}},
};

struct type dialect_from_duckdb(struct str duckdb_type)
{
    for (size_t i = 0; i < sizeof from_duckdb / sizeof *from_duckdb; i++)
        if (str_ieq(duckdb_type, str_from(from_duckdb[i].duckdb)))
            return from_duckdb[i].type;
    int64_t precision, scale;
    ptrdiff_t comma = str_find(duckdb_type, STR(","));
    if (str_starts(duckdb_type, STR("DECIMAL(")) && comma > 0 &&
        str_to_int64(str_sub(duckdb_type, strlen("DECIMAL("), (size_t)comma), &precision) &&
        str_to_int64(str_sub(duckdb_type, (size_t)comma + 1, duckdb_type.n - 1), &scale))
        return (struct type){.kind = TYPE_NUMBER, .precision = (int)precision, .scale = (int)scale};
    if (str_ends(duckdb_type, STR("[]")))
        return (struct type){.kind = TYPE_ARRAY};
    if (str_starts(duckdb_type, STR("STRUCT")) || str_starts(duckdb_type, STR("MAP")))
        return (struct type){.kind = TYPE_OBJECT};
    return (struct type){.kind = TYPE_VARCHAR, .length = WHOLE_TEXT};
}

void dialect_cut(struct buf *out, struct str sql, struct type type)
{
    static const int steps[] = {1000000, 100000, 10000, 1000, 100, 10};
    bool moment = type.kind >= TYPE_TIME && type.kind <= TYPE_TIMESTAMP_TZ;
    if (moment && type.precision < (int)(sizeof steps / sizeof *steps))
        buf_printf(out, "sf_cut(%.*s, %d)", STR_FMT(sql), steps[type.precision]);
    else
        buf_add(out, sql);
}

static void print_to_precision(struct buf *out, struct str sql, struct type type, const char *sf, const char *function)
{
    BUF_SCOPE struct buf whole = {0};
    buf_printf(&whole, "%s%s(%.*s)", sf, function, STR_FMT(sql));
    dialect_cut(out, buf_str(&whole), type);
}

/* What is no array becomes the only element of one; what is no object cannot become one. */
static void print_structure(struct buf *out, struct str sql, enum type_kind kind, const char *sf)
{
    if (kind == TYPE_VARIANT)
        buf_printf(out, "sf_variant(%.*s)", STR_FMT(sql));
    else if (kind == TYPE_ARRAY)
        buf_printf(out, "sf_array(sf_variant(%.*s))", STR_FMT(sql));
    else
        buf_printf(out, "%sonly_object(sf_variant(%.*s))", sf, STR_FMT(sql));
}

/* Both conversions, with `sf_` or `sf_try_` before the names. They differ in what they do to text that is too long: a
 * cast cuts it, and lets a whole text have any length until it is stored. */
static void convert(struct buf *out, struct str sql, struct type type, bool try, bool cut)
{
    const char *sf = try ? "sf_try_" : "sf_";
    switch (type.kind) {
    case TYPE_NUMBER:
        if (type.precision == 38 && type.scale == 0)
            buf_printf(out, "%sint(%.*s)", sf, STR_FMT(sql));
        else
            buf_printf(out, "CAST(%snumber_%d(%.*s, %d) AS DECIMAL(%d,%d))", sf, type.scale, STR_FMT(sql),
                       type.precision, type.precision, type.scale);
        return;
    case TYPE_FLOAT:
        buf_printf(out, "%sfloat(%.*s)", sf, STR_FMT(sql));
        return;
    case TYPE_VARCHAR:
        if (cut && type.length >= WHOLE_TEXT)
            buf_printf(out, "sf_varchar(%.*s)", STR_FMT(sql));
        else if (cut)
            buf_printf(out, "left(sf_varchar(%.*s), %lld)", STR_FMT(sql), (long long)type.length);
        else
            buf_printf(out, "%slength(sf_varchar(%.*s), %lld)", sf, STR_FMT(sql), (long long)type.length);
        return;
    case TYPE_BINARY:
        buf_printf(out, "%sbinary(%.*s)", sf, STR_FMT(sql));
        return;
    case TYPE_BOOLEAN:
        buf_printf(out, "%sbool(%.*s)", sf, STR_FMT(sql));
        return;
    case TYPE_DATE:
        buf_printf(out, "%sdate(%.*s)", sf, STR_FMT(sql));
        return;
    case TYPE_TIME:
        print_to_precision(out, sql, type, sf, "time");
        return;
    case TYPE_TIMESTAMP_NTZ:
        print_to_precision(out, sql, type, sf, "ntz");
        return;
    case TYPE_TIMESTAMP_LTZ:
        print_to_precision(out, sql, type, sf, "ltz");
        return;
    case TYPE_TIMESTAMP_TZ:
        print_to_precision(out, sql, type, sf, "tz");
        return;
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
        if (!cut)
            buf_printf(out, "%ssize(", sf);
        print_structure(out, sql, type.kind, sf);
        if (!cut)
            buf_printf(out, ", %d)", WHOLE_TEXT);
        return;
    case TYPE_GEOGRAPHY:
        buf_printf(out, "CAST(%sgeography(%.*s) AS JSON)", sf, STR_FMT(sql));
        return;
    }
}

void print_cast(struct buf *out, struct str sql, struct type type, bool try)
{
    convert(out, sql, type, try, true);
}

void dialect_assign(struct buf *out, struct str sql, struct type type)
{
    convert(out, sql, type, false, false);
}

void dialect_try_assign(struct buf *out, struct str sql, struct type type)
{
    convert(out, sql, type, true, false);
}

void dialect_now(const struct dialect_context *c, struct buf *out)
{
    struct str text = clock_utc_text(c->arena, c->now);
    buf_printf(out, "TIMESTAMPTZ '%.*s+00'", STR_FMT(text));
}
