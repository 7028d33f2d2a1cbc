/* The objects that a procedure runs SQL with (as Snowflake names them): `snowflake`, Statement and ResultSet. A
 * Statement holds its text and binds, and after execute() a result, which the ResultSet shares; results live outside of
 * the garbage collector's heap, counted, so the collector is told what they weigh. Every failure is thrown as the Error
 * of error_make. */
#include <stdlib.h>

#include "base/clock.h"
#include "procedure/host.h"

/* Not in the public headers, but exported and kept for Safari: how much memory the collector does not see. */
void JSReportExtraMemoryCost(JSContextRef ctx, size_t size);

struct result {
    int references;
    struct arena arena;
    struct run_result r;
};

/* A Statement, or a ResultSet, which has neither text nor binds. */
struct cursor {
    struct host host;
    struct arena arena;
    struct str sql;
    struct run_value *binds;
    size_t n_binds;
    struct result *result; /* NULL before execute() */
    size_t row;            /* 1-based; 0 before next(), n_rows + 1 at the end */
};

#define METHOD(name)                                                                                                   \
    static JSValueRef name(JSContextRef ctx, __attribute__((unused)) JSObjectRef function, JSObjectRef self,           \
                           __attribute__((unused)) size_t n, __attribute__((unused)) const JSValueRef args[],          \
                           JSValueRef *exception)

static JSValueRef throw_text(JSContextRef ctx, const struct host *host, const char *text, JSValueRef *exception)
{
    *exception = error_make(ctx, host, 100183, "P0000", str_from(text));
    return NULL;
}

/* `this` of a method; NULL with *exception set when it was taken off its object. */
static struct host *host_of(JSContextRef ctx, JSObjectRef self, bool of_snowflake, JSValueRef *exception)
{
    struct host *host = self ? JSObjectGetPrivate(self) : NULL;
    bool fits = host && host->kind != HOST_DATE && (host->kind == HOST_SNOWFLAKE) == of_snowflake;
    return fits ? host : (struct host *)throw_text(ctx, NULL, "Illegal invocation", exception);
}

static struct cursor *cursor_of(JSContextRef ctx, JSObjectRef self, JSValueRef *exception)
{
    return (struct cursor *)host_of(ctx, self, false, exception);
}

/* As cursor_of, executed. */
static struct cursor *executed(JSContextRef ctx, JSObjectRef self, JSValueRef *exception)
{
    struct cursor *c = cursor_of(ctx, self, exception);
    if (c && !c->result)
        return (struct cursor *)throw_text(ctx, &c->host, "Statement is not executed yet.", exception);
    return c;
}

static void result_release(struct result *result)
{
    if (!result || --result->references > 0)
        return;
    arena_clear(&result->arena);
    free(result);
}

static void cursor_free(struct cursor *c)
{
    result_release(c->result);
    arena_clear(&c->arena);
    free(c);
}

static void finalize(JSObjectRef object)
{
    struct cursor *c = JSObjectGetPrivate(object);
    if (c)
        cursor_free(c);
}

/* --- creating ----------------------------------------------------------------------------------------------------- */

static bool read_binds(JSContextRef ctx, struct cursor *c, JSObjectRef options, JSValueRef *exception)
{
    const struct host *host = &c->host.call->snowflake;
    JSValueRef binds = js_get(ctx, options, "binds", exception);
    if (!binds)
        return false;
    if (JSValueIsUndefined(ctx, binds) || JSValueIsNull(ctx, binds))
        return true;
    if (!JSValueIsArray(ctx, binds))
        return throw_text(ctx, host, "binds must be an array", exception) != NULL;
    JSValueRef length = js_get(ctx, (JSObjectRef)binds, "length", exception);
    if (!length)
        return false;
    size_t n = (size_t)JSValueToNumber(ctx, length, NULL);
    if (n > 65535)
        return throw_text(ctx, host, "too many binds", exception) != NULL;
    c->binds = ARENA_ARRAY(&c->arena, struct run_value, n);
    for (c->n_binds = 0; c->n_binds < n; c->n_binds++) {
        JSValueRef value = JSObjectGetPropertyAtIndex(ctx, (JSObjectRef)binds, (unsigned)c->n_binds, exception);
        if (*exception)
            return false;
        if (value_bind(ctx, &c->arena, value, &c->binds[c->n_binds], exception))
            continue;
        struct str shown = STR_NULL;
        if (*exception || !js_text(ctx, &c->arena, value, &shown, exception))
            return false;
        struct str text =
            str_printf(&c->arena, "Unsupported type for binding argument %zu%.*s", c->n_binds + 1, STR_FMT(shown));
        *exception = error_make(ctx, host, 100183, "P0000", text);
        return false;
    }
    return true;
}

/* A Statement from {sqlText, binds}. */
static struct cursor *read_options(JSContextRef ctx, struct call *call, size_t n, const JSValueRef args[],
                                   JSValueRef *exception)
{
    static const char *const wanted = "Missing sqlText: an argument like {sqlText: 'select 1', binds: []} is wanted";
    if (n == 0 || !JSValueIsObject(ctx, args[0]))
        return (struct cursor *)throw_text(ctx, &call->snowflake, wanted, exception);
    JSValueRef sql = js_get(ctx, (JSObjectRef)args[0], "sqlText", exception);
    if (!sql)
        return NULL;
    if (JSValueIsUndefined(ctx, sql) || JSValueIsNull(ctx, sql))
        return (struct cursor *)throw_text(ctx, &call->snowflake, wanted, exception);
    struct cursor *c = xmalloc(sizeof *c);
    *c = (struct cursor){.host = {HOST_STATEMENT, call}};
    if (js_text(ctx, &c->arena, sql, &c->sql, exception) && read_binds(ctx, c, (JSObjectRef)args[0], exception))
        return c;
    cursor_free(c);
    return NULL;
}

/* --- running ------------------------------------------------------------------------------------------------------ */

static size_t result_size(const struct run_result *r)
{
    size_t size = r->n_rows * r->n_columns * sizeof *r->values;
    for (size_t i = 0; i < r->n_rows * r->n_columns; i++)
        size += r->values[i].text.n;
    return size;
}

/* Runs the statement's text. `as` is what the stack trace calls the caller: Snowflake.execute, Statement.execute. */
static bool run(JSContextRef ctx, struct cursor *c, const struct host *as, JSValueRef *exception)
{
    struct call *call = c->host.call;
    if (call_must_end(call))
        return throw_text(ctx, as, "Statement reached its timeout", exception) != NULL;
    if ((const char *)__builtin_frame_address(0) < call->stack_low)
        return throw_text(ctx, as, "Maximum call stack size exceeded.", exception) != NULL;
    ERR_SCOPE struct err err = {0};
    struct result *result = xmalloc(sizeof *result);
    *result = (struct result){.references = 1};
    if (!call->runner->run(call->runner->ctx, &result->arena, c->sql, c->binds, c->n_binds, &result->r, &err)) {
        call_must_end(call);
        *exception = error_make(ctx, as, err.code, err.sqlstate, str_from(err.message));
        result_release(result);
        return false;
    }
    JSReportExtraMemoryCost(ctx, result_size(&result->r));
    result_release(c->result);
    c->result = result;
    return !call_must_end(call) || throw_text(ctx, as, "Statement reached its timeout", exception);
}

static JSValueRef make_result_set(JSContextRef ctx, const struct cursor *statement)
{
    struct cursor *c = xmalloc(sizeof *c);
    *c = (struct cursor){.host = {HOST_RESULT_SET, statement->host.call}, .result = statement->result};
    c->result->references++;
    return JSObjectMake(ctx, c->host.call->result_set_class, c);
}

METHOD(create_statement)
{
    struct host *host = host_of(ctx, self, true, exception);
    struct cursor *c = host ? read_options(ctx, host->call, n, args, exception) : NULL;
    return c ? JSObjectMake(ctx, host->call->statement_class, c) : NULL;
}

METHOD(execute_text)
{
    struct host *host = host_of(ctx, self, true, exception);
    struct cursor *c = host ? read_options(ctx, host->call, n, args, exception) : NULL;
    if (!c)
        return NULL;
    JSValueRef ret = run(ctx, c, host, exception) ? make_result_set(ctx, c) : NULL;
    cursor_free(c);
    return ret;
}

METHOD(execute_statement)
{
    struct cursor *c = cursor_of(ctx, self, exception);
    return c && run(ctx, c, &c->host, exception) ? make_result_set(ctx, c) : NULL;
}

/* As in Snowflake while LOG_LEVEL and TRACE_LEVEL are OFF, which they are by default and always here. */
METHOD(ignore)
{
    return host_of(ctx, self, true, exception) ? JSValueMakeUndefined(ctx) : NULL;
}

/* --- of the statement --------------------------------------------------------------------------------------------- */

METHOD(get_sql_text)
{
    struct cursor *c = cursor_of(ctx, self, exception);
    return c ? js_text_value(ctx, c->sql) : NULL;
}

METHOD(get_query_id)
{
    struct cursor *c = executed(ctx, self, exception);
    return c ? js_text_value(ctx, c->result->r.query_id) : NULL;
}

METHOD(get_row_count)
{
    struct cursor *c = executed(ctx, self, exception);
    return c ? JSValueMakeNumber(ctx, (double)c->result->r.n_rows) : NULL;
}

static double count(int64_t rows)
{
    return rows > 0 ? (double)rows : 0;
}

METHOD(get_rows_affected)
{
    struct cursor *c = executed(ctx, self, exception);
    if (!c)
        return NULL;
    const struct run_result *r = &c->result->r;
    return JSValueMakeNumber(ctx, r->is_dml ? count(r->inserted) + count(r->updated) + count(r->deleted) : 0);
}

METHOD(get_rows_inserted)
{
    struct cursor *c = executed(ctx, self, exception);
    return c ? JSValueMakeNumber(ctx, count(c->result->r.inserted)) : NULL;
}

METHOD(get_rows_updated)
{
    struct cursor *c = executed(ctx, self, exception);
    return c ? JSValueMakeNumber(ctx, count(c->result->r.updated)) : NULL;
}

METHOD(get_rows_deleted)
{
    struct cursor *c = executed(ctx, self, exception);
    return c ? JSValueMakeNumber(ctx, count(c->result->r.deleted)) : NULL;
}

/* Rows that an UPDATE found with several rows of its source. */
METHOD(get_duplicates_updated)
{
    struct cursor *c = executed(ctx, self, exception);
    return c ? JSValueMakeNumber(ctx, count(c->result->r.multi_joined)) : NULL;
}

/* --- of the columns ----------------------------------------------------------------------------------------------- */

static bool find_label(const struct run_result *r, struct str name, size_t *ret)
{
    for (*ret = 0; *ret < r->n_columns; ++*ret)
        if (str_eq(r->labels[*ret], name))
            return true;
    return false;
}

/* The column that the first argument names, 1-based or by its exact label. */
static bool find_column(JSContextRef ctx, const struct cursor *c, size_t n, const JSValueRef args[], size_t *ret,
                        JSValueRef *exception)
{
    ARENA_SCOPE struct arena a = {0};
    const struct run_result *r = &c->result->r;
    struct str name = STR("undefined");
    if (n > 0 && JSValueIsNumber(ctx, args[0])) {
        double index = JSValueToNumber(ctx, args[0], NULL);
        if (index >= 1 && index <= (double)r->n_columns) {
            *ret = (size_t)index - 1;
            return true;
        }
    }
    if (n > 0 && !js_text(ctx, &a, args[0], &name, exception))
        return false;
    if (n > 0 && JSValueIsString(ctx, args[0]) && find_label(r, name, ret))
        return true;
    struct str text = str_printf(&a, "Given column name/index does not exist: %.*s", STR_FMT(name));
    *exception = error_make(ctx, &c->host, 100183, "P0000", text);
    return false;
}

/* The type of the column that the first argument names; NULL with *exception set. */
static const struct type *column_type(JSContextRef ctx, JSObjectRef self, size_t n, const JSValueRef args[],
                                      JSValueRef *exception)
{
    struct cursor *c = executed(ctx, self, exception);
    size_t at;
    return c && find_column(ctx, c, n, args, &at, exception) ? &c->result->r.types[at] : NULL;
}

METHOD(get_column_count)
{
    struct cursor *c = executed(ctx, self, exception);
    return c ? JSValueMakeNumber(ctx, (double)c->result->r.n_columns) : NULL;
}

METHOD(get_column_name)
{
    struct cursor *c = executed(ctx, self, exception);
    size_t at;
    return c && find_column(ctx, c, n, args, &at, exception) ? js_text_value(ctx, c->result->r.labels[at]) : NULL;
}

METHOD(get_column_scale)
{
    const struct type *type = column_type(ctx, self, n, args, exception);
    if (!type)
        return NULL;
    bool is_time = type->kind >= TYPE_TIME && type->kind <= TYPE_TIMESTAMP_TZ;
    return JSValueMakeNumber(ctx, type->kind == TYPE_NUMBER ? type->scale : is_time ? type->precision : 0);
}

static const struct {
    const char *word, *sql;
} type_words[] = {
    [TYPE_NUMBER] = {"number", "NUMBER"},
    [TYPE_FLOAT] = {"float", "FLOAT"},
    [TYPE_VARCHAR] = {"string", "VARCHAR"},
    [TYPE_BINARY] = {"binary", "BINARY"},
    [TYPE_BOOLEAN] = {"boolean", "BOOLEAN"},
    [TYPE_DATE] = {"date", "DATE"},
    [TYPE_TIME] = {"time", "TIME"},
    [TYPE_TIMESTAMP_NTZ] = {"timestamp_ntz", "TIMESTAMP_NTZ"},
    [TYPE_TIMESTAMP_LTZ] = {"timestamp_ltz", "TIMESTAMP_LTZ"},
    [TYPE_TIMESTAMP_TZ] = {"timestamp_tz", "TIMESTAMP_TZ"},
    [TYPE_VARIANT] = {"variant", "VARIANT"},
    [TYPE_OBJECT] = {"object", "OBJECT"},
    [TYPE_ARRAY] = {"array", "ARRAY"},
    [TYPE_GEOGRAPHY] = {"geography", "GEOGRAPHY"},
};

METHOD(get_column_type)
{
    const struct type *type = column_type(ctx, self, n, args, exception);
    return type ? js_text_value(ctx, str_from(type_words[type->kind].word)) : NULL;
}

METHOD(get_column_sql_type)
{
    const struct type *type = column_type(ctx, self, n, args, exception);
    return type ? js_text_value(ctx, str_from(type_words[type->kind].sql)) : NULL;
}

/* Results do not say which columns can be NULL, so each can. */
METHOD(is_column_nullable)
{
    return column_type(ctx, self, n, args, exception) ? JSValueMakeBoolean(ctx, true) : NULL;
}

static JSValueRef column_is(JSContextRef ctx, const struct type *type, enum type_kind first, enum type_kind last)
{
    return type ? JSValueMakeBoolean(ctx, type->kind >= first && type->kind <= last) : NULL;
}

#define COLUMN_IS(name, first, last)                                                                                   \
    METHOD(name)                                                                                                       \
    {                                                                                                                  \
        return column_is(ctx, column_type(ctx, self, n, args, exception), first, last);                                \
    }

COLUMN_IS(is_column_number, TYPE_NUMBER, TYPE_FLOAT)
COLUMN_IS(is_column_text, TYPE_VARCHAR, TYPE_VARCHAR)
COLUMN_IS(is_column_binary, TYPE_BINARY, TYPE_BINARY)
COLUMN_IS(is_column_boolean, TYPE_BOOLEAN, TYPE_BOOLEAN)
COLUMN_IS(is_column_date, TYPE_DATE, TYPE_DATE)
COLUMN_IS(is_column_time, TYPE_TIME, TYPE_TIME)
COLUMN_IS(is_column_timestamp, TYPE_TIMESTAMP_NTZ, TYPE_TIMESTAMP_TZ)
COLUMN_IS(is_column_variant, TYPE_VARIANT, TYPE_VARIANT)
COLUMN_IS(is_column_object, TYPE_OBJECT, TYPE_OBJECT)
COLUMN_IS(is_column_array, TYPE_ARRAY, TYPE_ARRAY)

/* --- rows --------------------------------------------------------------------------------------------------------- */

METHOD(next)
{
    struct cursor *c = executed(ctx, self, exception);
    if (!c)
        return NULL;
    c->row += c->row <= c->result->r.n_rows;
    return JSValueMakeBoolean(ctx, c->row <= c->result->r.n_rows);
}

/* The current row's value of a column. */
static const struct run_value *current(JSContextRef ctx, const struct cursor *c, size_t column, JSValueRef *exception)
{
    const struct run_result *r = &c->result->r;
    if (c->row == 0 || c->row > r->n_rows) {
        throw_text(ctx, &c->host, "ResultSet is empty or not prepared, call next() first", exception);
        return NULL;
    }
    return &r->values[(c->row - 1) * r->n_columns + column];
}

METHOD(get_column_value)
{
    struct cursor *c = executed(ctx, self, exception);
    size_t at;
    if (!c || !find_column(ctx, c, n, args, &at, exception))
        return NULL;
    const struct run_value *value = current(ctx, c, at, exception);
    return value ? value_to_js(ctx, c->host.call, value) : NULL;
}

METHOD(get_column_value_as_string)
{
    struct cursor *c = executed(ctx, self, exception);
    size_t at;
    if (!c || !find_column(ctx, c, n, args, &at, exception))
        return NULL;
    const struct run_value *value = current(ctx, c, at, exception);
    if (!value)
        return NULL;
    return value->is_null ? JSValueMakeNull(ctx) : js_text_value(ctx, value->text);
}

/* --- classes ------------------------------------------------------------------------------------------------------ */

#define FIXED (kJSPropertyAttributeReadOnly | kJSPropertyAttributeDontEnum)

static const JSStaticFunction snowflake_functions[] = {
    {"createStatement", create_statement, FIXED},
    {"execute", execute_text, FIXED},
    {"log", ignore, FIXED},
    {"addEvent", ignore, FIXED},
    {"setSpanAttribute", ignore, FIXED},
    {NULL, NULL, 0},
};

static const JSStaticFunction statement_functions[] = {
    {"execute", execute_statement, FIXED},
    {"getSqlText", get_sql_text, FIXED},
    {"getQueryId", get_query_id, FIXED},
    {"getRowCount", get_row_count, FIXED},
    {"getNumRowsAffected", get_rows_affected, FIXED},
    {"getNumRowsInserted", get_rows_inserted, FIXED},
    {"getNumRowsUpdated", get_rows_updated, FIXED},
    {"getNumRowsDeleted", get_rows_deleted, FIXED},
    {"getNumDuplicateRowsUpdated", get_duplicates_updated, FIXED},
    {"getColumnCount", get_column_count, FIXED},
    {"getColumnName", get_column_name, FIXED},
    {"getColumnType", get_column_type, FIXED},
    {"getColumnSqlType", get_column_sql_type, FIXED},
    {"getColumnScale", get_column_scale, FIXED},
    {"isColumnNullable", is_column_nullable, FIXED},
    {"isColumnNumber", is_column_number, FIXED},
    {"isColumnText", is_column_text, FIXED},
    {"isColumnBinary", is_column_binary, FIXED},
    {"isColumnBoolean", is_column_boolean, FIXED},
    {"isColumnDate", is_column_date, FIXED},
    {"isColumnTime", is_column_time, FIXED},
    {"isColumnTimestamp", is_column_timestamp, FIXED},
    {"isColumnVariant", is_column_variant, FIXED},
    {"isColumnObject", is_column_object, FIXED},
    {"isColumnArray", is_column_array, FIXED},
    {NULL, NULL, 0},
};

static const JSStaticFunction result_set_functions[] = {
    {"next", next, FIXED},
    {"getColumnValue", get_column_value, FIXED},
    {"getColumnValueAsString", get_column_value_as_string, FIXED},
    {"getColumnCount", get_column_count, FIXED},
    {"getColumnName", get_column_name, FIXED},
    {"getColumnType", get_column_type, FIXED},
    {"getColumnSqlType", get_column_sql_type, FIXED},
    {"getColumnScale", get_column_scale, FIXED},
    {"getRowCount", get_row_count, FIXED},
    {"getNumRowsAffected", get_rows_affected, FIXED},
    {"getQueryId", get_query_id, FIXED},
    {NULL, NULL, 0},
};

/* `rs.NAME`: the current row's value of a column. A method's name stays the method. */
static JSValueRef get_property(JSContextRef ctx, JSObjectRef object, JSStringRef name, JSValueRef *exception)
{
    ARENA_SCOPE struct arena a = {0};
    struct cursor *c = JSObjectGetPrivate(object);
    size_t at;
    struct str label = js_string_text(&a, name);
    if (!c || !find_label(&c->result->r, label, &at))
        return NULL;
    for (const JSStaticFunction *f = result_set_functions; f->name; f++)
        if (str_eq(label, str_from(f->name)))
            return NULL;
    const struct run_value *value = current(ctx, c, at, exception);
    return value ? value_to_js(ctx, c->host.call, value) : NULL;
}

static JSClassRef class_make(const char *name, const JSStaticFunction *functions, JSObjectFinalizeCallback finalizer,
                             JSObjectGetPropertyCallback getter)
{
    JSClassDefinition definition = kJSClassDefinitionEmpty;
    definition.className = name;
    definition.staticFunctions = functions;
    definition.finalize = finalizer;
    definition.getProperty = getter;
    return JSClassCreate(&definition);
}

JSClassRef snowflake_class_make(void)
{
    return class_make("Snowflake", snowflake_functions, NULL, NULL);
}

JSClassRef statement_class_make(void)
{
    return class_make("Statement", statement_functions, finalize, NULL);
}

JSClassRef result_set_class_make(void)
{
    return class_make("ResultSet", result_set_functions, finalize, get_property);
}
