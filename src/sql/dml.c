/* INSERT, UPDATE, DELETE, MERGE and TRUNCATE, each by Snowflake's page of that name. Columns may carry the target's
 * alias, even in the column list of an INSERT; the qualifier is kept for the session to check. */
#include "sql/parts.h"

/* [qualifier.]column; the qualifier may itself have dots. */
static bool parse_column(struct parser *p, struct assignment *ret)
{
    const struct token *t = parser_peek(p, 0);
    *ret = (struct assignment){.line = t->line, .col = t->col};
    if (!parse_identifier(p, &ret->column))
        return false;
    while (parser_op(p, '.')) {
        ret->qualifier = ret->qualifier.n
                             ? str_printf(p->arena, "%.*s.%.*s", STR_FMT(ret->qualifier), STR_FMT(ret->column))
                             : ret->column;
        if (!parse_identifier(p, &ret->column))
            return false;
    }
    return true;
}

/* (column, …) */
static bool parse_column_list(struct parser *p, struct assignment **ret, size_t *ret_n)
{
    VEC(struct assignment) columns = {0};
    if (!parser_expect_op(p, '('))
        return false;
    do {
        struct assignment column;
        if (!parse_column(p, &column))
            return false;
        vec_push(p->arena, &columns, column);
    } while (parser_op(p, ','));
    *ret = columns.at;
    *ret_n = columns.n;
    return parser_expect_op(p, ')');
}

/* column = expression, … */
static bool parse_assignments(struct parser *p, struct assignment **ret, size_t *ret_n)
{
    VEC(struct assignment) set = {0};
    do {
        struct assignment a;
        if (!parse_column(p, &a) || !parser_expect_op(p, '=') || !(a.value = parse_expression(p)))
            return false;
        vec_push(p->arena, &set, a);
    } while (parser_op(p, ','));
    *ret = set.at;
    *ret_n = set.n;
    return true;
}

/* The target with an alias: t, t a, t AS a. */
static bool parse_target(struct parser *p, struct statement_dml *d)
{
    if (!parse_name(p, &d->target))
        return false;
    const struct token *t = parser_peek(p, 0);
    bool alias = t->kind == TOK_QUOTED || (t->kind == TOK_WORD && !token_is_reserved(t));
    return !(parser_word(p, "AS") || alias) || parse_identifier(p, &d->target_alias);
}

static bool parse_where(struct parser *p, struct statement_dml *d)
{
    return !parser_word(p, "WHERE") || (d->condition = parse_expression(p));
}

/* --- INSERT ------------------------------------------------------------------------------------------------------- */

/* Does the parenthesis that is next hold a query, not a column list? */
static bool holds_query(struct parser *p)
{
    static const char *const words[] = {"SELECT", "WITH", "VALUES"};
    uint32_t ahead = 0;
    while (parser_is_op(p, ahead, '('))
        ahead++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (parser_is(p, ahead, words[i]))
            return true;
    return false;
}

/* INTO t [(columns)] [VALUES (…)] */
static bool parse_into(struct parser *p, struct insert_into *i)
{
    if (!parser_expect_word(p, "INTO") || !parse_name(p, &i->target))
        return false;
    if (parser_is_op(p, 0, '(') && !holds_query(p) && !parse_column_list(p, &i->columns, &i->n_columns))
        return false;
    if (!parser_is(p, 0, "VALUES"))
        return true;
    i->values = node_new(p->arena, NODE_ROW, p->at);
    return parser_expect_word(p, "VALUES") && parser_expect_op(p, '(') &&
           parse_expressions(p, i->values, ROLE_ARGUMENT) && parser_expect_op(p, ')');
}

/* INSERT ALL INTO …, or with conditions: INSERT ALL | FIRST WHEN c THEN INTO … [WHEN …] [ELSE INTO …], then a query. */
static bool parse_insert_all(struct parser *p, struct statement_dml *d)
{
    VEC(struct insert_into) into = {0};
    VEC(struct node *) conditions = {0};
    d->first = parser_word(p, "FIRST");
    if (!d->first && !parser_expect_word(p, "ALL"))
        return false;
    bool conditional = parser_is(p, 0, "WHEN"), otherwise = false;
    if (d->first && !conditional)
        return parser_unexpected(p);
    do {
        size_t when = conditions.n;
        if (conditional && !(otherwise = parser_word(p, "ELSE"))) {
            struct node *condition;
            if (!parser_expect_word(p, "WHEN") || !(condition = parse_expression(p)) || !parser_expect_word(p, "THEN"))
                return false;
            vec_push(p->arena, &conditions, condition);
        }
        do {
            struct insert_into i = {.when = otherwise ? INSERT_ELSE : when};
            if (!parse_into(p, &i))
                return false;
            vec_push(p->arena, &into, i);
        } while (parser_is(p, 0, "INTO"));
    } while (!otherwise && (parser_is(p, 0, "WHEN") || (conditional && parser_is(p, 0, "ELSE"))));
    d->into = into.at;
    d->n_into = into.n;
    d->conditions = conditions.at;
    d->n_conditions = conditions.n;
    return (d->query = parse_query(p));
}

bool parse_insert(struct parser *p, struct statement *s)
{
    struct statement_dml *d = &s->dml;
    d->overwrite = parser_word(p, "OVERWRITE");
    if (parser_is(p, 0, "ALL") || parser_is(p, 0, "FIRST"))
        return parse_insert_all(p, d);
    if (!parser_expect_word(p, "INTO") || !parse_name(p, &d->target))
        return false;
    if (parser_is_op(p, 0, '(') && !holds_query(p) && !parse_column_list(p, &d->columns, &d->n_columns))
        return false;
    if (!(d->query = parse_query(p)))
        return false;
    struct node *body = d->query->child; /* VALUES alone, without ORDER BY or LIMIT */
    if (body && body->kind == NODE_VALUES && !body->next)
        d->query = body;
    return true;
}

/* --- UPDATE, DELETE, TRUNCATE ------------------------------------------------------------------------------------- */

bool parse_update(struct parser *p, struct statement *s)
{
    struct statement_dml *d = &s->dml;
    if (!parse_target(p, d) || !parser_expect_word(p, "SET") || !parse_assignments(p, &d->set, &d->n_set))
        return false;
    if (parser_word(p, "FROM") && !(d->source = parse_from(p)))
        return false;
    return parse_where(p, d);
}

bool parse_delete(struct parser *p, struct statement *s)
{
    struct statement_dml *d = &s->dml;
    if (!parser_expect_word(p, "FROM") || !parse_target(p, d) ||
        (parser_word(p, "USING") && !(d->source = parse_from(p))))
        return false;
    return parse_where(p, d);
}

bool parse_truncate(struct parser *p, struct statement *s)
{
    if (parser_is(p, 0, "MATERIALIZED") && parser_is(p, 1, "VIEW"))
        return refuse_object(p, "TRUNCATE", STR("MATERIALIZED VIEW"));
    (void)parser_word(p, "TABLE");
    s->truncate.if_exists = parser_if_exists(p);
    return parse_name(p, &s->truncate.table);
}

/* --- MERGE -------------------------------------------------------------------------------------------------------- */

/* VALUES (…), added to the columns that were listed, or by position. */
static bool parse_merge_values(struct parser *p, struct merge_clause *c)
{
    struct node values = {0};
    if (!parser_expect_word(p, "VALUES"))
        return false;
    const struct token *t = parser_peek(p, 0);
    if (!parser_expect_op(p, '(') || !parse_expressions(p, &values, ROLE_ARGUMENT) || !parser_expect_op(p, ')'))
        return false;
    size_t n = 0, i = 0;
    for (struct node *v = values.child; v; v = v->next)
        n++;
    if (c->has_column_list && n != c->n_set)
        return err_at(p->err, t->line, t->col, 2020, "21S01",
                      "SQL compilation error:\nInsert value list does not match column list expecting %zu but got %zu",
                      c->n_set, n);
    if (!c->has_column_list)
        c->set = ARENA_ARRAY(p->arena, struct assignment, n);
    c->n_set = n;
    for (struct node *v = values.child; v; v = v->next) {
        t = &p->tokens->at[v->first];
        if (!c->has_column_list)
            c->set[i] = (struct assignment){.line = t->line, .col = t->col};
        c->set[i++].value = v;
    }
    return true;
}

static bool parse_merge_action(struct parser *p, struct merge_clause *c)
{
    if (!c->matched) {
        c->action = MERGE_INSERT;
        if (!parser_expect_word(p, "INSERT"))
            return false;
        if (parser_words(p, "ALL BY NAME"))
            return c->all_by_name = true;
        c->has_column_list = parser_is_op(p, 0, '(');
        if (c->has_column_list && !parse_column_list(p, &c->set, &c->n_set))
            return false;
        return parse_merge_values(p, c);
    }
    if (parser_word(p, "DELETE")) {
        c->action = MERGE_DELETE;
        return true;
    }
    c->action = MERGE_UPDATE;
    if (!parser_expect_word(p, "UPDATE"))
        return false;
    if (parser_words(p, "ALL BY NAME"))
        return c->all_by_name = true;
    return parser_expect_word(p, "SET") && parse_assignments(p, &c->set, &c->n_set);
}

/* WHEN MATCHED | NOT MATCHED [BY TARGET] [AND condition] THEN …; stands behind WHEN. */
static bool parse_merge_clause(struct parser *p, struct merge_clause *c)
{
    c->matched = !parser_word(p, "NOT");
    if (!parser_expect_word(p, "MATCHED"))
        return false;
    if (!c->matched)
        (void)parser_words(p, "BY TARGET");
    if (parser_word(p, "AND") && !(c->condition = parse_expression(p)))
        return false;
    return parser_expect_word(p, "THEN") && parse_merge_action(p, c);
}

bool parse_merge(struct parser *p, struct statement *s)
{
    struct statement_dml *d = &s->dml;
    VEC(struct merge_clause) clauses = {0};
    bool taken[2] = {false, false}; /* by an unconditional clause; [1]: of the matched rows */
    if (!parser_expect_word(p, "INTO") || !parse_target(p, d) || !parser_expect_word(p, "USING") ||
        !(d->source = parse_table(p)) || !parser_expect_word(p, "ON") || !(d->condition = parse_expression(p)))
        return false;
    do {
        const struct token *t = parser_peek(p, 0);
        struct merge_clause c = {.line = t->line, .col = t->col};
        if (!parser_expect_word(p, "WHEN") || !parse_merge_clause(p, &c))
            return false;
        if (taken[c.matched])
            return err_at(p->err, t->line, t->col, 1003, "42000",
                          "SQL compilation error: error line %d at position %d\nUnreachable merge case.",
                          t->line - p->line + 1, t->line == p->line ? t->col - p->col : t->col - 1);
        taken[c.matched] = !c.condition;
        vec_push(p->arena, &clauses, c);
    } while (parser_is(p, 0, "WHEN"));
    d->clauses = clauses.at;
    d->n_clauses = clauses.n;
    return true;
}
