/* iconv of the C library. */
#include "stage/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>

#include "base/utf8.h"

struct encoding {
    const char *name, *iconv;
    const char *marks[2][2]; /* byte order marks, and what follows them; `iconv` is without */
};

static const struct encoding encodings[] = {
    {"BIG5", "BIG5", {{0}}},
    {"EUCJP", "EUC-JP", {{0}}},
    {"EUCKR", "EUC-KR", {{0}}},
    {"GB18030", "GB18030", {{0}}},
    {"IBM420", "IBM420", {{0}}},
    {"IBM424", "IBM424", {{0}}},
    {"IBM949", "CP949", {{0}}},
    {"ISO2022CN", "ISO-2022-CN", {{0}}},
    {"ISO2022JP", "ISO-2022-JP", {{0}}},
    {"ISO2022KR", "ISO-2022-KR", {{0}}},
    {"ISO88591", "ISO-8859-1", {{0}}},
    {"ISO88592", "ISO-8859-2", {{0}}},
    {"ISO88595", "ISO-8859-5", {{0}}},
    {"ISO88596", "ISO-8859-6", {{0}}},
    {"ISO88597", "ISO-8859-7", {{0}}},
    {"ISO88598", "ISO-8859-8", {{0}}},
    {"ISO88599", "ISO-8859-9", {{0}}},
    {"ISO885915", "ISO-8859-15", {{0}}},
    {"KOI8R", "KOI8-R", {{0}}},
    {"SHIFTJIS", "SHIFT_JIS", {{0}}},
    {"UTF16", "UTF-16BE", {{"\xFE\xFF", "UTF-16BE"}, {"\xFF\xFE", "UTF-16LE"}}},
    {"UTF16BE", "UTF-16BE", {{0}}},
    {"UTF16LE", "UTF-16LE", {{0}}},
    {"UTF32", "UTF-32BE", {{"\0\0\xFE\xFF", "UTF-32BE"}, {"\xFF\xFE\0\0", "UTF-32LE"}}},
    {"UTF32BE", "UTF-32BE", {{0}}},
    {"UTF32LE", "UTF-32LE", {{0}}},
    {"WINDOWS874", "CP874", {{0}}},
    {"WINDOWS949", "CP949", {{0}}},
    {"WINDOWS1250", "CP1250", {{0}}},
    {"WINDOWS1251", "CP1251", {{0}}},
    {"WINDOWS1252", "CP1252", {{0}}},
    {"WINDOWS1253", "CP1253", {{0}}},
    {"WINDOWS1254", "CP1254", {{0}}},
    {"WINDOWS1255", "CP1255", {{0}}},
    {"WINDOWS1256", "CP1256", {{0}}},
};

/* With or without the hyphens: UTF-8, ISO-8859-1, Shift_JIS. */
static bool is_name(const char *name, struct str written)
{
    size_t n = 0;
    for (size_t i = 0; i < written.n; i++) {
        if (written.p[i] == '-' || written.p[i] == '_')
            continue;
        struct str letter = {name + n, 1};
        if (!name[n] || !str_ieq(letter, str_sub(written, i, i + 1)))
            return false;
        n++;
    }
    return !name[n];
}

bool encoding_find(struct str name, const struct encoding **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (is_name(encodings[i].name, name))
            *ret = &encodings[i];
    return *ret || is_name("UTF8", name);
}

struct transcoder {
    struct feed base;
    const struct encoding *encoding;
    iconv_t iconv;
    bool open, done;
    struct feed_input in;
};

enum { MARK = 4, LONGEST = 64 };

static bool open_iconv(struct transcoder *t, struct err *err)
{
    const struct encoding *e = t->encoding;
    const char *name = e->iconv;
    size_t mark = str_starts(str_from(name), STR("UTF-32")) ? 4 : 2;
    if (!feed_input_fill(&t->in, MARK, err))
        return false;
    for (size_t i = 0; i < 2 && e->marks[i][0]; i++)
        if (str_starts(feed_input_rest(&t->in), (struct str){e->marks[i][0], mark}))
            name = e->marks[i][1];
    t->iconv = iconv_open("UTF-8", name);
    t->open = t->iconv != (iconv_t)-1;
    return t->open || err_internal(err, "iconv does not know %s", name);
}

/* Some of the input to UTF-8; returns how much was written. */
static size_t convert(struct transcoder *t, char *to, size_t size)
{
    struct str rest = feed_input_rest(&t->in);
    char *in = (char *)(uintptr_t)rest.p, *out = to;
    size_t n_in = rest.n, n_out = size;
    size_t code = iconv(t->iconv, &in, &n_in, &out, &n_out);
    bool bad = code == (size_t)-1 && (errno == EILSEQ || (errno == EINVAL && t->in.ended));
    t->in.at = t->in.n - n_in;
    if (bad && n_out) {
        *out++ = '\xFF';
        t->in.at++;
    }
    return (size_t)(out - to);
}

static bool transcoder_read(struct feed *base, char *to, size_t size, size_t *ret_n, struct err *err)
{
    struct transcoder *t = (struct transcoder *)base;
    *ret_n = 0;
    if (!t->open && !open_iconv(t, err))
        return false;
    while (*ret_n == 0 && !t->done) {
        if (t->in.n - t->in.at < LONGEST && !feed_input_fill(&t->in, LONGEST, err))
            return false;
        t->done = t->in.ended && t->in.at == t->in.n;
        if (!t->done)
            *ret_n = convert(t, to, size);
    }
    base->problem = t->in.from->problem;
    return true;
}

struct transcoder *transcoder_new(const struct encoding *e, struct feed *from)
{
    struct transcoder *t = xmalloc(sizeof *t);
    memset(t, 0, offsetof(struct transcoder, in.bytes));
    t->base.read = transcoder_read;
    t->encoding = e;
    t->in.from = from;
    return t;
}

struct feed *transcoder_feed(struct transcoder *t)
{
    return &t->base;
}

void transcoder_free(struct transcoder *t)
{
    if (t && t->open)
        iconv_close(t->iconv);
    free(t);
}
