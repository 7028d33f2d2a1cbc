/* From settings to struct file_format, by the tables of stage/format_options.h. */
#include "stage/format.h"

#include <stdlib.h>

#include "stage/format_options.h"

/* What one option says about another. */
static bool check_together(const struct file_format *f, struct err *err)
{
    struct str field = f->field_delimiter, record = f->record_delimiter;
    if (f->parse_header && f->skip_header)
        return err_set(err, 1423, "22023",
                       "SQL compilation error:\nSKIP_HEADER and PARSE_HEADER cannot be used together.");
    if (f->type == FILE_CSV && field.n && record.n && (str_find(field, record) >= 0 || str_find(record, field) >= 0))
        return err_set(err, 1423, "22023",
                       "SQL compilation error:\nFIELD_DELIMITER and RECORD_DELIMITER cannot be a part of each other.");
    return true;
}

bool file_format_from_settings(struct arena *a, const struct settings *s, const char *what, struct file_format *ret,
                               struct err *err)
{
    const struct format_type *type;
    *ret = file_format_default;
    if (!format_type_find(s, &type, err))
        return false;
    ret->type = type->type;
    for (size_t i = 0; i < s->n; i++) {
        const struct setting *at = &s->at[i];
        const struct format_option *o = format_option_find(type, at->key);
        if (!o && what)
            return err_at(err, at->line, at->col, 1420, "22023",
                          "SQL compilation error:\ninvalid property '%.*s' for '%s'", STR_FMT(at->key), what);
        if (!o)
            return err_at(err, at->line, at->col, 1422, "22023", "SQL compilation error:\ninvalid parameter '%.*s'",
                          STR_FMT(at->key));
        if (!format_option_apply(a, o, at, ret, err))
            return false;
    }
    if (ret->ignore_invalid)
        ret->replace_invalid = true; /* what is not UTF-8 cannot be stored in a VARCHAR */
    return check_together(ret, err);
}

/* The settings without the comment, checked. */
static bool checked(struct arena *a, const struct settings *s, struct settings *ret, struct err *err)
{
    struct file_format f;
    *ret = (struct settings){ARENA_ARRAY(a, struct setting, s->n + 1), 0};
    for (size_t i = 0; i < s->n; i++)
        if (!str_eq(s->at[i].key, STR("COMMENT")))
            ret->at[ret->n++] = s->at[i];
    return file_format_from_settings(a, ret, "FILE_FORMAT", &f, err);
}

bool file_format_create_check(struct arena *a, const struct statement_create *create, json_t **ret_definition,
                              struct err *err)
{
    struct settings kept;
    if (!checked(a, &create->settings, &kept, err))
        return false;
    *ret_definition = json_pack("{so}", "settings", definition_from_settings(&kept));
    return true;
}

/* `over` on top of `below`, without its FORMAT_NAME. */
static struct settings joined(struct arena *a, const struct settings *below, const struct settings *over)
{
    struct settings all = {ARENA_ARRAY(a, struct setting, below->n + over->n + 1), 0};
    for (size_t i = 0; i < below->n; i++)
        if (!settings_find(over, str_cstr(a, below->at[i].key)))
            all.at[all.n++] = below->at[i];
    for (size_t i = 0; i < over->n; i++)
        if (!str_eq(over->at[i].key, STR("FORMAT_NAME")))
            all.at[all.n++] = over->at[i];
    return all;
}

bool file_format_alter_check(struct arena *a, const struct object *format, const struct settings *set,
                             json_t **ret_definition, struct err *err)
{
    struct settings old = definition_settings(a, format), all, kept;
    const struct setting *type = settings_find(set, "TYPE");
    if (type)
        return err_at(err, type->line, type->col, 1420, "22023",
                      "SQL compilation error:\ninvalid property 'TYPE' for 'FILE_FORMAT'");
    all = joined(a, &old, set);
    if (!checked(a, &all, &kept, err))
        return false;
    *ret_definition = json_pack("{so}", "settings", definition_from_settings(&kept));
    return true;
}

bool file_format_find(struct catalog *c, const struct scope *scope, struct arena *a, const struct setting *value,
                      struct object **ret_named, struct err *err)
{
    const struct setting *name = value;
    *ret_named = NULL;
    if (value->kind == SETTING_GROUP) {
        name = settings_find(value->items, "FORMAT_NAME");
        if (!name)
            return true;
        if (settings_find(value->items, "TYPE"))
            return err_at(err, value->line, value->col, 1423, "22023",
                          "SQL compilation error:\nFORMAT_NAME and TYPE are mutually exclusive.");
    }
    if (name->kind != SETTING_WORD && name->kind != SETTING_STRING)
        return setting_invalid(name, err);
    struct object_name parsed = {0};
    if (!name_from_text(a, name->text, &parsed, err))
        return false;
    return catalog_resolve(c, scope, OBJECT_FILE_FORMAT, &parsed, ret_named, err);
}

bool file_format_resolve(struct catalog *c, const struct scope *scope, struct arena *a,
                         const struct setting *copy_format, const struct object *stage, struct file_format *ret,
                         struct err *err)
{
    static const struct settings none;
    struct settings stage_settings;
    const struct setting *value = copy_format;
    if (!value && stage) {
        stage_settings = definition_settings(a, stage);
        value = settings_find(&stage_settings, "FILE_FORMAT");
    }
    if (!value)
        return file_format_from_settings(a, &none, NULL, ret, err);
    OBJECT_SCOPE struct object *named = NULL;
    if (!file_format_find(c, scope, a, value, &named, err))
        return false;
    struct settings s = named ? definition_settings(a, named) : none;
    s = joined(a, &s, value->items ? value->items : &none);
    return file_format_from_settings(a, &s, NULL, ret, err);
}
