/* SHOW FILE FORMATS and DESC FILE FORMAT, printed from the tables of stage/format_options.h. */
#include <stdlib.h>

#include "stage/format.h"
#include "stage/format_options.h"

/* Settings that are kept were checked. */
static const struct format_type *type_of(const struct settings *s)
{
    ERR_SCOPE struct err none = {0};
    const struct format_type *type;
    (void)!format_type_find(s, &type, &none);
    return type;
}

const struct listing_column file_format_show_columns[] = {
    {"created_on", LISTING_LTZ},   {"name", LISTING_TEXT},           {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT}, {"type", LISTING_TEXT},           {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},     {"format_options", LISTING_TEXT}, {"owner_role_type", LISTING_TEXT},
};
const size_t file_format_show_n = sizeof file_format_show_columns / sizeof *file_format_show_columns;

const struct listing_column file_format_describe_columns[] = {
    {"property", LISTING_TEXT},
    {"property_type", LISTING_TEXT},
    {"property_value", LISTING_TEXT},
    {"property_default", LISTING_TEXT},
};
const size_t file_format_describe_n = sizeof file_format_describe_columns / sizeof *file_format_describe_columns;

/* Control characters as escapes. */
static struct str escaped(struct arena *a, struct str s)
{
    BUF_SCOPE struct buf out = {0};
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c == '\n')
            buf_adds(&out, "\\n");
        else if (c == '\t')
            buf_adds(&out, "\\t");
        else if (c == '\r')
            buf_adds(&out, "\\r");
        else if (c < 32)
            buf_printf(&out, "\\x%02X", c);
        else
            buf_addc(&out, (char)c);
    }
    return str_dup(a, buf_str(&out));
}

static struct str list_text(struct arena *a, const struct setting *s)
{
    BUF_SCOPE struct buf out = {0};
    buf_addc(&out, '[');
    if (s->kind == SETTING_STRING)
        buf_add(&out, s->text);
    for (size_t i = 0; s->kind == SETTING_LIST && s->items && i < s->items->n; i++) {
        buf_adds(&out, i ? ", " : "");
        buf_add(&out, s->items->at[i].text);
    }
    buf_addc(&out, ']');
    return str_dup(a, buf_str(&out));
}

/* The value as DESCRIBE prints it. */
static struct str shown(struct arena *a, const struct format_option *o, const struct setting *s)
{
    switch (o->kind) {
    case OPTION_BOOLEAN:
        return str_lower(a, s->text);
    case OPTION_LIST:
        return list_text(a, s);
    case OPTION_TYPE:
    case OPTION_BINARY:
    case OPTION_COMPRESSION:
    case OPTION_CODEC:
    case OPTION_ENCODING:
        return str_upper(a, s->text);
    case OPTION_DELIMITER:
    case OPTION_CHARACTER:
    case OPTION_ENCLOSURE:
        return format_option_is_none(s) ? STR("NONE") : escaped(a, format_option_text(a, s->text));
    case OPTION_COUNT:
    case OPTION_FORMAT:
    case OPTION_TEXT:
        return s->text;
    }
    return s->text;
}

void file_format_properties(const struct settings *s, const char *parent, struct listing *out)
{
    const struct format_type *type = type_of(s);
    for (size_t i = 0; i < type->n; i++) {
        const struct format_option *o = &type->options[i];
        const struct setting *set = settings_find(s, o->name);
        if (parent)
            listing_cstr(out, parent);
        listing_cstr(out, o->name);
        listing_cstr(out, o->property_type);
        listing_text(out, set ? shown(out->arena, o, set) : str_from(o->default_value));
        listing_cstr(out, o->default_value);
    }
}

void file_format_describe(const struct object *format, struct listing *out)
{
    struct settings s = definition_settings(out->arena, format);
    file_format_properties(&s, NULL, out);
}

static json_t *option_json(struct arena *a, const struct format_option *o, const struct setting *set)
{
    if (o->kind == OPTION_LIST) {
        json_t *list = json_array();
        bool is_list = set && set->kind == SETTING_LIST;
        for (size_t i = 0; is_list && set->items && i < set->items->n; i++)
            json_array_append_new(list, json_stringn(set->items->at[i].text.p, set->items->at[i].text.n));
        if (!is_list)
            json_array_append_new(list, set ? json_stringn(set->text.p, set->text.n) : json_string("\\N"));
        return list;
    }
    struct str text = set ? shown(a, o, set) : str_from(o->default_value);
    int64_t n;
    if (o->kind == OPTION_BOOLEAN)
        return json_boolean(str_eq(text, STR("true")));
    if (o->kind == OPTION_COUNT && str_to_int64(text, &n))
        return json_integer(n);
    if (o->kind == OPTION_TEXT && !set)
        return json_null();
    return json_stringn(text.p ? text.p : "", text.n);
}

void file_format_show_row(const struct object *format, struct listing *out)
{
    struct settings s = definition_settings(out->arena, format);
    json_t *all = json_object();
    const struct format_type *type = type_of(&s);
    for (size_t i = 0; i < type->n; i++)
        json_object_set_new(all, type->options[i].name,
                            option_json(out->arena, &type->options[i], settings_find(&s, type->options[i].name)));
    char *text = json_dumps(all, JSON_COMPACT);
    listing_int(out, format->created_on);
    listing_cstr(out, format->name);
    listing_cstr(out, format->database);
    listing_cstr(out, format->schema);
    listing_cstr(out, type->name);
    listing_cstr(out, format->owner);
    listing_cstr(out, format->comment);
    listing_cstr(out, text);
    listing_cstr(out, "ROLE");
    free(text);
    json_decref(all);
}
