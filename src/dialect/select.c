/* Queries: WITH, set operations, the clauses of SELECT. NULL order is always written out (in Snowflake NULL is the
 * highest value); every item that is not a plain column gets the label that Snowflake would show. */
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

bool dialect_has_aggregate(const struct node *n)
{
    if (n->kind == NODE_QUERY)
        return false;
    if (n->kind == NODE_CALL) {
        const struct function *f = function_find(n->text, (int)node_count(n, ROLE_ARGUMENT));
        if (node_child(n, ROLE_OVER) || (f && f->kind != SCALAR))
            return true;
    }
    for (const struct node *c = n->child; c; c = c->next)
        if (dialect_has_aggregate(c))
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
        if (!dialect_has_aggregate(item->child))
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

static bool print_select_clauses(struct printer *p, const struct node *n, struct buf *out)
{
    buf_adds(out, n->op == WORD_DISTINCT ? "SELECT DISTINCT " : "SELECT ");
    const struct node *from = node_child(n, ROLE_FROM);
    p->names->items = true;
    for (const struct node *item = node_child(n, ROLE_ITEM); item; item = node_sibling(item)) {
        if (!from && node_child(item, ROLE_OPERAND)->kind == NODE_STAR)
            return fail_compilation(p, item, 2076, "42601", "a * needs a FROM clause");
        if (node_child(item, ROLE_OPERAND)->kind == NODE_STAR && !names_check_star(p, node_child(item, ROLE_OPERAND)))
            return false;
        if (!print_item(p, item, out))
            return false;
        buf_adds(out, node_sibling(item) ? ", " : "");
    }
    p->names->items = false;
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
        return print_values_query(p, n, out);
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
