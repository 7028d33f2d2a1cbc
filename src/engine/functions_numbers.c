/* Conversions to numbers, and division by Snowflake's rules. */
#include "engine/call.h"

enum outcome call_number(struct call *c, idx_t row)
{
    __int128 n;
    if (!cell_number(&c->cell[0], argument_int(c, 1), c->kind->scale, &n, &c->failure))
        return FAILED;
    memcpy((char *)c->data + row * sizeof n, &n, sizeof n);
    return DONE;
}

enum outcome call_int(struct call *c, idx_t row)
{
    __int128 n;
    if (!cell_number(&c->cell[0], 38, 0, &n, &c->failure))
        return FAILED;
    memcpy((char *)c->data + row * sizeof n, &n, sizeof n);
    return DONE;
}

enum outcome call_float(struct call *c, idx_t row)
{
    return cell_float(&c->cell[0], (double *)c->data + row, &c->failure) ? DONE : FAILED;
}

enum outcome call_bool(struct call *c, idx_t row)
{
    return cell_boolean(&c->cell[0], (bool *)c->data + row, &c->failure) ? DONE : FAILED;
}

/* top * 10^digits / bottom, rounded half away from zero; false when it has more than 38 digits. Mostly both fit 64
 * bits. */
static bool divide(unsigned __int128 top, unsigned __int128 bottom, int digits, unsigned __int128 *ret)
{
    if (digits <= 18 && top < UINT64_MAX / (uint64_t)power_of_ten(digits) && bottom <= INT64_MAX) {
        uint64_t n = (uint64_t)top * (uint64_t)power_of_ten(digits), d = (uint64_t)bottom;
        *ret = n / d + (n % d * 2 >= d);
        return true;
    }
    while (bottom > (unsigned __int128)power_of_ten(37)) { /* room for the remainder times ten */
        bottom /= 10;
        top /= 10;
    }
    unsigned __int128 quotient = top / bottom, rest = top % bottom, most = (unsigned __int128)power_of_ten(37);
    for (int i = 0; i < digits; i++) {
        if (quotient >= most)
            return false;
        rest *= 10;
        quotient = quotient * 10 + rest / bottom;
        rest %= bottom;
    }
    *ret = quotient + (rest * 2 >= bottom);
    return true;
}

/* a / b with max(s, min(s + 6, 12)) digits behind the point, s those of a; long division, rounded half away from zero.
 */
enum outcome call_quotient(struct call *c, idx_t row)
{
    struct cell *a = &c->cell[0], *b = &c->cell[1];
    __int128 n, d;
    int scale = a->kind == CELL_NUMBER ? a->scale : 0, divisor_scale = b->kind == CELL_NUMBER ? b->scale : 0;
    if (!cell_number(a, 38, scale, &n, &c->failure) || !cell_number(b, 38, divisor_scale, &d, &c->failure))
        return FAILED;
    if (d == 0)
        return failure_set(&c->failure, 100051, "22012", "Division by zero"), FAILED;
    int digits = scale + 6 < MOST_QUOTIENT_DIGITS ? scale + 6 : MOST_QUOTIENT_DIGITS;
    if (scale > MOST_QUOTIENT_DIGITS)
        return failure_set(&c->failure, 2, "0A000", "Unsupported feature 'division of a NUMBER of scale %d'.", scale),
               FAILED;
    bool negative = (n < 0) != (d < 0);
    unsigned __int128 top = (unsigned __int128)(n < 0 ? -n : n), bottom = (unsigned __int128)(d < 0 ? -d : d), quotient;
    if (!divide(top, bottom, digits + divisor_scale - scale, &quotient) ||
        quotient >= (unsigned __int128)power_of_ten(38 - (c->kind->scale - digits)))
        return failure_set(&c->failure, 100039, "22003", "Numeric value is out of representable range"), FAILED;
    quotient *= (unsigned __int128)power_of_ten(c->kind->scale - digits);
    __int128 result = negative ? -(__int128)quotient : (__int128)quotient;
    memcpy((char *)c->data + row * sizeof result, &result, sizeof result);
    return DONE;
}

enum outcome call_float_quotient(struct call *c, idx_t row)
{
    double a, b;
    if (!cell_float(&c->cell[0], &a, &c->failure) || !cell_float(&c->cell[1], &b, &c->failure))
        return FAILED;
    if (b == 0)
        return failure_set(&c->failure, 100051, "22012", "Division by zero"), FAILED;
    ((double *)c->data)[row] = a / b;
    return DONE;
}

/* Of `divisor = 0`. An error of a function's own, unlike DuckDB's error(), is no side effect: aliases may be reused. */
enum outcome call_division_check(struct call *c, idx_t row)
{
    if (c->cell[0].number)
        return failure_set(&c->failure, 100051, "22012", "Division by zero"), FAILED;
    ((bool *)c->data)[row] = false;
    return DONE;
}
