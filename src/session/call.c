/* CALL: finds the procedure by name and arguments, runs its JavaScript with this session as its runner. */
#include "procedure/javascript.h"
#include "session/internal.h"

enum { CALL_DEPTH_LIMIT = 8 };

/* Has a parameter for each argument, and an argument or a default for each parameter. */
static bool takes(const json_t *arguments, struct node *const *given, size_t n)
{
    size_t total = json_array_size(arguments), i;
    const json_t *a;
    if (n > total)
        return false;
    for (size_t k = 0; k < n; k++) {
        bool known = given[k]->kind != NODE_ARGUMENT;
        json_array_foreach(arguments, i, a) known = known || str_eq(json_text(a, "name"), given[k]->text);
        if (!known)
            return false;
    }
    json_array_foreach(arguments, i, a)
    {
        bool has = i < n && given[i]->kind != NODE_ARGUMENT;
        for (size_t k = 0; k < n; k++)
            has = has || (given[k]->kind == NODE_ARGUMENT && str_eq(given[k]->text, json_text(a, "name")));
        if (!has && !json_object_get(a, "default"))
            return false;
    }
    return true;
}

/* How far an argument of one type is from a parameter of another: 0 the same, more for conversions that lose more;
 * NOT_CONVERTED when there is none (Snowflake's page "Data type conversion"). */
enum { NOT_CONVERTED = 1000 };

static int distance(enum type_kind from, enum type_kind to)
{
    static const struct {
        enum type_kind from, to;
        int distance;
    } steps[] = {
        {TYPE_NUMBER, TYPE_FLOAT, 1},
        {TYPE_NUMBER, TYPE_VARCHAR, 3},
        {TYPE_NUMBER, TYPE_BOOLEAN, 4},
        {TYPE_FLOAT, TYPE_NUMBER, 2},
        {TYPE_FLOAT, TYPE_VARCHAR, 3},
        {TYPE_FLOAT, TYPE_BOOLEAN, 4},
        {TYPE_BOOLEAN, TYPE_VARCHAR, 3},
        {TYPE_DATE, TYPE_TIMESTAMP_NTZ, 1},
        {TYPE_DATE, TYPE_TIMESTAMP_LTZ, 2},
        {TYPE_DATE, TYPE_TIMESTAMP_TZ, 2},
        {TYPE_DATE, TYPE_VARCHAR, 3},
        {TYPE_TIMESTAMP_NTZ, TYPE_TIMESTAMP_LTZ, 1},
        {TYPE_TIMESTAMP_NTZ, TYPE_TIMESTAMP_TZ, 1},
        {TYPE_TIMESTAMP_NTZ, TYPE_DATE, 2},
        {TYPE_TIMESTAMP_NTZ, TYPE_VARCHAR, 3},
        {TYPE_TIMESTAMP_LTZ, TYPE_TIMESTAMP_NTZ, 1},
        {TYPE_TIMESTAMP_LTZ, TYPE_TIMESTAMP_TZ, 1},
        {TYPE_TIMESTAMP_LTZ, TYPE_DATE, 2},
        {TYPE_TIMESTAMP_LTZ, TYPE_VARCHAR, 3},
        {TYPE_TIME, TYPE_VARCHAR, 3},
        {TYPE_ARRAY, TYPE_VARIANT, 1},
        {TYPE_OBJECT, TYPE_VARIANT, 1},
    };
    if (from == to)
        return 0;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i].from == from && steps[i].to == to)
            return steps[i].distance;
    bool structured = to == TYPE_ARRAY || to == TYPE_OBJECT;
    if (from == TYPE_VARIANT || (from == TYPE_VARCHAR && !structured))
        return 5;
    return to == TYPE_VARIANT && from != TYPE_BINARY ? 6 : NOT_CONVERTED;
}

/* The type of an argument; a NULL of no type has `untyped`. */
struct given {
    struct type type;
    bool untyped;
};

static int total_distance(struct run *r, const json_t *arguments, const struct given *given)
{
    struct node *const *nodes = r->statement->call.arguments;
    int total = 0;
    const json_t *a;
    size_t i;
    for (size_t k = 0; k < r->statement->call.n_arguments; k++)
        json_array_foreach(arguments, i, a)
        {
            bool same = nodes[k]->kind == NODE_ARGUMENT ? str_eq(nodes[k]->text, json_text(a, "name")) : i == k;
            if (same && !given[k].untyped)
                total += distance(given[k].type.kind, definition_type(&r->arena, json_text(a, "type")).kind);
        }
    return total;
}

static const struct node *argument_node(const struct node *n)
{
    return n->kind == NODE_ARGUMENT ? node_child(n, ROLE_OPERAND) : n;
}

static bool given_types(struct run *r, struct given **ret, struct err *err)
{
    size_t n = r->statement->call.n_arguments, n_shape;
    *ret = ARENA_ARRAY(&r->arena, struct given, n);
    for (size_t i = 0; i < n; i++) {
        const struct node *value = argument_node(r->statement->call.arguments[i]);
        BUF_SCOPE struct buf sql = {0};
        struct column_shape *shape;
        buf_adds(&sql, "SELECT ");
        if (!run_print(r, value, &sql, err) ||
            !connection_shape(r->s->conn, &r->arena, buf_str(&sql), &shape, &n_shape, err))
            return false;
        (*ret)[i] = (struct given){dialect_from_duckdb(shape[0].type),
                                   value->kind == NODE_KEYWORD && str_eq(value->text, STR("NULL"))};
        if (value->kind == NODE_STRING)
            (*ret)[i].type.length = (int)(value->text.n ? value->text.n : 1);
    }
    return true;
}

/* The nearest of the procedures of the name, of those that take so many arguments of such names. */
static struct object *find_in(struct run *r, const struct str full[3], const struct given *given, bool *ret_known)
{
    size_t n;
    struct object *found = NULL;
    int nearest = NOT_CONVERTED;
    struct object **list = catalog_list(r->s->f->catalog, &r->arena, OBJECT_PROCEDURE, full[0], full[1], &n);
    for (size_t i = 0; i < n; i++) {
        struct str name = str_from(list[i]->name);
        if (name.n <= full[2].n || !str_starts(name, full[2]) || name.p[full[2].n] != '(')
            continue;
        *ret_known = true;
        const json_t *arguments = json_object_get(list[i]->definition, "arguments");
        if (!takes(arguments, r->statement->call.arguments, r->statement->call.n_arguments))
            continue;
        int far = total_distance(r, arguments, given);
        if (far >= nearest)
            continue;
        object_unref(found);
        found = object_ref(list[i]);
        nearest = far;
    }
    catalog_list_release(list, n);
    return found;
}

static struct str types_text(struct run *r, const struct given *given)
{
    BUF_SCOPE struct buf b = {0};
    for (size_t i = 0; i < r->statement->call.n_arguments; i++) {
        buf_adds(&b, i ? ", " : "");
        buf_add(&b, given[i].untyped ? STR("NULL") : type_text(&r->arena, given[i].type));
    }
    return str_dup(&r->arena, buf_str(&b));
}

static bool find_procedure(struct run *r, struct object_name *name, struct object **ret, struct err *err)
{
    struct str full[3];
    struct given *given;
    bool known = false;
    if (!run_name(r, &r->statement->call.procedure, name, err) || !scope_qualify(&r->scope, name, "CALL", full, err) ||
        !given_types(r, &given, err))
        return false;
    *ret = find_in(r, full, given, &known);
    if (!*ret && name->n == 1) {
        full[1] = STR("PUBLIC");
        *ret = find_in(r, full, given, &known);
    }
    if (*ret)
        return true;
    if (known)
        return run_error_at(r, name->line, name->col, err, 1044, "42P13",
                            "Invalid argument types for function '%.*s': (%.*s)", STR_FMT(name->part[name->n - 1]),
                            STR_FMT(types_text(r, given)));
    return err_at(err, name->line, name->col, 2141, "42601",
                  "SQL compilation error:\nUnknown user-defined function %.*s.", STR_FMT(name->part[name->n - 1]));
}

/* An argument's value, converted to its declared type by DuckDB. */
static bool argument_value(struct run *r, struct str sql, struct type type, struct run_value *ret, struct err *err)
{
    BUF_SCOPE struct buf converted = {0};
    dialect_assign(&converted, sql, type);
    ret->type = type;
    return run_constant(r, buf_str(&converted), &r->arena, &ret->text, &ret->is_null, err);
}

static bool argument_sql(struct run *r, const struct object *procedure, const json_t *argument, size_t i,
                         struct buf *out, struct err *err)
{
    struct node *const *given = r->statement->call.arguments;
    size_t n = r->statement->call.n_arguments;
    for (size_t k = 0; k < n; k++)
        if (given[k]->kind == NODE_ARGUMENT && str_eq(given[k]->text, json_text(argument, "name")))
            return run_print(r, node_child(given[k], ROLE_OPERAND), out, err);
    if (i < n && given[i]->kind != NODE_ARGUMENT)
        return run_print(r, given[i], out, err);
    struct scope scope = {str_dup(&r->arena, str_from(procedure->database)),
                          str_dup(&r->arena, str_from(procedure->schema)), r->scope.session};
    return run_print_text(r, str_dup(&r->arena, json_text(argument, "default")), &scope, false, out, err);
}

static bool evaluate_arguments(struct run *r, const struct object *procedure, struct javascript_call *call,
                               struct err *err)
{
    const json_t *list = json_object_get(procedure->definition, "arguments"), *argument;
    call->n_arguments = json_array_size(list);
    struct str *names = ARENA_ARRAY(&r->arena, struct str, call->n_arguments);
    struct run_value *values = ARENA_ARRAY(&r->arena, struct run_value, call->n_arguments);
    size_t i;
    json_array_foreach(list, i, argument)
    {
        BUF_SCOPE struct buf sql = {0};
        names[i] = str_dup(&r->arena, json_text(argument, "name"));
        if (!argument_sql(r, procedure, argument, i, &sql, err) ||
            !argument_value(r, buf_str(&sql), definition_type(&r->arena, json_text(argument, "type")), &values[i], err))
            return false;
    }
    call->argument_names = names;
    call->arguments = values;
    return true;
}

/* An owner's-rights body resolves names in the procedure's own schema. */
static bool run_body(struct run *r, const struct object *procedure, const struct javascript_call *call,
                     struct run_value *ret, struct err *err)
{
    struct session *s = r->s;
    bool owner = str_eq(json_text(procedure->definition, "execute_as"), STR("OWNER"));
    bool was_open = s->tx.open;
    struct runner runner = session_runner(s);
    struct str database = str_dup(&r->arena, s->scope.database), schema = str_dup(&r->arena, s->scope.schema);
    bool owner_rights = s->owner_rights;
    if (owner)
        session_set_scope(s, str_from(procedure->database), str_from(procedure->schema));
    s->owner_rights = owner_rights || owner;
    s->depth++;
    bool ok = javascript_run(&r->arena, call, &runner, ret, err);
    s->depth--;
    s->owner_rights = owner_rights;
    if (owner)
        session_set_scope(s, database, schema);
    if ((s->tx.open || s->tx.lost) && !was_open) {
        transaction_rollback(&s->tx, false);
        if (ok)
            return err_set(
                err, 90232, "P0000",
                "Stored procedure execution error: Scoped transaction started in stored procedure is incomplete and it "
                "was rolled back.");
    }
    return ok;
}

bool run_call(struct run *r, struct err *err)
{
    struct object_name name;
    OBJECT_SCOPE struct object *procedure = NULL;
    if (r->s->depth >= CALL_DEPTH_LIMIT)
        return err_set(err, 90235, "P0000", "Stored procedure call exceeds the maximum nesting depth of %d.",
                       CALL_DEPTH_LIMIT);
    if (!find_procedure(r, &name, &procedure, err))
        return false;
    int64_t timeout;
    struct javascript_call call = {.name = name.part[name.n - 1],
                                   .body = json_text(procedure->definition, "body"),
                                   .returns = definition_type(&r->arena, json_text(procedure->definition, "returns")),
                                   .returns_not_null = json_flag(procedure->definition, "returns_not_null")};
    if (str_to_int64(parameters_get(r->s, "STATEMENT_TIMEOUT_IN_SECONDS"), &timeout))
        call.time_limit = (double)timeout;
    if (!evaluate_arguments(r, procedure, &call, err))
        return false;
    struct run_value value = {.is_null = true};
    bool skip = false;
    for (size_t i = 0; json_flag(procedure->definition, "strict") && i < call.n_arguments; i++)
        skip = skip || call.arguments[i].is_null;
    if (!skip && !run_body(r, procedure, &call, &value, err))
        return false;
    struct listing_column *column = ARENA_NEW(&r->arena, struct listing_column);
    *column = (struct listing_column){str_cstr(&r->arena, call.name), LISTING_TEXT};
    r->types = arena_copy(&r->arena, &call.returns, sizeof call.returns);
    BUF_SCOPE struct buf json = {0};
    struct str text = value.is_null ? STR_NULL : value.text.p ? value.text : STR("");
    if (text.p &&
        (call.returns.kind == TYPE_VARIANT || call.returns.kind == TYPE_OBJECT || call.returns.kind == TYPE_ARRAY)) {
        rows_json(&json, text);
        text = buf_str(&json);
    }
    listing_text(run_listing(r, column, 1), text);
    return true;
}
