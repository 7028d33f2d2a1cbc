/* SHOW and DESCRIBE: a const table of kinds, each with its columns and the function that adds an object's row. The
 * order and names of columns are Snowflake's (spec/sql.md, 11). */
#include "session/show.h"

#include "session/ddl.h"
#include "stage/format.h"
#include "stage/stage.h"
#include "task/definition.h"

struct shown {
    struct run *r;
    const struct object *o;
    struct listing *l;
};

typedef bool show_row(struct shown *s, struct err *err);

static void stamp(struct listing *l, int64_t micros)
{
    listing_int(l, micros);
}

static void cstrs(struct listing *l, const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        listing_cstr(l, texts[i]);
}

static const char *yes_no(bool b)
{
    return b ? "Y" : "N";
}

static const char *on_off(bool b)
{
    return b ? "ON" : "OFF";
}

/* --- tables and views ------------------------------------------------------------------------------------------- */

static const struct listing_column table_columns[] = {
    {"created_on", LISTING_LTZ},       {"name", LISTING_TEXT},           {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT},     {"kind", LISTING_TEXT},           {"comment", LISTING_TEXT},
    {"cluster_by", LISTING_TEXT},      {"rows", LISTING_NUMBER},         {"bytes", LISTING_NUMBER},
    {"owner", LISTING_TEXT},           {"retention_time", LISTING_TEXT}, {"automatic_clustering", LISTING_TEXT},
    {"change_tracking", LISTING_TEXT}, {"is_external", LISTING_TEXT},    {"enable_schema_evolution", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
};

static bool has_stream(struct shown *s)
{
    size_t n;
    bool found = false;
    struct object **list = catalog_list(s->r->s->f->catalog, &s->r->arena, OBJECT_STREAM, STR_NULL, STR_NULL, &n);
    for (size_t i = 0; i < n; i++)
        found = found || json_int(list[i]->definition, "table", 0) == s->o->id;
    catalog_list_release(list, n);
    return found;
}

static bool show_table(struct shown *s, struct err *err)
{
    const struct object *o = s->o;
    struct buf sql BUF_SCOPE = {0};
    int64_t rows;
    buf_adds(&sql, "SELECT count(*) FROM ");
    table_current_name(&sql, o->id);
    if (!connection_int(s->r->s->conn, buf_str(&sql), 0, &rows, err))
        return false;
    stamp(s->l, o->created_on);
    cstrs(s->l,
          (const char *[]){o->name, o->database, o->schema,
                           o->session                              ? "TEMPORARY"
                           : json_flag(o->definition, "transient") ? "TRANSIENT"
                                                                   : "TABLE",
                           o->comment},
          5);
    listing_text(s->l, json_text(o->definition, "cluster_by"));
    listing_int(s->l, rows);
    listing_null(s->l); /* bytes: DuckDB keeps no size of a table */
    listing_cstr(s->l, o->owner);
    listing_int(s->l, json_int(o->definition, "retention", 1));
    cstrs(s->l, (const char *[]){"OFF", on_off(has_stream(s)), "N", "N", "ROLE"}, 5);
    return true;
}

static const struct listing_column view_columns[] = {
    {"created_on", LISTING_LTZ},       {"name", LISTING_TEXT},
    {"reserved", LISTING_TEXT},        {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT},     {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},         {"text", LISTING_TEXT},
    {"is_secure", LISTING_TEXT},       {"is_materialized", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT}, {"change_tracking", LISTING_TEXT},
};

static bool show_view(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, "", o->database, o->schema, o->owner, o->comment}, 6);
    listing_text(s->l, json_text(o->definition, "text"));
    cstrs(s->l, (const char *[]){json_flag(o->definition, "secure") ? "true" : "false", "false", "ROLE", "OFF"}, 4);
    return true;
}

static const struct listing_column sequence_columns[] = {
    {"name", LISTING_TEXT},         {"database_name", LISTING_TEXT}, {"schema_name", LISTING_TEXT},
    {"next_value", LISTING_NUMBER}, {"interval", LISTING_NUMBER},    {"created_on", LISTING_LTZ},
    {"owner", LISTING_TEXT},        {"comment", LISTING_TEXT},       {"owner_role_type", LISTING_TEXT},
    {"ordered", LISTING_TEXT},
};

static bool show_sequence(struct shown *s, struct err *err)
{
    const struct object *o = s->o;
    struct buf sql BUF_SCOPE = {0};
    int64_t last, step = json_int(o->definition, "step", 1), next;
    buf_printf(&sql,
               "SELECT last_value FROM duckdb_sequences() WHERE schema_name = 'store' AND sequence_name = 's%lld'",
               (long long)o->id);
    if (!connection_int(s->r->s->conn, buf_str(&sql), INT64_MIN, &last, err))
        return false;
    next = last == INT64_MIN ? json_int(o->definition, "start", 1) : last + step;
    cstrs(s->l, (const char *[]){o->name, o->database, o->schema}, 3);
    listing_int(s->l, next);
    listing_int(s->l, step);
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->owner, o->comment, "ROLE", "Y"}, 4);
    return true;
}

/* --- databases, schemas ----------------------------------------------------------------------------------------- */

static const struct listing_column database_columns[] = {
    {"created_on", LISTING_LTZ},       {"name", LISTING_TEXT},
    {"is_default", LISTING_TEXT},      {"is_current", LISTING_TEXT},
    {"origin", LISTING_TEXT},          {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},         {"options", LISTING_TEXT},
    {"retention_time", LISTING_TEXT},  {"kind", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
};

static bool show_database(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool current = str_eq(str_from(o->name), s->r->s->scope.database);
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, "N", yes_no(current), "", o->owner, o->comment, "", "1", "STANDARD", "ROLE"},
          10);
    return true;
}

static const struct listing_column schema_columns[] = {
    {"created_on", LISTING_LTZ},       {"name", LISTING_TEXT},          {"is_default", LISTING_TEXT},
    {"is_current", LISTING_TEXT},      {"database_name", LISTING_TEXT}, {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},         {"options", LISTING_TEXT},       {"retention_time", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
};

static bool show_schema(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool current =
        str_eq(str_from(o->name), s->r->s->scope.schema) && str_eq(str_from(o->database), s->r->s->scope.database);
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, "N", yes_no(current), o->database, o->owner, o->comment, "", "1", "ROLE"}, 9);
    return true;
}

/* --- streams ---------------------------------------------------------------------------------------------------- */

static const struct listing_column stream_columns[] = {
    {"created_on", LISTING_LTZ},   {"name", LISTING_TEXT},           {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT}, {"owner", LISTING_TEXT},          {"comment", LISTING_TEXT},
    {"table_name", LISTING_TEXT},  {"source_type", LISTING_TEXT},    {"base_tables", LISTING_TEXT},
    {"type", LISTING_TEXT},        {"stale", LISTING_TEXT},          {"mode", LISTING_TEXT},
    {"stale_after", LISTING_LTZ},  {"invalid_reason", LISTING_TEXT}, {"owner_role_type", LISTING_TEXT},
};

#define STALE_AFTER_DAYS 14

static bool show_stream(struct shown *s, struct err *err)
{
    const struct object *o = s->o;
    struct stream_offset offset;
    if (!stream_read_offset(s->r->s->conn, o->id, &offset, err))
        return false;
    struct object *source OBJECT_SCOPE = catalog_by_id(s->r->s->f->catalog, json_int(o->definition, "table", 0));
    struct str table = source ? object_full_name(&s->r->arena, source) : json_text(o->definition, "table_name");
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, o->database, o->schema, o->owner, o->comment}, 5);
    listing_text(s->l, table);
    listing_cstr(s->l, "Table");
    listing_text(s->l, table);
    cstrs(s->l,
          (const char *[]){"DELTA", source ? "false" : "true",
                           json_flag(o->definition, "append_only") ? "APPEND_ONLY" : "DEFAULT"},
          3);
    stamp(s->l, offset.moved_at + STALE_AFTER_DAYS * INT64_C(86400000000));
    cstrs(s->l, (const char *[]){source ? "N/A" : "Base table dropped", "ROLE"}, 2);
    return true;
}

/* --- procedures, warehouses, roles ------------------------------------------------------------------------------ */

static const struct listing_column procedure_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT},
    {"is_builtin", LISTING_TEXT},
    {"is_aggregate", LISTING_TEXT},
    {"is_ansi", LISTING_TEXT},
    {"min_num_arguments", LISTING_NUMBER},
    {"max_num_arguments", LISTING_NUMBER},
    {"arguments", LISTING_TEXT},
    {"description", LISTING_TEXT},
    {"catalog_name", LISTING_TEXT},
    {"is_table_function", LISTING_TEXT},
    {"valid_for_clustering", LISTING_TEXT},
    {"is_secure", LISTING_TEXT},
};

static struct str word_of(struct str type)
{
    ptrdiff_t paren = str_find(type, STR("("));
    return paren < 0 ? type : str_sub(type, 0, (size_t)paren);
}

static bool show_procedure(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    const json_t *arguments = json_object_get(o->definition, "arguments"), *a;
    int64_t most = (int64_t)json_array_size(arguments), least = 0;
    struct str name = word_of(str_from(o->name)), returns = word_of(json_text(o->definition, "returns"));
    size_t i;
    json_array_foreach(arguments, i, a) least += !json_object_get(a, "default");
    stamp(s->l, o->created_on);
    listing_text(s->l, name);
    cstrs(s->l, (const char *[]){o->schema, "N", "N", "N"}, 4);
    listing_int(s->l, least);
    listing_int(s->l, most);
    listing_text(s->l, str_printf(&s->r->arena, "%s RETURN %.*s", o->name, STR_FMT(returns)));
    cstrs(s->l, (const char *[]){*o->comment ? o->comment : "user-defined procedure", o->database, "N", "N", "N"}, 5);
    return true;
}

static const struct listing_column warehouse_columns[] = {
    {"name", LISTING_TEXT},         {"state", LISTING_TEXT},       {"type", LISTING_TEXT},
    {"size", LISTING_TEXT},         {"is_default", LISTING_TEXT},  {"is_current", LISTING_TEXT},
    {"auto_suspend", LISTING_TEXT}, {"auto_resume", LISTING_TEXT}, {"created_on", LISTING_LTZ},
    {"owner", LISTING_TEXT},        {"comment", LISTING_TEXT},     {"owner_role_type", LISTING_TEXT},
};

static struct str setting_text(struct shown *s, const char *key, struct str missing)
{
    struct settings settings = definition_settings(&s->r->arena, s->o);
    const struct setting *found = settings_find(&settings, key);
    return found ? found->text : missing;
}

static bool show_warehouse(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    struct str state = json_text(o->definition, "state");
    listing_cstr(s->l, o->name);
    listing_text(s->l, state.n ? state : STR("STARTED"));
    listing_text(s->l, setting_text(s, "WAREHOUSE_TYPE", STR("STANDARD")));
    listing_text(s->l, setting_text(s, "WAREHOUSE_SIZE", STR("X-Small")));
    cstrs(s->l, (const char *[]){"N", yes_no(strcmp(o->name, s->r->s->warehouse) == 0)}, 2);
    listing_text(s->l, setting_text(s, "AUTO_SUSPEND", STR("600")));
    listing_text(s->l, setting_text(s, "AUTO_RESUME", STR("true")));
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->owner, o->comment, "ROLE"}, 3);
    return true;
}

static const struct listing_column role_columns[] = {
    {"created_on", LISTING_LTZ},    {"name", LISTING_TEXT},  {"is_default", LISTING_TEXT}, {"is_current", LISTING_TEXT},
    {"is_inherited", LISTING_TEXT}, {"owner", LISTING_TEXT}, {"comment", LISTING_TEXT},
};

static bool show_role(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, "N", yes_no(strcmp(o->name, s->r->s->role) == 0), "N", o->owner, o->comment},
          6);
    return true;
}

/* --- kinds of other folders ------------------------------------------------------------------------------------- */

static bool show_stage(struct shown *s, struct err *err)
{
    (void)err;
    stage_show_row(s->o, s->l);
    return true;
}

static bool show_format(struct shown *s, struct err *err)
{
    (void)err;
    file_format_show_row(s->o, s->l);
    return true;
}

static bool show_pipe(struct shown *s, struct err *err)
{
    (void)err;
    struct load_context load = freshet_load_context(s->r->s->f);
    pipe_show_row(&load, s->o, s->l);
    return true;
}

static bool show_task(struct shown *s, struct err *err)
{
    (void)err;
    task_show_row(s->o, s->l);
    return true;
}

#define COLUMNS(array) array, sizeof(array) / sizeof *(array), NULL

static const struct show_kind {
    const struct listing_column *columns;
    size_t n;
    const size_t *n_elsewhere; /* of columns that another folder counts */
    show_row *row;
} kinds[OBJECT_KINDS] = {
    [OBJECT_DATABASE] = {COLUMNS(database_columns), show_database},
    [OBJECT_SCHEMA] = {COLUMNS(schema_columns), show_schema},
    [OBJECT_TABLE] = {COLUMNS(table_columns), show_table},
    [OBJECT_VIEW] = {COLUMNS(view_columns), show_view},
    [OBJECT_SEQUENCE] = {COLUMNS(sequence_columns), show_sequence},
    [OBJECT_STAGE] = {stage_show_columns, 0, &stage_show_n, show_stage},
    [OBJECT_FILE_FORMAT] = {file_format_show_columns, 0, &file_format_show_n, show_format},
    [OBJECT_PIPE] = {pipe_show_columns, 0, &pipe_show_n, show_pipe},
    [OBJECT_STREAM] = {COLUMNS(stream_columns), show_stream},
    [OBJECT_TASK] = {task_show_columns, 0, &task_show_n_columns, show_task},
    [OBJECT_PROCEDURE] = {COLUMNS(procedure_columns), show_procedure},
    [OBJECT_WAREHOUSE] = {COLUMNS(warehouse_columns), show_warehouse},
    [OBJECT_ROLE] = {COLUMNS(role_columns), show_role},
};

static struct listing *kind_listing(struct run *r, enum object_kind kind)
{
    const struct show_kind *k = &kinds[kind];
    return run_listing(r, k->columns, k->n_elsewhere ? *k->n_elsewhere : k->n);
}

bool show_one(struct run *r, const struct object *o, struct err *err)
{
    struct shown shown = {r, o, kind_listing(r, o->kind)};
    return kinds[o->kind].row(&shown, err);
}

/* --- SHOW of objects -------------------------------------------------------------------------------------------- */

/* The database and schema that SHOW looks in; empty: all. */
static bool show_scope(struct run *r, struct str *database, struct str *schema, struct err *err)
{
    const struct statement *st = r->statement;
    struct object_name in = {0};
    bool named = st->show.in.line != 0;
    *database = *schema = STR_NULL;
    if (st->show.kind == OBJECT_DATABASE || st->show.kind == OBJECT_WAREHOUSE || st->show.kind == OBJECT_ROLE)
        return true;
    if (named && !run_name(r, &st->show.in, &in, err))
        return false;
    switch (st->show.scope) {
    case SHOW_IN_ACCOUNT:
        return true;
    case SHOW_IN_DATABASE:
        *database = named ? in.part[in.n - 1] : r->s->scope.database;
        break;
    case SHOW_IN_SCHEMA:
        *database = named && in.n >= 2 ? in.part[in.n - 2] : r->s->scope.database;
        *schema = named ? in.part[in.n - 1] : r->s->scope.schema;
        break;
    case SHOW_IN_OBJECT:
        return err_unsupported(err, st->show.in.line, st->show.in.col, "SHOW … IN TABLE");
    case SHOW_DEFAULT:
        *database = r->s->scope.database;
        *schema = st->show.kind == OBJECT_SCHEMA ? STR_NULL : r->s->scope.schema;
        return true;
    }
    struct object *d OBJECT_SCOPE = catalog_find(r->s->f->catalog, OBJECT_DATABASE, STR(""), STR(""), *database);
    struct object *sc OBJECT_SCOPE =
        schema->n ? catalog_find(r->s->f->catalog, OBJECT_SCHEMA, *database, STR(""), *schema) : NULL;
    if (d && (!schema->n || sc))
        return true;
    return err_at(err, st->show.in.line, st->show.in.col, 2043, "02000",
                  "SQL compilation error:\nObject does not exist, or operation cannot be performed.");
}

static bool wanted(const struct run *r, const struct object *o, bool *after_from)
{
    const struct statement *st = r->statement;
    struct str name = word_of(str_from(o->name));
    if (o->session && o->session != r->s->id)
        return false;
    if (st->show.like.p && !str_like(name, st->show.like, true))
        return false;
    if (st->show.starts_with.p && !str_starts(name, st->show.starts_with))
        return false;
    if (st->show.limit_from.p && !*after_from) {
        if (str_cmp(name, st->show.limit_from) <= 0)
            return false;
        *after_from = true;
    }
    return true;
}

static bool show_objects(struct run *r, struct err *err)
{
    const struct statement *st = r->statement;
    struct str database, schema;
    size_t n;
    bool after_from = false, ok = true;
    if (st->show.terse)
        return err_unsupported(err, st->line, st->col, "SHOW TERSE");
    if (st->show.history)
        return err_unsupported(err, st->line, st->col, "SHOW … HISTORY");
    if (!show_scope(r, &database, &schema, err))
        return false;
    struct listing *l = kind_listing(r, st->show.kind);
    struct object **list = catalog_list(r->s->f->catalog, &r->arena, st->show.kind, database, schema, &n);
    for (size_t i = 0; i < n && ok; i++) {
        struct shown shown = {r, list[i], l};
        if (st->show.limit >= 0 && (int64_t)listing_rows(l) >= st->show.limit)
            break;
        if (wanted(r, list[i], &after_from))
            ok = kinds[st->show.kind].row(&shown, err);
    }
    catalog_list_release(list, n);
    return ok;
}

/* --- SHOW of other things --------------------------------------------------------------------------------------- */

static bool show_variables(struct run *r, struct err *err)
{
    static const struct listing_column columns[] = {
        {"session_id", LISTING_NUMBER}, {"name", LISTING_TEXT}, {"value", LISTING_TEXT}, {"type", LISTING_TEXT}};
    (void)err;
    struct listing *l = run_listing(r, columns, 4);
    struct str name;
    void *value;
    for (size_t i = 0; map_next(&r->s->variables, &i, &name, &value);) {
        const struct variable *v = value;
        if (r->statement->show.like.p && !str_like(name, r->statement->show.like, true))
            continue;
        listing_int(l, r->s->id);
        listing_text(l, name);
        listing_cstr(l, v->text);
        listing_text(l, type_word(v->type.kind));
    }
    return true;
}

static bool show_parameters(struct run *r, struct err *err)
{
    static const struct listing_column columns[] = {{"key", LISTING_TEXT},         {"value", LISTING_TEXT},
                                                    {"default", LISTING_TEXT},     {"level", LISTING_TEXT},
                                                    {"description", LISTING_TEXT}, {"type", LISTING_TEXT}};
    if (r->statement->show.in.line)
        return err_unsupported(err, r->statement->show.in.line, r->statement->show.in.col,
                               "SHOW PARAMETERS IN an object");
    parameters_show(r->s, r->statement->show.like, run_listing(r, columns, 6));
    return true;
}

static const struct listing_column grant_columns[] = {
    {"created_on", LISTING_LTZ},    {"privilege", LISTING_TEXT},  {"granted_on", LISTING_TEXT},
    {"name", LISTING_TEXT},         {"granted_to", LISTING_TEXT}, {"grantee_name", LISTING_TEXT},
    {"grant_option", LISTING_TEXT}, {"granted_by", LISTING_TEXT},
};

/* SHOW GRANTS | ON kind name | TO kind name | OF ROLE name */
static bool show_grants(struct run *r, struct err *err)
{
    struct str words = r->statement->show.grants;
    struct tokens tokens;
    if (!sql_lex(&r->arena, words, &tokens, err))
        return false;
    struct parser p = {
        .arena = &r->arena, .tokens = &tokens, .end = (uint32_t)tokens.n - 1, .line = 1, .col = 1, .err = err};
    struct buf sql BUF_SCOPE = {0};
    struct listing *l = run_listing(r, grant_columns, 8);
    buf_adds(
        &sql,
        "SELECT epoch_us(created_on), privilege, granted_on, name, granted_to, grantee_name, grant_option, granted_by "
        "FROM freshet.grants WHERE ");
    bool on = parser_word(&p, "ON"), to = !on && parser_word(&p, "TO"), of = !on && !to && parser_word(&p, "OF");
    if (on && parser_word(&p, "ACCOUNT")) {
        buf_adds(&sql, "granted_on = 'ACCOUNT'");
    } else if (on || to || of) {
        struct object_name name;
        struct str kind = parser_peek(&p, 0)->value;
        p.at++;
        if (!parse_name(&p, &name))
            return false;
        struct buf full BUF_SCOPE = {0};
        for (int i = 0; i < name.n; i++) {
            buf_adds(&full, i ? "." : "");
            buf_add(&full, name_quoted_if_needed(&r->arena, name.part[i]));
        }
        buf_adds(&sql, on ? "granted_on = " : to ? "granted_to = " : "granted_on = ");
        buf_literal(&sql, kind);
        buf_adds(&sql, to ? " AND grantee_name = " : " AND name = ");
        buf_literal(&sql, buf_str(&full));
    } else {
        buf_adds(&sql, "granted_to = 'ROLE' AND grantee_name = ");
        buf_literal(&sql, str_from(r->s->role));
    }
    buf_adds(&sql, " ORDER BY created_on, privilege, name");
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(r->s->conn, buf_str(&sql), &rows, err))
        return false;
    while (rows_next(rows)) {
        listing_int(l, rows_int(rows, 0));
        for (size_t i = 1; i < 6; i++)
            listing_text(l, rows_slice(rows, i));
        listing_cstr(l, rows_int(rows, 6) ? "true" : "false");
        listing_text(l, rows_slice(rows, 7));
    }
    return true;
}

bool run_show(struct run *r, struct err *err)
{
    static const struct {
        const char *what;
        statement_function *show;
    } others[] = {{"VARIABLES", show_variables}, {"PARAMETERS", show_parameters}, {"GRANTS", show_grants}};
    struct str what = r->statement->show.what;
    if (!what.n)
        return show_objects(r, err);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(what, str_from(others[i].what)))
            return others[i].show(r, err);
    return err_unsupported(err, r->statement->line, r->statement->col, "SHOW %.*s", STR_FMT(what));
}
