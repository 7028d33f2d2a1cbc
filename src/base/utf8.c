/* Text of ASCII alone, which is most, is passed over 32 bytes at a time. */
#include "base/utf8.h"

size_t utf8_sequence(const unsigned char *p, const unsigned char *end)
{
    size_t n = p[0] < 0x80                   ? 1
               : p[0] >= 0xC2 && p[0] < 0xE0 ? 2
               : p[0] >= 0xE0 && p[0] < 0xF0 ? 3
               : p[0] >= 0xF0 && p[0] < 0xF5 ? 4
                                             : 0;
    if (n == 0 || (size_t)(end - p) < n)
        return 0;
    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    /* overlong forms, surrogates, and what is beyond U+10FFFF */
    if ((p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] >= 0xA0) || (p[0] == 0xF0 && p[1] < 0x90) ||
        (p[0] == 0xF4 && p[1] >= 0x90))
        return 0;
    return n;
}

size_t utf8_valid_prefix(struct str s)
{
    const unsigned char *start = (const unsigned char *)s.p, *p = start, *end = p + s.n;
    while (p < end) {
        uint64_t eight[4];
        while (end - p >= 32) {
            memcpy(eight, p, 32);
            if ((eight[0] | eight[1] | eight[2] | eight[3]) & UINT64_C(0x8080808080808080))
                break;
            p += 32;
        }
        const unsigned char *stop = end - p >= 32 ? p + 32 : end;
        while (p < stop) {
            size_t n = utf8_sequence(p, end);
            if (n == 0)
                return (size_t)(p - start);
            p += n;
        }
    }
    return s.n;
}

bool utf8_is_valid(struct str s)
{
    return utf8_valid_prefix(s) == s.n;
}

struct str utf8_cut(struct str s, size_t most)
{
    if (s.n > most)
        for (s.n = most; s.n && ((unsigned char)s.p[s.n] & 0xC0) == 0x80;)
            s.n--;
    return s;
}

struct str utf8_left(struct str s, int64_t characters)
{
    for (size_t i = 0; i < s.n; i++)
        if (((unsigned char)s.p[i] & 0xC0) != 0x80 && characters-- == 0)
            s.n = i;
    return s;
}

int64_t utf8_length(struct str s)
{
    int64_t characters = 0;
    for (size_t i = 0; i < s.n; i++)
        characters += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return characters;
}

size_t utf8_put(char *to, uint32_t code)
{
    int more = code >= 0x10000 ? 3 : code >= 0x800 ? 2 : code >= 0x80 ? 1 : 0;
    static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
    to[0] = (char)(lead[more] | code >> 6 * more);
    for (int k = 1; k <= more; k++)
        to[k] = (char)(0x80 | (code >> 6 * (more - k) & 0x3F));
    return (size_t)more + 1;
}
