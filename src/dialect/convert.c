/* Conversions that Snowflake does without being asked. Text becomes what stands beside it: a NUMBER(18,5) beside a
 * number (a literal the number it spells), a FLOAT beside a FLOAT, a VARIANT, NULL or another text. */
#include "dialect/printer.h"

bool print_text(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(p, n);
    if (known == KNOWN_TEXT || known == KNOWN_NULL)
        return print_operand(p, n, out);
    buf_adds(out, "sf_varchar(");
    if (!print_wide(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

bool print_variant(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(p, n);
    if (known == KNOWN_VARIANT || known == KNOWN_NULL)
        return print_operand(p, n, out);
    buf_adds(out, "sf_variant(");
    if (!print_wide(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

/* A literal that spells a plain number, [sign]digits[.digits], is that number; zeros behind the point do not count. */
static bool print_spelled(const struct node *n, bool wide, struct buf *out)
{
    struct str s = bare(n)->text;
    size_t i = 0, digits = 0, point = 0;
    if (bare(n)->kind != NODE_STRING)
        return false;
    bool negative = s.n && *s.p == '-';
    i += s.n && (*s.p == '-' || *s.p == '+');
    size_t first = i;
    for (; i < s.n; i++)
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (s.p[i] == '.' && !point)
            point = i + 1;
        else
            return false;
    if (!digits || digits > 18)
        return false;
    struct str number = str_sub(s, first, s.n);
    while (point && number.n && (number.p[number.n - 1] == '0' || number.p[number.n - 1] == '.')) {
        bool at_point = number.p[number.n - 1] == '.';
        number.n--;
        if (at_point) {
            point = 0;
            break;
        }
    }
    while (number.n > 1 && *number.p == '0' && number.p[1] != '.')
        number = str_sub(number, 1, number.n);
    buf_printf(out, "%s%.*s%s%s", negative ? "(-" : "", STR_FMT(number.n ? number : STR("0")),
               wide && !point ? "::BIGINT" : "", negative ? ")" : "");
    return true;
}

void convert_known(struct str sql, enum known from, enum known to, struct buf *out)
{
    static const char *const functions[] = {
        [KNOWN_FLOAT] = "sf_float",     [KNOWN_TEXT] = "sf_varchar", [KNOWN_BOOLEAN] = "sf_bool",
        [KNOWN_DATE] = "sf_date",       [KNOWN_TIME] = "sf_time",    [KNOWN_TIMESTAMP] = "sf_ntz",
        [KNOWN_ZONED] = "sf_ltz",       [KNOWN_OFFSET] = "sf_tz",    [KNOWN_BINARY] = "sf_binary",
        [KNOWN_VARIANT] = "sf_variant",
    };
    if (to == KNOWN_NUMBER && from == KNOWN_TEXT)
        buf_printf(out, "CAST(sf_number_5(%.*s, 18) AS DECIMAL(18,5))", STR_FMT(sql));
    else
        buf_printf(out, "%s(%.*s)", to == KNOWN_NUMBER ? "sf_float" : functions[to], STR_FMT(sql));
}

/* [space][sign]digits[.digits][e[sign]digits][space]. A literal that is none is an error also where it is never
 * reached.
 */
static bool spells_number(struct str s)
{
    size_t i = 0, digits = 0;
    s = str_trim(s);
    i += s.n && (*s.p == '-' || *s.p == '+');
    for (bool point = false; i < s.n && ((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] == '.' && !point)); i++)
        if (s.p[i] == '.')
            point = true;
        else
            digits++;
    if (digits && i < s.n && (s.p[i] | 32) == 'e') {
        int64_t exponent;
        i += 1 + (i + 1 < s.n && s.p[i + 1] == '+');
        return str_to_int64(str_sub(s, i, s.n), &exponent);
    }
    return digits && i == s.n;
}

bool known_converts(enum known from, enum known to)
{
    if (to == KNOWN_NOTHING || to == KNOWN_NULL || from == to || from == KNOWN_NULL)
        return false;
    return from == KNOWN_TEXT || from == KNOWN_VARIANT || to == KNOWN_VARIANT || from == KNOWN_OFFSET ||
           to == KNOWN_OFFSET || (to == KNOWN_BOOLEAN && (from == KNOWN_NUMBER || from == KNOWN_FLOAT));
}

bool print_as(struct printer *p, const struct node *n, enum known to, struct buf *out)
{
    enum known from = known_type(p, n);
    BUF_SCOPE struct buf sql = {0};
    if (!known_converts(from, to))
        return is_integer(bare(n)) || bare(n)->kind == NODE_UNARY ? print_wide(p, n, out) : print_operand(p, n, out);
    if (from == KNOWN_TEXT && to == KNOWN_NUMBER && print_spelled(n, true, out))
        return true;
    if (to == KNOWN_NUMBER && bare(n)->kind == NODE_STRING && !spells_number(bare(n)->text)) {
        const struct token *t = &p->c->tokens->at[n->first];
        return err_at(p->err, t->line, t->col, 100038, "22018", "Numeric value '%.*s' is not recognized",
                      STR_FMT(bare(n)->text));
    }
    if (!print_wide(p, n, &sql))
        return false;
    convert_known(buf_str(&sql), from, to, out);
    return true;
}

/* An argument of a numeric function. */
bool print_number_operand(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(p, n);
    return known == KNOWN_TEXT || known == KNOWN_VARIANT ? print_as(p, n, KNOWN_FLOAT, out) : print_operand(p, n, out);
}

/* Beside a number: text is NUMBER(18,5). */
bool print_exact_operand(struct printer *p, const struct node *n, struct buf *out)
{
    return print_as(p, n, KNOWN_NUMBER, out);
}

bool print_moment(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(p, n);
    if (known == KNOWN_OFFSET)
        return print_wall(p, n, out);
    if (known == KNOWN_DATE || known == KNOWN_TIMESTAMP || known == KNOWN_ZONED || known == KNOWN_TIME)
        return print_operand(p, n, out);
    buf_adds(out, known == KNOWN_TEXT || known == KNOWN_VARIANT || known == KNOWN_NULL ? "sf_ntz(" : "sf_moment(");
    if (!print_node(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

bool print_compared_as(struct printer *p, const struct node *n, enum known to, struct buf *out)
{
    enum known own = known_type(p, n);
    if (own == KNOWN_OFFSET && to != KNOWN_VARIANT)
        return print_instant(p, n, out);
    if (own == KNOWN_NOTHING && to == KNOWN_ZONED) {
        BUF_SCOPE struct buf sql = {0};
        if (!print_wide(p, n, &sql))
            return false;
        convert_known(buf_str(&sql), own, to, out);
        return true;
    }
    if (own == KNOWN_VARIANT && to == KNOWN_NOTHING)
        return print_as(p, n, KNOWN_TEXT, out);
    if (to == KNOWN_VARIANT || !known_converts(own, to))
        return print_operand(p, n, out);
    return (own == KNOWN_TEXT && to == KNOWN_NUMBER && print_spelled(n, false, out)) || print_as(p, n, to, out);
}

bool check_compared(struct printer *p, const struct node *a, const struct node *b)
{
    enum known left = known_type(p, a), right = known_type(p, b), common;
    if (known_compared(left, right) != KNOWN_NOTHING || known_common(left, right, &common))
        return true;
    bool swap = left == KNOWN_NUMBER || left == KNOWN_FLOAT;
    const struct node *wrong = swap ? a : b;
    const struct token *t = &p->c->tokens->at[wrong->first];
    return err_at(p->err, t->line, t->col, 2016, "22000",
                  "SQL compilation error:\nCan not convert parameter '%.*s' of type [%s] into expected type [%s]",
                  STR_FMT(label_of(p, wrong)), known_name(swap ? left : right), known_name(swap ? right : left));
}

/* `other` decides what text and VARIANTs become. */
bool print_compared(struct printer *p, const struct node *n, const struct node *other, struct buf *out)
{
    return print_compared_as(p, n, known_compared(known_type(p, n), known_type(p, other)), out);
}

bool print_truth(struct printer *p, const struct node *n, struct buf *out)
{
    enum known known = known_type(p, n);
    return known == KNOWN_TEXT || known == KNOWN_VARIANT ? print_as(p, n, KNOWN_BOOLEAN, out) : print_node(p, n, out);
}

bool print_all_as(struct printer *p, const struct node *const *n, size_t count, struct buf *out)
{
    enum known common;
    if (!known_common_of(p, n, count, &common))
        return false;
    for (size_t i = 0; i < count; i++) {
        buf_adds(out, i ? ", " : "");
        if (!print_as(p, n[i], common, out))
            return false;
    }
    return true;
}

bool fail_arguments(struct printer *p, const struct node *n, const char *function, enum known a, enum known b)
{
    const struct token *t = &p->c->tokens->at[n->first];
    return err_at(p->err, t->line, t->col, 1044, "42P13",
                  "SQL compilation error: error line %d at position %d\nInvalid argument types for function '%s': "
                  "(%s%s%s)",
                  t->line - p->c->line + 1, t->line == p->c->line ? t->col - p->c->col : t->col - 1, function,
                  known_name(a), b == KNOWN_NOTHING ? "" : ", ", b == KNOWN_NOTHING ? "" : known_name(b));
}
