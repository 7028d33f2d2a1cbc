/* CREATE of stages, file formats, pipes, streams, tasks, procedures, warehouses and roles, and RENAME of those that can
 * have another name. Their own folders check and define them; here they get their place in the catalog. */
#include "session/ddl.h"
#include "stage/format.h"
#include "stage/stage.h"
#include "task/definition.h"
#include "task/options.h"

/* Writes a definition that a folder made, unless the object was there. */
static bool create_from(struct run *r, struct creation *c, json_t *definition, struct str comment, struct object **ret,
                        bool *ret_done, struct err *err)
{
    if (!create_begin(r, c, ret_done, err) || *ret_done) {
        json_decref(definition);
        return *ret_done;
    }
    return create_object(r, c, definition, comment, ret, err) && create_done(r, c);
}

/* Of an external stage, which has no files of its own. */
static bool clone_stage(struct run *r, struct creation *c, struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    OBJECT_SCOPE struct object *source = NULL;
    struct settings more = create->settings;
    bool done = false;
    if (more.n)
        return err_unsupported(err, more.at[0].line, more.at[0].col, "CREATE STAGE … CLONE with options");
    if (create->at)
        return err_unsupported(err, create->clone.line, create->clone.col, "CREATE STAGE … CLONE … AT");
    if (!run_resolve(r, OBJECT_STAGE, &create->clone, &source, err))
        return false;
    struct settings s = definition_settings(&r->arena, source);
    if (!settings_find(&s, "URL"))
        return err_unsupported(err, create->clone.line, create->clone.col, "CREATE STAGE … CLONE of an internal stage");
    json_t *definition = json_pack("{so}", "settings", definition_from_settings(&s));
    return create_from(r, c, definition, str_from(source->comment), NULL, &done, err);
}

/* ENABLE with REFRESH_ON_CREATE, whose default is TRUE. Without a data directory, as when a script is only translated,
 * no file is looked for; and a new internal stage has none. */
static bool refresh_on_create(struct run *r, struct object *stage, struct err *err)
{
    struct settings s = definition_settings(&r->arena, stage);
    struct str url = stage_setting(&s, NULL, "URL");
    if (!str_ieq(stage_setting(&s, "DIRECTORY", "ENABLE"), STR("TRUE")) || !r->s->f->data.n || !url.p ||
        str_ieq(stage_setting(&s, "DIRECTORY", "REFRESH_ON_CREATE"), STR("FALSE")))
        return true;
    return refresh_directory(r, stage, STR(""), NULL, err);
}

bool create_stage(struct run *r, void *ctx, struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    OBJECT_SCOPE struct object *stage = NULL;
    json_t *definition;
    bool done = false;
    if (create->clone.line)
        return clone_stage(r, ctx, err);
    return stage_create_check(r->s->f->catalog, &r->s->scope, &r->arena, create, &definition, err) &&
           create_from(r, ctx, definition, create_comment(&create->settings), &stage, &done, err) &&
           (done || refresh_on_create(r, stage, err));
}

bool create_format(struct run *r, void *ctx, struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    json_t *definition;
    bool done = false;
    return file_format_create_check(&r->arena, create, &definition, err) &&
           create_from(r, ctx, definition, create_comment(&create->settings), NULL, &done, err);
}

/* The names in its COPY are those of its own schema, as whenever it loads, whatever schema is current. */
bool create_pipe(struct run *r, void *ctx, struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    struct load_context load = session_load_context(r->s);
    struct creation *c = ctx;
    OBJECT_SCOPE struct object *pipe = NULL;
    json_t *definition;
    bool done;
    if (!create_begin(r, c, &done, err) || done)
        return done;
    struct scope scope = {.database = c->full[0], .schema = c->full[1]};
    return pipe_create_check(&load, &scope, create, &r->arena, &definition, err) &&
           create_object(r, c, definition, create_comment(&create->settings), &pipe, err) && create_done(r, c) &&
           pipe_created(&load, r->s->conn, pipe, err);
}

/* --- streams ---------------------------------------------------------------------------------------------------- */

static bool flag(const struct settings *s, const char *key, bool *ret, struct err *err)
{
    const struct setting *found = settings_find(s, key);
    *ret = false;
    return !found || setting_boolean(found, ret, err);
}

bool create_stream(struct run *r, void *ctx, struct err *err)
{
    static const char *const allowed[] = {"APPEND_ONLY", "SHOW_INITIAL_ROWS", "COMMENT", NULL};
    struct creation *c = ctx;
    const struct statement_create *create = &r->statement->create;
    OBJECT_SCOPE struct object *source = NULL, *stream = NULL;
    bool append_only, initial, done;
    if (create->clone.n)
        return err_unsupported(err, create->clone.line, create->clone.col, "CREATE STREAM … CLONE");
    if (create->source_kind != OBJECT_TABLE)
        return err_unsupported(err, create->source.line, create->source.col, "CREATE STREAM … ON %s",
                               object_kind_word(create->source_kind));
    if (create->at)
        return err_unsupported(err, r->tokens->at[create->at->first].line, r->tokens->at[create->at->first].col,
                               "CREATE STREAM … AT");
    if (!create_only_settings(r, allowed, "STREAM", err) ||
        !flag(&create->settings, "APPEND_ONLY", &append_only, err) ||
        !flag(&create->settings, "SHOW_INITIAL_ROWS", &initial, err) || !run_target(r, &create->source, &source, err))
        return false;
    struct str name = object_full_name(&r->arena, source);
    json_t *definition = json_pack("{sIsb}", "table", (json_int_t)source->id, "append_only", append_only);
    json_object_set_new(definition, "table_name", json_stringn(name.p, name.n));
    return create_from(r, c, definition, create_comment(&create->settings), &stream, &done, err) &&
           (done || stream_create_offset(&r->s->tx, stream, source->id, initial, err));
}

/* --- tasks ------------------------------------------------------------------------------------------------------ */

static bool check_warehouse(struct run *r, const struct settings *s, struct err *err)
{
    const struct setting *w = settings_find(s, "WAREHOUSE");
    if (!w)
        return true;
    struct object_name name;
    if (!name_from_text(&r->arena, w->text, &name, err))
        return false;
    OBJECT_SCOPE struct object *o =
        catalog_find(r->s->f->catalog, OBJECT_WAREHOUSE, STR(""), STR(""), name.part[name.n - 1]);
    return o || is_built_in(OBJECT_WAREHOUSE, name.part[name.n - 1]) ||
           err_at(err, w->line, w->col, 2003, "02000", "Nonexistent warehouse %.*s was specified.",
                  STR_FMT(name.part[name.n - 1]));
}

/* Session parameters are set when the task runs: a value that this session could not set is refused now. */
static bool check_parameters(const struct settings *s, struct err *err)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct task_option *option = task_option_find(s->at[i].key);
        if (!option || !option->parameter || parameters_check(s->at[i].key, s->at[i].text, err))
            continue;
        err->line = s->at[i].line;
        err->col = s->at[i].col;
        return false;
    }
    return true;
}

bool check_task_settings(struct run *r, const struct settings *s, struct err *err)
{
    return check_warehouse(r, s, err) && check_parameters(s, err);
}

bool create_task(struct run *r, void *ctx, struct err *err)
{
    const struct statement_create *create = &r->statement->create;
    struct task_author author = {current_role(r), STR("FRESHET"), r->now};
    struct str comment;
    json_t *definition;
    bool done = false;
    if (create->clone.n)
        return err_unsupported(err, create->clone.line, create->clone.col, "CREATE TASK … CLONE");
    if (!task_define(create, r->tokens, &author, &definition, &comment, err))
        return false;
    if (!check_task_settings(r, &create->settings, err)) {
        json_decref(definition);
        return false;
    }
    return create_from(r, ctx, definition, comment, NULL, &done, err);
}

/* --- procedures ------------------------------------------------------------------------------------------------- */

static json_t *text_json(struct str s)
{
    return json_stringn(s.n ? s.p : "", s.n);
}

static json_t *arguments_json(struct run *r, const struct statement_create *create)
{
    json_t *list = json_array();
    for (size_t i = 0; i < create->n_arguments; i++) {
        const struct create_argument *a = &create->arguments[i];
        json_t *item = json_object();
        json_object_set_new(item, "name", text_json(a->name));
        json_object_set_new(item, "type", text_json(type_text(&r->arena, a->type)));
        if (a->default_value)
            json_object_set_new(item, "default",
                                text_json(tokens_text(r->tokens, a->default_value->first, a->default_value->last)));
        json_array_append_new(list, item);
    }
    return list;
}

bool create_procedure(struct run *r, void *ctx, struct err *err)
{
    static const char *const allowed[] = {"COMMENT", NULL};
    const struct statement_create *create = &r->statement->create;
    bool done = false;
    if (!create_only_settings(r, allowed, "PROCEDURE", err))
        return false;
    json_t *definition = json_object();
    json_object_set_new(definition, "arguments", arguments_json(r, create));
    json_object_set_new(definition, "returns", text_json(type_text(&r->arena, create->returns)));
    json_object_set_new(definition, "returns_not_null", json_boolean(create->returns_not_null));
    json_object_set_new(definition, "strict", json_boolean(create->strict));
    json_object_set_new(definition, "execute_as", json_string(create->execute_as_caller ? "CALLER" : "OWNER"));
    json_object_set_new(definition, "language", text_json(create->language));
    json_object_set_new(definition, "body", text_json(create->body));
    return create_from(r, ctx, definition, create_comment(&create->settings), NULL, &done, err);
}

/* --- warehouses and roles --------------------------------------------------------------------------------------- */

bool create_account_object(struct run *r, struct creation *c, json_t *definition, struct err *err)
{
    struct object_name name;
    bool done = false;
    if (!run_name(r, &r->statement->create.name, &name, err) ||
        !create_begin_account(r, c, STR(""), name.part[name.n - 1], &done, err) || done) {
        json_decref(definition);
        return !err->set;
    }
    c->created = true;
    return create_object(r, c, definition, create_comment(&r->statement->create.settings), NULL, err) &&
           create_done(r, c);
}

const char *const warehouse_options[] = {"WAREHOUSE_SIZE",
                                         "WAREHOUSE_TYPE",
                                         "AUTO_SUSPEND",
                                         "AUTO_RESUME",
                                         "INITIALLY_SUSPENDED",
                                         "MIN_CLUSTER_COUNT",
                                         "MAX_CLUSTER_COUNT",
                                         "SCALING_POLICY",
                                         "RESOURCE_MONITOR",
                                         "COMMENT",
                                         "ENABLE_QUERY_ACCELERATION",
                                         "QUERY_ACCELERATION_MAX_SCALE_FACTOR",
                                         "MAX_CONCURRENCY_LEVEL",
                                         "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS",
                                         "STATEMENT_TIMEOUT_IN_SECONDS",
                                         NULL};

bool create_warehouse(struct run *r, void *ctx, struct err *err)
{
    if (!create_only_settings(r, warehouse_options, "WAREHOUSE", err))
        return false;
    const struct settings *settings = &r->statement->create.settings;
    bool suspended;
    if (!flag(settings, "INITIALLY_SUSPENDED", &suspended, err))
        return false;
    json_t *definition = json_object();
    json_object_set_new(definition, "settings", definition_from_settings(settings));
    json_object_set_new(definition, "state", json_string(suspended ? "SUSPENDED" : "STARTED"));
    return create_account_object(r, ctx, definition, err);
}

bool create_role(struct run *r, void *ctx, struct err *err)
{
    static const char *const allowed[] = {"COMMENT", NULL};
    return create_only_settings(r, allowed, "ROLE", err) && create_account_object(r, ctx, json_object(), err);
}

static bool free_name(struct run *r, const struct object *o, const struct object_name *to, const char *statement,
                      struct str ret[3], struct err *err)
{
    struct catalog *c = r->s->f->catalog;
    struct object_name name;
    if (!run_name(r, to, &name, err) || !scope_qualify(&r->s->scope, &name, statement, ret, err))
        return false;
    OBJECT_SCOPE struct object *schema = catalog_find(c, OBJECT_SCHEMA, ret[0], STR(""), ret[1]);
    OBJECT_SCOPE struct object *taken = o->session
                                            ? catalog_find_temporary(c, o->session, o->kind, ret[0], ret[1], ret[2])
                                            : catalog_find(c, o->kind, ret[0], ret[1], ret[2]);
    if (!schema)
        return err_at(err, name.line, name.col, 2003, "02000",
                      "SQL compilation error:\nSchema '%.*s.%.*s' does not exist or not authorized.", STR_FMT(ret[0]),
                      STR_FMT(ret[1]));
    return !taken || err_at(err, name.line, name.col, 2002, "42710",
                            "SQL compilation error:\nObject '%.*s' already exists.", STR_FMT(ret[2]));
}

bool object_rename(struct run *r, struct object *o, const struct object_name *to, const char *statement,
                   struct err *err)
{
    struct str name[3];
    struct arena *a = &r->arena;
    if (!free_name(r, o, to, statement, name, err))
        return false;
    struct str full =
        str_printf(a, "%.*s.%.*s.%.*s", STR_FMT(name_quoted_if_needed(a, name[0])),
                   STR_FMT(name_quoted_if_needed(a, name[1])), STR_FMT(name_quoted_if_needed(a, name[2])));
    return grants_rename(r->s->conn, o, full, err) && catalog_rename(r->s->f->catalog, r->s->conn, o, name, err) &&
           run_done(r);
}
