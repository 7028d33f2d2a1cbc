/* What names in a translation mean: tables, views, streams, variables, binds, sequences. */
#include "session/internal.h"

#include <stdlib.h>

#include "history/loads.h"

/* NULL with err: there is none, or a procedure with its owner's rights asks. */
static struct variable *find_variable(struct run *r, struct str name, struct err *err)
{
    struct variable *v = map_get(&r->s->variables, name);
    if (r->s->owner_rights)
        err_set(
            err, 2211, "02000",
            "SQL compilation error:\nUse of session variable '$%.*s' is not allowed in owners rights stored procedure",
            STR_FMT(name));
    else if (!v)
        err_set(err, 2211, "02000", "SQL compilation error:\nSession variable '$%.*s' does not exist", STR_FMT(name));
    return err->set ? NULL : v;
}

bool run_name(struct run *r, const struct object_name *name, struct object_name *ret, struct err *err)
{
    *ret = *name;
    if (name->n)
        return true;
    struct str text = name->identifier_text;
    if (name->identifier_variable.n) {
        struct variable *v = find_variable(r, name->identifier_variable, err);
        if (!v)
            return false;
        if (!v->text)
            return run_error_at(r, name->line, name->col, err, 2003, "02000", "Session variable '$%.*s' is NULL",
                                STR_FMT(name->identifier_variable));
        text = (struct str){v->text, v->size};
    } else if (name->identifier_bind) {
        if ((size_t)name->identifier_bind > r->n_binds || r->binds[name->identifier_bind - 1].is_null)
            return run_error_at(r, name->line, name->col, err, 2049, "42601", "Bind variable %d is not set",
                                name->identifier_bind);
        text = r->binds[name->identifier_bind - 1].text;
    }
    bool ok = name_from_text(&r->arena, text, ret, err);
    ret->line = name->line;
    ret->col = name->col;
    if (!ok) {
        err->line = name->line;
        err->col = name->col;
    }
    return ok;
}

bool run_resolve(struct run *r, enum object_kind kind, const struct object_name *name, struct object **ret,
                 struct err *err)
{
    struct object_name plain;
    return run_name(r, name, &plain, err) && catalog_resolve(r->s->f->catalog, &r->scope, kind, &plain, ret, err);
}

bool run_target(struct run *r, const struct object_name *name, struct object **ret, struct err *err)
{
    struct object *o = NULL;
    if (!run_resolve(r, OBJECT_TABLE, name, &o, err))
        return false;
    if (o->kind != OBJECT_TABLE) {
        err_at(err, name->line, name->col, 2020, "42601",
               "SQL compilation error:\nObject found is of type '%s', not specified type 'TABLE'.",
               object_kind_word(o->kind));
        object_unref(o);
        return false;
    }
    vec_push(&r->arena, &r->targets, object_ref(o));
    *ret = o;
    return true;
}

struct table table_of(struct arena *a, const struct object *o)
{
    return (struct table){o->id, definition_columns(a, o), str_from(o->name)};
}

/* --- what stands in FROM ---------------------------------------------------------------------------------------- */

static void note_columns(struct run *r, struct columns columns)
{
    for (size_t i = 0; i < columns.n; i++)
        vec_push(&r->arena, &r->columns_read, str_dup(&r->arena, columns.at[i].name));
}

static void add_table(struct run *r, const struct object *o, struct buf *out)
{
    struct columns columns = definition_columns(&r->arena, o);
    note_columns(r, columns);
    buf_adds(out, "(SELECT ");
    for (size_t i = 0; i < columns.n; i++) {
        buf_adds(out, i ? ", " : "");
        buf_ident(out, columns.at[i].name);
    }
    buf_adds(out, " FROM ");
    table_current_name(out, o->id);
    buf_addc(out, ')');
}

void run_record_read(struct run *r, int64_t table)
{
    struct session *s = r->s;
    if (s->recording)
        vec_push(&s->record_arena, &s->reads, ((struct task_read){table, transaction_sees(&s->tx, table)}));
}

/* `*` in the view's text may have become other columns than it had. */
static bool check_view_width(struct run *r, const struct object *view, struct str sql, size_t declared, struct err *err)
{
    struct column_shape *shape;
    size_t n;
    ARENA_SCOPE struct arena name = {0};
    if (!json_flag(view->definition, "star"))
        return true;
    if (!connection_shape(r->s->conn, &r->arena, sql, &shape, &n, err))
        return false;
    return n == declared ||
           err_set(err, 2057, "42601",
                   "SQL compilation error:\nView definition for '%.*s' declared %zu column(s), but view query produces "
                   "%zu column(s).",
                   STR_FMT(object_full_name(&name, view)), declared, n);
}

static bool add_view_query(struct run *r, const struct object *o, struct buf *out, struct err *err)
{
    const json_t *columns = json_object_get(o->definition, "columns"), *column;
    struct scope scope = {str_dup(&r->arena, str_from(o->database)), str_dup(&r->arena, str_from(o->schema)),
                          r->scope.session};
    /* The tree keeps slices of its text. */
    struct str text = str_dup(&r->arena, json_text(o->definition, "query"));
    BUF_SCOPE struct buf sql = {0};
    size_t i;
    if (!run_print_text(r, text, &scope, true, &sql, err) ||
        !check_view_width(r, o, buf_str(&sql), json_array_size(columns), err))
        return false;
    struct view_text text_read = {str_dup(&r->arena, str_from(o->name)), str_dup(&r->arena, buf_str(&sql))};
    vec_push(&r->arena, &r->views_read, text_read);
    buf_adds(out, "(SELECT * FROM (");
    buf_add(out, text_read.sql);
    buf_adds(out, ") AS v(");
    json_array_foreach(columns, i, column)
    {
        buf_adds(out, i ? ", " : "");
        struct str name = str_dup(&r->arena, (struct str){json_string_value(column), json_string_length(column)});
        vec_push(&r->arena, &r->columns_read, name);
        buf_ident(out, name);
    }
    buf_adds(out, "))");
    return true;
}

enum { VIEW_EXPANSION = 2037 };

bool run_view_failed(struct str view, const struct err *inner, struct err *err)
{
    return err_set(err, VIEW_EXPANSION, "42601", "SQL compilation error:\nFailure during expansion of view '%.*s': %s",
                   STR_FMT(view), inner->message);
}

static bool add_view(struct run *r, const struct object *o, struct buf *out, struct err *err)
{
    ERR_SCOPE struct err inner = {0};
    if (add_view_query(r, o, out, &inner))
        return true;
    /* the innermost view is named, and what is not supported remains just that */
    bool plain = inner.code == VIEW_EXPANSION || strcmp(inner.sqlstate, "0A000") == 0;
    return plain ? err_move(err, &inner) : run_view_failed(str_from(o->name), &inner, err);
}

static bool add_stream(struct run *r, struct object *stream, struct buf *out, struct err *err)
{
    int64_t table = json_int(stream->definition, "table", 0);
    OBJECT_SCOPE struct object *source = catalog_by_id(r->s->f->catalog, table);
    bool known = false;
    for (size_t i = 0; i < r->streams.n && !known; i++)
        known = r->streams.at[i]->id == stream->id;
    if (r->consuming && !known)
        vec_push(&r->arena, &r->streams, object_ref(stream));
    run_record_read(r, table);
    if (source)
        note_columns(r, definition_columns(&r->arena, source));
    return stream_change_set(&r->s->tx, stream, source, out, err);
}

/* INFORMATION_SCHEMA's views, and the databases that Snowflake shares with everybody: refused by name. */
static bool is_shared(const struct object_name *name)
{
    return (name->n >= 2 && str_eq(name->part[name->n - 2], STR("INFORMATION_SCHEMA"))) ||
           (name->n == 3 &&
            (str_eq(name->part[0], STR("SNOWFLAKE")) || str_eq(name->part[0], STR("SNOWFLAKE_SAMPLE_DATA"))));
}

/* [D.]INFORMATION_SCHEMA.LOAD_HISTORY, the one of its views that is here. */
static bool is_load_history(const struct object_name *name)
{
    return name->n >= 2 && str_eq(name->part[name->n - 2], STR("INFORMATION_SCHEMA")) &&
           str_eq(name->part[name->n - 1], STR("LOAD_HISTORY"));
}

static bool add_load_history(struct run *r, const struct object_name *name, struct buf *out, struct err *err)
{
    struct str database = name->n == 3 ? name->part[0] : r->scope.database;
    if (!database.n)
        return err_at(err, name->line, name->col, 90105, "22000",
                      "Cannot perform SELECT. This session does not have a current database. Call 'USE DATABASE', or "
                      "use a qualified name.");
    OBJECT_SCOPE struct object *o = catalog_find(r->s->f->catalog, OBJECT_DATABASE, STR(""), STR(""), database);
    if (!o)
        return err_at(err, name->line, name->col, 2003, "02000",
                      "SQL compilation error:\nDatabase '%.*s' does not exist or not authorized.", STR_FMT(database));
    buf_addc(out, '(');
    loads_load_history(database, r->now, out);
    buf_addc(out, ')');
    return true;
}

/* A table or view, or else a stream of the name. */
static bool resolve_readable(struct run *r, const struct object_name *name, struct object **ret, struct err *err)
{
    ERR_SCOPE struct err no_table = {0}, no_stream = {0};
    if (run_resolve(r, OBJECT_TABLE, name, ret, &no_table) || run_resolve(r, OBJECT_STREAM, name, ret, &no_stream))
        return true;
    if (is_shared(name))
        return err_unsupported(err, name->line, name->col, "%.*s.%.*s", STR_FMT(name->part[name->n - 2]),
                               STR_FMT(name->part[name->n - 1]));
    return err_move(err, &no_table);
}

static bool resolve_table(void *ctx, const struct object_name *name, const struct node *at, struct buf *out,
                          struct str *ret_alias, struct err *err)
{
    struct run *r = ctx;
    OBJECT_SCOPE struct object *o = NULL;
    if (at)
        return err_unsupported(err, r->tokens->at[at->first].line, r->tokens->at[at->first].col, "AT | BEFORE");
    if (is_load_history(name)) {
        *ret_alias = STR("LOAD_HISTORY");
        return add_load_history(r, name, out, err);
    }
    if (!resolve_readable(r, name, &o, err))
        return false;
    *ret_alias = str_dup(&r->arena, str_from(o->name));
    vec_push(&r->arena, &r->tables_read, *ret_alias);
    if (o->kind == OBJECT_STREAM)
        return add_stream(r, o, out, err);
    if (o->kind == OBJECT_VIEW)
        return add_view(r, o, out, err);
    run_record_read(r, o->id);
    add_table(r, o, out);
    return true;
}

void run_place(struct run *r, const struct object *o, struct typed_columns *to)
{
    to->database = str_dup(&r->arena, str_from(o->database));
    to->schema = str_dup(&r->arena, str_from(o->schema));
    to->table = str_dup(&r->arena, str_from(o->name));
}

static void add_typed(struct run *r, struct typed_columns *to, struct str name, enum known known,
                      const struct type *type)
{
    vec_push(&r->arena, to, ((struct typed_column){name, known, type}));
}

static bool view_columns(struct run *r, const struct object *o, struct typed_columns *ret)
{
    const json_t *names = json_object_get(o->definition, "columns"), *name;
    struct scope scope = {str_dup(&r->arena, str_from(o->database)), str_dup(&r->arena, str_from(o->schema)),
                          r->scope.session};
    struct typed_columns of_query;
    size_t i;
    if (!run_columns_text(r, str_dup(&r->arena, json_text(o->definition, "query")), &scope, &of_query))
        return false;
    json_array_foreach(names, i, name)
    {
        struct str text = {json_string_value(name), json_string_length(name)};
        bool known = !of_query.partial && i < of_query.n;
        add_typed(r, ret, str_dup(&r->arena, text), known ? of_query.at[i].known : KNOWN_NOTHING,
                  known ? of_query.at[i].type : NULL);
    }
    return true;
}

static bool resolve_columns(void *ctx, const struct object_name *name, struct typed_columns *ret)
{
    struct run *r = ctx;
    OBJECT_SCOPE struct object *o = NULL;
    ERR_SCOPE struct err ignored = {0};
    if (!resolve_readable(r, name, &o, &ignored))
        return false;
    run_place(r, o, ret);
    if (o->kind == OBJECT_VIEW)
        return view_columns(r, o, ret);
    OBJECT_SCOPE struct object *table =
        o->kind == OBJECT_STREAM ? catalog_by_id(r->s->f->catalog, json_int(o->definition, "table", 0)) : object_ref(o);
    if (!table || table->kind != OBJECT_TABLE)
        return false;
    struct columns columns = definition_columns(&r->arena, table);
    for (size_t i = 0; i < columns.n; i++)
        add_typed(r, ret, str_dup(&r->arena, columns.at[i].name), dialect_known(columns.at[i].type),
                  &columns.at[i].type);
    if (o->kind == OBJECT_STREAM) {
        add_typed(r, ret, STR("METADATA$ACTION"), KNOWN_TEXT, NULL);
        add_typed(r, ret, STR("METADATA$ISUPDATE"), KNOWN_BOOLEAN, NULL);
        add_typed(r, ret, STR("METADATA$ROW_ID"), KNOWN_TEXT, NULL);
    }
    return true;
}

/* --- values ----------------------------------------------------------------------------------------------------- */

void value_literal(struct buf *out, const struct run_value *v)
{
    if (v->is_null) {
        buf_adds(out, "NULL");
        return;
    }
    ARENA_SCOPE struct arena a = {0};
    switch (v->type.kind) {
    case TYPE_NUMBER:
    case TYPE_FLOAT:
    case TYPE_BOOLEAN:
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_TIMESTAMP_NTZ:
        buf_adds(out, "CAST(");
        buf_literal(out, v->text);
        buf_adds(out, " AS ");
        buf_add(out, dialect_type(&a, v->type));
        buf_addc(out, ')');
        break;
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ: {
        /* DuckDB does not read `+0100` */
        BUF_SCOPE struct buf text = {0};
        buf_literal(&text, v->text);
        dialect_assign(out, buf_str(&text), v->type);
        break;
    }
    case TYPE_VARCHAR:
    case TYPE_BINARY:
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        buf_literal(out, v->text);
        break;
    }
}

static bool resolve_variable(void *ctx, struct str name, struct buf *out, struct err *err)
{
    struct run *r = ctx;
    struct variable *v = find_variable(r, name, err);
    if (!v)
        return false;
    value_literal(out, &(struct run_value){!v->text, v->type, (struct str){v->text, v->size}});
    return true;
}

static bool resolve_bind(void *ctx, int index, struct buf *out, struct err *err)
{
    struct run *r = ctx;
    if (index < 1 || (size_t)index > r->n_binds)
        return err_set(err, 2049, "42601", "SQL compilation error:\nBind variable ? not set.");
    value_literal(out, &r->binds[index - 1]);
    return true;
}

/* DuckDB's log tells how far a sequence has come only where a transaction that drew from it was committed. So a query
 * commits, and a transaction draws again when it is written again, though it keeps the values that it has, and when it
 * is rolled back. */
static void add_nextval(struct run *r, struct str sequence, struct buf *out)
{
    BUF_SCOPE struct buf again = {0};
    buf_adds(&again, "SELECT nextval(");
    buf_literal(&again, sequence);
    buf_addc(&again, ')');
    buf_add(out, str_sub(buf_str(&again), strlen("SELECT "), again.n));
    r->drawing = true;
    connection_first(r->s->conn, buf_str(&again), true);
}

static bool resolve_sequence(void *ctx, const struct object_name *name, struct buf *out, struct err *err)
{
    struct run *r = ctx;
    OBJECT_SCOPE struct object *o = NULL;
    if (!run_resolve(r, OBJECT_SEQUENCE, name, &o, err))
        return false;
    BUF_SCOPE struct buf sequence = {0};
    buf_printf(&sequence, "store.s%lld", (long long)o->id);
    add_nextval(r, buf_str(&sequence), out);
    return true;
}

static bool resolve_stage(void *ctx, const struct node *stage, struct buf *out, struct err *err)
{
    struct run *r = ctx;
    struct load_context load = session_load_context(r->s);
    load.no_files = r->translating;
    return stage_table(&load, r->s->conn, &r->scope, stage, r->printing, r->n_stages++, &r->arena, out, err);
}

static bool stage_is_text(void *ctx, const struct node *stage)
{
    struct run *r = ctx;
    struct load_context load = session_load_context(r->s);
    return stage_table_is_text(&load, &r->scope, stage, r->printing, &r->arena);
}

void run_make_resolver(struct run *r)
{
    r->resolver = (struct resolver){.ctx = r,
                                    .table = resolve_table,
                                    .columns = resolve_columns,
                                    .table_function = session_table_function,
                                    .function = session_function,
                                    .variable = resolve_variable,
                                    .bind = resolve_bind,
                                    .sequence = resolve_sequence,
                                    .stage = resolve_stage,
                                    .stage_is_text = stage_is_text};
}

/* --- defaults --------------------------------------------------------------------------------------------------- */

bool run_default(struct run *r, const struct object *table, const struct column *c, struct buf *out, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    if (c->identity) {
        BUF_SCOPE struct buf name = {0};
        table_sequence_name(&name, table->id, c->name);
        add_nextval(r, buf_str(&name), &sql);
    } else if (c->default_text.p) {
        struct scope scope = {str_dup(&r->arena, str_from(table->database)),
                              str_dup(&r->arena, str_from(table->schema)), r->scope.session};
        if (!run_print_text(r, str_dup(&r->arena, c->default_text), &scope, false, &sql, err))
            return false;
    } else {
        buf_adds(&sql, "NULL");
    }
    dialect_assign(out, buf_str(&sql), c->type);
    return true;
}
