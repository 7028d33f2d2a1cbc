/* Functions whose value depends on the session, and the table functions of INFORMATION_SCHEMA. */
#include <stdlib.h>

#include "history/lineage.h"
#include "history/loads.h"
#include "session/internal.h"
#include "task/definition.h"

static bool wrong_arguments(struct str name, struct err *err)
{
    return err_set(err, 938, "22023", "SQL compilation error:\nnot enough or too many arguments for function [%.*s()]",
                   STR_FMT(name));
}

/* --- values of the session -------------------------------------------------------------------------------------- */

struct call {
    struct run *r;
    struct str name;
    const struct printed_argument *args;
    size_t n;
    struct buf *out;
};

typedef bool session_value(struct call *c, struct err *err);

static bool text_or_null(struct call *c, struct str text)
{
    if (text.n)
        buf_literal(c->out, text);
    else
        buf_adds(c->out, "NULL");
    return true;
}

static bool current_database(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, c->r->s->scope.database);
}

static bool current_schema(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, c->r->s->scope.schema);
}

static bool current_role_value(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, str_from(c->r->s->role));
}

static bool current_warehouse(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, str_from(c->r->s->warehouse));
}

static bool current_user(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, STR("FRESHET"));
}

static bool current_account(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, STR("LOCAL"));
}

static bool current_version(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, STR(FRESHET_VERSION));
}

static bool current_session(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, str_printf(&c->r->arena, "%lld", (long long)c->r->s->id));
}

static bool current_statement(struct call *c, struct err *err)
{
    (void)err;
    return text_or_null(c, c->r->statement->text);
}

static bool current_transaction(struct call *c, struct err *err)
{
    (void)err;
    const struct transaction *t = &c->r->s->tx;
    return text_or_null(c, t->is_explicit ? str_printf(&c->r->arena, "%lld", (long long)t->began) : STR_NULL);
}

/* The one argument as text, which is a constant. */
static bool constant_argument(struct call *c, struct str *ret, bool *ret_null, struct err *err)
{
    if (c->n != 1)
        return wrong_arguments(c->name, err);
    return run_constant(c->r, c->args[0].sql, &c->r->arena, ret, ret_null, err);
}

static bool last_query_id(struct call *c, struct err *err)
{
    int64_t n = -1;
    struct str text;
    bool null = false;
    if (c->n && !constant_argument(c, &text, &null, err))
        return false;
    if (c->n && !null && !str_to_int64(text, &n))
        return err_set(err, 100038, "22018", "Numeric value '%.*s' is not recognized", STR_FMT(text));
    return text_or_null(c, null ? STR_NULL : results_id(&c->r->s->results, n));
}

/* IDENTIFIER('name') where a column stands. */
static bool identifier_value(struct call *c, struct err *err)
{
    struct str text;
    bool null;
    struct object_name name;
    if (c->n != 1)
        return wrong_arguments(c->name, err);
    if (!run_constant(c->r, c->args[0].sql, &c->r->arena, &text, &null, err) ||
        !name_from_text(&c->r->arena, text, &name, err))
        return false;
    for (int i = 0; i < name.n; i++) {
        buf_adds(c->out, i ? "." : "");
        buf_ident(c->out, name.part[i]);
    }
    return true;
}

/* --- SYSTEM$ ---------------------------------------------------------------------------------------------------- */

/* The object that a string argument names. */
static bool named_object(struct call *c, enum object_kind kind, struct object **ret, struct err *err)
{
    struct str text;
    bool null;
    struct object_name name;
    if (c->n != 1)
        return wrong_arguments(c->name, err);
    if (!run_constant(c->r, c->args[0].sql, &c->r->arena, &text, &null, err))
        return false;
    ERR_SCOPE struct err no_name = {0};
    if (null || !name_from_text(&c->r->arena, text, &name, &no_name))
        return err_set(
            err, 2140, "22023",
            "SQL compilation error:\nInvalid value [%.*s] for function '%.*s', parameter 1: not the name of a %s",
            STR_FMT(null ? STR("NULL") : text), STR_FMT(c->name), kind == OBJECT_STREAM ? "stream" : "pipe");
    return catalog_resolve(c->r->s->f->catalog, &c->r->scope, kind, &name, ret, err);
}

static bool stream_has_data_value(struct call *c, struct err *err)
{
    OBJECT_SCOPE struct object *stream = NULL;
    bool has;
    if (!named_object(c, OBJECT_STREAM, &stream, err) || !stream_has_data(c->r->s->conn, stream, &has, err))
        return false;
    run_record_read(c->r, json_int(stream->definition, "table", 0));
    buf_adds(c->out, has ? "true" : "false");
    return true;
}

static bool pipe_status_value(struct call *c, struct err *err)
{
    OBJECT_SCOPE struct object *pipe = NULL;
    struct load_context load = session_load_context(c->r->s);
    struct str status;
    if (!named_object(c, OBJECT_PIPE, &pipe, err) ||
        !pipe_status(&load, c->r->s->conn, pipe, &c->r->arena, &status, err))
        return false;
    buf_literal(c->out, status);
    return true;
}

/* The catalog is locked. */
static bool resume_pipe(struct run *r, int64_t id, struct str overrides, struct connection *conn, struct err *err)
{
    struct load_context load = freshet_load_context(r->s->f);
    struct transaction t;
    OBJECT_SCOPE struct object *pipe = catalog_by_id(r->s->f->catalog, id);
    json_t *definition;
    if (!pipe)
        return err_set(err, 2003, "02000", "SQL compilation error:\nThe pipe was dropped meanwhile.");
    if (!pipe_force_resumed(&load, pipe, overrides, &definition, err))
        return false;
    transaction_init(&t, r->s->f->store, conn);
    bool begun = transaction_begin(&t, false, err);
    if (!begun)
        json_decref(definition);
    bool ok = begun && catalog_alter(r->s->f->catalog, conn, pipe, definition, str_from(pipe->comment), err) &&
              transaction_commit(&t, err);
    transaction_release(&t);
    return ok;
}

/* Alters the pipe at once, in a transaction of its own, whatever becomes of the query that calls it. */
static bool pipe_force_resume_value(struct call *c, struct err *err)
{
    OBJECT_SCOPE struct object *pipe = NULL;
    struct catalog *catalog = c->r->s->f->catalog;
    struct str overrides = STR_NULL;
    bool null = false;
    if (c->n < 1 || c->n > 2)
        return wrong_arguments(c->name, err);
    /* the catalog is locked already, or nothing is to be run */
    if (c->r->is_ddl || c->r->translating)
        return err_unsupported(err, 0, 0, "%.*s here", STR_FMT(c->name));
    struct call name = {c->r, c->name, c->args, 1, c->out};
    if (!named_object(&name, OBJECT_PIPE, &pipe, err) ||
        (c->n == 2 && !run_constant(c->r, c->args[1].sql, &c->r->arena, &overrides, &null, err)))
        return false;
    struct connection *conn;
    if (!connection_new(c->r->s->f->engine, &conn, err))
        return false;
    catalog_lock(catalog);
    bool ok = resume_pipe(c->r, pipe->id, overrides, conn, err);
    if (ok)
        catalog_publish(catalog);
    else
        catalog_forget(catalog);
    catalog_unlock(catalog);
    connection_free(conn);
    if (!ok)
        return false;
    store_poke(c->r->s->f->store);
    buf_literal(c->out, STR("SUCCESS"));
    return true;
}

enum { INVALID_IDENTIFIER = 904 };

static int64_t characters(struct str text)
{
    int64_t n = 0;
    for (size_t i = 0; i < text.n; i++)
        n += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return n;
}

/* What Snowflake says that a value is stored as: so many signed bytes, or a large object. */
static const char *physical_type(struct type type)
{
    switch (type.kind) {
    case TYPE_NUMBER:
        return type.precision <= 2    ? "SB1"
               : type.precision <= 4  ? "SB2"
               : type.precision <= 9  ? "SB4"
               : type.precision <= 18 ? "SB8"
                                      : "SB16";
    case TYPE_FLOAT:
        return "DOUBLE";
    case TYPE_BOOLEAN:
        return "BOOLEAN";
    case TYPE_DATE:
        return "SB4";
    case TYPE_TIME:
        return "SB8";
    case TYPE_TIMESTAMP_NTZ:
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ:
        return "SB16";
    case TYPE_VARCHAR:
    case TYPE_BINARY:
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        return "LOB";
    }
    abort();
}

/* typeof() knows DuckDB's types only when the query is bound: the shape of a query with the one expression tells. */
static bool typeof_value(struct call *c, struct err *err)
{
    struct column_shape *shape;
    size_t n;
    if (c->n != 1)
        return wrong_arguments(c->name, err);
    struct str sql = str_printf(&c->r->arena, "SELECT %.*s", STR_FMT(c->args[0].sql));
    const struct node *value = c->args[0].node;
    ERR_SCOPE struct err unknown = {0};
    if (!connection_shape(c->r->s->conn, &c->r->arena, sql, &shape, &n, &unknown)) {
        if (unknown.code == INVALID_IDENTIFIER)
            return err_unsupported(err, 0, 0, "SYSTEM$TYPEOF of a column");
        return err_set(err, unknown.code, unknown.sqlstate, "%s", unknown.message);
    }
    struct typed_column known = run_typed(c->r, value);
    struct type type = run_column_type(&(struct typed_columns){.at = &known, .n = 1}, 1, 0, shape[0].type);
    if (value->kind == NODE_STRING)
        type.length = characters(value->text);
    struct str text = type_text(&c->r->arena, type);
    buf_literal(c->out, str_printf(&c->r->arena, "%.*s[%s]", STR_FMT(text), physical_type(type)));
    return true;
}

static const struct {
    const char *name;
    session_value *value;
} values[] = {
    {"CURRENT_ACCOUNT", current_account},
    {"CURRENT_ACCOUNT_NAME", current_account},
    {"CURRENT_DATABASE", current_database},
    {"CURRENT_REGION", current_account},
    {"CURRENT_ROLE", current_role_value},
    {"CURRENT_SCHEMA", current_schema},
    {"CURRENT_SESSION", current_session},
    {"CURRENT_STATEMENT", current_statement},
    {"CURRENT_TRANSACTION", current_transaction},
    {"CURRENT_USER", current_user},
    {"CURRENT_VERSION", current_version},
    {"CURRENT_WAREHOUSE", current_warehouse},
    {"IDENTIFIER", identifier_value},
    {"LAST_QUERY_ID", last_query_id},
    {"SYSTEM$PIPE_FORCE_RESUME", pipe_force_resume_value},
    {"SYSTEM$PIPE_STATUS", pipe_status_value},
    {"SYSTEM$STREAM_HAS_DATA", stream_has_data_value},
    {"SYSTEM$TYPEOF", typeof_value},
};

/* What Snowflake has and freshet has not: refused by name. */
static const char *const refused_values[] = {
    "SYSTEM$ABORT_SESSION",
    "SYSTEM$ABORT_TRANSACTION",
    "SYSTEM$ADD_EVENT",
    "SYSTEM$CANCEL_ALL_QUERIES",
    "SYSTEM$CANCEL_QUERY",
    "SYSTEM$CLUSTERING_DEPTH",
    "SYSTEM$CLUSTERING_INFORMATION",
    "SYSTEM$CURRENT_USER_TASK_NAME",
    "SYSTEM$EXPLAIN_PLAN_JSON",
    "SYSTEM$GET_AWS_SNS_IAM_POLICY",
    "SYSTEM$GET_PREDECESSOR_RETURN_VALUE",
    "SYSTEM$GET_TAG",
    "SYSTEM$GET_TASK_GRAPH_CONFIG",
    "SYSTEM$LAST_CHANGE_COMMIT_TIME",
    "SYSTEM$LOG",
    "SYSTEM$QUERY_REFERENCE",
    "SYSTEM$REFERENCE",
    "SYSTEM$SEND_EMAIL",
    "SYSTEM$SET_RETURN_VALUE",
    "SYSTEM$SET_SPAN_ATTRIBUTES",
    "SYSTEM$STREAM_BACKLOG",
    "SYSTEM$STREAM_GET_TABLE_TIMESTAMP",
    "SYSTEM$TASK_DEPENDENTS_ENABLE",
    "SYSTEM$TASK_RUNTIME_INFO",
    "SYSTEM$USER_TASK_CANCEL_ONGOING_EXECUTIONS",
    "SYSTEM$WAIT",
};
static const char *const refused_tables[] = {
    "AUTOMATIC_CLUSTERING_HISTORY",
    "COMPLETE_TASK_GRAPHS",
    "CURRENT_TASK_GRAPHS",
    "DYNAMIC_TABLE_REFRESH_HISTORY",
    "INFER_SCHEMA",
    "LOGIN_HISTORY",
    "POLICY_REFERENCES",
    "QUERY_HISTORY_BY_SESSION",
    "QUERY_HISTORY_BY_USER",
    "QUERY_HISTORY_BY_WAREHOUSE",
    "SERVERLESS_TASK_HISTORY",
    "TAG_REFERENCES",
    "TASK_DEPENDENTS",
    "VALIDATE",
    "WAREHOUSE_LOAD_HISTORY",
    "WAREHOUSE_METERING_HISTORY",
};

bool session_function(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                      bool *ret_handled, struct err *err)
{
    *ret_handled = false;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (!str_eq(name, str_from(values[i].name)))
            continue;
        *ret_handled = true;
        struct call c = {ctx, name, args, n, out};
        return values[i].value(&c, err);
    }
    for (size_t i = 0; i < sizeof refused_values / sizeof *refused_values; i++)
        if (str_eq(name, str_from(refused_values[i])))
            return err_unsupported(err, 0, 0, "%s", refused_values[i]);
    return true;
}

/* --- table functions -------------------------------------------------------------------------------------------- */

static struct load_argument *load_arguments(struct call *c)
{
    struct load_argument *args = ARENA_ARRAY(&c->r->arena, struct load_argument, c->n);
    for (size_t i = 0; i < c->n; i++)
        args[i] = (struct load_argument){c->args[i].name, c->args[i].sql};
    return args;
}

static bool copy_history(struct call *c, struct err *err)
{
    buf_addc(c->out, '(');
    if (!loads_copy_history(load_arguments(c), c->n, c->r->scope.database, c->r->scope.schema, c->r->now, c->out, err))
        return false;
    buf_addc(c->out, ')');
    return true;
}

static bool validate_pipe_load(struct call *c, struct err *err)
{
    OBJECT_SCOPE struct object *pipe = NULL;
    size_t i = 0;
    while (i < c->n && (c->args[i].name.n ? !str_eq(c->args[i].name, STR("PIPE_NAME")) : i > 0))
        i++;
    if (i == c->n)
        return err_set(
            err, 1015, "22023",
            "SQL compilation error:\nmissing required argument 'PIPE_NAME' for function 'VALIDATE_PIPE_LOAD'");
    struct call name = {c->r, c->name, &c->args[i], 1, c->out};
    buf_addc(c->out, '(');
    if (!named_object(&name, OBJECT_PIPE, &pipe, err) ||
        !loads_validate_pipe_load(load_arguments(c), c->n, pipe->id, c->out, err))
        return false;
    buf_addc(c->out, ')');
    return true;
}

/* The instant that the argument says, or what it is without one: µs UTC. */
static bool instant_argument(struct call *c, const char *name, size_t position, const char *otherwise, int64_t *ret,
                             struct err *err)
{
    struct arena *a = &c->r->arena;
    struct str sql = str_from(otherwise), text;
    bool null;
    for (size_t i = 0; i < c->n; i++)
        if (c->args[i].name.n ? str_eq(c->args[i].name, str_from(name)) : i == position)
            sql = str_printf(a, "coalesce((%.*s)::TIMESTAMPTZ, %s)", STR_FMT(c->args[i].sql), otherwise);
    return run_constant(c->r, str_printf(a, "epoch_us(%.*s)", STR_FMT(sql)), a, &text, &null, err) &&
           (str_to_int64(text, ret) || err_internal(err, "%s is no instant", name));
}

static bool pipe_usage_history(struct call *c, struct err *err)
{
    static const char *const names[] = {"DATE_RANGE_START", "DATE_RANGE_END", "PIPE_NAME"};
    enum { MOST_DAYS = 15 };
    OBJECT_SCOPE struct object *pipe = NULL;
    struct pipe_usage usage = {0};
    struct arena *a = &c->r->arena;
    for (size_t i = 0; i < c->n; i++) {
        struct str name = c->args[i].name.n || i >= 3 ? c->args[i].name : str_from(names[i]);
        bool known = false;
        for (size_t k = 0; k < 3; k++)
            known = known || str_eq(name, str_from(names[k]));
        if (!known)
            return err_set(err, 1018, "22023",
                           "SQL compilation error:\ninvalid argument '%.*s' for function 'PIPE_USAGE_HISTORY'",
                           STR_FMT(name));
        struct call argument = {c->r, c->name, &c->args[i], 1, c->out};
        if (str_eq(name, STR("PIPE_NAME")) && !named_object(&argument, OBJECT_PIPE, &pipe, err))
            return false;
    }
    const char *today = str_printf(a, "date_trunc('day', make_timestamptz(%lld))", (long long)c->r->now).p;
    if (!instant_argument(c, names[1], 1, today, &usage.until, err))
        return false;
    const char *before = str_printf(a, "make_timestamptz(%lld)", (long long)(usage.until - 600 * MICROS_PER_SECOND)).p;
    if (!instant_argument(c, names[0], 0, before, &usage.from, err))
        return false;
    if (usage.from < c->r->now - MOST_DAYS * 86400 * MICROS_PER_SECOND)
        return err_set(err, 1007, "22023",
                       "SQL compilation error:\nThe date range of function 'PIPE_USAGE_HISTORY' must be within the "
                       "last %d days.",
                       MOST_DAYS);
    usage.pipe = pipe;
    buf_addc(c->out, '(');
    loads_pipe_usage(&usage, c->out);
    buf_addc(c->out, ')');
    return true;
}

/* FRESHET.LINEAGE('t'): no function of Snowflake's. */
static bool lineage(struct call *c, struct err *err)
{
    BUF_SCOPE struct buf stored = {0};
    struct str text;
    struct object_name name;
    OBJECT_SCOPE struct object *table = NULL;
    bool null;
    if (!constant_argument(c, &text, &null, err) ||
        !name_from_text(&c->r->arena, null ? STR("NULL") : text, &name, err) || !run_target(c->r, &name, &table, err))
        return false;
    run_record_read(c->r, table->id);
    table_current_name(&stored, table->id);
    buf_addc(c->out, '(');
    lineage_sql(table->id, buf_str(&stored), c->out);
    buf_addc(c->out, ')');
    return true;
}

static bool task_history(struct call *c, struct err *err)
{
    struct task_history_argument *args = ARENA_ARRAY(&c->r->arena, struct task_history_argument, c->n);
    for (size_t i = 0; i < c->n; i++)
        args[i] = (struct task_history_argument){c->args[i].name, c->args[i].sql};
    buf_addc(c->out, '(');
    if (!task_history_sql(c->r->s->f->catalog, args, c->n, c->r->now, c->out, err))
        return false;
    buf_addc(c->out, ')');
    return true;
}

static bool query_history(struct call *c, struct err *err)
{
    int64_t limit = 100;
    for (size_t i = 0; i < c->n; i++) {
        struct str text;
        bool null;
        if (!str_eq(c->args[i].name, STR("RESULT_LIMIT")))
            return err_unsupported(err, 0, 0, "QUERY_HISTORY(%.*s)", STR_FMT(c->args[i].name));
        if (!run_constant(c->r, c->args[i].sql, &c->r->arena, &text, &null, err))
            return false;
        if (!str_to_int64(text, &limit) || limit < 1 || limit > 10000)
            return err_set(err, 1008, "22023",
                           "Value for parameter RESULT_LIMIT exceeds maximum allowable value (10,000).");
    }
    queries_history_sql(c->r->s->f->queries, limit, c->out);
    return true;
}

/* The statement by its id, or by its number as LAST_QUERY_ID counts. */
static bool result_scan(struct call *c, struct err *err)
{
    struct results *results = &c->r->s->results;
    c->r->scans_result = true;
    struct str id;
    bool null;
    int64_t n;
    if (!constant_argument(c, &id, &null, err))
        return false;
    if (null)
        id = STR("NULL");
    else if (str_to_int64(id, &n) && results_id(results, n).n)
        id = results_id(results, n);
    const struct result *result;
    if (!results_scan(results, c->r->s->f->engine, id, c->out, &result, err))
        return false;
    for (size_t i = 0; i < result_columns(result); i++)
        vec_push(&c->r->arena, &c->r->columns_read, str_dup(&c->r->arena, result_label(result, i)));
    return true;
}

static const struct {
    const char *name;
    session_value *query;
} table_functions[] = {
    {"COPY_HISTORY", copy_history},   {"PIPE_USAGE_HISTORY", pipe_usage_history},
    {"QUERY_HISTORY", query_history}, {"RESULT_SCAN", result_scan},
    {"TASK_HISTORY", task_history},   {"VALIDATE_PIPE_LOAD", validate_pipe_load},
};

/* INFORMATION_SCHEMA.F, DB.INFORMATION_SCHEMA.F, or F alone. */
static bool is_function(struct str name, const char *function)
{
    struct str f = str_from(function);
    if (!str_ends(name, f))
        return false;
    struct str before = str_sub(name, 0, name.n - f.n);
    return !before.n || str_ends(before, STR("INFORMATION_SCHEMA."));
}

bool session_table_function(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                            bool *ret_handled, struct err *err)
{
    *ret_handled = false;
    for (size_t i = 0; i < sizeof table_functions / sizeof *table_functions; i++) {
        if (!is_function(name, table_functions[i].name))
            continue;
        *ret_handled = true;
        struct call c = {ctx, name, args, n, out};
        return table_functions[i].query(&c, err);
    }
    if (str_eq(name, STR("FRESHET.LINEAGE"))) {
        *ret_handled = true;
        struct call c = {ctx, name, args, n, out};
        return lineage(&c, err);
    }
    for (size_t i = 0; i < sizeof refused_tables / sizeof *refused_tables; i++)
        if (is_function(name, refused_tables[i]))
            return err_unsupported(err, 0, 0, "%s", refused_tables[i]);
    return true;
}
