/* Columns and settings to JSON and back. */
#include "catalog/definition.h"

#include <stdlib.h>

struct str json_text_or_null(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    return json_is_string(value) ? (struct str){json_string_value(value), json_string_length(value)} : STR_NULL;
}

struct str json_text(const json_t *object, const char *key)
{
    struct str text = json_text_or_null(object, key);
    return text.p ? text : STR("");
}

bool json_flag(const json_t *object, const char *key)
{
    return json_is_true(json_object_get(object, key));
}

int64_t json_int(const json_t *object, const char *key, int64_t missing)
{
    const json_t *value = json_object_get(object, key);
    return json_is_integer(value) ? json_integer_value(value) : missing;
}

static json_t *json_str(struct str s)
{
    return json_stringn(s.n ? s.p : "", s.n);
}

struct type definition_type(struct arena *a, struct str text)
{
    struct tokens tokens;
    struct type type = {.kind = TYPE_VARCHAR, .length = 16777216};
    uint32_t at = 0;
    ERR_SCOPE struct err err = {0};
    if (sql_lex(a, text, &tokens, &err) && type_parse(&tokens, &at, &type, &err))
        return type;
    abort();
}

struct columns definition_columns(struct arena *a, const struct object *table)
{
    const json_t *list = json_object_get(table->definition, "columns"), *item;
    struct columns columns = {.n = json_array_size(list)};
    columns.at = ARENA_ARRAY(a, struct column, columns.n);
    size_t i;
    json_array_foreach(list, i, item)
    {
        struct column *c = &columns.at[i];
        const json_t *identity = json_object_get(item, "identity"), *value = json_object_get(item, "default");
        *c = (struct column){.name = json_text(item, "name"),
                             .type = definition_type(a, json_text(item, "type")),
                             .not_null = json_flag(item, "not_null"),
                             .primary_key = json_flag(item, "primary_key"),
                             .unique = json_flag(item, "unique"),
                             .default_text = value ? json_text(item, "default") : STR_NULL,
                             .identity = identity != NULL,
                             .comment = json_text(item, "comment"),
                             .evolution = json_text_or_null(item, "evolution")};
        if (identity) {
            c->identity_start = json_integer_value(json_array_get(identity, 0));
            c->identity_step = json_integer_value(json_array_get(identity, 1));
        }
    }
    return columns;
}

json_t *definition_from_columns(const struct columns *columns)
{
    ARENA_SCOPE struct arena a = {0};
    json_t *list = json_array();
    for (size_t i = 0; i < columns->n; i++) {
        const struct column *c = &columns->at[i];
        json_t *item = json_object();
        json_object_set_new(item, "name", json_str(c->name));
        json_object_set_new(item, "type", json_str(type_text(&a, c->type)));
        if (c->not_null)
            json_object_set_new(item, "not_null", json_true());
        if (c->primary_key)
            json_object_set_new(item, "primary_key", json_true());
        if (c->unique)
            json_object_set_new(item, "unique", json_true());
        if (c->default_text.p)
            json_object_set_new(item, "default", json_str(c->default_text));
        if (c->identity)
            json_object_set_new(item, "identity",
                                json_pack("[II]", (json_int_t)c->identity_start, (json_int_t)c->identity_step));
        if (c->comment.n)
            json_object_set_new(item, "comment", json_str(c->comment));
        if (c->evolution.p)
            json_object_set_new(item, "evolution", json_str(c->evolution));
        json_array_append_new(list, item);
    }
    return json_pack("{so}", "columns", list);
}

json_t *definition_with_columns(const struct object *table, const struct columns *columns)
{
    json_t *definition = json_deep_copy(table->definition), *columns_alone = definition_from_columns(columns);
    json_object_update(definition, columns_alone);
    json_decref(columns_alone);
    return definition;
}

ptrdiff_t columns_find(const struct columns *c, struct str name)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->at[i].name, name))
            return (ptrdiff_t)i;
    return -1;
}

/* A setting is {"kind", "text" | "items"}, so that it comes back as it was. */
static json_t *setting_json(const struct setting *s)
{
    static const char *const kinds[] = {"word", "string", "number", "list", "group", "call"};
    json_t *json = json_pack("{ss}", "kind", kinds[s->kind]);
    json_object_set_new(json, "text", json_str(s->text));
    if (s->kind == SETTING_LIST || s->kind == SETTING_GROUP)
        json_object_set_new(json, "items", definition_from_settings(s->items));
    return json;
}

json_t *definition_from_settings(const struct settings *s)
{
    json_t *list = json_array();
    for (size_t i = 0; i < s->n; i++) {
        json_t *item = setting_json(&s->at[i]);
        json_object_set_new(item, "key", json_str(s->at[i].key));
        json_array_append_new(list, item);
    }
    return list;
}

static struct settings settings_from(struct arena *a, const json_t *list)
{
    static const char *const kinds[] = {"word", "string", "number", "list", "group", "call"};
    struct settings settings = {.n = json_array_size(list)};
    settings.at = ARENA_ARRAY(a, struct setting, settings.n);
    const json_t *item;
    size_t i;
    json_array_foreach(list, i, item)
    {
        struct setting *s = &settings.at[i];
        s->key = json_text(item, "key");
        s->text = json_text(item, "text");
        for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
            if (str_eq(json_text(item, "kind"), str_from(kinds[k])))
                s->kind = (enum setting_kind)k;
        if (json_object_get(item, "items")) {
            s->items = ARENA_NEW(a, struct settings);
            *s->items = settings_from(a, json_object_get(item, "items"));
        }
    }
    return settings;
}

struct settings definition_settings(struct arena *a, const struct object *o)
{
    return settings_from(a, json_object_get(o->definition, "settings"));
}
