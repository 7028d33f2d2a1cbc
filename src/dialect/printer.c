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

bool fail_compilation(struct printer *p, const struct node *n, int code, const char *sqlstate, const char *format, ...)
{
    char *what;
    va_list args;
    va_start(args, format);
    if (vasprintf(&what, format, args) < 0)
        abort();
    va_end(args);
    const struct token *t = &p->c->tokens->at[n->first];
    err_at(p->err, t->line, t->col, code, sqlstate, "SQL compilation error: error line %d at position %d\n%s",
           t->line - p->c->line + 1, t->line == p->c->line ? t->col - p->c->col : t->col - 1, what);
    free(what);
    return false;
}

/* --- literals and names ------------------------------------------------------------------------------------------- */

bool is_integer(const struct node *n)
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
    if (!is_integer(number) || number->text.n > 38)
        return print_node(p, n, out);
    buf_printf(out, "%s%.*s::%s%s", negated ? "(-" : "", STR_FMT(number->text),
               number->text.n > 18 ? "HUGEINT" : "BIGINT", negated ? ")" : "");
    return true;
}

/* Written without quotes it would be the same name. */
static bool is_plain_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++)
        if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", name.p[i]) && (i == 0 || !strchr("0123456789$", name.p[i])))
            return false;
    return name.n;
}

bool fail_identifier(struct printer *p, const struct node *n)
{
    const struct token *t = &p->c->tokens->at[n->first];
    BUF_SCOPE struct buf name = {0};
    for (const struct node *part = node_child(n, ROLE_PART); part; part = part->next) {
        bool plain = is_plain_name(part->text);
        buf_printf(&name, "%s%.*s%s%s", plain ? "" : "\"", STR_FMT(part->text), plain ? "" : "\"",
                   part->next ? "." : "");
    }
    return err_at(p->err, t->line, t->col, 904, "42000",
                  "SQL compilation error: error line %d at position %d\ninvalid identifier '%.*s'",
                  t->line - p->c->line + 1, t->line == p->c->line ? t->col - p->c->col : t->col - 1,
                  STR_FMT(buf_str(&name)));
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
    struct found found;
    if (!names_look_up(p, n, &found))
        return false;
    const struct node *again = names_again(p, n);
    if (again)
        return print_operand(p, again, out);
    if (found.source && found.source->printed) {
        buf_ident(out, found.source->printed_alias);
        buf_addc(out, '.');
        buf_ident(out, found.source->printed[found.column]);
        return true;
    }
    struct str table = found.source && count > 1 ? found.source->printed_alias : found.table;
    if (table.n) {
        buf_ident(out, table);
        buf_addc(out, '.');
        buf_ident(out, n->tail->text);
        return true;
    }
    for (; count > 2; count--)
        part = part->next;
    if (p->c->seen.n && !p->queries) {
        if (count == 1) {
            buf_ident(out, p->c->seen);
            buf_addc(out, '.');
        } else if (str_eq(part->text, p->c->unseen)) {
            return fail_identifier(p, n);
        }
    }
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
        buf_ident(out, names_printed_alias(p, qualifier->text));
        buf_addc(out, '.');
    }
    const struct positions positions = qualifier ? names_positions(p, qualifier) : p->positions;
    if (positions.kind == POSITIONS_STAGE) {
        buf_printf(out, "\"$%lld\"", (long long)index);
        return true;
    }
    if (positions.kind == POSITIONS_SEVERAL)
        return fail_unsupported(p, n, "$%lld in a join without the alias of its table", (long long)index);
    if (positions.kind == POSITIONS_NONE)
        return fail_unsupported(p, n, "$%lld on anything but VALUES or a stage", (long long)index);
    const struct node *name = node_child(positions.aliased, ROLE_PART);
    for (int64_t i = 1; name && i < index; i++)
        name = node_sibling(name);
    if (name)
        buf_ident(out, name->text);
    else
        buf_printf(out, "\"COLUMN%lld\"", (long long)index);
    return true;
}

static bool has_column(const struct typed_columns *columns, struct str name)
{
    for (size_t i = 0; i < columns->n; i++)
        if (str_eq(columns->at[i].name, name))
            return true;
    return false;
}

/* EXCLUDE, REPLACE and RENAME name columns of the *. */
static bool check_star(struct printer *p, const struct node *star)
{
    struct typed_columns all = p->names ? columns_of_star(p, star) : (struct typed_columns){.partial = true};
    for (const struct node *c = star->child; c && !all.partial; c = c->next) {
        const struct node *column = c->role == ROLE_RENAME ? bare(c->child) : c;
        struct str name = column->kind == NODE_COLUMN ? column->tail->text : column->text;
        bool names_one = c->role == ROLE_EXCLUDE || c->role == ROLE_REPLACE || c->role == ROLE_RENAME;
        if (names_one && !has_column(&all, name))
            return fail_compilation(p, column, 904, "42000", "invalid identifier '%.*s'", STR_FMT(name));
    }
    return true;
}

static bool print_star(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *part = node_child(n, ROLE_PART);
    bool printed;
    if (!names_star(p, n, out, &printed) || printed)
        return printed;
    for (; part && node_sibling(part); part = node_sibling(part))
        ;
    if ((n->child != n->tail || (n->child && n->child->role != ROLE_PART)) && !check_star(p, n))
        return false;
    if (node_child(n, ROLE_FILTER) && (n->child != n->tail || part))
        return fail_unsupported(p, n, "* ILIKE together with other clauses");
    if (node_child(n, ROLE_FILTER)) {
        buf_adds(out, "* ILIKE ");
        buf_literal(out, node_child(n, ROLE_FILTER)->text);
        return true;
    }
    if (part) {
        buf_ident(out, names_printed_alias(p, part->text));
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
    if (!check_compared(p, value, low) || !check_compared(p, value, high) || !print_compared(p, value, low, out))
        return false;
    buf_adds(out, n->op == WORD_NOT ? " NOT BETWEEN " : " BETWEEN ");
    if (!print_compared(p, low, value, out))
        return false;
    buf_adds(out, " AND ");
    return print_compared(p, high, value, out);
}

/* What a value and those it is compared with are converted to. */
static enum known known_among(struct printer *p, const struct node *value, const struct node *first)
{
    enum known to = known_type(p, value);
    for (; first; first = node_sibling(first))
        to = known_compared(to, known_type(p, first->kind == NODE_WHEN ? first->child : first));
    return to;
}

static void add_row_type(struct buf *out, const enum known *known, size_t n)
{
    buf_adds(out, n > 1 ? "ROW(" : "");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%s%s", i ? ", " : "", known_name(known[i]));
    buf_adds(out, n > 1 ? ")" : "");
}

static bool fail_in_width(struct printer *p, const struct node *in, const struct node *first, size_t values,
                          const struct typed_columns *columns)
{
    BUF_SCOPE struct buf types = {0};
    enum known *known = ARENA_ARRAY(p->c->arena, enum known, values + columns->n + 1);
    size_t i = 0;
    for (const struct node *v = first; i < values; v = v->next)
        known[i++] = known_type(p, v);
    add_row_type(&types, known, values);
    buf_adds(&types, ", ");
    for (i = 0; i < columns->n; i++)
        known[i] = columns->at[i].known;
    add_row_type(&types, known, columns->n);
    return fail_compilation(p, in, 1044, "42P13", "Invalid argument types for function 'IN': (%s)", types.p);
}

/* (a, b) IN (SELECT …): column by column; the operand is one value or a list in parentheses. */
static bool print_in_query(struct printer *p, const struct node *n, const struct node *query, struct buf *out)
{
    const struct node *operand = bare(n->child), *first = operand->kind == NODE_PAREN ? operand->child : operand;
    struct typed_columns columns = columns_of_query(p, query);
    enum known *to = ARENA_ARRAY(p->c->arena, enum known, columns.n + 1);
    size_t values = operand->kind == NODE_PAREN ? node_count(operand, ROLE_OPERAND) : 1, i = 0;
    if (!columns.partial && columns.n != values)
        return fail_in_width(p, n, first, values, &columns);
    buf_adds(out, operand->kind == NODE_PAREN ? "(" : "");
    for (const struct node *v = first; i < values; v = v->next, i++) {
        enum known known = columns.partial ? KNOWN_NOTHING : known_compared(known_type(p, v), columns.at[i].known);
        if (i < columns.n)
            to[i] = known;
        buf_adds(out, i ? ", " : "");
        if (!print_compared_as(p, v, known, out))
            return false;
    }
    buf_adds(out, operand->kind == NODE_PAREN ? ")" : "");
    buf_adds(out, n->op == WORD_NOT ? " NOT IN (" : " IN (");
    if (!print_query_as(p, query, &columns, to, out))
        return false;
    buf_addc(out, ')');
    return true;
}

static bool print_in(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *body = node_child(n, ROLE_BODY), *first = node_child(n, ROLE_ARGUMENT);
    if (body)
        return print_in_query(p, n, body, out);
    enum known to = known_among(p, n->child, first);
    for (const struct node *c = first; c; c = node_sibling(c))
        if (!check_compared(p, n->child, c))
            return false;
    if (!print_compared_as(p, n->child, to, out))
        return false;
    buf_adds(out, n->op == WORD_NOT ? " NOT IN (" : " IN (");
    for (const struct node *c = first; c; c = node_sibling(c)) {
        if (!print_compared_as(p, c, to, out))
            return false;
        buf_adds(out, node_sibling(c) ? ", " : ")");
    }
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

static bool print_when(struct printer *p, const struct node *when, bool compared, enum known with, struct buf *out)
{
    const struct node *condition = node_child(when, ROLE_CONDITION);
    buf_adds(out, " WHEN ");
    return compared ? print_compared_as(p, condition, with, out) : print_truth(p, condition, out);
}

static bool print_case(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *operand = node_child(n, ROLE_OPERAND), *otherwise = node_child(n, ROLE_ELSE);
    const struct node *when = node_child(n, ROLE_WHEN), *const * results;
    size_t count = case_results(p, n, &results);
    enum known common, with = operand ? known_among(p, operand, when) : KNOWN_NOTHING;
    if (!known_common_of(p, results, count, &common))
        return false;
    buf_adds(out, operand ? "CASE " : "CASE");
    if (operand && !print_compared_as(p, operand, with, out))
        return false;
    for (; when; when = node_sibling(when)) {
        if (!print_when(p, when, operand, with, out))
            return false;
        buf_adds(out, " THEN ");
        if (!print_as(p, node_child(when, ROLE_RESULT), common, out))
            return false;
    }
    buf_adds(out, otherwise ? " ELSE " : "");
    if (otherwise && !print_as(p, otherwise, common, out))
        return false;
    buf_adds(out, " END");
    return true;
}

/* A cast from what is known to the same; of NUMBERs not the precision is known. */
static bool changes_nothing(enum known known, struct type to)
{
    if (known != dialect_known(to))
        return false;
    if (to.kind == TYPE_VARCHAR)
        return to.length >= 16777216;
    return to.kind == TYPE_FLOAT || to.kind == TYPE_BOOLEAN || to.kind == TYPE_DATE ||
           (to.kind >= TYPE_TIMESTAMP_NTZ && to.kind <= TYPE_TIMESTAMP_TZ && to.precision >= 6);
}

/* TRY_CAST takes text only; an OBJECT is made of what may hold one. Of what is not known, the values decide. */
static bool check_cast(struct printer *p, const struct node *n, const struct node *operand)
{
    struct typed_column typed = {.known = known_type(p, operand), .type = type_in_full(p, operand)};
    const struct type *from = typed_in_full(&typed), *to = n->type;
    const struct token *t = &p->c->tokens->at[n->first];
    if (!from)
        return true;
    bool structure = to->kind == TYPE_VARIANT || to->kind == TYPE_OBJECT || to->kind == TYPE_ARRAY;
    if (n->op == WORD_TRY && (from->kind != TYPE_VARCHAR || structure))
        return err_at(p->err, t->line, t->col, 1065, "22023",
                      "SQL compilation error:\nFunction TRY_CAST cannot be used with arguments of types %.*s and %.*s",
                      STR_FMT(type_text(p->c->arena, *from)), STR_FMT(type_text(p->c->arena, *to)));
    bool object = from->kind == TYPE_OBJECT || from->kind == TYPE_VARIANT || from->kind == TYPE_GEOGRAPHY;
    if (to->kind != TYPE_OBJECT || object)
        return true;
    BUF_SCOPE struct buf source = {0};
    node_source(p->c->tokens, operand, &source);
    return err_at(p->err, t->line, t->col, 1007, "22023",
                  "SQL compilation error:\ninvalid type [CAST(%.*s AS OBJECT)] for parameter 'TO_OBJECT'",
                  STR_FMT(buf_str(&source)));
}

static bool print_cast_node(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *operand = node_child(n, ROLE_OPERAND);
    if (known_type(p, operand) == KNOWN_NULL) {
        struct str type = dialect_type(p->c->arena, *n->type);
        buf_printf(out, "CAST(NULL AS %.*s)", STR_FMT(type));
        return true;
    }
    BUF_SCOPE struct buf sql = {0};
    if (!check_cast(p, n, operand) || !print_wide(p, operand, &sql))
        return false;
    if (changes_nothing(known_type(p, operand), *n->type))
        return print_operand(p, operand, out);
    print_cast(out, buf_str(&sql), *n->type, n->op == WORD_TRY);
    return true;
}

static bool print_parts_of_variant(struct printer *p, const struct node *n, struct buf *out)
{
    size_t i = 0;
    buf_adds(out, n->kind == NODE_ARRAY ? "json_array(" : "sf_sorted(json_object(");
    for (const struct node *c = n->child; c; c = c->next, i++) {
        bool key = n->kind == NODE_OBJECT && i % 2 == 0;
        if (!(key ? print_wide(p, c, out) : print_variant(p, c, out)))
            return false;
        buf_adds(out, c->next ? ", " : "");
    }
    buf_adds(out, n->kind == NODE_ARRAY ? ")" : "))");
    return true;
}

static bool print_string(struct printer *p, const struct node *n, struct buf *out)
{
    (void)p;
    buf_literal(out, n->text);
    return true;
}

static bool print_keyword(struct printer *p, const struct node *n, struct buf *out)
{
    (void)p;
    buf_add(out, n->text);
    return true;
}

static bool print_parenthesis(struct printer *p, const struct node *n, struct buf *out)
{
    buf_addc(out, '(');
    if (!print_list(p, n, ROLE_OPERAND, out))
        return false;
    buf_addc(out, ')');
    return true;
}

static bool print_subquery(struct printer *p, const struct node *n, struct buf *out)
{
    struct typed_columns columns = n->kind == NODE_SUBQUERY && p->queries
                                       ? columns_of_query(p, node_child(n, ROLE_BODY))
                                       : (struct typed_columns){.partial = true};
    if (!columns.partial && columns.n != 1)
        return fail_compilation(p, n, 1003, "42601",
                                "A subquery that stands for a value must have one column, not %zu.", columns.n);
    buf_adds(out, n->kind == NODE_EXISTS ? "EXISTS (" : "(");
    if (!print_query(p, node_child(n, ROLE_BODY), out))
        return false;
    buf_addc(out, ')');
    return true;
}

static bool refuse_interval(struct printer *p, const struct node *n, struct buf *out)
{
    (void)out;
    return fail_unsupported(p, n, "INTERVAL other than after + or -");
}

static bool refuse_named_argument(struct printer *p, const struct node *n, struct buf *out)
{
    (void)out;
    return fail_unsupported(p, n, "the named argument %.*s", STR_FMT(n->text));
}

/* Kinds without an entry are parts that their owners print. */
static bool (*const printers[])(struct printer *p, const struct node *n, struct buf *out) = {
    [NODE_STRING] = print_string,
    [NODE_NUMBER] = print_number,
    [NODE_KEYWORD] = print_keyword,
    [NODE_COLUMN] = print_column,
    [NODE_STAR] = print_star,
    [NODE_POSITION] = print_position,
    [NODE_VARIABLE] = print_outside,
    [NODE_BIND] = print_outside,
    [NODE_CALL] = print_call,
    [NODE_BINARY] = print_binary,
    [NODE_UNARY] = print_unary,
    [NODE_CAST] = print_cast_node,
    [NODE_CASE] = print_case,
    [NODE_BETWEEN] = print_between,
    [NODE_IN] = print_in,
    [NODE_IS] = print_is,
    [NODE_LIKE] = print_like,
    [NODE_PATH] = print_path,
    [NODE_SUBSCRIPT] = print_path,
    [NODE_ARRAY] = print_parts_of_variant,
    [NODE_OBJECT] = print_parts_of_variant,
    [NODE_PAREN] = print_parenthesis,
    [NODE_EXISTS] = print_subquery,
    [NODE_SUBQUERY] = print_subquery,
    [NODE_QUERY] = print_query,
    [NODE_SELECT] = print_body,
    [NODE_SET] = print_body,
    [NODE_VALUES] = print_body,
    [NODE_TABLE] = print_from,
    [NODE_TABLE_FUNCTION] = print_from,
    [NODE_STAGE] = print_from,
    [NODE_ALIASED] = print_from,
    [NODE_JOIN] = print_from,
    [NODE_INTERVAL] = refuse_interval,
    [NODE_ARGUMENT] = refuse_named_argument,
};

static bool print_any(struct printer *p, const struct node *n, struct buf *out)
{
    if (n->kind < sizeof printers / sizeof *printers && printers[n->kind])
        return printers[n->kind](p, n, out);
    return err_internal(p->err, "node %d is no expression", n->kind);
}

/* Some operators print an operand twice, so nesting them deep could grow the text without bound. It may be so much
 * longer than what it was printed from. Each node's text is measured when it is complete, before the node around it
 * doubles it again. */
enum { TEXT_AT_LEAST = 1 << 20, TEXT_FACTOR = 32 };

bool print_node(struct printer *p, const struct node *n, struct buf *out)
{
    bool printed = false;
    if (p->draws && print_bound_operand(p, n, out))
        return true;
    if (p->draws && !print_once(p, n, out, &printed))
        return false;
    return (printed || print_any(p, n, out)) &&
           (out->n <= p->most || fail_unsupported(p, n, "an expression of this size"));
}

bool dialect_print(const struct dialect_context *c, const struct node *n, struct buf *out, struct err *err)
{
    size_t written = tokens_text(c->tokens, n->first, n->last).n;
    struct printer p = {
        .c = c, .err = err, .draws = has_drawn(n), .most = out->n + TEXT_AT_LEAST + TEXT_FACTOR * written};
    struct names names;
    names_of_statement(&p, &names, n);
    return print_node(&p, n, out);
}
