/* Queries: WITH, set operations, the clauses of SELECT, FROM. NULL order is always written out (in Snowflake NULL is
 * the highest value); every item that is not a plain column gets the label that Snowflake would show; every table an
 * alias. */
#include "dialect/printer.h"

#include <stdio.h>

/* --- labels and items --------------------------------------------------------------------------------------------- */

/* The label of an item without an alias: its text, upper case. */
struct str label_of(struct printer *p, const struct node *n)
{
    BUF_SCOPE struct buf text = {0};
    node_source(p->c->tokens, n, &text);
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] >= 'a' && text.p[i] <= 'z')
            text.p[i] = (char)(text.p[i] - 'a' + 'A');
        else if (text.p[i] == '\n' || text.p[i] == '\r' || text.p[i] == '\t')
            text.p[i] = ' ';
    return str_dup(p->c->arena, buf_str(&text));
}

static bool is_sequence(const struct node *n)
{
    return n->kind == NODE_COLUMN && n->child != n->tail && str_eq(n->tail->text, STR("NEXTVAL"));
}

static bool print_item(struct printer *p, const struct node *item, struct buf *out)
{
    const struct node *e = node_child(item, ROLE_OPERAND);
    if (!print_wide(p, e, out))
        return false;
    struct found found = {0};
    if (e->kind == NODE_COLUMN && !is_sequence(e) && !names_look_up(p, e, &found))
        return false;
    if (item->text.n) {
        buf_adds(out, " AS ");
        buf_ident(out, item->text);
    } else if (is_sequence(e)) {
        buf_adds(out, " AS \"NEXTVAL\"");
    } else if (found.source && found.source->printed) {
        buf_adds(out, " AS ");
        buf_ident(out, e->tail->text);
    } else if (e->kind != NODE_COLUMN && e->kind != NODE_STAR) {
        buf_adds(out, " AS ");
        buf_ident(out, label_of(p, e));
    }
    return true;
}

/* --- GROUP BY ----------------------------------------------------------------------------------------------------- */

bool has_aggregate(const struct node *n)
{
    if (n->kind == NODE_QUERY)
        return false;
    if (n->kind == NODE_CALL) {
        const struct function *f = function_find(n->text, (int)node_count(n, ROLE_ARGUMENT));
        if (node_child(n, ROLE_OVER) || (f && f->kind != SCALAR))
            return true;
    }
    for (const struct node *c = n->child; c; c = c->next)
        if (has_aggregate(c))
            return true;
    return false;
}

/* DuckDB has no GROUP BY ALL together with QUALIFY: it becomes the positions of the items without aggregates. */
static bool print_group_positions(struct printer *p, const struct node *select, struct buf *out)
{
    int position = 1, written = 0;
    for (const struct node *item = node_child(select, ROLE_ITEM); item; item = node_sibling(item), position++) {
        if (item->child->kind == NODE_STAR)
            return fail_unsupported(p, item, "GROUP BY ALL with QUALIFY and *");
        if (!has_aggregate(item->child))
            buf_printf(out, "%s%d", written++ ? ", " : " GROUP BY ", position);
    }
    return true;
}

/* A position of GROUP BY and ORDER BY is that of an item. */
static bool check_position(struct printer *p, const struct node *n, const struct typed_columns *items,
                           const char *words)
{
    int64_t position;
    if (items->partial || !is_integer(bare(n)) || !str_to_int64(bare(n)->text, &position) ||
        (position >= 1 && position <= (int64_t)items->n))
        return true;
    return fail_compilation(p, n, 979, "42601", "[%.*s] is not a valid %s expression", STR_FMT(bare(n)->text), words);
}

static bool print_group_items(struct printer *p, const struct node *group, const struct typed_columns *items,
                              struct buf *out)
{
    for (const struct node *item = node_child(group, ROLE_ITEM); item; item = node_sibling(item)) {
        if (!check_position(p, item, items, "group by"))
            return false;
        if (item->kind == NODE_GROUP) {
            buf_printf(out, "%.*s (", STR_FMT(item->text));
            if (!print_group_items(p, item, items, out))
                return false;
            buf_addc(out, ')');
        } else if (!print_node(p, item, out)) {
            return false;
        }
        if (node_sibling(item))
            buf_adds(out, ", ");
    }
    return true;
}

static bool print_group_by(struct printer *p, const struct node *select, struct buf *out)
{
    const struct node *group = node_child(select, ROLE_GROUP);
    bool all = str_eq(group->text, STR("ALL"));
    if (all && node_child(select, ROLE_QUALIFY))
        return print_group_positions(p, select, out);
    buf_adds(out, all ? " GROUP BY ALL" : " GROUP BY ");
    struct typed_columns items = columns_of_body(p, select);
    p->by_rows = true;
    bool ok = all || print_group_items(p, group, &items, out);
    p->by_rows = false;
    return ok;
}

/* --- FROM --------------------------------------------------------------------------------------------------------- */

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

/* What the arguments of a table function or a call look like to the session. */
static bool print_arguments(struct printer *p, const struct node *call, struct printed_argument **ret, size_t *ret_n)
{
    size_t n = node_count(call, ROLE_ARGUMENT), i = 0;
    struct printed_argument *args = ARENA_ARRAY(p->c->arena, struct printed_argument, n + 1);
    for (struct node *a = node_child(call, ROLE_ARGUMENT); a; a = node_sibling(a), i++) {
        BUF_SCOPE struct buf sql = {0};
        args[i].node = a->kind == NODE_ARGUMENT ? node_child(a, ROLE_OPERAND) : a;
        args[i].name = a->kind == NODE_ARGUMENT ? a->text : STR_NULL;
        if (!print_node(p, args[i].node, &sql))
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
    bool handled = false, own = str_eq(call->text, STR("FLATTEN")) || str_eq(call->text, STR("GENERATOR"));
    struct printed_argument *args;
    size_t n_args;
    if (!own && r && r->table_function) {
        if (!print_arguments(p, call, &args, &n_args) ||
            !r->table_function(r->ctx, call->text, args, n_args, out, &handled, p->err))
            return false;
    }
    if (!handled && !print_table_function(p, call, out))
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
    default: /* the parser makes no other */
        return err_internal(p->err, "node %d is no table", table->kind);
    }
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

/* --- SELECT ------------------------------------------------------------------------------------------------------- */

static bool print_clause(struct printer *p, const struct node *select, enum node_role role, const char *words,
                         struct buf *out)
{
    const struct node *e = node_child(select, role);
    if (!e)
        return true;
    buf_adds(out, words);
    p->by_rows = role != ROLE_QUALIFY;
    bool ok = print_truth(p, e, out);
    p->by_rows = false;
    return ok;
}

static bool print_windows(struct printer *p, const struct node *select, struct buf *out)
{
    const struct node *first = node_child(select, ROLE_WINDOW);
    for (const struct node *w = first; w; w = node_sibling(w)) {
        buf_adds(out, w == first ? " WINDOW " : ", ");
        buf_ident(out, w->text);
        buf_adds(out, " AS ");
        if (!print_over(p, w, false, out))
            return false;
    }
    return true;
}

static struct positions positions_of(const struct node *from)
{
    if (!from || from->kind != NODE_ALIASED)
        return (struct positions){0};
    const struct node *table = node_child(from, ROLE_TABLE);
    if (table->kind == NODE_STAGE)
        return (struct positions){.kind = POSITIONS_STAGE};
    if (table->kind == NODE_VALUES)
        return (struct positions){.kind = POSITIONS_VALUES, .values = from};
    return (struct positions){0};
}

static bool print_select_clauses(struct printer *p, const struct node *n, struct buf *out)
{
    buf_adds(out, n->op == WORD_DISTINCT ? "SELECT DISTINCT " : "SELECT ");
    const struct node *from = node_child(n, ROLE_FROM);
    for (const struct node *item = node_child(n, ROLE_ITEM); item; item = node_sibling(item)) {
        if (!from && node_child(item, ROLE_OPERAND)->kind == NODE_STAR)
            return fail_compilation(p, item, 2076, "42601", "a * needs a FROM clause");
        if (!print_item(p, item, out))
            return false;
        buf_adds(out, node_sibling(item) ? ", " : "");
    }
    if (from) {
        buf_adds(out, " FROM ");
        if (!print_from(p, from, out))
            return false;
    }
    return print_clause(p, n, ROLE_WHERE, " WHERE ", out) &&
           (!node_child(n, ROLE_GROUP) || print_group_by(p, n, out)) &&
           print_clause(p, n, ROLE_HAVING, " HAVING ", out) && print_windows(p, n, out) &&
           print_clause(p, n, ROLE_QUALIFY, " QUALIFY ", out);
}

static bool print_select(struct printer *p, const struct node *n, struct buf *out)
{
    struct positions outer = p->positions;
    struct positions own = positions_of(node_child(n, ROLE_FROM));
    struct names names;
    bool by_rows = p->by_rows;
    p->by_rows = false;
    if (own.kind != POSITIONS_NONE)
        p->positions = own;
    names_enter(p, &names, n);
    bool ok = print_select_clauses(p, n, out);
    names_leave(p);
    p->positions = outer;
    p->by_rows = by_rows;
    return ok;
}

/* --- set operations, ORDER BY, LIMIT, WITH ----------------------------------------------------------------------- */

/* An operand of a set operation: in parentheses unless it is a SELECT without TOP. */
static bool print_branch(struct printer *p, const struct node *n, bool left, struct buf *out)
{
    const struct node *top = n->kind == NODE_SELECT ? node_child(n, ROLE_TOP) : NULL;
    bool bare_set = left && n->kind == NODE_SET;
    if ((n->kind == NODE_SELECT && !top) || bare_set)
        return print_body(p, n, out);
    buf_addc(out, '(');
    if (!print_body(p, n, out))
        return false;
    if (top) {
        buf_adds(out, " LIMIT ");
        if (!print_node(p, top->child, out))
            return false;
    }
    buf_addc(out, ')');
    return true;
}

static bool needs_conversion(const struct typed_columns *c, const enum known *to)
{
    for (size_t i = 0; i < c->n && !c->partial; i++)
        if (known_converts(c->at[i].known, to[i]))
            return true;
    return false;
}

/* SELECT "1" AS a, convert("2") AS b FROM ( … ) AS _("1", "2") */
static void print_conversions(const struct typed_columns *c, const enum known *to, struct buf *out)
{
    buf_adds(out, "SELECT ");
    for (size_t i = 0; i < c->n; i++) {
        char name[32];
        snprintf(name, sizeof name, "\"%zu\"", i + 1);
        buf_adds(out, i ? ", " : "");
        if (known_converts(c->at[i].known, to[i]))
            convert_known(str_from(name), c->at[i].known, to[i], out);
        else
            buf_adds(out, name);
        buf_adds(out, " AS ");
        buf_ident(out, c->at[i].name);
    }
    buf_adds(out, " FROM (");
}

static void print_conversions_end(const struct typed_columns *c, struct buf *out)
{
    buf_adds(out, ") AS _(");
    for (size_t i = 0; i < c->n; i++)
        buf_printf(out, "%s\"%zu\"", i ? ", " : "", i + 1);
    buf_addc(out, ')');
}

bool print_query_as(struct printer *p, const struct node *query, const struct typed_columns *columns,
                    const enum known *to, struct buf *out)
{
    bool convert = needs_conversion(columns, to);
    if (convert)
        print_conversions(columns, to, out);
    if (!print_query(p, query, out))
        return false;
    if (convert)
        print_conversions_end(columns, out);
    return true;
}

static bool print_branch_as(struct printer *p, const struct node *n, bool left, const struct typed_columns *columns,
                            const enum known *to, struct buf *out)
{
    bool convert = to && needs_conversion(columns, to);
    if (convert)
        print_conversions(columns, to, out);
    if (!print_branch(p, n, left && !convert, out))
        return false;
    if (convert)
        print_conversions_end(columns, out);
    return true;
}

/* What the columns of both branches become; NULL: unknown, which DuckDB decides. */
static bool set_types(struct printer *p, const struct node *set, const struct typed_columns *left,
                      const struct typed_columns *right, enum known **ret)
{
    *ret = NULL;
    if (left->partial || right->partial)
        return true;
    if (left->n != right->n)
        return fail_compilation(p, node_child(set, ROLE_RIGHT), 1789, "42601",
                                "invalid number of result columns for set operator input branches, expected %zu, got "
                                "%zu in branch { 2 }",
                                left->n, right->n);
    enum known *to = ARENA_ARRAY(p->c->arena, enum known, left->n + 1);
    for (size_t i = 0; i < left->n; i++)
        if (!known_common(left->at[i].known, right->at[i].known, &to[i])) {
            const struct token *t = &p->c->tokens->at[set->first];
            return err_at(p->err, t->line, t->col, 2016, "22000",
                          "SQL compilation error:\ninconsistent data type for result columns for set operator input "
                          "branches, expected %s, got %s",
                          known_name(right->at[i].known), known_name(left->at[i].known));
        }
    *ret = to;
    return true;
}

static bool print_set(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT), *right = node_child(n, ROLE_RIGHT);
    struct typed_columns l = columns_of_body(p, left), r = columns_of_body(p, right);
    enum known *to = NULL;
    if (!set_types(p, n, &l, &r, &to) || !print_branch_as(p, left, true, &l, to, out))
        return false;
    const char *word = n->op == WORD_UNION ? " UNION " : n->op == WORD_INTERSECT ? " INTERSECT " : " EXCEPT ";
    buf_printf(out, "%s%s", word, n->text.n ? "ALL " : "");
    return print_branch_as(p, right, false, &r, to, out);
}

bool print_body(struct printer *p, const struct node *n, struct buf *out)
{
    switch (n->kind) {
    case NODE_SELECT:
        return print_select(p, n, out);
    case NODE_SET:
        return print_set(p, n, out);
    case NODE_VALUES:
        buf_adds(out, "SELECT * FROM (");
        if (!print_values(p, n, out))
            return false;
        buf_adds(out, ") AS \"VALUES\"");
        print_default_columns(n, out);
        return true;
    case NODE_SUBQUERY:
        return print_query(p, node_child(n, ROLE_BODY), out);
    default: /* the parser makes no other */
        return err_internal(p->err, "node %d is no query", n->kind);
    }
}

static const char *order_words(const struct node *item)
{
    bool descending = item->op & ORDER_DESC;
    bool nulls_first = item->op & ORDER_NULLS_FIRST || (descending && !(item->op & ORDER_NULLS_LAST));
    if (descending)
        return nulls_first ? " DESC NULLS FIRST" : " DESC NULLS LAST";
    return nulls_first ? " ASC NULLS FIRST" : " ASC NULLS LAST";
}

bool print_order_by(struct printer *p, const struct node *of, enum node_role role, struct buf *out)
{
    const struct node *first = node_child(of, role);
    for (const struct node *item = first; item; item = node_sibling(item)) {
        buf_adds(out, item == first ? "ORDER BY " : ", ");
        BUF_SCOPE struct buf key = {0};
        const struct node *e = node_child(item, ROLE_OPERAND);
        if (!print_node(p, e, &key))
            return false;
        /* DuckDB would order JSON by its text: numbers go by value, the rest by text */
        if (known_type(p, e) == KNOWN_VARIANT)
            buf_printf(out, "sf_variant_number(%s)%s, sf_varchar(%s)", key.p, order_words(item), key.p);
        else if (has_offset(p, e)) /* equal instants are equal keys, whatever their offsets */
            buf_printf(out, "sf_instant(%s, '')", key.p);
        else
            buf_add(out, buf_str(&key));
        buf_adds(out, order_words(item));
    }
    return true;
}

static bool print_limit(struct printer *p, const struct node *limit, struct buf *out)
{
    const struct node *count = node_child(limit, ROLE_COUNT), *offset = node_child(limit, ROLE_OFFSET);
    if (count) {
        buf_adds(out, " LIMIT ");
        if (!print_node(p, count, out))
            return false;
    }
    if (offset) {
        buf_adds(out, " OFFSET ");
        if (!print_node(p, offset, out))
            return false;
    }
    return true;
}

/* Does the query name the table `name` in a FROM? */
static bool names_table(const struct node *n, struct str name)
{
    if (n->kind == NODE_TABLE && n->name->n == 1 && str_eq(n->name->part[0], name))
        return true;
    for (const struct node *c = n->child; c; c = c->next)
        if (names_table(c, name))
            return true;
    return false;
}

/* A common table expression is recursive when it is a UNION ALL that names itself; any other that names itself means
 * the table of that name. */
bool cte_is_recursive(const struct node *cte)
{
    const struct node *body = node_child(node_child(cte, ROLE_BODY), ROLE_BODY);
    return body->kind == NODE_SET && body->op == WORD_UNION && body->text.n && names_table(body, cte->text);
}

static bool print_cte(struct printer *p, const struct node *cte, struct buf *out)
{
    const struct cte *outer = p->ctes;
    cte_enter(p, cte);
    const struct cte *own = p->ctes;
    if (!cte_is_recursive(cte))
        p->ctes = outer;
    buf_ident(out, cte->text);
    const struct node *column = node_child(cte, ROLE_PART);
    for (const struct node *c = column; c; c = node_sibling(c)) {
        buf_adds(out, c == column ? "(" : ", ");
        buf_ident(out, c->text);
    }
    buf_adds(out, column ? ") AS (" : " AS (");
    if (!print_query(p, node_child(cte, ROLE_BODY), out))
        return false;
    buf_addc(out, ')');
    p->ctes = own;
    return true;
}

/* DuckDB would find them the same in other letters, too. */
static bool check_cte_name(struct printer *p, const struct node *first, const struct node *cte)
{
    const struct token *t = &p->c->tokens->at[cte->first];
    for (; first != cte; first = node_sibling(first))
        if (str_eq(first->text, cte->text))
            return err_at(p->err, t->line, t->col, 2027, "42601", "SQL compilation error:\nduplicate alias '%.*s'",
                          STR_FMT(cte->text));
        else if (str_ieq(first->text, cte->text))
            return fail_unsupported(p, cte, "common table expressions whose names differ only in case: %.*s",
                                    STR_FMT(cte->text));
    return true;
}

static bool print_ctes(struct printer *p, const struct node *query, struct buf *out)
{
    const struct node *first = node_child(query, ROLE_CTE);
    bool recursive = false;
    for (const struct node *c = first; c; c = node_sibling(c))
        recursive = recursive || cte_is_recursive(c);
    for (const struct node *c = first; c; c = node_sibling(c)) {
        buf_adds(out, c != first ? ", " : recursive ? "WITH RECURSIVE " : "WITH ");
        if (!check_cte_name(p, first, c) || !print_cte(p, c, out))
            return false;
    }
    buf_adds(out, first ? " " : "");
    return true;
}

static bool check_order(struct printer *p, const struct node *query)
{
    struct typed_columns items = columns_of_body(p, node_child(query, ROLE_BODY));
    for (const struct node *item = node_child(query, ROLE_ORDER); item; item = node_sibling(item))
        if (!check_position(p, node_child(item, ROLE_OPERAND), &items, "order by"))
            return false;
    return true;
}

static bool print_query_parts(struct printer *p, const struct node *query, struct buf *out)
{
    const struct node *body = node_child(query, ROLE_BODY), *limit = node_child(query, ROLE_LIMIT);
    const struct node *top = body->kind == NODE_SELECT ? node_child(body, ROLE_TOP) : NULL;
    if (top && limit)
        return fail_unsupported(p, top, "TOP together with LIMIT");
    if (!print_ctes(p, query, out) ||
        !(body->kind == NODE_SUBQUERY ? print_branch(p, body, true, out) : print_body(p, body, out)))
        return false;
    if (node_child(query, ROLE_ORDER)) {
        struct names names;
        buf_addc(out, ' ');
        names_enter_order(p, &names, body);
        bool ok = check_order(p, query) && print_order_by(p, query, ROLE_ORDER, out);
        names_leave(p);
        if (!ok)
            return false;
    }
    return (!limit && !top) || print_limit(p, limit ? limit : top, out);
}

bool print_query(struct printer *p, const struct node *query, struct buf *out)
{
    const struct cte *outer = p->ctes;
    p->queries++;
    bool ok = print_query_parts(p, query, out);
    p->queries--;
    p->ctes = outer;
    return ok;
}
