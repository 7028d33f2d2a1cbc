/* Names of columns in a statement, where DuckDB's view of them is not Snowflake's.
 *
 * DuckDB compares names without regard to case and says of a name that it does not know only what it is. So the names
 * of a query are compared here before it runs, and an error about a name gets its place afterwards, by finding the name
 * among the statement's tokens. */
#include "catalog/resolve.h"
#include "session/internal.h"

/* What the query itself and what it reads give names to. */
struct acquainted {
    struct arena *a;
    VEC(struct str) columns;
    VEC(struct str) tables;
    bool open; /* some names come from where we do not look: functions and stages in FROM */
};

static void collect_item(struct acquainted *k, const struct node *n)
{
    if (n->text.n)
        vec_push(k->a, &k->columns, n->text);
}

/* An alias of a table, or the name of a CTE, and the names that it gives to columns. */
static void collect_alias(struct acquainted *k, const struct node *n)
{
    if (n->text.n)
        vec_push(k->a, &k->tables, n->text);
    for (const struct node *part = node_child(n, ROLE_PART); part; part = node_sibling(part))
        vec_push(k->a, &k->columns, part->text);
}

static void collect_table(struct acquainted *k, const struct node *n)
{
    if (n->name->n)
        vec_push(k->a, &k->tables, n->name->part[n->name->n - 1]);
}

/* The columns of RESULT_SCAN and DIRECTORY are read like those of a table. */
static void collect_function(struct acquainted *k, const struct node *n)
{
    struct str name = node_child(n, ROLE_OPERAND)->text;
    k->open = k->open || !(str_eq(name, STR("RESULT_SCAN")) || str_eq(name, STR("DIRECTORY")));
}

static void collect_nothing(struct acquainted *k, const struct node *n)
{
    (void)n;
    k->open = true;
}

static void collect(struct acquainted *k, const struct node *n)
{
    static void (*const collectors[])(struct acquainted * k, const struct node *n) = {
        [NODE_ITEM] = collect_item,      [NODE_ALIASED] = collect_alias,           [NODE_CTE] = collect_alias,
        [NODE_TABLE] = collect_table,    [NODE_TABLE_FUNCTION] = collect_function, [NODE_STAGE] = collect_nothing,
        [NODE_VALUES] = collect_nothing,
    };
    if (n->kind < sizeof collectors / sizeof *collectors && collectors[n->kind])
        collectors[n->kind](k, n);
    for (const struct node *child = n->child; child; child = child->next)
        collect(k, child);
}

enum acquaintance { NAME_KNOWN, NAME_DIFFERS_BY_CASE, NAME_UNKNOWN };

static enum acquaintance look_up(const struct str *names, size_t n, struct str name)
{
    enum acquaintance found = NAME_UNKNOWN;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(names[i], name))
            return NAME_KNOWN;
        if (str_ieq(names[i], name))
            found = NAME_DIFFERS_BY_CASE;
    }
    return found;
}

static struct str written_name(struct arena *a, const struct token *t)
{
    return t->kind == TOK_QUOTED ? name_quoted_if_needed(a, t->value) : t->value;
}

/* At the name of which tokens first to last are the parts; always false. */
static bool invalid_identifier(struct run *r, uint32_t first, uint32_t last, struct err *err)
{
    BUF_SCOPE struct buf name = {0};
    for (uint32_t i = first; i <= last; i++) {
        const struct token *t = &r->tokens->at[i];
        if (t->kind == TOK_OP)
            buf_addc(&name, '.');
        else
            buf_add(&name, written_name(&r->arena, t));
    }
    const struct token *at = &r->tokens->at[first];
    return run_error_at(r, at->line, at->col, err, 904, "42000", "invalid identifier '%s'", name.p);
}

/* The first column in n that is known so well, by its own name or by its table's; NULL: there is none. */
static const struct node *find_column(const struct acquainted *k, const struct node *n, enum acquaintance as)
{
    if (n->kind == NODE_COLUMN && n->tail) {
        bool qualified = n->child != n->tail && n->child->next == n->tail;
        if (look_up(k->columns.at, k->columns.n, n->tail->text) == as ||
            (qualified && as == NAME_DIFFERS_BY_CASE && look_up(k->tables.at, k->tables.n, n->child->text) == as))
            return n;
    }
    for (const struct node *child = n->child; child; child = child->next) {
        const struct node *found = find_column(k, child, as);
        if (found)
            return found;
    }
    return NULL;
}

static struct acquainted known_names(struct run *r, const struct node *query)
{
    struct acquainted k = {.a = &r->arena};
    for (size_t i = 0; i < r->columns_read.n; i++)
        vec_push(k.a, &k.columns, r->columns_read.at[i]);
    for (size_t i = 0; i < r->tables_read.n; i++)
        vec_push(k.a, &k.tables, r->tables_read.at[i]);
    collect(&k, query);
    return k;
}

bool names_check_case(struct run *r, const struct node *query, struct err *err)
{
    struct acquainted k = known_names(r, query);
    const struct node *n = k.open ? NULL : find_column(&k, query, NAME_DIFFERS_BY_CASE);
    return !n || invalid_identifier(r, n->first, n->last - 1, err);
}

/* --- errors of DuckDB ------------------------------------------------------------------------------------------- */

/* The text between the quotes behind `before` in the message. */
static struct str quoted_in(struct str message, const char *before)
{
    ptrdiff_t at = str_find(message, str_from(before));
    if (at < 0)
        return STR_NULL;
    struct str rest = str_sub(message, (size_t)at + strlen(before), message.n);
    ptrdiff_t end = str_find(rest, STR("'"));
    return end < 0 ? STR_NULL : str_sub(rest, 0, (size_t)end);
}

static bool is_name(const struct token *t, struct str name)
{
    return (t->kind == TOK_WORD || t->kind == TOK_QUOTED) && str_eq(t->value, name);
}

/* Is token i a column or its table where it is read, not where it is given a name or called? */
static bool is_read(const struct tokens *t, uint32_t i)
{
    return !token_is(t, i - (i > 0), "AS") && !token_is_op(t, i + 1, '(') && !token_is_op(t, i + 1, OP_ARROW);
}

/* `name` or `table.name` among the statement's tokens, with the qualifiers that stand before it. A name alone is first
 * looked for without a qualifier. */
static bool find_name(struct run *r, struct str name, uint32_t *ret_first, uint32_t *ret_last)
{
    const struct tokens *t = r->tokens;
    const struct statement *st = r->statement;
    ptrdiff_t dot = str_find(name, STR("."));
    struct str table = dot < 0 ? STR_NULL : str_sub(name, 0, (size_t)dot);
    struct str column = dot < 0 ? name : str_sub(name, (size_t)dot + 1, name.n);
    uint32_t begin = st->kind == STATEMENT_INSERT && st->dml.query ? st->dml.query->first : st->first;
    for (int qualified = table.n > 0; qualified < 2; qualified++)
        for (uint32_t i = begin; i < st->last; i++) {
            bool behind_dot = i > begin && token_is_op(t, i - 1, '.');
            if (!is_name(&t->at[i], column) || !is_read(t, i) || behind_dot != (qualified == 1) ||
                (table.n && !is_name(&t->at[i - 2], table)))
                continue;
            *ret_first = *ret_last = i;
            while (*ret_first >= begin + 2 && token_is_op(t, *ret_first - 1, '.'))
                *ret_first -= 2;
            /* the name of a table stands before what it lacks */
            while (*ret_last + 2 < st->last && token_is_op(t, *ret_last + 1, '.'))
                *ret_last += 2;
            return true;
        }
    return false;
}

static bool find_call(struct run *r, struct str name, uint32_t *ret)
{
    for (uint32_t i = r->statement->first; i < r->statement->last; i++)
        if (r->tokens->at[i].kind == TOK_WORD && str_ieq(r->tokens->at[i].value, name) &&
            token_is_op(r->tokens, i + 1, '(')) {
            *ret = i;
            return true;
        }
    return false;
}

/* DuckDB may complain of what follows from an unknown column before it comes to the column. */
static const struct node *unknown_column(struct run *r)
{
    if (r->statement->kind != STATEMENT_QUERY)
        return NULL;
    struct acquainted k = known_names(r, r->statement->query);
    return k.open ? NULL : find_column(&k, r->statement->query, NAME_UNKNOWN);
}

/* The view whose text it is that DuckDB does not like; the innermost one. */
static bool blame_view(struct run *r, struct err *err)
{
    struct column_shape *shape;
    size_t n;
    for (size_t i = 0; i < r->views_read.n; i++) {
        ERR_SCOPE struct err broken = {0};
        if (connection_shape(r->s->conn, &r->arena, r->views_read.at[i].sql, &shape, &n, &broken))
            continue;
        err_clear(err);
        (void)run_view_failed(r->views_read.at[i].name, &broken, err);
        return true;
    }
    return false;
}

static void locate_variable(struct run *r, struct str message, struct err *err)
{
    struct str name = quoted_in(message, "ession variable '$");
    size_t text = strlen("SQL compilation error:\n");
    for (uint32_t i = r->statement->first; i < r->statement->last; i++) {
        const struct token *t = &r->tokens->at[i];
        if (t->kind != TOK_VARIABLE || !str_eq(t->value, name))
            continue;
        err_clear(err);
        (void)run_error_at(r, t->line, t->col, err, 2211, "02000", "%.*s", STR_FMT(str_sub(message, text, message.n)));
        return;
    }
}

void names_locate(struct run *r, struct err *err)
{
    if (err->code == 904 && blame_view(r, err))
        return;
    struct str message = str_dup(&r->arena, str_from(err->message));
    uint32_t first, last;
    if (err->code == 2211) {
        locate_variable(r, message, err);
        return;
    }
    const struct node *unknown = NULL;
    if (err->code == 979 || err->code == 1044)
        unknown = unknown_column(r);
    if (unknown) {
        err_clear(err);
        (void)invalid_identifier(r, unknown->first, unknown->last - 1, err);
    } else if (err->code == 904 && find_name(r, quoted_in(message, "invalid identifier '"), &first, &last)) {
        err_clear(err);
        (void)invalid_identifier(r, first, last, err);
    } else if (err->code == 2028 && find_name(r, quoted_in(message, "ambiguous column name '"), &first, &last)) {
        const struct token *at = &r->tokens->at[first];
        err_clear(err);
        (void)run_error_at(r, at->line, at->col, err, 2028, "42601", "ambiguous column name '%.*s'",
                           STR_FMT(written_name(&r->arena, &r->tokens->at[last])));
    } else if (err->code == 1044 && find_call(r, quoted_in(message, "for function '"), &first)) {
        const struct token *at = &r->tokens->at[first];
        ptrdiff_t types = str_find(message, STR("': ("));
        err_clear(err);
        (void)run_error_at(r, at->line, at->col, err, 1044, "42P13", "Invalid argument types for function '%.*s%.*s",
                           STR_FMT(at->value),
                           STR_FMT(types < 0 ? STR("'") : str_sub(message, (size_t)types, message.n)));
    }
}
