/* VARIANTs: checked, made canonical, told apart. */
#include "base/buf.h"
#include "base/utf8.h"
#include "engine/call.h"
#include "engine/canonical.h"
#include "engine/member.h"

/* The JSON itself, scalars too, which cells hold as the values that they are. */
static struct str json_text(const struct call *c, idx_t row)
{
    duckdb_string_t *json = (duckdb_string_t *)c->column[0].data + row;
    return str_trim((struct str){duckdb_string_t_data(json), duckdb_string_t_length(*json)});
}

/* sf_size(variant, bytes) */
enum outcome call_size_check(struct call *c, idx_t row)
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
enum outcome call_array(struct call *c, idx_t row)
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

enum outcome call_only_array(struct call *c, idx_t row)
{
    return only(c, row, STR("["), "ARRAY");
}

enum outcome call_only_object(struct call *c, idx_t row)
{
    return only(c, row, STR("{"), "OBJECT");
}

/* PARSE_JSON: nothing gives NULL. */
enum outcome call_json(struct call *c, idx_t row)
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

enum outcome call_check_json(struct call *c, idx_t row)
{
    BUF_SCOPE struct buf out = {0};
    struct json_fault fault;
    if (json_canonical(c->cell[0].text, &out, &fault))
        return IS_NULL;
    return give_text(c, row, str_from(fault.reason));
}

/* The same of an object that the printer's text put together. */
enum outcome call_object(struct call *c, idx_t row)
{
    BUF_SCOPE struct buf out = {0};
    struct json_fault fault;
    if (json_canonical(c->cell[0].text, &out, &fault))
        return give_text(c, row, buf_str(&out));
    return failure_set(&c->failure, 100103, "22000", "Duplicate field key '%s'", fault.duplicate), FAILED;
}

/* sf_member(object, key, ignore case), the object as a VARIANT's text */
enum outcome call_member(struct call *c, idx_t row)
{
    struct str value = member_find(c->cell[0].text, c->cell[1].text, c->cell[2].number != 0);
    return value.p ? give_text(c, row, value) : IS_NULL;
}
