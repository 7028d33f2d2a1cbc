/* Function calls. The session is asked first for what depends on it; then the table of functions decides; a name in
 * neither is refused, so that a DuckDB function of the same name is never reached by accident. */
#include "dialect/functions.h"

const struct node *call_argument(const struct node *call, size_t i)
{
    const struct node *a = node_child(call, ROLE_ARGUMENT);
    for (; a && i; i--)
        a = node_sibling(a);
    return a;
}

/* --- windows ------------------------------------------------------------------------------------------------------ */

static bool print_bound(struct printer *p, const struct node *bound, struct buf *out)
{
    if (bound->kind == NODE_ARGUMENT) {
        const struct node *e = node_child(bound, ROLE_OPERAND);
        if (bare(e)->kind == NODE_INTERVAL)
            return fail_unsupported(p, e, "INTERVAL in a window's frame");
        if (!print_operand(p, e, out))
            return false;
        buf_addc(out, ' ');
    }
    buf_add(out, bound->text);
    return true;
}

static bool print_frame(struct printer *p, const struct node *frame, struct buf *out)
{
    const struct node *from = node_child(frame, ROLE_OPERAND), *to = node_sibling(from);
    buf_printf(out, "%.*s %s", STR_FMT(frame->text), to ? "BETWEEN " : "");
    if (!print_bound(p, from, out))
        return false;
    if (!to)
        return true;
    buf_adds(out, " AND ");
    return print_bound(p, to, out);
}

bool print_over(struct printer *p, const struct node *over, bool whole_partition, struct buf *out)
{
    const struct node *frame = node_child(over, ROLE_FRAME), *order = node_child(over, ROLE_ORDER);
    if (!over->child && over->text.n && over->role == ROLE_OVER) {
        buf_ident(out, over->text);
        return true;
    }
    buf_addc(out, '(');
    if (node_child(over, ROLE_PARTITION)) {
        buf_adds(out, "PARTITION BY ");
        if (!print_keys(p, over, ROLE_PARTITION, out))
            return false;
        buf_adds(out, order || frame ? " " : "");
    }
    if (order && !print_order_by(p, over, ROLE_ORDER, out))
        return false;
    if (frame) {
        buf_adds(out, order ? " " : "");
        if (!print_frame(p, frame, out))
            return false;
    } else if (whole_partition && order) {
        buf_adds(out, " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING");
    }
    buf_addc(out, ')');
    return true;
}

static bool has_whole_partition_default(struct str name)
{
    return str_eq(name, STR("FIRST_VALUE")) || str_eq(name, STR("LAST_VALUE")) || str_eq(name, STR("NTH_VALUE"));
}

bool print_tail(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *over = node_child(call, ROLE_OVER);
    if (!over)
        return true;
    buf_adds(out, " OVER ");
    return print_over(p, over, has_whole_partition_default(call->text), out);
}

/* IDENTIFIER('name' | $variable) as a column. */
static bool print_identifier(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *n = bare(call_argument(call, 0));
    BUF_SCOPE struct buf text = {0};
    if (n->kind == NODE_STRING) {
        buf_add(&text, n->text);
    } else if (n->kind == NODE_VARIABLE && p->c->resolver && p->c->resolver->variable) {
        BUF_SCOPE struct buf literal = {0};
        if (!p->c->resolver->variable(p->c->resolver->ctx, n->text, &literal, p->err))
            return false;
        for (size_t i = 1; i + 1 < literal.n; i++)
            buf_addc(&text, literal.p[i]);
    } else {
        return fail_unsupported(p, n, "IDENTIFIER of an expression");
    }
    struct tokens tokens;
    ERR_SCOPE struct err lexical = {0};
    if (!sql_lex(p->c->arena, str_dup(p->c->arena, buf_str(&text)), &tokens, &lexical) || tokens.n < 2)
        return fail_unsupported(p, n, "IDENTIFIER('%s')", text.n ? text.p : "");
    struct node *column = node_new(p->c->arena, NODE_COLUMN, n->first);
    for (size_t i = 0; i + 1 < tokens.n; i++) {
        const struct token *t = &tokens.at[i];
        if (i % 2 ? t->kind != TOK_OP || t->op != '.' : t->kind != TOK_WORD && t->kind != TOK_QUOTED)
            return fail_unsupported(p, n, "IDENTIFIER('%s')", text.p);
        if (i % 2)
            continue;
        struct node *part = node_new(p->c->arena, NODE_PART, n->first);
        part->text = t->value;
        node_add(column, part, ROLE_PART);
    }
    return print_node(p, column, out);
}

/* --- arguments and templates -------------------------------------------------------------------------------------- */

static bool print_integer(struct printer *p, const struct node *n, const char *type, struct buf *out)
{
    bool text = known_type(p, n) == KNOWN_TEXT || known_type(p, n) == KNOWN_VARIANT;
    buf_adds(out, text ? "CAST(sf_int(" : "CAST(");
    if (!print_node(p, n, out))
        return false;
    buf_printf(out, "%s AS %s)", text ? ")" : "", type);
    return true;
}

static bool print_converted(struct printer *p, char how, const struct node *n, struct buf *out)
{
    switch (how) {
    case 't':
        return print_text(p, n, out);
    case 'm':
        return print_moment(p, n, out);
    case 'p':
        return print_wall(p, n, out);
    case 'w':
        return print_wide(p, n, out);
    case 'v':
        return print_variant(p, n, out);
    case 'b':
        return print_truth(p, n, out);
    case 'd':
        return print_exact_operand(p, n, out);
    case 'o':
        return print_operand(p, n, out);
    case 'i':
    case 'l':
        if (bare(n)->kind == NODE_NUMBER)
            return print_node(p, n, out);
        return print_integer(p, n, how == 'i' ? "INTEGER" : "BIGINT", out);
    case 'a':
        return print_number_operand(p, n, out);
    default: /* no letter */
        return print_node(p, n, out);
    }
}

static bool print_all(struct printer *p, const struct node *call, char how, struct buf *out)
{
    for (const struct node *a = node_child(call, ROLE_ARGUMENT); a; a = node_sibling(a)) {
        if (!print_converted(p, how, a, out))
            return false;
        buf_adds(out, node_sibling(a) ? ", " : "");
    }
    return true;
}

/* %r: what may become the result, converted to what the results have in common. */
static bool print_result(struct printer *p, const struct node *call, const struct function *f, char which,
                         struct buf *out)
{
    const struct node *const *results;
    size_t n = call_results(p, call, f, &results);
    enum known common;
    if (which == '*')
        return print_all_as(p, results, n, out);
    return known_common_of(p, results, n, &common) &&
           print_as(p, call_argument(call, (size_t)(which - '1')), common, out);
}

static bool print_placeholder(struct printer *p, const struct node *call, const struct function *f, char how,
                              char which, struct buf *out)
{
    if (how == 'r')
        return print_result(p, call, f, which, out);
    if (which == '*')
        return print_all(p, call, how, out);
    const struct node *n = call_argument(call, (size_t)(which - '1'));
    if (how == 'j')
        return print_structured(p, n, call, out);
    if (how == 'c') /* one of two that are compared */
        return print_compared(p, n, call_argument(call, which == '1'), out);
    return print_converted(p, how, n, out);
}

static bool print_template(struct printer *p, const struct node *call, const struct function *f, struct buf *out)
{
    for (const char *t = f->text; *t; t++) {
        if (*t != '%') {
            buf_addc(out, *t);
            continue;
        }
        char how = *++t >= 'a' && *t <= 'z' ? *t++ : 0;
        if (how == 'n') {
            dialect_now(p->c, out);
            t--;
        } else if (!print_placeholder(p, call, f, how, *t, out)) {
            return false;
        }
    }
    return true;
}

static bool refuse_clauses(struct printer *p, const struct node *call, const struct function *f)
{
    const struct node *over = node_child(call, ROLE_OVER);
    const struct node *within = node_child(call, ROLE_WITHIN);
    for (const struct node *a = node_child(call, ROLE_ARGUMENT); a; a = node_sibling(a))
        if (a->kind == NODE_ARGUMENT)
            return fail_unsupported(p, a, "the named argument %.*s", STR_FMT(a->text));
    if (f->kind == SCALAR && over)
        return fail_unsupported(p, over, "%.*s OVER", STR_FMT(call->text));
    if (f->kind != AGGREGATE && call->op & CALL_DISTINCT)
        return fail_unsupported(p, call, "%.*s DISTINCT", STR_FMT(call->text));
    if (within && f->print != print_listagg && f->print != print_array_agg && f->print != print_percentile)
        return fail_unsupported(p, within, "%.*s WITHIN GROUP", STR_FMT(call->text));
    if (f->kind != WINDOW && call->op & CALL_IGNORE_NULLS)
        return fail_unsupported(p, call, "%.*s IGNORE NULLS", STR_FMT(call->text));
    if (f->kind == WINDOW && !over)
        return fail_unsupported(p, call, "%.*s without OVER", STR_FMT(call->text));
    return true;
}

static bool print_by_table(struct printer *p, const struct node *call, const struct function *f, struct buf *out)
{
    if (!refuse_clauses(p, call, f))
        return false;
    if (f->print)
        return f->print(p, call, out);
    if (strchr(f->text, '%') || strchr(f->text, '(')) {
        if (call->op & CALL_DISTINCT)
            return fail_unsupported(p, call, "%.*s DISTINCT", STR_FMT(call->text));
        if (!print_template(p, call, f, out))
            return false;
    } else {
        buf_printf(out, "%s(%s", f->text, call->op & CALL_DISTINCT ? "DISTINCT " : "");
        if (!print_all(p, call, f->returns == KNOWN_FLOAT ? 'a' : 0, out))
            return false;
        buf_adds(out, call->op & CALL_IGNORE_NULLS ? " IGNORE NULLS)" : ")");
    }
    return print_tail(p, call, out);
}

/* By its row of the table of functions. */
static bool print_listed(struct printer *p, const struct node *call, const struct function *f, struct buf *out)
{
    bool by_rows = p->by_rows;
    p->by_rows = by_rows || f->kind != SCALAR;
    bool ok = print_by_table(p, call, f, out);
    p->by_rows = by_rows;
    return ok;
}

/* --- the session's functions -------------------------------------------------------------------------------------- */

static bool print_by_session(struct printer *p, const struct node *call, struct buf *out, bool *ret_handled)
{
    const struct resolver *r = p->c->resolver;
    *ret_handled = false;
    if (!r || !r->function)
        return true;
    size_t n = node_count(call, ROLE_ARGUMENT), i = 0;
    struct printed_argument *args = ARENA_ARRAY(p->c->arena, struct printed_argument, n + 1);
    for (struct node *a = node_child(call, ROLE_ARGUMENT); a; a = node_sibling(a), i++) {
        BUF_SCOPE struct buf sql = {0};
        args[i].node = a->kind == NODE_ARGUMENT ? node_child(a, ROLE_OPERAND) : a;
        args[i].name = a->kind == NODE_ARGUMENT ? a->text : STR_NULL;
        if (args[i].node->kind != NODE_STAR && !print_node(p, args[i].node, &sql))
            return false;
        args[i].sql = str_dup(p->c->arena, buf_str(&sql));
    }
    if (r->function(r->ctx, call->text, args, n, out, ret_handled, p->err))
        return true;
    const struct token *t = &p->c->tokens->at[call->first];
    p->err->line = t->line;
    p->err->col = t->col;
    return false;
}

static bool is_for_session(struct str name)
{
    return str_starts(name, STR("CURRENT_")) || str_starts(name, STR("SYSTEM$")) || str_eq(name, STR("LAST_QUERY_ID"));
}

bool print_call(struct printer *p, const struct node *call, struct buf *out)
{
    int n = (int)node_count(call, ROLE_ARGUMENT);
    if (n == 1 && str_eq(call->text, STR("IDENTIFIER")))
        return print_identifier(p, call, out);
    bool handled = false, first = is_for_session(call->text);
    if (first && !print_by_session(p, call, out, &handled))
        return false;
    if (handled)
        return true;
    const struct function *f = function_find(call->text, n);
    if (f)
        return print_listed(p, call, f, out);
    const struct token *t = &p->c->tokens->at[call->first];
    if (function_is_known(call->text))
        return err_at(
            p->err, t->line, t->col, 938, "22023",
            "SQL compilation error: error line %d at position %d\nnumber of arguments for function [%.*s] does "
            "not match: got %d",
            t->line - p->c->line + 1, t->line == p->c->line ? t->col - p->c->col : t->col - 1, STR_FMT(call->text), n);
    if (!first && !print_by_session(p, call, out, &handled))
        return false;
    if (handled)
        return true;
    return err_at(p->err, t->line, t->col, 2141, "42601", "SQL compilation error:\nUnknown function %.*s.",
                  STR_FMT(call->text));
}
