/* Expressions. Every kind of node is printed by a function of its own from the node's parts; source text is never
 * copied, so comments vanish and nothing reaches DuckDB that was not understood. Operands that are operations
 * themselves are put in parentheses: the structure is ours, not DuckDB's precedence. */
#include "dialect/printer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

bool fail_unsupported(struct printer *p, const struct node *n, const char *format, ...)
{
    char *what;
    va_list args;
    va_start(args, format);
    if (vasprintf(&what, format, args) < 0)
        abort();
    va_end(args);
    const struct token *t = &p->c->tokens->at[n->first];
    err_unsupported(p->err, t->line, t->col, "%s", what);
    free(what);
    return false;
}

const struct node *bare(const struct node *n)
{
    while (n->kind == NODE_PAREN && n->child && !n->child->next)
        n = n->child;
    return n;
}

/* --- what is known of types --------------------------------------------------------------------------------------- */

enum known known_of(struct type type)
{
    switch (type.kind) {
    case TYPE_NUMBER:
        return KNOWN_NUMBER;
    case TYPE_FLOAT:
        return KNOWN_FLOAT;
    case TYPE_VARCHAR:
        return KNOWN_TEXT;
    case TYPE_BINARY:
        return KNOWN_BINARY;
    case TYPE_BOOLEAN:
        return KNOWN_BOOLEAN;
    case TYPE_DATE:
        return KNOWN_DATE;
    case TYPE_TIME:
        return KNOWN_TIME;
    case TYPE_TIMESTAMP_NTZ:
        return KNOWN_TIMESTAMP;
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ:
        return KNOWN_ZONED;
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
        return KNOWN_VARIANT;
    }
    return KNOWN_NOTHING;
}

static enum known known_binary(const struct node *n)
{
    if (n->op == OP_CONCAT)
        return KNOWN_TEXT;
    if (n->op != '+' && n->op != '-' && n->op != '*' && n->op != '/' && n->op != '%')
        return KNOWN_BOOLEAN;
    enum known left = known_type(node_child(n, ROLE_LEFT)), right = known_type(node_child(n, ROLE_RIGHT));
    if (left == KNOWN_NUMBER && right == KNOWN_NUMBER)
        return KNOWN_NUMBER;
    if ((left == KNOWN_FLOAT && right == KNOWN_NUMBER) || (left == KNOWN_NUMBER && right == KNOWN_FLOAT))
        return KNOWN_FLOAT;
    return left == KNOWN_DATE && right == KNOWN_NUMBER ? KNOWN_DATE : KNOWN_NOTHING;
}

bool call_gives_variant(const struct node *call)
{
    const struct function *f = function_find(call->text, (int)node_count(call, ROLE_ARGUMENT));
    if (!f || !f->text || !strstr(f->text, "%r"))
        return false;
    const struct node *a = node_child(call, ROLE_ARGUMENT);
    if (!strstr(f->text, "%r1") && !strstr(f->text, "%r*"))
        a = node_sibling(a); /* IFF's condition, NVL2's value */
    for (; a; a = node_sibling(a))
        if (known_type(a) == KNOWN_VARIANT)
            return true;
    return false;
}

static enum known known_call(const struct node *n)
{
    const struct function *f = function_find(n->text, (int)node_count(n, ROLE_ARGUMENT));
    if (f && f->returns == KNOWN_NOTHING && call_gives_variant(n))
        return KNOWN_VARIANT;
    return f ? f->returns : KNOWN_NOTHING;
}

static bool case_gives_variant(const struct node *n)
{
    const struct node *otherwise = node_child(n, ROLE_ELSE);
    for (const struct node *when = node_child(n, ROLE_WHEN); when; when = node_sibling(when))
        if (known_type(node_child(when, ROLE_RESULT)) == KNOWN_VARIANT)
            return true;
    return otherwise && known_type(otherwise) == KNOWN_VARIANT;
}

enum known known_type(const struct node *n)
{
    n = bare(n);
    switch (n->kind) {
    case NODE_STRING:
        return KNOWN_TEXT;
    case NODE_NUMBER:
        return memchr(n->text.p, 'e', n->text.n) || memchr(n->text.p, 'E', n->text.n) ? KNOWN_FLOAT : KNOWN_NUMBER;
    case NODE_KEYWORD:
        return str_eq(n->text, STR("NULL")) ? KNOWN_NULL : KNOWN_BOOLEAN;
    case NODE_CALL:
        return known_call(n);
    case NODE_BINARY:
        return known_binary(n);
    case NODE_UNARY:
        return n->op == WORD_NOT ? KNOWN_BOOLEAN : known_type(node_child(n, ROLE_OPERAND));
    case NODE_CAST:
        return known_of(*n->type);
    case NODE_BETWEEN:
    case NODE_IN:
    case NODE_IS:
    case NODE_LIKE:
    case NODE_EXISTS:
        return KNOWN_BOOLEAN;
    case NODE_PATH:
    case NODE_SUBSCRIPT:
    case NODE_ARRAY:
    case NODE_OBJECT:
        return KNOWN_VARIANT;
    case NODE_CASE:
        return case_gives_variant(n) ? KNOWN_VARIANT : KNOWN_NOTHING;
    default: /* the other kinds say nothing of their type */
        return KNOWN_NOTHING;
    }
}

/* --- literals and names ------------------------------------------------------------------------------------------- */

static bool is_integer(const struct node *n)
{
    if (n->kind != NODE_NUMBER)
        return false;
    for (size_t i = 0; i < n->text.n; i++)
        if (n->text.p[i] < '0' || n->text.p[i] > '9')
            return false;
    return true;
}

static bool print_number(struct printer *p, const struct node *n, struct buf *out)
{
    if (is_integer(n) && n->text.n > 38)
        return fail_unsupported(p, n, "a number of more than 38 digits");
    buf_add(out, n->text);
    return true;
}

bool print_wide(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *inner = bare(n), *negated = inner->kind == NODE_UNARY && inner->op == '-' ? inner->child : NULL;
    const struct node *number = negated ? negated : inner;
    if (!is_integer(number) || number->text.n > 18)
        return print_node(p, n, out);
    buf_printf(out, "%s%.*s::BIGINT%s", negated ? "(-" : "", STR_FMT(number->text), negated ? ")" : "");
    return true;
}

/* Qualified names keep the last two parts: a table in FROM is known by its alias alone. */
static bool print_column(struct printer *p, const struct node *n, struct buf *out)
{
    size_t count = node_count(n, ROLE_PART);
    const struct node *part = node_child(n, ROLE_PART);
    if (count >= 2 && str_eq(n->tail->text, STR("NEXTVAL"))) {
        struct object_name name = {.line = p->c->tokens->at[n->first].line, .col = p->c->tokens->at[n->first].col};
        for (; part->next && name.n < 3; part = part->next)
            name.part[name.n++] = part->text;
        if (p->c->resolver && p->c->resolver->sequence)
            return p->c->resolver->sequence(p->c->resolver->ctx, &name, out, p->err);
        return fail_unsupported(p, n, "NEXTVAL");
    }
    for (; count > 2; count--)
        part = part->next;
    for (; part; part = part->next) {
        buf_ident(out, part->text);
        if (part->next)
            buf_addc(out, '.');
    }
    return true;
}

static bool print_position(struct printer *p, const struct node *n, struct buf *out)
{
    int64_t index;
    if (!str_to_int64(n->text, &index) || index < 1)
        return fail_unsupported(p, n, "$0");
    const struct node *qualifier = node_child(n, ROLE_PART);
    if (qualifier) {
        buf_ident(out, qualifier->text);
        buf_addc(out, '.');
    }
    if (p->positions.kind == POSITIONS_STAGE) {
        buf_printf(out, "\"$%lld\"", (long long)index);
        return true;
    }
    if (p->positions.kind == POSITIONS_NONE)
        return fail_unsupported(p, n, "$%lld on anything but VALUES or a stage", (long long)index);
    const struct node *name = node_child(p->positions.values, ROLE_PART);
    for (int64_t i = 1; name && i < index; i++)
        name = node_sibling(name);
    if (name)
        buf_ident(out, name->text);
    else
        buf_printf(out, "\"COLUMN%lld\"", (long long)index);
    return true;
}

static bool print_star(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *part = node_child(n, ROLE_PART);
    for (; part && node_sibling(part); part = node_sibling(part))
        ;
    if (node_child(n, ROLE_FILTER) && (n->child != n->tail || part))
        return fail_unsupported(p, n, "* ILIKE together with other clauses");
    if (node_child(n, ROLE_FILTER)) {
        buf_adds(out, "* ILIKE ");
        buf_literal(out, node_child(n, ROLE_FILTER)->text);
        return true;
    }
    if (part) {
        buf_ident(out, part->text);
        buf_addc(out, '.');
    }
    buf_addc(out, '*');
    const struct node *c = node_child(n, ROLE_EXCLUDE);
    for (const struct node *e = c; e; e = node_sibling(e)) {
        buf_adds(out, e == c ? " EXCLUDE (" : ", ");
        buf_ident(out, e->text);
    }
    buf_adds(out, c ? ")" : "");
    c = node_child(n, ROLE_REPLACE);
    for (const struct node *e = c; e; e = node_sibling(e)) {
        buf_adds(out, e == c ? " REPLACE (" : ", ");
        if (!print_wide(p, e->child, out))
            return false;
        buf_adds(out, " AS ");
        buf_ident(out, e->text);
    }
    buf_adds(out, c ? ")" : "");
    c = node_child(n, ROLE_RENAME);
    for (const struct node *e = c; e; e = node_sibling(e)) {
        buf_adds(out, e == c ? " RENAME (" : ", ");
        if (!print_node(p, e->child, out))
            return false;
        buf_adds(out, " AS ");
        buf_ident(out, e->text);
    }
    buf_adds(out, c ? ")" : "");
    return true;
}

static bool print_outside(struct printer *p, const struct node *n, struct buf *out)
{
    const struct resolver *r = p->c->resolver;
    bool named = n->kind == NODE_VARIABLE || n->op == 0;
    if (named && r && r->variable)
        return r->variable(r->ctx, n->text, out, p->err);
    if (!named && r && r->bind)
        return r->bind(r->ctx, n->op, out, p->err);
    return fail_unsupported(p, n, "%s here", named ? "a variable" : "a bind variable");
}

/* --- operators ---------------------------------------------------------------------------------------------------- */

static bool is_operation(const struct node *n)
{
    switch (n->kind) {
    case NODE_BINARY:
    case NODE_UNARY:
    case NODE_BETWEEN:
    case NODE_IN:
    case NODE_IS:
    case NODE_LIKE:
    case NODE_CASE:
        return true;
    default: /* all others stand as they are */
        return false;
    }
}

static bool print_parenthesised(struct printer *p, const struct node *n, struct buf *out)
{
    buf_addc(out, '(');
    if (!print_node(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

bool print_operand(struct printer *p, const struct node *n, struct buf *out)
{
    return is_operation(n) ? print_parenthesised(p, n, out) : print_node(p, n, out);
}

bool print_text(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(n);
    if (known == KNOWN_TEXT || known == KNOWN_NULL)
        return print_operand(p, n, out);
    buf_adds(out, "sf_varchar(");
    if (!print_node(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

bool print_variant(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(n);
    if (known == KNOWN_VARIANT || known == KNOWN_NULL)
        return print_operand(p, n, out);
    buf_adds(out, "sf_variant(");
    if (!print_wide(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

bool print_number_operand(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(n);
    if (known != KNOWN_VARIANT && (known != KNOWN_TEXT || bare(n)->kind == NODE_STRING))
        return print_operand(p, n, out);
    buf_adds(out, "sf_float(");
    if (!print_node(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

bool print_moment(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(n);
    if (known == KNOWN_DATE || known == KNOWN_TIMESTAMP || known == KNOWN_ZONED || known == KNOWN_TIME)
        return print_operand(p, n, out);
    buf_adds(out, known == KNOWN_TEXT || known == KNOWN_VARIANT || known == KNOWN_NULL ? "sf_ntz(" : "sf_moment(");
    if (!print_node(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

/* Chains of || are printed flat; each operand becomes text first, as Snowflake's text. */
static bool print_concat(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT);
    bool ok =
        left->kind == NODE_BINARY && left->op == OP_CONCAT ? print_concat(p, left, out) : print_text(p, left, out);
    buf_adds(out, " || ");
    return ok && print_text(p, node_child(n, ROLE_RIGHT), out);
}

/* The quotient's scale follows from the dividend's, which only DuckDB's binder knows: sf_quotient computes with that
 * scale, and cast_to_type takes the type, without evaluating it, from a product that has it. */
void print_quotient(struct str left, struct str right, struct buf *out)
{
    buf_printf(out, "cast_to_type(sf_quotient(%.*s, %.*s), sf_quotient_type(%.*s, %.*s))", STR_FMT(left),
               STR_FMT(right), STR_FMT(left), STR_FMT(right));
}

static bool print_factor(struct printer *p, const struct node *n, struct buf *out)
{
    bool literal = bare(n)->kind == NODE_NUMBER || bare(n)->kind == NODE_UNARY;
    return literal ? print_wide(p, n, out) : print_number_operand(p, n, out);
}

static bool print_division(struct printer *p, const struct node *n, struct buf *out)
{
    BUF_SCOPE struct buf left = {0};
    BUF_SCOPE struct buf right = {0};
    if (known_type(node_child(n, ROLE_LEFT)) == KNOWN_NULL || known_type(node_child(n, ROLE_RIGHT)) == KNOWN_NULL) {
        buf_adds(out, "CAST(NULL AS DECIMAL(38,6))");
        return true;
    }
    if (!print_factor(p, node_child(n, ROLE_LEFT), &left) || !print_factor(p, node_child(n, ROLE_RIGHT), &right))
        return false;
    print_quotient(buf_str(&left), buf_str(&right), out);
    return true;
}

static bool print_remainder(struct printer *p, const struct node *n, struct buf *out)
{
    buf_adds(out, "sf_mod(");
    if (!print_factor(p, node_child(n, ROLE_LEFT), out))
        return false;
    buf_adds(out, ", ");
    if (!print_factor(p, node_child(n, ROLE_RIGHT), out))
        return false;
    buf_addc(out, ')');
    return true;
}

static struct str next_word(struct str *text)
{
    size_t i = 0, start;
    while (i < text->n && (text->p[i] == ' ' || text->p[i] == ','))
        i++;
    start = i;
    bool digits = i < text->n && (text->p[i] == '-' || text->p[i] == '+' || (text->p[i] >= '0' && text->p[i] <= '9'));
    if (digits)
        while (i < text->n && strchr("+-.0123456789", text->p[i]))
            i++;
    else
        while (i < text->n && text->p[i] != ' ' && text->p[i] != ',')
            i++;
    struct str word = str_sub(*text, start, i);
    *text = str_sub(*text, i, text->n);
    return word;
}

/* '1 day, 2 hours': numbers and units in turn; a number without a unit counts seconds. */
static bool print_interval(struct printer *p, const struct node *n, struct buf *out, bool *ret_days)
{
    struct str rest = n->text, number;
    *ret_days = true;
    buf_adds(out, "INTERVAL '");
    while ((number = next_word(&rest)).n) {
        if (!strchr("+-.0123456789", number.p[0]))
            return fail_unsupported(p, n, "INTERVAL '%.*s'", STR_FMT(n->text));
        struct str unit = next_word(&rest);
        const struct date_part *found = date_part_find(unit.n ? unit : STR("second"));
        if (!found || !found->adder)
            return fail_unsupported(p, n, "INTERVAL '%.*s'", STR_FMT(n->text));
        *ret_days = *ret_days && found->days;
        buf_printf(out, "%.*s %s ", STR_FMT(number), found->name);
    }
    buf_addc(out, '\'');
    return true;
}

static bool print_interval_sum(struct printer *p, const struct node *n, struct buf *out)
{
    BUF_SCOPE struct buf moment = {0};
    BUF_SCOPE struct buf interval = {0};
    bool days;
    if (!print_moment(p, node_child(n, ROLE_LEFT), &moment) ||
        !print_interval(p, bare(node_child(n, ROLE_RIGHT)), &interval, &days))
        return false;
    if (days)
        buf_printf(out, "cast_to_type((%s) %c %s, %s)", moment.p, n->op, interval.p, moment.p);
    else
        buf_printf(out, "(%s) %c %s", moment.p, n->op, interval.p);
    return true;
}

static bool print_arithmetic(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT), *right = node_child(n, ROLE_RIGHT);
    if (bare(right)->kind == NODE_INTERVAL)
        return print_interval_sum(p, n, out);
    if (known_type(left) == KNOWN_VARIANT || known_type(right) == KNOWN_VARIANT || known_type(left) == KNOWN_TEXT ||
        known_type(right) == KNOWN_TEXT) {
        if (!print_number_operand(p, left, out))
            return false;
        buf_printf(out, " %c ", n->op);
        return print_number_operand(p, right, out);
    }
    /* A literal beside what may be a DATE stays an INTEGER: DATE + INTEGER is what DuckDB knows. */
    bool dates = n->op != '*' && !(known_type(left) == KNOWN_NUMBER && known_type(right) == KNOWN_NUMBER);
    /* DATE + a number of another type goes through a macro, but not in long sums: binding macros takes 2^n. */
    bool nested = bare(left)->kind == NODE_BINARY && bare(left)->child->kind == NODE_BINARY;
    if (dates && known_type(left) != KNOWN_NULL && known_type(right) != KNOWN_NULL && !is_integer(bare(right)) &&
        !is_integer(bare(left)) && known_type(left) != KNOWN_NUMBER && known_type(right) != KNOWN_FLOAT &&
        known_type(left) != KNOWN_FLOAT && !nested) {
        buf_adds(out, n->op == '+' ? "sf_add(" : "sf_subtract(");
        if (!print_node(p, left, out))
            return false;
        buf_adds(out, ", ");
        if (!print_node(p, right, out))
            return false;
        buf_addc(out, ')');
        return true;
    }
    bool same = left->kind == NODE_BINARY && left->op == n->op;
    bool ok = dates || !is_integer(bare(left)) ? (same ? print_node(p, left, out) : print_operand(p, left, out))
                                               : print_wide(p, left, out);
    buf_printf(out, " %c ", n->op);
    return ok && (dates || !is_integer(bare(right)) ? print_operand(p, right, out) : print_wide(p, right, out));
}

/* A VARIANT compared with something else is converted to it (DuckDB would compare JSON text). */
static bool print_compared(struct printer *p, const struct node *n, const struct node *other, struct buf *out)
{
    enum known known = known_type(n), with = known_type(other);
    if (known != KNOWN_VARIANT || with == KNOWN_VARIANT || with == KNOWN_NULL)
        return print_operand(p, n, out);
    BUF_SCOPE struct buf sql = {0};
    if (!print_node(p, n, &sql))
        return false;
    switch (with) {
    case KNOWN_NUMBER:
    case KNOWN_FLOAT:
        print_cast(out, buf_str(&sql), (struct type){.kind = TYPE_FLOAT}, false);
        return true;
    case KNOWN_BOOLEAN:
        print_cast(out, buf_str(&sql), (struct type){.kind = TYPE_BOOLEAN}, false);
        return true;
    case KNOWN_DATE:
        print_cast(out, buf_str(&sql), (struct type){.kind = TYPE_DATE}, false);
        return true;
    case KNOWN_TIMESTAMP:
        print_cast(out, buf_str(&sql), (struct type){.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}, false);
        return true;
    case KNOWN_ZONED:
        print_cast(out, buf_str(&sql), (struct type){.kind = TYPE_TIMESTAMP_LTZ, .precision = 9}, false);
        return true;
    case KNOWN_TEXT:
    case KNOWN_NOTHING:
    case KNOWN_NULL:
    case KNOWN_TIME:
    case KNOWN_VARIANT:
    case KNOWN_BINARY:
        buf_printf(out, "sf_varchar(%s)", sql.p);
        return true;
    }
    return true;
}

static bool print_comparison(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT), *right = node_child(n, ROLE_RIGHT);
    const char *op = n->op == OP_NE ? "<>" : n->op == OP_LE ? "<=" : n->op == OP_GE ? ">=" : NULL;
    if (!print_compared(p, left, right, out))
        return false;
    if (op)
        buf_printf(out, " %s ", op);
    else
        buf_printf(out, " %c ", n->op);
    return print_compared(p, right, left, out);
}

static bool print_logical(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT);
    bool same = left->kind == NODE_BINARY && left->op == n->op;
    if (!(same ? print_node(p, left, out) : print_operand(p, left, out)))
        return false;
    buf_adds(out, n->op == WORD_AND ? " AND " : " OR ");
    return print_operand(p, node_child(n, ROLE_RIGHT), out);
}

static bool print_binary(struct printer *p, const struct node *n, struct buf *out)
{
    switch (n->op) {
    case WORD_AND:
    case WORD_OR:
        return print_logical(p, n, out);
    case OP_CONCAT:
        return print_concat(p, n, out);
    case '/':
        return print_division(p, n, out);
    case '%':
        return print_remainder(p, n, out);
    case '+':
    case '-':
    case '*':
        return print_arithmetic(p, n, out);
    default: /* = <> < > <= >= */
        return print_comparison(p, n, out);
    }
}

static bool print_unary(struct printer *p, const struct node *n, struct buf *out)
{
    buf_adds(out, n->op == WORD_NOT ? "NOT " : n->op == '-' ? "-" : "+");
    const struct node *operand = node_child(n, ROLE_OPERAND);
    return is_operation(operand) || n->op == WORD_NOT ? print_parenthesised(p, operand, out)
                                                      : print_node(p, operand, out);
}

/* --- predicates and the rest -------------------------------------------------------------------------------------- */

bool print_list(struct printer *p, const struct node *n, enum node_role role, struct buf *out)
{
    for (const struct node *c = node_child(n, role); c; c = node_sibling(c)) {
        if (!print_node(p, c, out))
            return false;
        if (node_sibling(c))
            buf_adds(out, ", ");
    }
    return true;
}

static bool print_between(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *value = n->child, *low = value->next, *high = low->next;
    if (!print_compared(p, value, low, out))
        return false;
    buf_adds(out, n->op == WORD_NOT ? " NOT BETWEEN " : " BETWEEN ");
    if (!print_compared(p, low, value, out))
        return false;
    buf_adds(out, " AND ");
    return print_compared(p, high, value, out);
}

static bool print_in(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *body = node_child(n, ROLE_BODY), *first = node_child(n, ROLE_ARGUMENT);
    if (!(first ? print_compared(p, n->child, first, out) : print_operand(p, n->child, out)))
        return false;
    buf_adds(out, n->op == WORD_NOT ? " NOT IN (" : " IN (");
    if (!(body ? print_query(p, body, out) : print_list(p, n, ROLE_ARGUMENT, out)))
        return false;
    buf_addc(out, ')');
    return true;
}

static bool print_is(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *value = n->child, *other = value->next;
    if (!(other ? print_compared(p, value, other, out) : print_operand(p, value, out)))
        return false;
    buf_printf(out, " IS %s%.*s", n->op == WORD_NOT ? "NOT " : "", STR_FMT(n->text));
    if (!other)
        return true;
    buf_addc(out, ' ');
    return print_compared(p, other, value, out);
}

static bool print_one_like(struct printer *p, const struct node *n, const struct node *pattern, struct buf *out)
{
    const struct node *escape = node_child(n, ROLE_ESCAPE);
    bool regexp = str_starts(n->text, STR("RLIKE")) || str_starts(n->text, STR("REGEXP"));
    buf_adds(out, regexp ? "regexp_full_match(" : "");
    if (!print_text(p, n->child, out))
        return false;
    buf_adds(out, regexp ? ", " : str_starts(n->text, STR("ILIKE")) ? " ILIKE " : " LIKE ");
    if (!print_text(p, pattern, out))
        return false;
    buf_adds(out, regexp ? ")" : "");
    if (!escape)
        return true;
    buf_adds(out, " ESCAPE ");
    return print_operand(p, escape, out);
}

static bool print_like(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *first = node_child(n, ROLE_ARGUMENT);
    buf_adds(out, n->op == WORD_NOT ? "NOT (" : "(");
    for (const struct node *pattern = first; pattern; pattern = node_sibling(pattern)) {
        if (pattern != first)
            buf_adds(out, str_ends(n->text, STR(" ALL")) ? " AND " : " OR ");
        if (!print_one_like(p, n, pattern, out))
            return false;
    }
    buf_addc(out, ')');
    return true;
}

static bool print_case(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *operand = node_child(n, ROLE_OPERAND), *otherwise = node_child(n, ROLE_ELSE);
    bool (*print_result)(struct printer *, const struct node *, struct buf *) =
        case_gives_variant(n) ? print_variant : print_wide;
    buf_adds(out, "CASE");
    if (operand) {
        buf_addc(out, ' ');
        if (!print_compared(p, operand, node_child(n, ROLE_WHEN)->child, out))
            return false;
    }
    for (const struct node *when = node_child(n, ROLE_WHEN); when; when = node_sibling(when)) {
        buf_adds(out, " WHEN ");
        if (!print_node(p, node_child(when, ROLE_CONDITION), out))
            return false;
        buf_adds(out, " THEN ");
        if (!print_result(p, node_child(when, ROLE_RESULT), out))
            return false;
    }
    if (otherwise) {
        buf_adds(out, " ELSE ");
        if (!print_result(p, otherwise, out))
            return false;
    }
    buf_adds(out, " END");
    return true;
}

static bool print_cast_node(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *operand = node_child(n, ROLE_OPERAND);
    if (known_type(operand) == KNOWN_NULL) {
        struct str type = dialect_type(p->c->arena, *n->type);
        buf_printf(out, "CAST(NULL AS %.*s)", STR_FMT(type));
        return true;
    }
    BUF_SCOPE struct buf sql = {0};
    if (!print_wide(p, operand, &sql))
        return false;
    bool whole_text = n->type->kind == TYPE_VARCHAR && n->type->length >= 16777216;
    if (whole_text && known_type(operand) == KNOWN_TEXT)
        return print_operand(p, operand, out);
    print_cast(out, buf_str(&sql), *n->type, n->op == WORD_TRY);
    return true;
}

static bool print_parts_of_variant(struct printer *p, const struct node *n, struct buf *out)
{
    size_t i = 0;
    buf_adds(out, n->kind == NODE_ARRAY ? "json_array(" : "json_object(");
    for (const struct node *c = n->child; c; c = c->next, i++) {
        if (!print_wide(p, c, out))
            return false;
        buf_adds(out, c->next ? ", " : "");
    }
    buf_addc(out, ')');
    return true;
}

bool print_node(struct printer *p, const struct node *n, struct buf *out)
{
    switch (n->kind) {
    case NODE_STRING:
        buf_literal(out, n->text);
        return true;
    case NODE_NUMBER:
        return print_number(p, n, out);
    case NODE_KEYWORD:
        buf_add(out, n->text);
        return true;
    case NODE_COLUMN:
        return print_column(p, n, out);
    case NODE_STAR:
        return print_star(p, n, out);
    case NODE_POSITION:
        return print_position(p, n, out);
    case NODE_VARIABLE:
    case NODE_BIND:
        return print_outside(p, n, out);
    case NODE_CALL:
        return print_call(p, n, out);
    case NODE_BINARY:
        return print_binary(p, n, out);
    case NODE_UNARY:
        return print_unary(p, n, out);
    case NODE_CAST:
        return print_cast_node(p, n, out);
    case NODE_CASE:
        return print_case(p, n, out);
    case NODE_BETWEEN:
        return print_between(p, n, out);
    case NODE_IN:
        return print_in(p, n, out);
    case NODE_IS:
        return print_is(p, n, out);
    case NODE_LIKE:
        return print_like(p, n, out);
    case NODE_PATH:
    case NODE_SUBSCRIPT:
        return print_path(p, n, out);
    case NODE_ARRAY:
    case NODE_OBJECT:
        return print_parts_of_variant(p, n, out);
    case NODE_PAREN:
        buf_addc(out, '(');
        if (!print_list(p, n, ROLE_OPERAND, out))
            return false;
        buf_addc(out, ')');
        return true;
    case NODE_EXISTS:
    case NODE_SUBQUERY:
        buf_adds(out, n->kind == NODE_EXISTS ? "EXISTS (" : "(");
        if (!print_query(p, node_child(n, ROLE_BODY), out))
            return false;
        buf_addc(out, ')');
        return true;
    case NODE_QUERY:
        return print_query(p, n, out);
    case NODE_SELECT:
    case NODE_SET:
    case NODE_VALUES:
        return print_body(p, n, out);
    case NODE_TABLE:
    case NODE_TABLE_FUNCTION:
    case NODE_STAGE:
    case NODE_ALIASED:
    case NODE_JOIN:
        return print_from(p, n, out);
    case NODE_INTERVAL:
        return fail_unsupported(p, n, "INTERVAL other than after + or -");
    case NODE_ARGUMENT:
        return fail_unsupported(p, n, "the named argument %.*s", STR_FMT(n->text));
    case NODE_PART:
    case NODE_OVER:
    case NODE_FRAME:
    case NODE_WHEN:
    case NODE_CTE:
    case NODE_ITEM:
    case NODE_ROW:
    case NODE_ORDER_ITEM:
    case NODE_GROUP:
    case NODE_LIMIT:
    case NODE_AT:
        break;
    }
    return err_internal(p->err, "node %d is no expression", n->kind);
}

bool dialect_print(const struct dialect_context *c, const struct node *n, struct buf *out, struct err *err)
{
    struct printer p = {.c = c, .err = err};
    return print_node(&p, n, out);
}
