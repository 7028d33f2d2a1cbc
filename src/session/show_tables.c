/* The rows of SHOW for what stands in a schema: tables, views, sequences, streams, procedures. */
#include "session/ddl.h"
#include "session/show.h"

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

const char *show_table_kind(const struct object *o)
{
    return o->session ? "TEMPORARY" : json_flag(o->definition, "transient") ? "TRANSIENT" : "TABLE";
}

static bool count_rows(struct run *r, const struct object *table, int64_t *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
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
    show_stamp(s->l, o->created_on);
    show_texts(s->l, (const char *[]){o->name, o->database, o->schema, show_table_kind(o), o->comment}, 5);
    if (!add_table_figures(s, err))
        return false;
    bool tracked = json_flag(o->definition, "change_tracking") || has_stream(s);
    show_texts(s->l,
               (const char *[]){"OFF", on_off(tracked), "OFF", NULL, NULL, "N",
                                yes_no(json_flag(o->definition, "schema_evolution")), "ROLE", "N", NULL, "N", "N", "N",
                                "N"},
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
    show_stamp(s->l, o->created_on);
    show_texts(s->l, (const char *[]){o->name, "", o->database, o->schema, o->owner, o->comment}, 6);
    listing_text(s->l, json_text(o->definition, "text"));
    show_texts(s->l, (const char *[]){json_flag(o->definition, "secure") ? "true" : "false", "false", "ROLE", "OFF"},
               4);
    return true;
}

const struct show_kind show_kind_table = {SHOW_COLUMNS(table_columns), show_table};
const struct show_kind show_kind_view = {SHOW_COLUMNS(view_columns), show_view};

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
    show_stamp(s->l, o->created_on);
    show_texts(s->l, (const char *[]){o->name, o->database, o->schema, table ? show_table_kind(o) : "VIEW", o->comment},
               5);
    if (table && !add_table_figures(s, err))
        return false;
    if (!table)
        show_texts(s->l, (const char *[]){"", NULL, NULL, o->owner, NULL}, 5);
    show_texts(s->l, (const char *[]){"ROLE", "N", "N", "N", "N"}, 5);
    return true;
}

const struct show_kind show_kind_object = {SHOW_COLUMNS(object_columns), show_object};

/* --- sequences -------------------------------------------------------------------------------------------------- */

static const struct listing_column sequence_columns[] = {
    {"name", LISTING_TEXT},         {"database_name", LISTING_TEXT}, {"schema_name", LISTING_TEXT},
    {"next_value", LISTING_NUMBER}, {"interval", LISTING_NUMBER},    {"created_on", LISTING_LTZ},
    {"owner", LISTING_TEXT},        {"comment", LISTING_TEXT},       {"owner_role_type", LISTING_TEXT},
    {"ordered", LISTING_TEXT},
};

static bool show_sequence(struct shown *s, struct err *err)
{
    const struct object *o = s->o;
    BUF_SCOPE struct buf sql = {0};
    int64_t last, step = json_int(o->definition, "step", 1), next;
    buf_printf(&sql,
               "SELECT last_value FROM duckdb_sequences() WHERE schema_name = 'store' AND sequence_name = 's%lld'",
               (long long)o->id);
    if (!connection_int(s->r->s->conn, buf_str(&sql), INT64_MIN, &last, err))
        return false;
    next = last == INT64_MIN ? json_int(o->definition, "start", 1) : last + step;
    show_texts(s->l, (const char *[]){o->name, o->database, o->schema}, 3);
    listing_int(s->l, next);
    listing_int(s->l, step);
    show_stamp(s->l, o->created_on);
    show_texts(s->l, (const char *[]){o->owner, o->comment, "ROLE", "Y"}, 4);
    return true;
}

const struct show_kind show_kind_sequence = {SHOW_COLUMNS(sequence_columns), show_sequence};

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
    OBJECT_SCOPE struct object *source = catalog_by_id(s->r->s->f->catalog, json_int(o->definition, "table", 0));
    struct str table = source ? object_full_name(&s->r->arena, source) : json_text(o->definition, "table_name");
    show_stamp(s->l, o->created_on);
    show_texts(s->l, (const char *[]){o->name, o->database, o->schema, o->owner, o->comment}, 5);
    listing_text(s->l, table);
    listing_cstr(s->l, "Table");
    listing_text(s->l, table);
    show_texts(s->l,
               (const char *[]){"DELTA", source ? "false" : "true",
                                json_flag(o->definition, "append_only") ? "APPEND_ONLY" : "DEFAULT"},
               3);
    show_stamp(s->l, offset.moved_at + STALE_AFTER_DAYS * INT64_C(86400000000));
    show_texts(s->l, (const char *[]){source ? "N/A" : "Base table dropped", "ROLE"}, 2);
    return true;
}

const struct show_kind show_kind_stream = {SHOW_COLUMNS(stream_columns), show_stream};

/* --- procedures ------------------------------------------------------------------------------------------------- */

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

struct str show_name(const struct object *o)
{
    struct str name = str_from(o->name);
    return o->kind == OBJECT_PROCEDURE ? word_of(name) : name;
}

static bool show_procedure(struct shown *s, struct err *err)
{
    (void)err;
    const struct object *o = s->o;
    const json_t *arguments = json_object_get(o->definition, "arguments"), *a;
    int64_t most = (int64_t)json_array_size(arguments), least = 0;
    struct str name = show_name(o), returns = word_of(json_text(o->definition, "returns"));
    size_t i;
    json_array_foreach(arguments, i, a) least += !json_object_get(a, "default");
    show_stamp(s->l, o->created_on);
    listing_text(s->l, name);
    show_texts(s->l, (const char *[]){o->schema, "N", "N", "N"}, 4);
    listing_int(s->l, least);
    listing_int(s->l, most);
    listing_text(s->l, str_printf(&s->r->arena, "%s RETURN %.*s", o->name, STR_FMT(returns)));
    show_texts(s->l,
               (const char *[]){*o->comment ? o->comment : "user-defined procedure", o->database, "N", "N", "N", "N"},
               6);
    listing_text(s->l, json_text(o->definition, "language"));
    return true;
}

const struct show_kind show_kind_procedure = {SHOW_COLUMNS(procedure_columns), show_procedure};
