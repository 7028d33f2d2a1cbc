/* Reading cells. A JSON scalar is read as the value it holds, JSON's null as NULL. */
#include "engine/cell.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"

void column_open(struct column *c, duckdb_vector v)
{
    *c = (struct column){0};
    duckdb_logical_type type = duckdb_vector_get_column_type(v);
    c->type = c->internal = duckdb_get_type_id(type);
    if (c->type == DUCKDB_TYPE_DECIMAL) {
        c->internal = duckdb_decimal_internal_type(type);
        c->scale = duckdb_decimal_scale(type);
    }
    char *alias = duckdb_logical_type_get_alias(type);
    c->json = alias && strcmp(alias, "JSON") == 0;
    duckdb_free(alias);
    duckdb_destroy_logical_type(&type);
    c->data = duckdb_vector_get_data(v);
    c->validity = duckdb_vector_get_validity(v);
}

void column_close(struct column *c)
{
    free(c->scratch);
}

static unsigned hex4(const char *p)
{
    unsigned value = 0;
    for (int i = 0; i < 4; i++) {
        char d = p[i];
        value = value * 16 + (unsigned)(d <= '9' ? d - '0' : (d | 32) - 'a' + 10);
    }
    return value;
}

/* The text of a JSON string, its quotes included, into the column's scratch memory. DuckDB has checked that it is JSON.
 */
static struct str json_string(struct column *c, struct str json)
{
    if (c->scratch_size < json.n + 1) {
        c->scratch_size = json.n + 64;
        c->scratch = realloc(c->scratch, c->scratch_size);
        if (!c->scratch)
            abort();
    }
    char *out = c->scratch;
    for (size_t i = 1; i + 1 < json.n; i++) {
        if (json.p[i] != '\\') {
            *out++ = json.p[i];
            continue;
        }
        static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
        char e = json.p[++i];
        const char *found = strchr(from, e);
        if (e == 'u' && i + 4 < json.n) {
            unsigned code = hex4(json.p + i + 1);
            i += 4;
            if (code >= 0xd800 && code < 0xdc00 && i + 6 < json.n && json.p[i + 1] == '\\') {
                code = 0x10000 + ((code - 0xd800) << 10) + (hex4(json.p + i + 3) - 0xdc00);
                i += 6;
            }
            out += utf8_put(out, code);
        } else {
            *out++ = found && e ? to[found - from] : e;
        }
    }
    return (struct str){c->scratch, (size_t)(out - c->scratch)};
}

static void read_json(struct column *c, struct str json, struct cell *ret)
{
    json = str_trim(json);
    bool exact;
    if (str_eq(json, STR("null")) || !json.n) {
        ret->kind = CELL_NULL;
    } else if (*json.p == '"') {
        ret->kind = CELL_TEXT;
        ret->text = json_string(c, json);
    } else if (*json.p == '{' || *json.p == '[') {
        ret->kind = CELL_JSON;
        ret->text = json;
    } else if (str_eq(json, STR("true")) || str_eq(json, STR("false"))) {
        ret->kind = CELL_BOOLEAN;
        ret->number = *json.p == 't';
    } else if (number_parse(json, &ret->number, &ret->scale, &exact) && exact) {
        ret->kind = CELL_NUMBER;
    } else {
        char text[64];
        snprintf(text, sizeof text, "%.*s", STR_FMT(json));
        ret->kind = CELL_FLOAT;
        ret->real = strtod(text, NULL);
    }
}

static void read_integer(const struct column *c, idx_t row, struct cell *ret)
{
    ret->kind = CELL_NUMBER;
    ret->scale = c->scale;
    switch (c->internal) {
    case DUCKDB_TYPE_TINYINT:
        ret->number = ((const int8_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_SMALLINT:
        ret->number = ((const int16_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_INTEGER:
        ret->number = ((const int32_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_BIGINT:
        ret->number = ((const int64_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_UTINYINT:
        ret->number = ((const uint8_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_USMALLINT:
        ret->number = ((const uint16_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_UINTEGER:
        ret->number = ((const uint32_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_UBIGINT:
        ret->number = ((const uint64_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_HUGEINT:
        memcpy(&ret->number, (const duckdb_hugeint *)c->data + row, sizeof ret->number);
        break;
    default: /* no other type is an integer inside */
        ret->kind = CELL_OTHER;
    }
}

static struct str string_at(const struct column *c, idx_t row)
{
    duckdb_string_t *s = (duckdb_string_t *)c->data + row;
    return (struct str){duckdb_string_t_data(s), duckdb_string_t_length(*s)};
}

void column_read(struct column *c, idx_t row, struct cell *ret)
{
    ret->kind = CELL_NULL;
    if (c->type == DUCKDB_TYPE_SQLNULL || (c->validity && !duckdb_validity_row_is_valid(c->validity, row)))
        return;
    switch (c->type) {
    case DUCKDB_TYPE_VARCHAR:
        ret->kind = CELL_TEXT;
        ret->text = string_at(c, row);
        if (c->json)
            read_json(c, ret->text, ret);
        break;
    case DUCKDB_TYPE_BLOB:
        ret->kind = CELL_BINARY;
        ret->text = string_at(c, row);
        break;
    case DUCKDB_TYPE_BOOLEAN:
        ret->kind = CELL_BOOLEAN;
        ret->number = ((const bool *)c->data)[row];
        break;
    case DUCKDB_TYPE_FLOAT:
        ret->kind = CELL_FLOAT;
        ret->real = (double)((const float *)c->data)[row];
        break;
    case DUCKDB_TYPE_DOUBLE:
        ret->kind = CELL_FLOAT;
        ret->real = ((const double *)c->data)[row];
        break;
    case DUCKDB_TYPE_DATE:
        ret->kind = CELL_DATE;
        ret->number = ((const int32_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_TIME:
        ret->kind = CELL_TIME;
        ret->number = ((const int64_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_TIMESTAMP:
        ret->kind = CELL_TIMESTAMP;
        ret->number = ((const int64_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_TIMESTAMP_TZ:
        ret->kind = CELL_ZONED;
        ret->number = ((const int64_t *)c->data)[row];
        break;
    case DUCKDB_TYPE_UUID: {
        __int128 packed;
        memcpy(&packed, (const duckdb_hugeint *)c->data + row, sizeof packed);
        ret->kind = CELL_OFFSET;
        ret->number = offset_micros(packed);
        ret->scale = offset_minutes(packed);
        break;
    }
    default: /* numbers, and what is refused */
        read_integer(c, row, ret);
    }
}
