/* Values that carry an offset of their own: text cast to TIMESTAMP_TZ, and CONVERT_TIMEZONE(zone, x). DuckDB has no
 * type for them, so they are not values here: they are printed as their instant or as their wall clock where one of the
 * two is all that counts, and are refused by name where the offset would be shown or stored. */
#include "dialect/functions.h"

static bool is_to_tz(const struct node *n)
{
    return n->kind == NODE_CALL && str_ends(n->text, STR("TO_TIMESTAMP_TZ")) && call_argument(n, 0);
}

static bool is_two_argument_convert(const struct node *n)
{
    return n->kind == NODE_CALL && str_eq(n->text, STR("CONVERT_TIMEZONE")) && call_argument(n, 1) &&
           !call_argument(n, 2);
}

bool has_offset(struct printer *p, const struct node *n)
{
    n = bare(n);
    bool cast = n->kind == NODE_CAST && n->type->kind == TYPE_TIMESTAMP_TZ;
    if (is_two_argument_convert(n))
        return true;
    if (!cast && !is_to_tz(n))
        return false;
    const struct node *operand = cast ? node_child(n, ROLE_OPERAND) : call_argument(n, 0);
    enum known known = known_type(p, operand);
    /* these take the session's offset, which is what they are shown with */
    bool session = known == KNOWN_DATE || known == KNOWN_TIMESTAMP || known == KNOWN_ZONED || known == KNOWN_NULL;
    return !session || has_offset(p, operand);
}

static bool print_converted(struct printer *p, const struct node *n, const char *function, struct buf *out)
{
    buf_adds(out, function);
    if (!print_wide(p, n, out))
        return false;
    buf_addc(out, ')');
    return true;
}

static const struct node *tz_operand(const struct node *n)
{
    return n->kind == NODE_CAST ? node_child(n, ROLE_OPERAND) : call_argument(n, 0);
}

bool print_instant(struct printer *p, const struct node *n, struct buf *out)
{
    n = bare(n);
    if (!has_offset(p, n))
        return print_as(p, n, KNOWN_ZONED, out);
    if (is_two_argument_convert(n)) {
        const struct node *value = call_argument(n, 1);
        if (has_offset(p, value))
            return print_instant(p, value, out);
        buf_adds(out, "CAST(");
        if (!print_moment(p, value, out))
            return false;
        buf_adds(out, " AS TIMESTAMPTZ)");
        return true;
    }
    if (call_argument(n, 1) && n->kind == NODE_CALL)
        return fail_unsupported(p, n, "%.*s with a format", STR_FMT(n->text));
    bool try = n->op == WORD_TRY || (n->kind == NODE_CALL && str_starts(n->text, STR("TRY_")));
    const struct node *operand = tz_operand(n);
    return has_offset(p, operand) ? print_instant(p, operand, out)
                                  : print_converted(p, operand, try ? "sf_try_ltz(" : "sf_ltz(", out);
}

bool print_wall(struct printer *p, const struct node *n, struct buf *out)
{
    n = bare(n);
    if (!has_offset(p, n))
        return print_moment(p, n, out);
    if (is_two_argument_convert(n)) {
        buf_adds(out, "timezone(");
        if (!print_text(p, call_argument(n, 0), out))
            return false;
        buf_adds(out, ", ");
        if (!print_instant(p, n, out))
            return false;
        buf_addc(out, ')');
        return true;
    }
    if (call_argument(n, 1) && n->kind == NODE_CALL)
        return fail_unsupported(p, n, "%.*s with a format", STR_FMT(n->text));
    bool try = n->op == WORD_TRY || (n->kind == NODE_CALL && str_starts(n->text, STR("TRY_")));
    const struct node *operand = tz_operand(n);
    return has_offset(p, operand) ? print_wall(p, operand, out)
                                  : print_converted(p, operand, try ? "sf_try_ntz(" : "sf_ntz(", out);
}

bool fail_offset(struct printer *p, const struct node *n)
{
    return fail_unsupported(p, n, "a TIMESTAMP_TZ that keeps its offset: cast it to TIMESTAMP_NTZ or TIMESTAMP_LTZ");
}

bool print_convert_timezone(struct printer *p, const struct node *call, struct buf *out)
{
    (void)out;
    return fail_offset(p, call);
}
