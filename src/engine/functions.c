/* One table lists the functions; each is a loop over the rows of a chunk that reads cells and writes one result. Those
 * with a sf_try_ twin give NULL where the other fails. sf_number_0 … sf_number_37 exist once for each scale, because a
 * function's type is fixed when it is registered. */
#include "engine/functions.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "engine/call.h"
#include "engine/geography.h"

enum { MAX_SCALE = 37 };

/* --- the functions ------------------------------------------------------------------------------------------------ */

enum outcome call_text(struct call *c, idx_t row)
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

static enum outcome call_geography(struct call *c, idx_t row)
{
    BUF_SCOPE struct buf out = {0};
    if (c->cell[0].kind != CELL_TEXT && c->cell[0].kind != CELL_JSON)
        return failure_set(&c->failure, 100201, "22023", "Error parsing Geo input: it is neither text nor an object"),
               FAILED;
    return geography_parse(c->cell[0].text, &out, &c->failure) ? give_text(c, row, buf_str(&out)) : FAILED;
}

static enum outcome call_length_check(struct call *c, idx_t row)
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

#define ANY DUCKDB_TYPE_ANY
#define TEXT DUCKDB_TYPE_VARCHAR
#define LONG DUCKDB_TYPE_BIGINT
#define REAL DUCKDB_TYPE_DOUBLE

/* Rows of one name are overloads and stand together. */
static const struct row rows[] = {
    {"sf_text", {ANY}, TEXT, call_text, 0, 0},
    {"sf_timestamp_text", {ANY}, TEXT, call_timestamp_text, 0, 0},
    {"sf_geography", {ANY}, TEXT, call_geography, HAS_TRY, 0},
    {"sf_zoned", {ANY}, DUCKDB_TYPE_TIMESTAMP_TZ, call_zoned, 0, 0},
    {"sf_wall", {ANY, TEXT}, DUCKDB_TYPE_TIMESTAMP, call_wall, HAS_TRY, 0},
    {"sf_instant", {ANY, TEXT}, DUCKDB_TYPE_TIMESTAMP_TZ, call_instant, 0, 0},
    {"sf_own_offset", {ANY, TEXT}, DUCKDB_TYPE_UUID, call_own_offset, 0, 0},
    {"sf_with_offset", {DUCKDB_TYPE_TIMESTAMP_TZ, DUCKDB_TYPE_TIMESTAMP}, DUCKDB_TYPE_UUID, call_with_offset, 0, 0},
    {"sf_at_offset", {DUCKDB_TYPE_UUID, DUCKDB_TYPE_TIMESTAMP}, DUCKDB_TYPE_UUID, call_at_offset, 0, 0},
    {"sf_day", {ANY, TEXT}, DUCKDB_TYPE_DATE, call_day, HAS_TRY, 0},
    {"sf_clock", {ANY, TEXT}, DUCKDB_TYPE_TIME, call_clock, HAS_TRY, 0},
    {"sf_cut", {DUCKDB_TYPE_TIME, LONG}, DUCKDB_TYPE_TIME, call_cut, 0, 0},
    {"sf_cut", {DUCKDB_TYPE_TIMESTAMP, LONG}, DUCKDB_TYPE_TIMESTAMP, call_cut, 0, 0},
    {"sf_cut", {DUCKDB_TYPE_TIMESTAMP_TZ, LONG}, DUCKDB_TYPE_TIMESTAMP_TZ, call_cut, 0, 0},
    {"sf_cut", {DUCKDB_TYPE_UUID, LONG}, DUCKDB_TYPE_UUID, call_cut_offset, 0, 0},
    {"sf_number", {ANY, DUCKDB_TYPE_INTEGER}, DUCKDB_TYPE_DECIMAL, call_number, HAS_TRY | PER_SCALE, 0},
    {"sf_int", {ANY}, DUCKDB_TYPE_HUGEINT, call_int, HAS_TRY, 0},
    {"sf_float", {ANY}, REAL, call_float, HAS_TRY, 0},
    {"sf_bool", {ANY}, DUCKDB_TYPE_BOOLEAN, call_bool, HAS_TRY, 0},
    {"sf_quotient", {LONG, ANY}, DUCKDB_TYPE_DECIMAL, call_quotient, 0, 6},
    {"sf_quotient", {DUCKDB_TYPE_HUGEINT, ANY}, DUCKDB_TYPE_DECIMAL, call_quotient, 0, 6},
    {"sf_quotient", {ANY, ANY}, DUCKDB_TYPE_DECIMAL, call_quotient, 0, MOST_QUOTIENT_DIGITS},
    {"sf_quotient", {LONG, REAL}, REAL, call_float_quotient, 0, 0},
    {"sf_quotient", {DUCKDB_TYPE_HUGEINT, REAL}, REAL, call_float_quotient, 0, 0},
    {"sf_quotient", {REAL, ANY}, REAL, call_float_quotient, 0, 0},
    {"sf_quotient", {ANY, REAL}, REAL, call_float_quotient, 0, 0},
    {"sf_quotient", {REAL, REAL}, REAL, call_float_quotient, 0, 0},
    {"sf_length", {TEXT, LONG}, TEXT, call_length_check, HAS_TRY, 0},
    {"sf_size", {TEXT, LONG}, TEXT, call_size_check, HAS_TRY | OF_JSON, 0},
    {"sf_array", {TEXT}, TEXT, call_array, OF_JSON, 0},
    {"sf_only_array", {TEXT}, TEXT, call_only_array, HAS_TRY | OF_JSON, 0},
    {"sf_only_object", {TEXT}, TEXT, call_only_object, HAS_TRY | OF_JSON, 0},
    {"sf_format", {ANY, TEXT, DUCKDB_TYPE_TIMESTAMP_TZ}, TEXT, call_format, TAKES_NULL, 0},
    {"sf_hash", {LONG, ANY}, LONG, call_hash, TAKES_NULL, 0},
    {"sf_json", {TEXT}, TEXT, call_json, HAS_TRY, 0},
    {"sf_check_json", {TEXT}, TEXT, call_check_json, 0, 0},
    {"sf_object", {TEXT}, TEXT, call_object, 0, 0},
    {"sf_member", {TEXT, TEXT, LONG}, TEXT, call_member, 0, 0},
    {"sf_division_by_zero", {DUCKDB_TYPE_BOOLEAN}, DUCKDB_TYPE_BOOLEAN, call_division_check, 0, 0},
    {"sf_random", {0}, LONG, call_random, VOLATILE, 0},
    {"sf_seeded", {LONG, LONG}, LONG, call_seeded, 0, 0},
    {"sf_uniform", {LONG, LONG, LONG}, LONG, call_uniform, 0, 0},
    {"sf_uniform", {REAL, REAL, LONG}, REAL, call_float_uniform, 0, 0},
    {"sf_randstr", {LONG, LONG}, TEXT, call_randstr, 0, 0},
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
    call_function *function = c->kind->row->run;
    bool zoned = function == call_zoned && c->column[0].type != DUCKDB_TYPE_TIMESTAMP_TZ;
    bool other = function == call_timestamp_text && c->column[0].type != DUCKDB_TYPE_TIMESTAMP &&
                 c->column[0].type != DUCKDB_TYPE_UUID;
    if (zoned || other) {
        duckdb_value null = duckdb_create_null_value();
        duckdb_vector_reference_value(c->output, null);
        duckdb_destroy_value(&null);
        return true;
    }
    bool text = function == call_text && c->column[0].type == DUCKDB_TYPE_VARCHAR && !c->column[0].json;
    bool check = function == call_length_check || function == call_size_check;
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
