/* TO_CHAR of numbers by Snowflake's fixed-position models: 9 and 0 are digits, `.` or D the point, `,` or G a
 * separator, $ a dollar sign, S or MI a sign, FM in front takes the blanks away; TM9 is the shortest text. A number
 * that needs more digits than the model has is printed as #. */
#include "engine/cell.h"

struct model {
    int whole, fraction; /* digits before and behind the point */
    int zeros;           /* how many digits before the point are always written */
    bool fill, sign, trailing_sign, dollar, text;
};

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static bool read_model(struct str format, struct model *m)
{
    bool point = false, zero = false;
    *m = (struct model){.fill = true};
    for (size_t i = 0; i < format.n; i++) {
        char c = upper(format.p[i]), next = i + 1 < format.n ? upper(format.p[i + 1]) : 0;
        if (c == 'F' && next == 'M') {
            m->fill = false;
            i++;
        } else if (c == 'M' && next == 'I') {
            m->trailing_sign = i > 0;
            m->sign = false;
            i++;
        } else if (c == 'T' && next == 'M') {
            m->text = true;
            return true;
        } else if (c == '9' || c == '0') {
            zero = zero || c == '0';
            m->whole += !point;
            m->zeros += !point && zero;
            m->fraction += point;
        } else if (c == '.' || c == 'D') {
            point = true;
        } else if (c == 'S') {
            m->sign = true;
        } else if (c == '$') {
            m->dollar = true;
        } else if (c != ',' && c != 'G') {
            return false;
        }
    }
    return m->whole + m->fraction > 0;
}

/* Digits go in from the right; a separator stands where the model has one, once a digit stands to its left. */
static void write_whole(struct str format, const struct model *m, __int128 whole, struct buf *out)
{
    char digits[64], placed[128];
    size_t n = number_text(whole, 0, digits), used = 0, at = sizeof placed;
    int position = 0;
    size_t end = 0;
    while (end < format.n && format.p[end] != '.' && upper(format.p[end]) != 'D')
        end++;
    if (whole == 0 && m->fraction)
        n = 0;
    for (size_t i = end; i-- > 0 && at > 1;) {
        char c = upper(format.p[i]);
        bool more = used < n || position < m->zeros;
        if (c == '9' || c == '0') {
            if (more)
                placed[--at] = used < n ? digits[n - 1 - used] : '0';
            used += used < n;
            position++;
        } else if ((c == ',' || c == 'G') && more) {
            placed[--at] = ',';
        }
    }
    buf_add(out, (struct str){placed + at, sizeof placed - at});
}

bool number_format(const struct cell *c, struct str format, struct buf *out)
{
    struct model m;
    struct failure ignored;
    __int128 n, unit;
    char text[64];
    if (!read_model(format, &m) || m.fraction > 37)
        return false;
    if (m.text) {
        buf_add(out, (struct str){text, number_text(c->number, c->scale, text)});
        return true;
    }
    bool fits = cell_number(c, 38, m.fraction, &n, &ignored);
    bool negative = fits && n < 0;
    unit = power_of_ten(m.fraction);
    n = negative ? -n : n;
    if (!fits || n / unit >= power_of_ten(m.whole < 38 ? m.whole : 38)) {
        for (size_t i = 0; i < format.n; i++)
            buf_addc(out, '#');
        return true;
    }
    BUF_SCOPE struct buf body = {0};
    if (!m.trailing_sign)
        buf_adds(&body, negative ? "-" : m.sign ? "+" : "");
    buf_adds(&body, m.dollar ? "$" : "");
    write_whole(format, &m, n / unit, &body);
    if (m.fraction) {
        size_t length = number_text(n % unit + unit, 0, text); /* the leading 1 keeps the zeros */
        buf_addc(&body, '.');
        buf_add(&body, (struct str){text + 1, length - 1});
    }
    if (m.trailing_sign)
        buf_adds(&body, negative ? "-" : m.fill ? " " : "");
    size_t width = 1; /* for the sign */
    for (size_t i = 0; i < format.n; i++)
        width += strchr("90.,dDgG$", format.p[i]) != NULL;
    for (size_t i = body.n; m.fill && i < width; i++)
        buf_addc(out, ' ');
    buf_add(out, buf_str(&body));
    return true;
}
