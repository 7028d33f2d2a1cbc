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
bool print_compared(struct printer *p, const struct node *n, const struct node *other, struct buf *out)
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

/* Everything but AND and OR binds tighter than they do. */
static bool print_condition(struct printer *p, const struct node *n, int op, bool left, struct buf *out)
{
    bool logical = n->kind == NODE_BINARY && (n->op == WORD_AND || n->op == WORD_OR);
    return logical && !(left && n->op == op) ? print_parenthesised(p, n, out) : print_node(p, n, out);
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

bool print_unary(struct printer *p, const struct node *n, struct buf *out)
{
    buf_adds(out, n->op == WORD_NOT ? "NOT " : n->op == '-' ? "-" : "+");
    const struct node *operand = node_child(n, ROLE_OPERAND);
    return is_operation(operand) || n->op == WORD_NOT ? print_parenthesised(p, operand, out)
                                                      : print_node(p, operand, out);
}
