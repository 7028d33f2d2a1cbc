/* TIMESTAMP_TZ, an instant with an offset of its own (engine/cell.h says how it is stored): its instant, which it is
 * compared by, and its wall clock, whose parts are taken and which is computed with. */
#include "dialect/functions.h"

bool has_offset(struct printer *p, const struct node *n)
{
    return known_type(p, n) == KNOWN_OFFSET;
}

bool print_instant(struct printer *p, const struct node *n, struct buf *out)
{
    buf_adds(out, "sf_instant(");
    if (!print_node(p, n, out))
        return false;
    buf_adds(out, ", '')");
    return true;
}

bool print_key(struct printer *p, const struct node *n, struct buf *out)
{
    return has_offset(p, n) ? print_instant(p, n, out) : print_node(p, n, out);
}

bool print_keys(struct printer *p, const struct node *n, enum node_role role, struct buf *out)
{
    for (const struct node *c = node_child(n, role); c; c = node_sibling(c)) {
        if (!print_key(p, c, out))
            return false;
        buf_adds(out, node_sibling(c) ? ", " : "");
    }
    return true;
}

bool print_wall(struct printer *p, const struct node *n, struct buf *out)
{
    if (!has_offset(p, n))
        return print_moment(p, n, out);
    buf_adds(out, "sf_wall(");
    if (!print_node(p, n, out))
        return false;
    buf_adds(out, ", '')");
    return true;
}

bool print_at_offset_of(struct printer *p, const struct node *n, struct str wall, struct buf *out)
{
    if (!has_offset(p, n)) {
        buf_add(out, wall);
        return true;
    }
    buf_adds(out, "sf_at_offset(");
    if (!print_node(p, n, out))
        return false;
    buf_printf(out, ", %.*s)", STR_FMT(wall));
    return true;
}

/* CONVERT_TIMEZONE(zone, x) */
bool print_convert_timezone(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *value = call_argument(call, 1);
    BUF_SCOPE struct buf instant = {0};
    if (has_offset(p, value)) {
        if (!print_instant(p, value, &instant))
            return false;
    } else {
        buf_adds(&instant, "CAST(");
        if (!print_moment(p, value, &instant))
            return false;
        buf_adds(&instant, " AS TIMESTAMPTZ)");
    }
    buf_printf(out, "sf_with_offset(%s, timezone(", instant.p);
    if (!print_text(p, call_argument(call, 0), out))
        return false;
    buf_printf(out, ", %s))", instant.p);
    return true;
}
