/* DuckDB's expressions for fields, by the type of the column. */
#include "pipe/value.h"

#include <stdio.h>

#include "dialect/dialect.h"
#include "pipe/read.h"
#include "pipe/transform.h"

static bool is_auto(struct str format)
{
    return str_ieq(format, STR("AUTO"));
}

bool load_is_semistructured(enum type_kind kind)
{
    return kind == TYPE_VARIANT || kind == TYPE_OBJECT || kind == TYPE_ARRAY;
}

bool load_is_unlimited_text(struct type type)
{
    return type.kind == TYPE_VARCHAR && type.length >= LOAD_FIELD_SIZE;
}

/* The function that reads text by a format, and the format: NULL where the type's own conversion serves. */
static const char *format_function(const struct copy_plan *plan, enum type_kind kind, struct str *ret_format)
{
    const char *function = NULL;
    switch (kind) {
    case TYPE_DATE:
        *ret_format = plan->format.date_format;
        function = "sf_try_day";
        break;
    case TYPE_TIME:
        *ret_format = plan->format.time_format;
        function = "sf_try_clock";
        break;
    case TYPE_TIMESTAMP_NTZ:
        *ret_format = plan->format.timestamp_format;
        function = "sf_try_wall";
        break;
    case TYPE_NUMBER:
    case TYPE_FLOAT:
    case TYPE_VARCHAR:
    case TYPE_BINARY:
    case TYPE_BOOLEAN:
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ:
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        break;
    }
    return function && !is_auto(*ret_format) ? function : NULL;
}

bool load_formats_check(const struct copy_plan *plan, struct err *err)
{
    for (size_t i = 0; i < plan->n_fields; i++) {
        enum type_kind kind = load_column(plan, i)->type.kind;
        if ((kind == TYPE_TIMESTAMP_LTZ || kind == TYPE_TIMESTAMP_TZ) && !is_auto(plan->format.timestamp_format))
            return err_unsupported(err, 0, 0, "TIMESTAMP_FORMAT for a column with a time zone");
    }
    return true;
}

static void structured(const char *text, enum type_kind kind, struct buf *out)
{
    const char *only = kind == TYPE_ARRAY ? "sf_try_only_array(" : kind == TYPE_OBJECT ? "sf_try_only_object(" : "";
    buf_printf(out, "%sTRY_CAST(nullif(%s, '') AS JSON)%s", only, text, *only ? ")" : "");
}

/* Is field i what a JSON document has under its column's name? */
static bool is_json_value(const struct copy_plan *plan, size_t i)
{
    return plan->keyed && plan->format.type == FILE_JSON && !(plan->metadata && plan->metadata[i]);
}

/* DATE_FORMAT, BINARY_FORMAT and their like count for what stands in the file as it is: fields of text files, by a
 * query too, and values of JSON documents that go by their names (Snowflake's page "CREATE FILE FORMAT"). */
static bool takes_formats(const struct copy_plan *plan, size_t i)
{
    return plan->query ? plan->format.type == FILE_CSV && transform_is_field(plan->query, i)
                       : !plan->keyed || is_json_value(plan, i);
}

void load_value(const struct copy_plan *plan, size_t i, struct buf *out)
{
    struct type type = load_column(plan, i)->type;
    struct str format;
    const char *by_format = plan->metadata && plan->metadata[i] ? NULL : format_function(plan, type.kind, &format);
    bool is_encoded = type.kind == TYPE_BINARY && plan->format.binary_format != FILE_BINARY_HEX;
    bool formatted = (by_format || is_encoded) && takes_formats(plan, i);
    char text[64];
    snprintf(text, sizeof text, formatted && is_json_value(plan, i) ? "json_extract_string(c%zu, '$')" : "c%zu", i);
    if (copy_plan_projects(plan) && !formatted) {
        transform_value(plan, text, type, out);
    } else if (load_is_unlimited_text(type)) {
        buf_adds(out, text);
    } else if (by_format) {
        BUF_SCOPE struct buf moment = {0};
        buf_printf(&moment, "%s(%s, ", by_format, text);
        buf_literal(&moment, format);
        buf_addc(&moment, ')');
        dialect_cut(out, buf_str(&moment), type);
    } else if (type.kind == TYPE_VARCHAR && plan->options.truncate) {
        buf_printf(out, "left(%s, %lld)", text, (long long)type.length);
    } else if (type.kind == TYPE_VARCHAR) {
        buf_printf(out, "CASE WHEN length(%s) <= %lld THEN %s END", text, (long long)type.length, text);
    } else if (is_encoded) {
        buf_printf(out, plan->format.binary_format == FILE_BINARY_UTF8 ? "encode(%s)" : "TRY(from_base64(%s))", text);
    } else if (load_is_semistructured(type.kind)) {
        structured(text, type.kind, out);
    } else {
        if (load_has_number(plan, i))
            buf_printf(out, "coalesce(n%zu, ", i);
        dialect_try_assign(out, str_from(text), type);
        buf_adds(out, load_has_number(plan, i) ? ")" : "");
    }
}

bool load_bad(const struct copy_plan *plan, size_t i, struct str value, struct buf *out)
{
    const struct column *column = load_column(plan, i);
    bool never = column->type.kind == TYPE_VARCHAR &&
                 (plan->options.truncate || (!copy_plan_projects(plan) && load_is_unlimited_text(column->type)));
    if (never && !column->not_null)
        return false;
    if (!column->not_null)
        buf_printf(out,
                   !copy_plan_projects(plan) && load_is_semistructured(column->type.kind)
                       ? "nullif(c%zu, '') IS NOT NULL AND "
                       : "c%zu IS NOT NULL AND ",
                   i);
    buf_printf(out, "(%.*s) IS NULL", STR_FMT(value));
    return true;
}
