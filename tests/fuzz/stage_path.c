/* Any text either has an error or becomes a reference, which says the whole of it: put together again from its parts it
 * is read as the same. */
#include "fuzz.h"

#include "stage/reference.h"

static bool is_same(const struct stage_reference *x, const struct stage_reference *y)
{
    bool same = x->kind == y->kind && x->n == y->n && x->whole == y->whole && str_eq(x->path, y->path) &&
                str_eq(x->url, y->url);
    for (int i = 0; i < x->n && same; i++)
        same = str_eq(x->part[i], y->part[i]);
    return same;
}

static void write(const struct stage_reference *reference, struct buf *out)
{
    if (reference->kind == STAGE_URL) {
        buf_add(out, reference->url);
        buf_add(out, reference->path);
        return;
    }
    buf_addc(out, '@');
    if (reference->kind == STAGE_OF_USER)
        buf_addc(out, '~');
    for (int i = 0; i < reference->n; i++) {
        if (i > 0)
            buf_addc(out, '.');
        if (i + 1 == reference->n && reference->kind == STAGE_OF_TABLE)
            buf_addc(out, '%');
        buf_ident(out, reference->part[i]);
    }
    if (!reference->whole)
        buf_addc(out, '/');
    buf_add(out, reference->path);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0}, again_err = {0};
    BUF_SCOPE struct buf text = {0};
    struct str source = {(const char *)data, size};
    struct stage_reference reference, again;
    if (!stage_reference_parse(&a, source, &reference, &err)) {
        PROMISE(err.set && err.code == 1003 && size > 0 && data[0] == '@', 0);
        return 0;
    }
    bool names = reference.kind == STAGE_NAMED || reference.kind == STAGE_OF_TABLE;
    PROMISE(!err.set && (names ? reference.n >= 1 && reference.n <= 3 : reference.n == 0), 0);
    PROMISE(str_ends(source, reference.path), 0);
    PROMISE(!reference.whole || reference.path.n == 0, 0);
    write(&reference, &text);
    PROMISE(stage_reference_parse(&a, buf_str(&text), &again, &again_err), 0);
    PROMISE(is_same(&reference, &again), 0);
    return 0;
}
