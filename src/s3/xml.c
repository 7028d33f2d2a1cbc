/* One buffer holds the path of the open elements, one the text of the innermost: what stands beside children is no
 * value of theirs and is dropped. */
#include "s3/xml.h"

#include <expat.h>

#include "base/buf.h"

enum { DEEPEST = 32, LONGEST_TEXT = 64 * 1024, LONGEST_NAME = 256 };

struct reader {
    XML_Parser parser;
    struct buf path, text;
    int depth;
    s3_xml_take *take;
    void *ctx;
};

static void stop(struct reader *r)
{
    XML_StopParser(r->parser, XML_FALSE);
}

static void on_start(void *user, const XML_Char *name, const XML_Char **attributes)
{
    (void)attributes;
    struct reader *r = user;
    struct str s = str_from(name);
    if (++r->depth > DEEPEST || s.n > LONGEST_NAME) {
        stop(r);
        return;
    }
    if (r->path.n)
        buf_addc(&r->path, '/');
    buf_add(&r->path, s);
    buf_reset(&r->text);
}

static void on_end(void *user, const XML_Char *name)
{
    struct reader *r = user;
    size_t n = strlen(name);
    r->take(r->ctx, buf_str(&r->path), buf_str(&r->text));
    r->depth--;
    r->path.n -= n + (r->path.n > n);
    buf_reset(&r->text);
}

static void on_text(void *user, const XML_Char *p, int n)
{
    struct reader *r = user;
    if (r->text.n + (size_t)n > LONGEST_TEXT)
        stop(r);
    else
        buf_add(&r->text, (struct str){p, (size_t)n});
}

static void on_document_type(void *user, const XML_Char *name, const XML_Char *system, const XML_Char *public, int own)
{
    (void)name, (void)system, (void)public, (void)own;
    stop(user);
}

bool s3_xml_read(struct str text, s3_xml_take *take, void *ctx)
{
    enum { PART = 1 << 20 }; /* expat takes an int */
    struct reader r = {.parser = XML_ParserCreate(NULL), .take = take, .ctx = ctx};
    if (!r.parser)
        abort();
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_start, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_document_type);
    bool ok = true, last = false;
    for (size_t at = 0; ok && !last;) {
        size_t n = text.n - at > PART ? PART : text.n - at;
        last = at + n == text.n;
        ok = XML_Parse(r.parser, text.p ? text.p + at : "", (int)n, last) == XML_STATUS_OK;
        at += n;
    }
    XML_ParserFree(r.parser);
    buf_clear(&r.path);
    buf_clear(&r.text);
    return ok;
}

struct complaint_reader {
    struct arena *arena;
    struct s3_complaint *to;
    bool is_error;
};

static void take_complaint(void *ctx, struct str path, struct str text)
{
    struct complaint_reader *r = ctx;
    if (str_eq(path, STR("Error")))
        r->is_error = true;
    else if (str_eq(path, STR("Error/Code")))
        r->to->code = str_dup(r->arena, text);
    else if (str_eq(path, STR("Error/Message")))
        r->to->message = str_dup(r->arena, text);
    else if (str_eq(path, STR("Error/Region")))
        r->to->region = str_dup(r->arena, text);
}

bool s3_complaint_read(struct arena *a, struct str text, struct s3_complaint *ret)
{
    struct complaint_reader r = {.arena = a, .to = ret};
    *ret = (struct s3_complaint){0};
    return s3_xml_read(text, take_complaint, &r) && r.is_error;
}
