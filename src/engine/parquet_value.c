/* Types are looked at once, when the file is opened; a row is then one walk over the vectors. */
#include "engine/parquet_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "engine/canonical.h"
#include "engine/cell.h"
#include "engine/json.h"

/* How a value is written, and what it is in a table. */
enum form {
    FORM_NONE, /* a type that Parquet files do not have */
    FORM_BOOLEAN,
    FORM_INTEGER,
    FORM_DECIMAL,
    FORM_FLOAT,
    FORM_TEXT,
    FORM_BINARY,
    FORM_UUID,
    FORM_DATE,
    FORM_TIME,
    FORM_TIMESTAMP,
    FORM_LIST,
    FORM_STRUCT,
    FORM_MAP,
};

static const enum form forms[] = {
    [DUCKDB_TYPE_BOOLEAN] = FORM_BOOLEAN,
    [DUCKDB_TYPE_TINYINT] = FORM_INTEGER,
    [DUCKDB_TYPE_SMALLINT] = FORM_INTEGER,
    [DUCKDB_TYPE_INTEGER] = FORM_INTEGER,
    [DUCKDB_TYPE_BIGINT] = FORM_INTEGER,
    [DUCKDB_TYPE_UTINYINT] = FORM_INTEGER,
    [DUCKDB_TYPE_USMALLINT] = FORM_INTEGER,
    [DUCKDB_TYPE_UINTEGER] = FORM_INTEGER,
    [DUCKDB_TYPE_UBIGINT] = FORM_INTEGER,
    [DUCKDB_TYPE_DECIMAL] = FORM_DECIMAL,
    [DUCKDB_TYPE_FLOAT] = FORM_FLOAT,
    [DUCKDB_TYPE_DOUBLE] = FORM_FLOAT,
    [DUCKDB_TYPE_VARCHAR] = FORM_TEXT,
    [DUCKDB_TYPE_BLOB] = FORM_BINARY,
    [DUCKDB_TYPE_UUID] = FORM_UUID,
    [DUCKDB_TYPE_DATE] = FORM_DATE,
    [DUCKDB_TYPE_TIME] = FORM_TIME,
    [DUCKDB_TYPE_TIME_TZ] = FORM_TIME,
    [DUCKDB_TYPE_TIME_NS] = FORM_TIME,
    [DUCKDB_TYPE_TIMESTAMP] = FORM_TIMESTAMP,
    [DUCKDB_TYPE_TIMESTAMP_NS] = FORM_TIMESTAMP,
    [DUCKDB_TYPE_TIMESTAMP_TZ] = FORM_TIMESTAMP,
    [DUCKDB_TYPE_LIST] = FORM_LIST,
    [DUCKDB_TYPE_STRUCT] = FORM_STRUCT,
    [DUCKDB_TYPE_MAP] = FORM_MAP,
};

static enum form form_of(const struct parquet_value *v)
{
    return (size_t)v->type < sizeof forms / sizeof *forms ? forms[v->type] : FORM_NONE;
}

/* --- types ------------------------------------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    const struct parquet_leaf *leaves;
    size_t n, met; /* leaves that there are, and that were asked for */
    struct str *unsupported;
};

/* By name, members of an object are. */
static void order_members(struct arena *a, struct parquet_value *v)
{
    v->order = ARENA_ARRAY(a, size_t, v->n + 1);
    for (size_t i = 0; i < v->n; i++) {
        size_t k = i;
        for (; k > 0 && str_cmp(v->children[v->order[k - 1]].name, v->children[i].name) > 0; k--)
            v->order[k] = v->order[k - 1];
        v->order[k] = i;
    }
}

static bool read_type(struct reading *r, duckdb_logical_type type, struct parquet_value *ret);

static bool read_member(struct reading *r, duckdb_logical_type type, idx_t i, struct parquet_value *ret)
{
    char *name = duckdb_struct_type_child_name(type, i);
    duckdb_logical_type child = duckdb_struct_type_child_type(type, i);
    bool ok = read_type(r, child, ret);
    ret->name = str_dup(r->arena, str_from(name));
    duckdb_free(name);
    duckdb_destroy_logical_type(&child);
    return ok;
}

static bool read_struct(struct reading *r, duckdb_logical_type type, struct parquet_value *ret)
{
    ret->n = duckdb_struct_type_child_count(type);
    ret->children = ARENA_ARRAY(r->arena, struct parquet_value, ret->n);
    for (size_t i = 0; i < ret->n; i++)
        if (!read_member(r, type, i, &ret->children[i]))
            return false;
    order_members(r->arena, ret);
    return true;
}

/* The one child of a list; a map is a list of structs of a key and a value, of which DuckDB gives the types alone. */
static bool read_list(struct reading *r, duckdb_logical_type type, struct parquet_value *ret)
{
    ret->n = 1;
    ret->children = ARENA_NEW(r->arena, struct parquet_value);
    struct parquet_value *entry = ret->children;
    if (ret->type == DUCKDB_TYPE_LIST) {
        duckdb_logical_type child = duckdb_list_type_child_type(type);
        bool ok = read_type(r, child, entry);
        duckdb_destroy_logical_type(&child);
        return ok;
    }
    duckdb_logical_type key = duckdb_map_type_key_type(type), value = duckdb_map_type_value_type(type);
    *entry = (struct parquet_value){
        .type = DUCKDB_TYPE_STRUCT, .n = 2, .children = ARENA_ARRAY(r->arena, struct parquet_value, 2)};
    bool ok = read_type(r, key, &entry->children[0]) && read_type(r, value, &entry->children[1]);
    entry->children[0].name = STR("key");
    entry->children[1].name = STR("value");
    order_members(r->arena, entry);
    duckdb_destroy_logical_type(&key);
    duckdb_destroy_logical_type(&value);
    return ok;
}

static bool refuse(struct reading *r, duckdb_logical_type type)
{
    char *alias = duckdb_logical_type_get_alias(type);
    *r->unsupported =
        alias ? str_dup(r->arena, str_from(alias)) : str_printf(r->arena, "%d", (int)duckdb_get_type_id(type));
    if (duckdb_get_type_id(type) == DUCKDB_TYPE_INTERVAL)
        *r->unsupported = STR("INTERVAL");
    duckdb_free(alias);
    return false;
}

static bool read_type(struct reading *r, duckdb_logical_type type, struct parquet_value *ret)
{
    *ret = (struct parquet_value){.type = duckdb_get_type_id(type), .leaf = {.unit = 1}};
    ret->internal = ret->type;
    switch (form_of(ret)) {
    case FORM_NONE:
        return refuse(r, type);
    case FORM_LIST:
    case FORM_MAP:
        return read_list(r, type, ret);
    case FORM_STRUCT:
        return read_struct(r, type, ret);
    case FORM_DECIMAL:
        ret->width = duckdb_decimal_width(type);
        ret->scale = duckdb_decimal_scale(type);
        ret->internal = duckdb_decimal_internal_type(type);
        break;
    case FORM_BOOLEAN:
    case FORM_INTEGER:
    case FORM_FLOAT:
    case FORM_TEXT:
    case FORM_BINARY:
    case FORM_UUID:
    case FORM_DATE:
    case FORM_TIME:
    case FORM_TIMESTAMP:
        break;
    }
    if (r->met < r->n)
        ret->leaf = r->leaves[r->met];
    r->met++;
    return true;
}

static bool read_columns(struct reading *r, duckdb_result *result, struct parquet_value *root)
{
    root->n = duckdb_column_count(result);
    root->children = ARENA_ARRAY(r->arena, struct parquet_value, root->n);
    for (size_t i = 0; i < root->n; i++) {
        duckdb_logical_type type = duckdb_column_logical_type(result, i);
        bool ok = read_type(r, type, &root->children[i]);
        duckdb_destroy_logical_type(&type);
        root->children[i].name = str_dup(r->arena, str_from(duckdb_column_name(result, i)));
        if (!ok)
            return false;
    }
    order_members(r->arena, root);
    return true;
}

struct parquet_value *parquet_value_root(struct arena *a, duckdb_result *result, const struct parquet_leaf *leaves,
                                         size_t n, struct str *ret_unsupported)
{
    struct parquet_value *root = ARENA_NEW(a, struct parquet_value);
    struct reading r = {a, leaves, n, 0, ret_unsupported};
    root->type = DUCKDB_TYPE_STRUCT;
    if (!read_columns(&r, result, root))
        return NULL;
    if (r.met == n)
        return root;
    r = (struct reading){a, NULL, 0, 0, ret_unsupported};
    return read_columns(&r, result, root) ? root : NULL;
}

struct type parquet_value_type(const struct parquet_value *v, const struct parquet_rules *rules)
{
    const struct type integer = {.kind = TYPE_NUMBER, .precision = 38},
                      text = {.kind = TYPE_VARCHAR, .length = 16777216};
    switch (form_of(v)) {
    case FORM_NONE:
    case FORM_TEXT:
    case FORM_UUID:
        break;
    case FORM_BOOLEAN:
        return (struct type){.kind = TYPE_BOOLEAN};
    case FORM_INTEGER:
        return integer;
    case FORM_DECIMAL:
        return (struct type){.kind = TYPE_NUMBER, .precision = v->width, .scale = v->scale};
    case FORM_FLOAT:
        return (struct type){.kind = TYPE_FLOAT};
    case FORM_BINARY:
        return rules->binary_as_text ? text : (struct type){.kind = TYPE_BINARY, .length = 8388608};
    case FORM_DATE:
        return (struct type){.kind = TYPE_DATE};
    case FORM_TIME:
        return rules->logical_types ? (struct type){.kind = TYPE_TIME, .precision = 9} : integer;
    case FORM_TIMESTAMP:
        if (!rules->logical_types && !v->leaf.int96)
            return integer;
        return (struct type){.kind = v->type == DUCKDB_TYPE_TIMESTAMP_TZ ? TYPE_TIMESTAMP_LTZ : TYPE_TIMESTAMP_NTZ,
                             .precision = 9};
    case FORM_LIST:
    case FORM_STRUCT:
    case FORM_MAP:
        return (struct type){.kind = TYPE_VARIANT};
    }
    return text;
}

/* --- values ------------------------------------------------------------------------------------------------------ */

static void open_vector(struct parquet_value *v, duckdb_vector vector)
{
    v->data = duckdb_vector_get_data(vector);
    v->validity = duckdb_vector_get_validity(vector);
    if (v->type == DUCKDB_TYPE_LIST || v->type == DUCKDB_TYPE_MAP)
        open_vector(v->children, duckdb_list_vector_get_child(vector));
    else
        for (size_t i = 0; i < v->n; i++)
            open_vector(&v->children[i], duckdb_struct_vector_get_child(vector, i));
}

void parquet_value_open(struct parquet_value *root, duckdb_data_chunk chunk)
{
    for (size_t i = 0; i < root->n; i++)
        open_vector(&root->children[i], duckdb_data_chunk_get_vector(chunk, i));
}

struct writing {
    const struct parquet_rules *rules;
    struct buf *out;
    struct str *invalid;
    bool unordered; /* some object's keys are not in order */
};

static bool put(struct writing *w, const struct parquet_value *v, idx_t row);

/* Bytes that are not UTF-8, as the rules say. */
static void put_invalid(struct writing *w, struct str text)
{
    while (text.n) {
        struct str good = str_sub(text, 0, utf8_valid_prefix(text));
        buf_add(w->out, good);
        text = str_sub(text, good.n, text.n);
        if (!text.n)
            break;
        buf_adds(w->out, "\xEF\xBF\xBD");
        text = str_sub(text, 1, text.n);
    }
}

static void put_escaped(struct writing *w, struct str text)
{
    static const char named[] = "\b\f\n\r\t\"\\", as[] = "bfnrt\"\\";
    size_t done = 0;
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        const char *at = c ? strchr(named, c) : NULL;
        buf_add(w->out, str_sub(text, done, i));
        if (at)
            buf_printf(w->out, "\\%c", as[at - named]);
        else
            buf_printf(w->out, "\\u%04x", c);
        done = i + 1;
    }
    buf_add(w->out, str_sub(text, done, text.n));
}

static void put_string(struct writing *w, struct str text)
{
    BUF_SCOPE struct buf repaired = {0};
    if (!utf8_is_valid(text)) {
        if (!w->rules->replace_invalid && !w->invalid->p)
            *w->invalid = text;
        struct writing repair = {.out = &repaired};
        put_invalid(&repair, text);
        text = buf_str(&repaired);
    }
    buf_addc(w->out, '"');
    put_escaped(w, text);
    buf_addc(w->out, '"');
}

/* False: NULL_IF has it. */
static bool put_text(struct writing *w, struct str text)
{
    if (w->rules->trim)
        text = str_trim(text);
    for (size_t i = 0; i < w->rules->n_null_if; i++)
        if (str_eq(text, w->rules->null_if[i]))
            return false;
    put_string(w, text);
    return true;
}

static __int128 integer(const struct parquet_value *v, idx_t i)
{
    switch (v->internal) {
    case DUCKDB_TYPE_TINYINT:
        return ((const int8_t *)v->data)[i];
    case DUCKDB_TYPE_SMALLINT:
        return ((const int16_t *)v->data)[i];
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_DATE:
        return ((const int32_t *)v->data)[i];
    case DUCKDB_TYPE_UTINYINT:
        return ((const uint8_t *)v->data)[i];
    case DUCKDB_TYPE_USMALLINT:
        return ((const uint16_t *)v->data)[i];
    case DUCKDB_TYPE_UINTEGER:
        return ((const uint32_t *)v->data)[i];
    case DUCKDB_TYPE_UBIGINT:
        return ((const uint64_t *)v->data)[i];
    case DUCKDB_TYPE_HUGEINT: {
        const duckdb_hugeint *h = &((const duckdb_hugeint *)v->data)[i];
        return (__int128)(((unsigned __int128)(uint64_t)h->upper << 64) | h->lower);
    }
    case DUCKDB_TYPE_TIME_TZ: {
        duckdb_time_struct t = duckdb_from_time_tz(((const duckdb_time_tz *)v->data)[i]).time;
        return ((t.hour * 60 + t.min) * 60 + t.sec) * MICROS_PER_SECOND + t.micros;
    }
    default:
        return ((const int64_t *)v->data)[i];
    }
}

/* Without zeros behind the last digit of a fraction. */
static void put_decimal(struct writing *w, const struct parquet_value *v, idx_t row)
{
    char text[64];
    size_t n = number_text(integer(v, row), v->scale, text);
    while (v->scale && n && text[n - 1] == '0')
        n--;
    n -= v->scale && n && text[n - 1] == '.';
    buf_add(w->out, (struct str){text, n});
}

static void put_float(struct writing *w, const struct parquet_value *v, idx_t row)
{
    double d = v->type == DUCKDB_TYPE_FLOAT ? (double)((const float *)v->data)[row] : ((const double *)v->data)[row];
    const char *quote = isfinite(d) ? "" : "\"";
    buf_adds(w->out, quote);
    double_print(w->out, d);
    buf_adds(w->out, quote);
}

/* The first 16 bytes as a UUID is written; DuckDB keeps it with the highest bit turned. */
static void put_uuid(struct writing *w, const struct parquet_value *v, idx_t row)
{
    const duckdb_hugeint *h = &((const duckdb_hugeint *)v->data)[row];
    uint64_t high = (uint64_t)h->upper ^ (1ULL << 63);
    buf_printf(w->out, "\"%08x-%04x-%04x-%04x-%012llx\"", (unsigned)(high >> 32), (unsigned)(high >> 16) & 0xFFFF,
               (unsigned)high & 0xFFFF, (unsigned)(h->lower >> 48), (unsigned long long)(h->lower & 0xFFFFFFFFFFFFULL));
}

static void put_day(struct writing *w, int64_t days)
{
    int64_t year;
    int month, day;
    civil_from_days(days, &year, &month, &day);
    buf_printf(w->out, "%04lld-%02d-%02d", (long long)year, month, day);
}

/* Nanoseconds of the day, the fraction with as many digits as say something, but not fewer than `least`. */
static void put_clock(struct writing *w, int64_t nanos, int least)
{
    int64_t s = nanos / 1000000000, fraction = nanos % 1000000000;
    int digits = 9;
    for (; digits > least && fraction % 10 == 0; digits--)
        fraction /= 10;
    buf_printf(w->out, "%02d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
    if (digits)
        buf_printf(w->out, ".%0*lld", digits, (long long)fraction);
}

static void put_integer(struct writing *w, __int128 n)
{
    char text[64];
    buf_add(w->out, (struct str){text, number_text(n, 0, text)});
}

static bool is_nanos(const struct parquet_value *v)
{
    return v->type == DUCKDB_TYPE_TIME_NS || v->type == DUCKDB_TYPE_TIMESTAMP_NS;
}

/* A time or timestamp: as such, or as the integer that the file has. */
static void put_moment(struct writing *w, const struct parquet_value *v, idx_t row)
{
    const int64_t day = 86400 * 1000000000LL;
    __int128 n = integer(v, row);
    if (!w->rules->logical_types && !v->leaf.int96) {
        put_integer(w, n / (is_nanos(v) ? 1 : v->leaf.unit));
        return;
    }
    n *= is_nanos(v) ? 1 : 1000;
    __int128 days = n / day - (n % day < 0);
    buf_addc(w->out, '"');
    if (form_of(v) == FORM_TIMESTAMP) {
        put_day(w, (int64_t)days);
        buf_addc(w->out, ' ');
    }
    put_clock(w, (int64_t)(n - days * day), form_of(v) == FORM_TIMESTAMP ? 3 : 0);
    buf_adds(w->out, v->type == DUCKDB_TYPE_TIMESTAMP_TZ ? " +0000\"" : "\"");
}

static bool put_binary(struct writing *w, struct str bytes)
{
    if (w->rules->binary_as_text)
        return put_text(w, bytes);
    buf_addc(w->out, '"');
    for (size_t i = 0; i < bytes.n; i++)
        buf_printf(w->out, "%02X", (unsigned char)bytes.p[i]);
    buf_addc(w->out, '"');
    return true;
}

static void put_struct(struct writing *w, const struct parquet_value *v, idx_t row)
{
    bool first = true;
    buf_addc(w->out, '{');
    for (size_t i = 0; i < v->n; i++) {
        const struct parquet_value *member = &v->children[v->order[i]];
        size_t before = w->out->n;
        buf_adds(w->out, first ? "" : ",");
        put_string(w, member->name);
        buf_addc(w->out, ':');
        if (put(w, member, row))
            first = false;
        else
            w->out->n = before;
    }
    buf_addc(w->out, '}');
}

/* A key is a string, whatever it is in the file. */
static void put_key(struct writing *w, const struct parquet_value *key, idx_t row)
{
    size_t before = w->out->n;
    if (!put(w, key, row))
        buf_adds(w->out, "\"\"");
    if (w->out->p[before] == '"')
        return;
    BUF_SCOPE struct buf text = {0};
    buf_add(&text, str_sub(buf_str(w->out), before, w->out->n));
    w->out->n = before;
    put_string(w, buf_str(&text));
}

static void put_list(struct writing *w, const struct parquet_value *v, idx_t row)
{
    const duckdb_list_entry *list = &((const duckdb_list_entry *)v->data)[row];
    bool plain = v->type == DUCKDB_TYPE_MAP && w->rules->plain_maps;
    w->unordered = w->unordered || plain;
    buf_adds(w->out, v->type == DUCKDB_TYPE_LIST ? "[" : plain ? "{" : "{\"key_value\":[");
    for (idx_t i = 0; i < list->length; i++) {
        const struct parquet_value *value = v->children;
        buf_adds(w->out, i ? "," : "");
        if (plain) {
            put_key(w, &value->children[0], list->offset + i);
            buf_addc(w->out, ':');
            value = &value->children[1];
        }
        if (!put(w, value, list->offset + i))
            buf_adds(w->out, "null");
    }
    buf_adds(w->out, v->type == DUCKDB_TYPE_LIST ? "]" : plain ? "}" : "]}");
}

static struct str bytes_of(const struct parquet_value *v, idx_t row)
{
    duckdb_string_t *s = &((duckdb_string_t *)(uintptr_t)v->data)[row];
    return (struct str){duckdb_string_t_data(s), duckdb_string_t_length(*s)};
}

/* False, with nothing appended: NULL. */
static bool put(struct writing *w, const struct parquet_value *v, idx_t row)
{
    if (v->validity && !duckdb_validity_row_is_valid(v->validity, row))
        return false;
    switch (form_of(v)) {
    case FORM_NONE:
        return false;
    case FORM_TEXT:
        return put_text(w, bytes_of(v, row));
    case FORM_BINARY:
        return put_binary(w, bytes_of(v, row));
    case FORM_BOOLEAN:
        buf_adds(w->out, ((const bool *)v->data)[row] ? "true" : "false");
        break;
    case FORM_INTEGER:
        put_integer(w, integer(v, row));
        break;
    case FORM_DECIMAL:
        put_decimal(w, v, row);
        break;
    case FORM_FLOAT:
        put_float(w, v, row);
        break;
    case FORM_UUID:
        put_uuid(w, v, row);
        break;
    case FORM_DATE:
        buf_addc(w->out, '"');
        put_day(w, (int64_t)integer(v, row));
        buf_addc(w->out, '"');
        break;
    case FORM_TIME:
    case FORM_TIMESTAMP:
        put_moment(w, v, row);
        break;
    case FORM_LIST:
    case FORM_MAP:
        put_list(w, v, row);
        break;
    case FORM_STRUCT:
        put_struct(w, v, row);
        break;
    }
    return true;
}

void parquet_value_row(const struct parquet_value *root, idx_t row, const struct parquet_rules *rules, struct buf *out,
                       struct str *ret_invalid)
{
    struct writing w = {.rules = rules, .out = out, .invalid = ret_invalid};
    put_struct(&w, root, row);
    if (!w.unordered)
        return;
    BUF_SCOPE struct buf ordered = {0};
    const struct json_rules last = {.allow_duplicate = true};
    struct json_fault fault;
    size_t end;
    if (!json_canonical_value(buf_str(out), &last, &ordered, &end, &fault))
        return;
    buf_reset(out);
    buf_add(out, buf_str(&ordered));
}
