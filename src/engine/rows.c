/* Results, chunk by chunk, and the texts of their values as Snowflake shows them. */
#include <duckdb.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/zone.h"
#include "engine/cell.h"
#include "engine/internal.h"
#include "engine/json.h"
#include "engine/moment.h"

struct rows_column {
    duckdb_type type, internal; /* internal: of a DECIMAL's storage */
    int width, scale;
    bool is_json;
    const char *label;
    duckdb_vector vector;
    const void *data;
    uint64_t *validity; /* NULL: all valid */
};

struct rows {
    duckdb_result result;
    duckdb_data_chunk chunk;
    idx_t row, size; /* in the chunk; row is one ahead of the current */
    struct rows_column *columns;
    size_t n;
    size_t bytes; /* of the rows that were read so far, see rows_size */
};

static void describe_column(struct rows *r, size_t i)
{
    struct rows_column *c = &r->columns[i];
    duckdb_logical_type type = duckdb_column_logical_type(&r->result, i);
    c->type = c->internal = duckdb_get_type_id(type);
    c->label = duckdb_column_name(&r->result, i);
    if (c->type == DUCKDB_TYPE_DECIMAL) {
        c->width = duckdb_decimal_width(type);
        c->scale = duckdb_decimal_scale(type);
        c->internal = duckdb_decimal_internal_type(type);
    }
    char *alias = duckdb_logical_type_get_alias(type);
    c->is_json = alias && strcmp(alias, "JSON") == 0;
    duckdb_free(alias);
    duckdb_destroy_logical_type(&type);
}

struct rows *rows_new(duckdb_result result)
{
    struct rows *r = memset(xmalloc(sizeof *r), 0, sizeof *r);
    r->result = result;
    r->n = duckdb_column_count(&r->result);
    r->columns = memset(xmalloc(r->n * sizeof *r->columns), 0, r->n * sizeof *r->columns);
    for (size_t i = 0; i < r->n; i++)
        describe_column(r, i);
    return r;
}

void rows_free(struct rows *r)
{
    if (!r)
        return;
    duckdb_destroy_data_chunk(&r->chunk);
    duckdb_destroy_result(&r->result);
    free(r->columns);
    free(r);
}

duckdb_result *rows_result(const struct rows *r)
{
    return &((struct rows *)(uintptr_t)r)->result;
}

int64_t rows_count(const struct rows *r)
{
    return (int64_t)duckdb_row_count(rows_result(r));
}

size_t rows_columns(const struct rows *r)
{
    return r->n;
}

struct str rows_label(const struct rows *r, size_t col)
{
    return str_from(r->columns[col].label);
}

struct type rows_type(const struct rows *r, size_t col)
{
    const struct rows_column *c = &r->columns[col];
    switch (c->type) {
    case DUCKDB_TYPE_BOOLEAN:
        return (struct type){.kind = TYPE_BOOLEAN};
    case DUCKDB_TYPE_DECIMAL:
        return (struct type){.kind = TYPE_NUMBER, .precision = c->width, .scale = c->scale};
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
        return (struct type){.kind = TYPE_NUMBER, .precision = 38};
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
        return (struct type){.kind = TYPE_FLOAT};
    case DUCKDB_TYPE_DATE:
        return (struct type){.kind = TYPE_DATE};
    case DUCKDB_TYPE_TIME:
        return (struct type){.kind = TYPE_TIME, .precision = 9};
    case DUCKDB_TYPE_TIMESTAMP:
        return (struct type){.kind = TYPE_TIMESTAMP_NTZ, .precision = 9};
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        return (struct type){.kind = TYPE_TIMESTAMP_LTZ, .precision = 9};
    case DUCKDB_TYPE_UUID:
        return (struct type){.kind = TYPE_TIMESTAMP_TZ, .precision = 9};
    case DUCKDB_TYPE_BLOB:
        return (struct type){.kind = TYPE_BINARY, .length = 8388608};
    default:
        return c->is_json ? (struct type){.kind = TYPE_VARIANT}
                          : (struct type){.kind = TYPE_VARCHAR, .length = 16777216};
    }
}

/* A value with 16 bytes at most stands in the vector, a longer text has those and its own. */
static size_t column_bytes(const struct rows_column *c, idx_t n)
{
    size_t bytes = n * sizeof(duckdb_string_t);
    if (c->type != DUCKDB_TYPE_VARCHAR && c->type != DUCKDB_TYPE_BLOB)
        return bytes;
    for (idx_t i = 0; i < n; i++) {
        const duckdb_string_t *s = &((const duckdb_string_t *)c->data)[i];
        bool valid = !c->validity || duckdb_validity_row_is_valid(c->validity, i);
        if (valid && !duckdb_string_is_inlined(*s))
            bytes += duckdb_string_t_length(*s);
    }
    return bytes;
}

static bool next_chunk(struct rows *r)
{
    do {
        duckdb_destroy_data_chunk(&r->chunk);
        r->chunk = duckdb_fetch_chunk(r->result);
        if (!r->chunk) {
            r->row = r->size = 0;
            return false;
        }
        r->size = duckdb_data_chunk_get_size(r->chunk);
    } while (r->size == 0);
    for (size_t i = 0; i < r->n; i++) {
        struct rows_column *c = &r->columns[i];
        c->vector = duckdb_data_chunk_get_vector(r->chunk, i);
        c->data = duckdb_vector_get_data(c->vector);
        c->validity = duckdb_vector_get_validity(c->vector);
        r->bytes += column_bytes(c, r->size);
    }
    r->row = 0;
    return true;
}

bool rows_next(struct rows *r)
{
    if (r->row == r->size && !next_chunk(r))
        return false;
    r->row++;
    return true;
}

size_t rows_size(struct rows *r, size_t enough)
{
    while (r->bytes < enough && next_chunk(r))
        ;
    duckdb_destroy_data_chunk(&r->chunk);
    r->row = r->size = 0;
    return r->bytes;
}

bool rows_null(const struct rows *r, size_t col)
{
    const struct rows_column *c = &r->columns[col];
    return c->type == DUCKDB_TYPE_SQLNULL || (c->validity && !duckdb_validity_row_is_valid(c->validity, r->row - 1));
}

static __int128 integer(const struct rows_column *c, idx_t i)
{
    switch (c->internal) {
    case DUCKDB_TYPE_BOOLEAN:
        return ((const bool *)c->data)[i];
    case DUCKDB_TYPE_TINYINT:
        return ((const int8_t *)c->data)[i];
    case DUCKDB_TYPE_SMALLINT:
        return ((const int16_t *)c->data)[i];
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_DATE:
        return ((const int32_t *)c->data)[i];
    case DUCKDB_TYPE_UTINYINT:
        return ((const uint8_t *)c->data)[i];
    case DUCKDB_TYPE_USMALLINT:
        return ((const uint16_t *)c->data)[i];
    case DUCKDB_TYPE_UINTEGER:
        return ((const uint32_t *)c->data)[i];
    case DUCKDB_TYPE_UBIGINT:
        return ((const uint64_t *)c->data)[i];
    case DUCKDB_TYPE_HUGEINT:
    case DUCKDB_TYPE_UUID: {
        const duckdb_hugeint *h = &((const duckdb_hugeint *)c->data)[i];
        return (__int128)(((unsigned __int128)(uint64_t)h->upper << 64) | h->lower);
    }
    case DUCKDB_TYPE_FLOAT:
        return (__int128)((const float *)c->data)[i];
    case DUCKDB_TYPE_DOUBLE:
        return (__int128)((const double *)c->data)[i];
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_TIME:
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        return ((const int64_t *)c->data)[i];
    default:
        return 0;
    }
}

bool rows_fit(const struct rows *r)
{
    for (size_t i = 0; i < r->n; i++) {
        __int128 v =
            r->columns[i].type == DUCKDB_TYPE_HUGEINT && !rows_null(r, i) ? integer(&r->columns[i], r->row - 1) : 0;
        if (!number_fits(v))
            return false;
    }
    return true;
}

int64_t rows_int(const struct rows *r, size_t col)
{
    const struct rows_column *c = &r->columns[col];
    if (rows_null(r, col))
        return 0;
    __int128 v = integer(c, r->row - 1);
    for (int i = 0; i < c->scale; i++)
        v /= 10;
    return (int64_t)v;
}

double rows_double(const struct rows *r, size_t col)
{
    const struct rows_column *c = &r->columns[col];
    if (rows_null(r, col))
        return 0;
    if (c->type == DUCKDB_TYPE_DOUBLE)
        return ((const double *)c->data)[r->row - 1];
    if (c->type == DUCKDB_TYPE_FLOAT)
        return (double)((const float *)c->data)[r->row - 1];
    return (double)integer(c, r->row - 1) / pow(10, c->scale);
}

struct str rows_slice(const struct rows *r, size_t col)
{
    const struct rows_column *c = &r->columns[col];
    if (rows_null(r, col) || (c->type != DUCKDB_TYPE_VARCHAR && c->type != DUCKDB_TYPE_BLOB))
        return STR_NULL;
    duckdb_string_t *s = &((duckdb_string_t *)(uintptr_t)c->data)[r->row - 1];
    return (struct str){duckdb_string_t_data(s), duckdb_string_t_length(*s)};
}

/* An integer of up to 39 digits with a decimal point `scale` digits from the right. */
static void put_number(struct buf *out, __int128 v, int scale)
{
    char digits[48];
    int n = 0;
    unsigned __int128 u = v < 0 ? -(unsigned __int128)v : (unsigned __int128)v;
    do
        digits[n++] = (char)('0' + (int)(u % 10));
    while ((u /= 10) || n <= scale);
    if (v < 0)
        buf_addc(out, '-');
    while (n) {
        if (n == scale)
            buf_addc(out, '.');
        buf_addc(out, digits[--n]);
    }
}

static void date_text(struct buf *out, int64_t days)
{
    int64_t year;
    int month, day;
    civil_from_days(days, &year, &month, &day);
    buf_printf(out, "%04lld-%02d-%02d", (long long)year, month, day);
}

static void timestamp_text(struct buf *out, int64_t micros)
{
    const int64_t day = 86400 * MICROS_PER_SECOND;
    int64_t days = micros / day - (micros % day < 0), rest = micros - days * day, s = rest / MICROS_PER_SECOND;
    date_text(out, days);
    buf_printf(out, " %02d:%02d:%02d.%03d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60),
               (int)(rest % MICROS_PER_SECOND / 1000));
}

/* offset: seconds east of UTC. */
static void zoned_text(struct buf *out, int64_t micros, int offset)
{
    timestamp_text(out, micros + offset * MICROS_PER_SECOND);
    buf_printf(out, " %c%02d%02d", offset < 0 ? '-' : '+', abs(offset) / 3600, abs(offset) / 60 % 60);
}

void ltz_text(struct buf *out, int64_t micros, const struct zone *zone)
{
    zoned_text(out, micros, zone ? zone_offset_at(zone, micros) : 0);
}

void rows_json(struct buf *out, struct str text)
{
    json_t *json = json_loadb(text.p, text.n, JSON_DECODE_ANY, NULL);
    if (json)
        json_print(out, json, 2);
    else
        buf_add(out, text);
    json_decref(json);
}

static void hex_text(struct buf *out, struct str bytes)
{
    for (size_t i = 0; i < bytes.n; i++)
        buf_printf(out, "%02X", (unsigned char)bytes.p[i]);
}

void rows_format(const struct rows *r, size_t col, const struct zone *zone, struct str format, struct buf *out)
{
    const struct rows_column *c = &r->columns[col];
    const int64_t day = 86400 * MICROS_PER_SECOND;
    if (rows_null(r, col))
        return;
    __int128 v = integer(c, r->row - 1);
    struct moment m = {.micros = (int64_t)v, .offset = MOMENT_NO_OFFSET, .has_date = true};
    if (c->type == DUCKDB_TYPE_DATE)
        m.micros *= day;
    else if (c->type == DUCKDB_TYPE_TIME)
        m.has_date = false;
    else if (c->type == DUCKDB_TYPE_TIMESTAMP_TZ)
        m.offset = zone ? zone_offset_at(zone, m.micros) / 60 : 0;
    else if (c->type == DUCKDB_TYPE_UUID)
        m = (struct moment){offset_micros(v), offset_minutes(v), true};
    if (m.offset != MOMENT_NO_OFFSET)
        m.micros += m.offset * 60 * MICROS_PER_SECOND;
    moment_format(m, format, out);
}

void rows_text(const struct rows *r, size_t col, const struct zone *zone, struct buf *out)
{
    const struct rows_column *c = &r->columns[col];
    if (rows_null(r, col))
        return;
    idx_t i = r->row - 1;
    switch (c->type) {
    case DUCKDB_TYPE_BOOLEAN:
        buf_adds(out, ((const bool *)c->data)[i] ? "true" : "false");
        break;
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
        double_print(out, rows_double(r, col));
        break;
    case DUCKDB_TYPE_DATE:
        date_text(out, (int64_t)integer(c, i));
        break;
    case DUCKDB_TYPE_TIME: {
        int64_t s = (int64_t)integer(c, i) / MICROS_PER_SECOND;
        buf_printf(out, "%02d:%02d:%02d", (int)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
        break;
    }
    case DUCKDB_TYPE_TIMESTAMP:
        timestamp_text(out, (int64_t)integer(c, i));
        break;
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        ltz_text(out, (int64_t)integer(c, i), zone);
        break;
    case DUCKDB_TYPE_UUID:
        zoned_text(out, offset_micros(integer(c, i)), offset_minutes(integer(c, i)) * 60);
        break;
    case DUCKDB_TYPE_BLOB:
        hex_text(out, rows_slice(r, col));
        break;
    case DUCKDB_TYPE_VARCHAR:
        if (c->is_json)
            rows_json(out, rows_slice(r, col));
        else
            buf_add(out, rows_slice(r, col));
        break;
    default:
        put_number(out, integer(c, i), c->scale);
        break;
    }
}
