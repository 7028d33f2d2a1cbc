/* FROM: tables, values, table functions, subqueries, joins and samples. Every table gets an alias. */
#include "dialect/printer.h"

#include <stdio.h>

static bool print_aliases(struct printer *p, const struct node *n, struct str alias, struct buf *out)
{
    const struct source *source = names_source(p, n);
    const struct node *column = node_child(n, ROLE_PART);
    if (source && (alias.n || (p->names && p->names->renamed)))
        alias = source->alias.n || !alias.n ? source->printed_alias : alias;
    if (!alias.n)
        return true;
    buf_adds(out, " AS ");
    buf_ident(out, alias);
    for (size_t i = 0; source && source->printed && i < source->columns.n; i++) {
        buf_adds(out, i ? ", " : "(");
        buf_ident(out, source->printed[i]);
    }
    if (source && source->printed)
        column = NULL;
    for (const struct node *c = column; c; c = node_sibling(c)) {
        buf_adds(out, c == column ? "(" : ", ");
        buf_ident(out, c->text);
    }
    buf_adds(out, column || (source && source->printed) ? ")" : "");
    return true;
}

static bool is_cte(const struct printer *p, const struct object_name *name)
{
    for (const struct cte *c = name->n == 1 ? p->ctes : NULL; c; c = c->outer)
        if (str_eq(c->name, name->part[0]))
            return true;
    return false;
}

static bool print_table(struct printer *p, const struct node *n, struct buf *out)
{
    const struct object_name *name = node_child(n, ROLE_TABLE)->name;
    const struct node *at = node_child(n, ROLE_AT);
    struct str alias = name->n ? name->part[name->n - 1] : STR_NULL;
    if (is_cte(p, name)) {
        if (at)
            return fail_unsupported(p, at, "%.*s behind a common table expression", STR_FMT(at->text));
        buf_ident(out, name->part[0]);
    } else if (!p->c->resolver || !p->c->resolver->table) {
        return fail_unsupported(p, n, "a table here");
    } else if (!p->c->resolver->table(p->c->resolver->ctx, name, at, out, &alias, p->err)) {
        return false;
    }
    return print_aliases(p, n, n->text.n ? n->text : alias, out);
}

/* Each column has the type that its values have in common. */
static bool values_types(struct printer *p, const struct node *values, enum known **ret)
{
    const struct node *first = node_child(values, ROLE_ROW);
    size_t columns = node_count(first, ROLE_ARGUMENT), rows = node_count(values, ROLE_ROW);
    enum known *to = ARENA_ARRAY(p->c->arena, enum known, columns + 1);
    const struct node **cells = ARENA_ARRAY(p->c->arena, const struct node *, rows *columns + 1);
    size_t r = 0;
    for (const struct node *row = first; row; row = node_sibling(row), r++) {
        size_t c = 0;
        for (const struct node *e = row->child; e && c < columns; e = e->next, c++)
            cells[c * rows + r] = e;
        if (c < columns || node_count(row, ROLE_ARGUMENT) > columns)
            return fail_unsupported(p, row, "VALUES with rows of different lengths");
    }
    for (size_t c = 0; c < columns; c++)
        if (!known_common_of(p, cells + c * rows, rows, &to[c]))
            return false;
    *ret = to;
    return true;
}

static bool print_values(struct printer *p, const struct node *values, struct buf *out)
{
    enum known *to = NULL;
    if (!values_types(p, values, &to))
        return false;
    buf_adds(out, "VALUES ");
    for (const struct node *row = node_child(values, ROLE_ROW); row; row = node_sibling(row)) {
        size_t i = 0;
        buf_addc(out, '(');
        for (const struct node *e = row->child; e; e = e->next, i++) {
            if (to && !print_as(p, e, to[i], out))
                return false;
            buf_adds(out, e->next ? ", " : "");
        }
        buf_adds(out, node_sibling(row) ? "), " : ")");
    }
    return true;
}

static void print_default_columns(const struct node *values, struct buf *out)
{
    size_t columns = node_count(node_child(values, ROLE_ROW), ROLE_ARGUMENT);
    for (size_t i = 1; i <= columns; i++)
        buf_printf(out, "%s\"COLUMN%zu\"", i == 1 ? "(" : ", ", i);
    buf_addc(out, ')');
}

bool print_values_query(struct printer *p, const struct node *values, struct buf *out)
{
    buf_adds(out, "SELECT * FROM (");
    if (!print_values(p, values, out))
        return false;
    buf_adds(out, ") AS \"VALUES\"");
    print_default_columns(values, out);
    return true;
}

static bool print_values_table(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *values = node_child(n, ROLE_TABLE);
    buf_addc(out, '(');
    if (!print_values(p, values, out))
        return false;
    buf_addc(out, ')');
    if (!print_aliases(p, n, n->text.n ? n->text : STR("VALUES"), out))
        return false;
    if (!node_child(n, ROLE_PART))
        print_default_columns(values, out);
    return true;
}

/* A name that stands where a table function wants a table's, or a word: no column of the query. */
static bool print_argument(struct printer *p, const struct node *value, struct buf *out)
{
    if (value->kind != NODE_COLUMN)
        return print_node(p, value, out);
    for (const struct node *part = value->child; part; part = part->next) {
        buf_adds(out, part == value->child ? "" : ".");
        buf_ident(out, part->text);
    }
    return true;
}

/* What the arguments of a table function or a call look like to the session. */
static bool print_arguments(struct printer *p, const struct node *call, struct printed_argument **ret, size_t *ret_n)
{
    size_t n = node_count(call, ROLE_ARGUMENT), i = 0;
    struct printed_argument *args = ARENA_ARRAY(p->c->arena, struct printed_argument, n + 1);
    for (struct node *a = node_child(call, ROLE_ARGUMENT); a; a = node_sibling(a), i++) {
        BUF_SCOPE struct buf sql = {0};
        args[i].node = a->kind == NODE_ARGUMENT ? node_child(a, ROLE_OPERAND) : a;
        args[i].name = a->kind == NODE_ARGUMENT ? a->text : STR_NULL;
        if (!print_argument(p, args[i].node, &sql))
            return false;
        args[i].sql = str_dup(p->c->arena, buf_str(&sql));
    }
    *ret = args;
    *ret_n = n;
    return true;
}

static bool print_function_table(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *call = node_child(node_child(n, ROLE_TABLE), ROLE_OPERAND);
    const struct resolver *r = p->c->resolver;
    bool handled = false, joined = p->joined,
         own = str_eq(call->text, STR("FLATTEN")) || str_eq(call->text, STR("GENERATOR"));
    struct printed_argument *args;
    size_t n_args;
    p->joined = false;
    if (!own && r && r->table_function) {
        if (!print_arguments(p, call, &args, &n_args) ||
            !r->table_function(r->ctx, call->text, args, n_args, out, &handled, p->err))
            return false;
    }
    if (!handled && !print_table_function(p, call, joined, out))
        return false;
    struct str name = call->text;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '.')
            name = str_sub(name, i + 1, name.n), i = 0;
    return print_aliases(p, n, n->text.n ? n->text : name, out);
}

/* Percentages are drawn row by row (SYSTEM: block by block), a number of rows exactly. */
static bool print_sample(struct printer *p, const struct node *sample, struct buf *out)
{
    const struct node *seed = node_child(sample, ROLE_INDEX), *count = node_child(sample, ROLE_COUNT);
    if (bare(count)->kind != NODE_NUMBER) {
        const struct token *t = &p->c->tokens->at[count->first];
        return err_at(p->err, t->line, t->col, 2140, "22023",
                      "SQL compilation error:\ninvalid sample size: it must be a number of 0 or more");
    }
    bool blocks = str_eq(sample->text, STR("SYSTEM"));
    buf_printf(out, " TABLESAMPLE %s(", sample->op ? "reservoir" : blocks ? "system" : "bernoulli");
    if (!print_node(p, count, out))
        return false;
    buf_adds(out, sample->op ? " ROWS)" : " PERCENT)");
    if (!seed)
        return true;
    buf_adds(out, " REPEATABLE (");
    if (!print_node(p, seed, out))
        return false;
    buf_addc(out, ')');
    return true;
}

static bool print_source(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *table = node_child(n, ROLE_TABLE), *at = node_child(n, ROLE_AT);
    if (at && table->kind != NODE_TABLE)
        return fail_unsupported(p, at, "%.*s behind anything but a table", STR_FMT(at->text));
    switch (table->kind) {
    case NODE_TABLE:
        return print_table(p, n, out);
    case NODE_VALUES:
        return print_values_table(p, n, out);
    case NODE_TABLE_FUNCTION:
        return print_function_table(p, n, out);
    case NODE_STAGE:
        if (!p->c->resolver || !p->c->resolver->stage)
            return fail_unsupported(p, table, "SELECT from a stage");
        return p->c->resolver->stage(p->c->resolver->ctx, table, out, p->err) &&
               print_aliases(p, n, n->text.n ? n->text : STR("STAGE"), out);
    case NODE_SUBQUERY:
        buf_adds(out, n->op ? "LATERAL (" : "(");
        if (!print_query(p, node_child(table, ROLE_BODY), out))
            return false;
        buf_addc(out, ')');
        return print_aliases(p, n, n->text, out);
    case NODE_PAREN:
        buf_addc(out, '(');
        if (!print_from(p, table->child, out))
            return false;
        buf_addc(out, ')');
        return print_aliases(p, n, n->text, out);
    /* the parser makes no other table */
    case NODE_STRING:
    case NODE_NUMBER:
    case NODE_KEYWORD:
    case NODE_COLUMN:
    case NODE_PART:
    case NODE_STAR:
    case NODE_POSITION:
    case NODE_VARIABLE:
    case NODE_BIND:
    case NODE_CALL:
    case NODE_ARGUMENT:
    case NODE_OVER:
    case NODE_FRAME:
    case NODE_BINARY:
    case NODE_UNARY:
    case NODE_CAST:
    case NODE_CASE:
    case NODE_WHEN:
    case NODE_BETWEEN:
    case NODE_IN:
    case NODE_IS:
    case NODE_LIKE:
    case NODE_EXISTS:
    case NODE_PATH:
    case NODE_SUBSCRIPT:
    case NODE_INTERVAL:
    case NODE_ARRAY:
    case NODE_OBJECT:
    case NODE_QUERY:
    case NODE_CTE:
    case NODE_SET:
    case NODE_SELECT:
    case NODE_ITEM:
    case NODE_ROW:
    case NODE_ORDER_ITEM:
    case NODE_GROUP:
    case NODE_LIMIT:
    case NODE_ALIASED:
    case NODE_JOIN:
    case NODE_SAMPLE:
    case NODE_AT:
        break;
    }
    return err_internal(p->err, "node %d is no table", table->kind);
}

static bool print_aliased(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *sample = node_child(n, ROLE_SAMPLE);
    return print_source(p, n, out) && (!sample || print_sample(p, sample, out));
}

static bool print_join(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *condition = node_child(n, ROLE_CONDITION), *using = node_child(n, ROLE_PART);
    if (!print_from(p, node_child(n, ROLE_LEFT), out))
        return false;
    bool comma = str_eq(n->text, STR(",")), natural = str_starts(n->text, STR("NATURAL"));
    bool cross = str_eq(n->text, STR("CROSS")) || (str_eq(n->text, STR("INNER")) && !condition && !using);
    if (comma)
        buf_adds(out, ", ");
    else
        buf_printf(out, " %.*s JOIN ", cross ? 5 : (int)n->text.n, cross ? "CROSS" : n->text.p);
    const struct node *table = node_child(node_child(n, ROLE_RIGHT), ROLE_TABLE);
    p->joined = table && table->kind == NODE_TABLE_FUNCTION;
    if (!print_from(p, node_child(n, ROLE_RIGHT), out))
        return false;
    if (condition) {
        if (cross)
            return fail_unsupported(p, n, "CROSS JOIN with a condition");
        buf_adds(out, " ON ");
        return print_truth(p, condition, out);
    }
    for (const struct node *c = using; c; c = node_sibling(c)) {
        enum known left, right;
        if (!names_of_from(p, node_child(n, ROLE_LEFT), c, &left) ||
            !names_of_from(p, node_child(n, ROLE_RIGHT), c, &right))
            return false;
        if (known_converts(left, known_compared(left, right)) || known_converts(right, known_compared(left, right)))
            return fail_unsupported(p, c, "JOIN USING a %s and a %s", known_name(left), known_name(right));
        buf_adds(out, c == using ? " USING (" : ", ");
        buf_ident(out, c->text);
    }
    buf_adds(out, using ? ")" : comma || cross || natural ? "" : " ON TRUE");
    return true;
}

bool print_from(struct printer *p, const struct node *n, struct buf *out)
{
    return n->kind == NODE_JOIN ? print_join(p, n, out) : print_aliased(p, n, out);
}
