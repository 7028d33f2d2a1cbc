/* SHOW: a const table of kinds, each with its columns and the function that adds an object's row. The
 * order and names of columns are Snowflake's, command by command. */
#include "session/show.h"

#include <stdlib.h>

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

static const char *on_off(bool b)
{
    return b ? "ON" : "OFF";
}

/* --- tables and views ------------------------------------------------------------------------------------------- */

static const struct listing_column table_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT},
    {"kind", LISTING_TEXT},
    {"comment", LISTING_TEXT},
    {"cluster_by", LISTING_TEXT},
    {"rows", LISTING_NUMBER},
    {"bytes", LISTING_NUMBER},
    {"owner", LISTING_TEXT},
    {"retention_time", LISTING_TEXT},
    {"automatic_clustering", LISTING_TEXT},
    {"change_tracking", LISTING_TEXT},
    {"search_optimization", LISTING_TEXT},
    {"search_optimization_progress", LISTING_NUMBER},
    {"search_optimization_bytes", LISTING_NUMBER},
    {"is_external", LISTING_TEXT},
    {"enable_schema_evolution", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
    {"is_event", LISTING_TEXT},
    {"budget", LISTING_TEXT},
    {"is_hybrid", LISTING_TEXT},
    {"is_iceberg", LISTING_TEXT},
    {"is_dynamic", LISTING_TEXT},
    {"is_immutable", LISTING_TEXT},
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

static const char *table_kind(const struct object *o)
{
    return o->session ? "TEMPORARY" : json_flag(o->definition, "transient") ? "TRANSIENT" : "TABLE";
}

static bool count_rows(struct run *r, const struct object *table, int64_t *ret, struct err *err)
{
    struct buf sql BUF_SCOPE = {0};
    buf_adds(&sql, "SELECT count(*) FROM ");
    table_current_name(&sql, table->id);
    return connection_int(r->s->conn, buf_str(&sql), 0, ret, err);
}

/* cluster_by, rows, bytes, owner, retention_time: as SHOW TABLES and SHOW OBJECTS have them */
static bool add_table_figures(struct shown *s, struct err *err)
{
    const struct object *o = s->o;
    int64_t rows;
    if (!count_rows(s->r, o, &rows, err))
        return false;
    struct str keys = json_text(o->definition, "cluster_by");
    listing_text(s->l, keys.n ? str_printf(&s->r->arena, "LINEAR%.*s", STR_FMT(keys)) : keys);
    listing_int(s->l, rows);
    listing_null(s->l); /* bytes: DuckDB keeps no size of a table */
    listing_cstr(s->l, o->owner);
    listing_int(s->l, json_int(o->definition, "retention", 1));
    return true;
}

static bool show_table(struct shown *s, struct err *err)
{
    const struct object *o = s->o;
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, o->database, o->schema, table_kind(o), o->comment}, 5);
    if (!add_table_figures(s, err))
        return false;
    bool tracked = json_flag(o->definition, "change_tracking") || has_stream(s);
    cstrs(s->l,
          (const char *[]){"OFF", on_off(tracked), "OFF", NULL, NULL, "N", "N", "ROLE", "N", NULL, "N", "N", "N", "N"},
          14);
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
    {"owner_role_type", LISTING_TEXT}, {"object_visibility", LISTING_TEXT},
};

static const char *container_options(const struct object *o)
{
    return json_flag(o->definition, "transient") ? "TRANSIENT" : "";
}

static bool show_database(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool current = str_eq(str_from(o->name), s->r->s->scope.database);
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, "N", yes_no(current), "", o->owner, o->comment, container_options(o)}, 7);
    listing_int(s->l, json_int(o->definition, "retention", 1));
    cstrs(s->l, (const char *[]){"STANDARD", "ROLE", NULL}, 3);
    return true;
}

static const struct listing_column schema_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"is_default", LISTING_TEXT},
    {"is_current", LISTING_TEXT},
    {"database_name", LISTING_TEXT},
    {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},
    {"options", LISTING_TEXT},
    {"retention_time", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
    {"classification_profile_database", LISTING_TEXT},
    {"classification_profile_schema", LISTING_TEXT},
    {"classification_profile", LISTING_TEXT},
    {"object_visibility", LISTING_TEXT},
    {"is_nested", LISTING_TEXT},
};

static bool show_schema(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool current =
        str_eq(str_from(o->name), s->r->s->scope.schema) && str_eq(str_from(o->database), s->r->s->scope.database);
    stamp(s->l, o->created_on);
    cstrs(s->l,
          (const char *[]){o->name, "N", yes_no(current), o->database, o->owner, o->comment, container_options(o)}, 7);
    listing_int(s->l, json_int(o->definition, "retention", 1));
    cstrs(s->l, (const char *[]){"ROLE", NULL, NULL, NULL, NULL, "N"}, 6);
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
    {"is_external_function", LISTING_TEXT},
    {"language", LISTING_TEXT},
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
    cstrs(s->l, (const char *[]){*o->comment ? o->comment : "user-defined procedure", o->database, "N", "N", "N", "N"},
          6);
    listing_text(s->l, json_text(o->definition, "language"));
    return true;
}

static const struct listing_column warehouse_columns[] = {
    {"name", LISTING_TEXT},
    {"state", LISTING_TEXT},
    {"type", LISTING_TEXT},
    {"size", LISTING_TEXT},
    {"min_cluster_count", LISTING_NUMBER},
    {"max_cluster_count", LISTING_NUMBER},
    {"started_clusters", LISTING_NUMBER},
    {"running", LISTING_NUMBER},
    {"queued", LISTING_NUMBER},
    {"is_default", LISTING_TEXT},
    {"is_current", LISTING_TEXT},
    {"auto_suspend", LISTING_NUMBER},
    {"auto_resume", LISTING_TEXT},
    {"available", LISTING_TEXT},
    {"provisioning", LISTING_TEXT},
    {"quiescing", LISTING_TEXT},
    {"other", LISTING_TEXT},
    {"created_on", LISTING_LTZ},
    {"resumed_on", LISTING_LTZ},
    {"updated_on", LISTING_LTZ},
    {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},
    {"enable_query_acceleration", LISTING_TEXT},
    {"query_acceleration_max_scale_factor", LISTING_NUMBER},
    {"resource_monitor", LISTING_TEXT},
    {"actives", LISTING_NUMBER},
    {"pendings", LISTING_NUMBER},
    {"failed", LISTING_NUMBER},
    {"suspended", LISTING_NUMBER},
    {"uuid", LISTING_TEXT},
    {"scaling_policy", LISTING_TEXT},
    {"owner_role_type", LISTING_TEXT},
};

static void setting_cell(struct shown *s, const char *key, const char *missing)
{
    struct settings settings = definition_settings(&s->r->arena, s->o);
    const struct setting *found = settings_find(&settings, key);
    listing_text(s->l, found ? found->text : str_from(missing));
}

static void stamp_or_null(struct listing *l, int64_t micros)
{
    if (micros)
        stamp(l, micros);
    else
        listing_null(l);
}

/* X-Small, Medium, 2X-Large: however the size was written. */
static const char *warehouse_size(struct shown *s)
{
    static const struct {
        const char *written, *shown;
    } sizes[] = {
        {"XSMALL", "X-Small"},    {"SMALL", "Small"},      {"MEDIUM", "Medium"},    {"LARGE", "Large"},
        {"XLARGE", "X-Large"},    {"XXLARGE", "2X-Large"}, {"X2LARGE", "2X-Large"}, {"2XLARGE", "2X-Large"},
        {"XXXLARGE", "3X-Large"}, {"X3LARGE", "3X-Large"}, {"3XLARGE", "3X-Large"}, {"X4LARGE", "4X-Large"},
        {"4XLARGE", "4X-Large"},  {"X5LARGE", "5X-Large"}, {"5XLARGE", "5X-Large"}, {"X6LARGE", "6X-Large"},
        {"6XLARGE", "6X-Large"},
    };
    struct settings settings = definition_settings(&s->r->arena, s->o);
    const struct setting *written = settings_find(&settings, "WAREHOUSE_SIZE");
    struct buf plain BUF_SCOPE = {0};
    for (size_t i = 0; written && i < written->text.n; i++)
        if (written->text.p[i] != '-')
            buf_addc(&plain, written->text.p[i]);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (str_ieq(buf_str(&plain), str_from(sizes[i].written)))
            return sizes[i].shown;
    return "X-Small";
}

static bool show_warehouse(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool suspended = str_eq(json_text(o->definition, "state"), STR("SUSPENDED"));
    cstrs(s->l, (const char *[]){o->name, suspended ? "SUSPENDED" : "STARTED"}, 2);
    setting_cell(s, "WAREHOUSE_TYPE", "STANDARD");
    listing_cstr(s->l, warehouse_size(s));
    setting_cell(s, "MIN_CLUSTER_COUNT", "1");
    setting_cell(s, "MAX_CLUSTER_COUNT", "1");
    cstrs(s->l,
          (const char *[]){suspended ? "0" : "1", "0", "0", "N", yes_no(strcmp(o->name, s->r->s->warehouse) == 0)}, 5);
    setting_cell(s, "AUTO_SUSPEND", "600");
    setting_cell(s, "AUTO_RESUME", "true");
    cstrs(s->l, (const char *[]){suspended ? "" : "100", "", "", ""}, 4);
    stamp_or_null(s->l, o->created_on);
    stamp_or_null(s->l, o->created_on);
    stamp_or_null(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->owner, o->comment}, 2);
    setting_cell(s, "ENABLE_QUERY_ACCELERATION", "false");
    setting_cell(s, "QUERY_ACCELERATION_MAX_SCALE_FACTOR", "8");
    setting_cell(s, "RESOURCE_MONITOR", "null");
    cstrs(s->l, (const char *[]){"0", "0", "0", "0"}, 4);
    listing_text(s->l, task_uuid(&s->r->arena, o->id));
    setting_cell(s, "SCALING_POLICY", "STANDARD");
    listing_cstr(s->l, "ROLE");
    return true;
}

static const struct listing_column role_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"is_default", LISTING_TEXT},
    {"is_current", LISTING_TEXT},
    {"is_inherited", LISTING_TEXT},
    {"assigned_to_users", LISTING_NUMBER},
    {"granted_to_roles", LISTING_NUMBER},
    {"granted_roles", LISTING_NUMBER},
    {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},
};

static bool show_role(struct shown *s, struct err *err)
{
    static const struct {
        const char *columns, *kind;
    } counts[] = {{"name, granted_to", "USER"}, {"name, granted_to", "ROLE"}, {"grantee_name, granted_to", "ROLE"}};
    const struct object *o = s->o;
    struct str name = object_full_name(&s->r->arena, o);
    stamp_or_null(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, "N", yes_no(strcmp(o->name, s->r->s->role) == 0), "N"}, 4);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        int64_t n;
        if (!grants_count(s->r, counts[i].columns, name, str_from(counts[i].kind), &n, err))
            return false;
        listing_int(s->l, n);
    }
    cstrs(s->l, (const char *[]){o->owner, o->comment}, 2);
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

bool show_one(struct run *r, const struct object *o, struct err *err)
{
    const struct show_kind *k = &kinds[o->kind];
    struct shown shown = {r, o, run_listing(r, k->columns, k->n_elsewhere ? *k->n_elsewhere : k->n)};
    return k->row(&shown, err);
}

/* --- SHOW of objects -------------------------------------------------------------------------------------------- */

static const struct listing_column terse_columns[] = {
    {"created_on", LISTING_LTZ},     {"name", LISTING_TEXT},        {"kind", LISTING_TEXT},
    {"database_name", LISTING_TEXT}, {"schema_name", LISTING_TEXT},
};

static bool show_terse(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    bool in_schema = o->kind == OBJECT_TABLE || o->kind == OBJECT_VIEW;
    stamp(s->l, o->created_on);
    listing_cstr(s->l, o->name);
    listing_cstr(s->l, o->kind == OBJECT_TABLE      ? table_kind(o)
                       : o->kind == OBJECT_VIEW     ? "VIEW"
                       : o->kind == OBJECT_DATABASE ? "STANDARD"
                                                    : NULL);
    listing_cstr(s->l, o->kind == OBJECT_DATABASE ? NULL : o->database);
    listing_cstr(s->l, in_schema ? o->schema : NULL);
    return true;
}

static bool show_terse_task(struct shown *s, struct err *err)
{
    (void)err;
    task_show_terse_row(s->o, s->l);
    return true;
}

/* SHOW TERSE of the kinds whose short form is known; the others are refused. */
static const struct show_kind terse_kinds[OBJECT_KINDS] = {
    [OBJECT_DATABASE] = {COLUMNS(terse_columns), show_terse},
    [OBJECT_SCHEMA] = {COLUMNS(terse_columns), show_terse},
    [OBJECT_TABLE] = {COLUMNS(terse_columns), show_terse},
    [OBJECT_VIEW] = {COLUMNS(terse_columns), show_terse},
    [OBJECT_TASK] = {task_terse_columns, 0, &task_terse_n_columns, show_terse_task},
};

static const struct listing_column object_columns[] = {
    {"created_on", LISTING_LTZ},      {"name", LISTING_TEXT},           {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT},    {"kind", LISTING_TEXT},           {"comment", LISTING_TEXT},
    {"cluster_by", LISTING_TEXT},     {"rows", LISTING_NUMBER},         {"bytes", LISTING_NUMBER},
    {"owner", LISTING_TEXT},          {"retention_time", LISTING_TEXT}, {"owner_role_type", LISTING_TEXT},
    {"is_hybrid", LISTING_TEXT},      {"is_dynamic", LISTING_TEXT},     {"is_iceberg", LISTING_TEXT},
    {"is_interactive", LISTING_TEXT},
};

static bool show_object(struct shown *s, struct err *err)
{
    const struct object *o = s->o;
    bool table = o->kind == OBJECT_TABLE;
    stamp(s->l, o->created_on);
    cstrs(s->l, (const char *[]){o->name, o->database, o->schema, table ? table_kind(o) : "VIEW", o->comment}, 5);
    if (table && !add_table_figures(s, err))
        return false;
    if (!table)
        cstrs(s->l, (const char *[]){"", NULL, NULL, o->owner, NULL}, 5);
    cstrs(s->l, (const char *[]){"ROLE", "N", "N", "N", "N"}, 5);
    return true;
}

static const struct show_kind tables_and_views = {COLUMNS(object_columns), show_object};

bool show_scope(struct run *r, struct str *database, struct str *schema, struct err *err)
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
        return err_unsupported(err, st->show.in.line, st->show.in.col, "SHOW … IN %s",
                               st->show.kind == OBJECT_KINDS ? "an object" : object_kind_word(st->show.kind));
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

bool show_wants_name(const struct run *r, struct str name)
{
    const struct statement *st = r->statement;
    return (!st->show.like.p || str_like(name, st->show.like, true)) &&
           (!st->show.starts_with.p || str_starts(name, st->show.starts_with)) &&
           (!st->show.limit_from.p || str_cmp(name, st->show.limit_from) > 0);
}

bool show_is_full(const struct run *r)
{
    return r->statement->show.limit >= 0 && (int64_t)listing_rows(r->listing) >= r->statement->show.limit;
}

static bool show_rows(struct run *r, const struct show_kind *k, struct object **list, size_t n, struct err *err)
{
    for (size_t i = 0; i < n && !show_is_full(r); i++) {
        struct shown shown = {r, list[i], r->listing};
        bool others = list[i]->session && list[i]->session != r->s->id;
        if (!others && show_wants_name(r, word_of(str_from(list[i]->name))) && !k->row(&shown, err))
            return false;
    }
    return true;
}

/* Roles and warehouses that nobody had to create, unless somebody did. */
static bool show_built_ins(struct run *r, enum object_kind kind, struct err *err)
{
    const char *name;
    bool ok = true;
    for (size_t i = 0; ok && (name = built_in_name(kind, i)); i++) {
        struct object *created OBJECT_SCOPE = catalog_find(r->s->f->catalog, kind, STR(""), STR(""), str_from(name));
        if (created)
            continue;
        json_t *nothing = json_object();
        char *copy = str_cstr(&r->arena, str_from(name)), *empty = str_cstr(&r->arena, STR(""));
        struct object o = {.kind = kind,
                           .database = empty,
                           .schema = empty,
                           .name = copy,
                           .owner = empty,
                           .comment = empty,
                           .definition = nothing};
        struct object *list[] = {&o};
        ok = show_rows(r, &kinds[kind], list, 1, err);
        json_decref(nothing);
    }
    return ok;
}

static bool show_objects(struct run *r, struct err *err)
{
    const struct statement *st = r->statement;
    enum object_kind kind = st->show.kind;
    const struct show_kind *k = st->show.terse ? &terse_kinds[kind] : &kinds[kind];
    struct str database, schema;
    size_t n;
    if (!k->row)
        return err_unsupported(err, st->line, st->col, "SHOW TERSE %s", object_kind_plural(kind));
    if (st->show.history)
        return err_unsupported(err, st->line, st->col, "SHOW … HISTORY");
    if (!show_scope(r, &database, &schema, err))
        return false;
    run_listing(r, k->columns, k->n_elsewhere ? *k->n_elsewhere : k->n);
    if (!show_built_ins(r, kind, err))
        return false;
    struct object **list = catalog_list(r->s->f->catalog, &r->arena, kind, database, schema, &n);
    bool ok = show_rows(r, k, list, n, err);
    catalog_list_release(list, n);
    return ok;
}

static int by_name(const void *a, const void *b)
{
    const struct object *x = *(struct object *const *)a, *y = *(struct object *const *)b;
    int order = strcmp(x->database, y->database);
    order = order ? order : strcmp(x->schema, y->schema);
    return order ? order : strcmp(x->name, y->name);
}

/* SHOW OBJECTS: tables and views together. */
static bool show_tables_and_views(struct run *r, struct err *err)
{
    const struct show_kind *k = r->statement->show.terse ? &terse_kinds[OBJECT_TABLE] : &tables_and_views;
    struct str database, schema;
    if (!show_scope(r, &database, &schema, err))
        return false;
    run_listing(r, k->columns, k->n);
    size_t n_tables, n_views;
    struct object **tables = catalog_list(r->s->f->catalog, &r->arena, OBJECT_TABLE, database, schema, &n_tables);
    struct object **views = catalog_list(r->s->f->catalog, &r->arena, OBJECT_VIEW, database, schema, &n_views);
    struct object **all = ARENA_ARRAY(&r->arena, struct object *, n_tables + n_views);
    for (size_t i = 0; i < n_tables + n_views; i++)
        all[i] = i < n_tables ? tables[i] : views[i - n_tables];
    qsort(all, n_tables + n_views, sizeof *all, by_name);
    bool ok = show_rows(r, k, all, n_tables + n_views, err);
    catalog_list_release(tables, n_tables);
    catalog_list_release(views, n_views);
    return ok;
}

bool run_show(struct run *r, struct err *err)
{
    static const struct {
        const char *what;
        statement_function *show;
    } others[] = {{"COLUMNS", show_columns},
                  {"GRANTS", show_grants},
                  {"OBJECTS", show_tables_and_views},
                  {"PARAMETERS", show_parameters},
                  {"VARIABLES", show_variables}};
    struct str what = r->statement->show.what;
    if (!what.n)
        return show_objects(r, err);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (str_eq(what, str_from(others[i].what)))
            return others[i].show(r, err);
    return err_unsupported(err, r->statement->line, r->statement->col, "SHOW %.*s", STR_FMT(what));
}
