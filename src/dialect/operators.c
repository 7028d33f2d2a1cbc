/* Operators: what is left to DuckDB, and what is not: /, %, || and sums with dates and intervals, comparisons of
 * VARIANTs. Also the conversions of operands that the other files share. */
#include "dialect/printer.h"

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

/* The two operands of arithmetic as numbers. */
static bool print_pair(struct printer *p, const struct node *left, const struct node *right, struct buf *a,
                       struct buf *b)
{
    enum known l = known_type(p, left), r = known_type(p, right);
    /* A NUMBER makes the text beside it a NUMBER, anything else makes it a FLOAT. */
    enum known to_left = r == KNOWN_NUMBER ? KNOWN_NUMBER : KNOWN_FLOAT;
    enum known to_right = l == KNOWN_NUMBER ? KNOWN_NUMBER : KNOWN_FLOAT;
    return print_as(p, left, l == KNOWN_TEXT || l == KNOWN_VARIANT ? to_left : KNOWN_NOTHING, a) &&
           print_as(p, right, r == KNOWN_TEXT || r == KNOWN_VARIANT ? to_right : KNOWN_NOTHING, b);
}

static bool is_no_number(enum known known)
{
    return known == KNOWN_BOOLEAN || known == KNOWN_DATE || known == KNOWN_TIME || known == KNOWN_TIMESTAMP ||
           known == KNOWN_ZONED || known == KNOWN_OFFSET || known == KNOWN_BINARY;
}

static bool check_numbers(struct printer *p, const struct node *at, const char *function, const struct node *left,
                          const struct node *right)
{
    enum known l = known_type(p, left), r = known_type(p, right);
    return (!is_no_number(l) && !is_no_number(r)) || fail_arguments(p, at, function, l, r);
}

bool print_quotient_of(struct printer *p, const struct node *at, const struct node *l, const struct node *r,
                       const char *function, struct buf *out)
{
    BUF_SCOPE struct buf left = {0};
    BUF_SCOPE struct buf right = {0};
    if (!check_numbers(p, at, "/", l, r))
        return false;
    if (known_type(p, l) == KNOWN_NULL || (!function && known_type(p, r) == KNOWN_NULL)) {
        buf_adds(out, "CAST(NULL AS DECIMAL(38,6))");
        return true;
    }
    if (!print_pair(p, l, r, &left, &right))
        return false;
    if (function)
        buf_printf(out, "%s(%s, %s)", function, left.p, right.p);
    else
        print_quotient(buf_str(&left), buf_str(&right), out);
    return true;
}

bool print_remainder_of(struct printer *p, const struct node *at, const struct node *l, const struct node *r,
                        struct buf *out)
{
    BUF_SCOPE struct buf left = {0};
    BUF_SCOPE struct buf right = {0};
    if (!check_numbers(p, at, "MOD", l, r) || !print_pair(p, l, r, &left, &right))
        return false;
    buf_printf(out, "sf_mod(%s, %s)", left.p, right.p);
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
    BUF_SCOPE struct buf sum = {0};
    if (days)
        buf_printf(&sum, "cast_to_type((%s) %c %s, %s)", moment.p, n->op, interval.p, moment.p);
    else
        buf_printf(&sum, "(%s) %c %s", moment.p, n->op, interval.p);
    return print_at_offset_of(p, node_child(n, ROLE_LEFT), buf_str(&sum), out);
}

/* A DATE and a number of days. */
static bool print_days(struct printer *p, const struct node *n, struct buf *out)
{
    if (is_integer(bare(n)))
        return print_node(p, n, out);
    buf_adds(out, "CAST(");
    if (known_type(p, n) == KNOWN_NUMBER) {
        if (!print_node(p, n, out))
            return false;
    } else {
        buf_adds(out, "sf_int(");
        if (!print_node(p, n, out))
            return false;
        buf_addc(out, ')');
    }
    buf_adds(out, " AS INTEGER)");
    return true;
}

/* Sums with a DATE or a timestamp: a DATE and days, the days between two DATEs. */
static bool print_date_sum(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT), *right = node_child(n, ROLE_RIGHT);
    enum known l = known_type(p, left), r = known_type(p, right);
    const char op[2] = {(char)n->op, 0};
    bool moments = l >= KNOWN_DATE && l <= KNOWN_OFFSET && r >= KNOWN_DATE && r <= KNOWN_OFFSET;
    if (n->op == '-' && moments && !(l == KNOWN_DATE && r == KNOWN_DATE))
        return fail_unsupported(p, n, "the difference of timestamps by -");
    bool left_days = l == KNOWN_NUMBER || l == KNOWN_FLOAT || l == KNOWN_VARIANT || l == KNOWN_NULL;
    bool right_days = r == KNOWN_NUMBER || r == KNOWN_FLOAT || r == KNOWN_VARIANT || r == KNOWN_NULL;
    bool fits = (l == KNOWN_DATE && (right_days || r == KNOWN_NOTHING)) ||
                (r == KNOWN_DATE && n->op == '+' && (left_days || l == KNOWN_NOTHING)) ||
                (r == KNOWN_DATE && l == KNOWN_DATE && n->op == '-') ||
                (r == KNOWN_DATE && n->op == '-' && (l == KNOWN_NOTHING || l == KNOWN_NULL));
    if (!fits)
        return fail_arguments(p, n, op, l, r);
    if (left_days && l != KNOWN_NULL ? !print_days(p, left, out) : !print_operand(p, left, out))
        return false;
    buf_printf(out, " %c ", n->op);
    return right_days && r != KNOWN_NULL ? print_days(p, right, out) : print_operand(p, right, out);
}

/* Operands of unknown types: a DATE and a number of days may be among them. */
static bool print_unknown_sum(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT), *right = node_child(n, ROLE_RIGHT);
    enum known l = known_type(p, left), r = known_type(p, right);
    /* DATE + a number of another type goes through a macro, but not in long sums: binding macros takes 2^n. */
    bool nested = bare(left)->kind == NODE_BINARY && bare(left)->child->kind == NODE_BINARY;
    if (l == KNOWN_NULL || r == KNOWN_NULL || is_integer(bare(right)) || is_integer(bare(left)) || l == KNOWN_NUMBER ||
        r == KNOWN_FLOAT || l == KNOWN_FLOAT || nested)
        return false;
    buf_adds(out, n->op == '+' ? "sf_add(" : "sf_subtract(");
    return true;
}

static bool print_plain(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT), *right = node_child(n, ROLE_RIGHT);
    /* A literal beside what may be a DATE stays an INTEGER: DATE + INTEGER is what DuckDB knows. */
    bool wide = n->op == '*' || (known_type(p, left) == KNOWN_NUMBER && known_type(p, right) == KNOWN_NUMBER);
    if (!wide && print_unknown_sum(p, n, out)) {
        if (!print_node(p, left, out))
            return false;
        buf_adds(out, ", ");
        if (!print_node(p, right, out))
            return false;
        buf_addc(out, ')');
        return true;
    }
    bool same = left->kind == NODE_BINARY && left->op == n->op;
    bool ok = wide && is_integer(bare(left)) ? print_wide(p, left, out)
              : same                         ? print_node(p, left, out)
                                             : print_operand(p, left, out);
    buf_printf(out, " %c ", n->op);
    return ok && (wide && is_integer(bare(right)) ? print_wide(p, right, out) : print_operand(p, right, out));
}

static bool print_arithmetic(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT), *right = node_child(n, ROLE_RIGHT);
    const char op[2] = {(char)n->op, 0};
    if (bare(right)->kind == NODE_INTERVAL)
        return print_interval_sum(p, n, out);
    enum known l = known_type(p, left), r = known_type(p, right);
    if (n->op != '*' && l != KNOWN_BOOLEAN && r != KNOWN_BOOLEAN && (is_no_number(l) || is_no_number(r)))
        return print_date_sum(p, n, out);
    if (!check_numbers(p, n, op, left, right))
        return false;
    if (l != KNOWN_VARIANT && r != KNOWN_VARIANT && l != KNOWN_TEXT && r != KNOWN_TEXT)
        return print_plain(p, n, out);
    BUF_SCOPE struct buf a = {0};
    BUF_SCOPE struct buf b = {0};
    if (!print_pair(p, left, right, &a, &b))
        return false;
    buf_printf(out, "%s %c %s", a.p, n->op, b.p);
    return true;
}

static bool print_comparison(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *left = node_child(n, ROLE_LEFT), *right = node_child(n, ROLE_RIGHT);
    const char *op = n->op == OP_NE ? "<>" : n->op == OP_LE ? "<=" : n->op == OP_GE ? ">=" : NULL;
    if (!check_compared(p, left, right) || !print_compared(p, left, right, out))
        return false;
    if (op)
        buf_printf(out, " %s ", op);
    else
        buf_printf(out, " %c ", n->op);
    return print_compared(p, right, left, out);
}

/* Everything but AND and OR binds tighter than they do. */
static bool print_condition(struct printer *p, const struct node *n, int op, bool left, struct buf *out)
{
    bool logical = n->kind == NODE_BINARY && (n->op == WORD_AND || n->op == WORD_OR);
    return logical && !(left && n->op == op) ? print_parenthesised(p, n, out) : print_truth(p, n, out);
}

static bool print_logical(struct printer *p, const struct node *n, struct buf *out)
{
    if (!print_condition(p, node_child(n, ROLE_LEFT), n->op, true, out))
        return false;
    buf_adds(out, n->op == WORD_AND ? " AND " : " OR ");
    return print_condition(p, node_child(n, ROLE_RIGHT), n->op, false, out);
}

bool print_binary(struct printer *p, const struct node *n, struct buf *out)
{
    switch (n->op) {
    case WORD_AND:
    case WORD_OR:
        return print_logical(p, n, out);
    case OP_CONCAT:
        return print_concat(p, n, out);
    case '/':
        return print_quotient_of(p, n, node_child(n, ROLE_LEFT), node_child(n, ROLE_RIGHT), NULL, out);
    case '%':
        return print_remainder_of(p, n, node_child(n, ROLE_LEFT), node_child(n, ROLE_RIGHT), out);
    case '+':
    case '-':
    case '*':
        return print_arithmetic(p, n, out);
    default: /* = <> < > <= >= */
        return print_comparison(p, n, out);
    }
}

bool print_unary(struct printer *p, const struct node *n, struct buf *out)
{
    const struct node *operand = node_child(n, ROLE_OPERAND);
    enum known known = known_type(p, operand);
    buf_adds(out, n->op == WORD_NOT ? "NOT " : n->op == '-' ? "-" : "+");
    if (n->op == WORD_NOT) {
        buf_addc(out, '(');
        if (!print_truth(p, operand, out))
            return false;
        buf_addc(out, ')');
        return true;
    }
    if (is_no_number(known))
        return fail_arguments(p, n, n->op == '-' ? "-" : "+", known, KNOWN_NOTHING);
    return print_number_operand(p, operand, out);
}
