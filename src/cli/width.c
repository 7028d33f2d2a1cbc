/* The C library knows the widths, given a UTF-8 locale: main sets LC_CTYPE to C.UTF-8, whatever the environment says,
 * because all our text is UTF-8. Control characters count as one column: printers show a stand-in for them. */
#include "cli/width.h"

#include <wchar.h>

size_t width_at(struct str s, size_t at, size_t *ret_next)
{
    mbstate_t state = {0};
    wchar_t c;
    size_t n = mbrtowc(&c, s.p + at, s.n - at, &state);
    if (n == 0 || n > s.n - at) {
        *ret_next = at + 1;
        return 1;
    }
    *ret_next = at + n;
    int width = wcwidth(c);
    return width < 0 ? 1 : (size_t)width;
}

size_t width_of(struct str s)
{
    size_t width = 0;
    for (size_t at = 0; at < s.n;)
        width += width_at(s, at, &at);
    return width;
}
