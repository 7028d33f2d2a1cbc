/* Keys are decoded when the whole page is read: that they are encoded (`EncodingType`, which is asked for since XML
 * cannot hold every character of a key) may be said after them. */
#include "s3/listing.h"

#include "base/clock.h"
#include "s3/errors.h"
#include "s3/xml.h"

struct page_reader {
    struct arena *arena;
    struct s3_page *page;
    struct s3_object object;
    bool has_key, has_size, has_time; /* of the object */
    bool is_page, is_encoded, is_truncated, is_broken;
};

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

/* A blank comes as '+' or as %20, depending on the server, and '+' as %2B. What is no escape is kept. */
static struct str decode(struct arena *a, struct str s)
{
    char *to = arena_alloc(a, s.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int high = i + 2 < s.n ? hex_digit(s.p[i + 1]) : -1, low = high >= 0 ? hex_digit(s.p[i + 2]) : -1;
        if (s.p[i] == '%' && low >= 0) {
            to[n++] = (char)(high << 4 | low);
            i += 2;
        } else {
            to[n++] = s.p[i];
            if (s.p[i] == '+')
                to[n - 1] = ' ';
        }
    }
    return (struct str){to, n};
}

static struct str without_quotes(struct str s)
{
    return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? str_sub(s, 1, s.n - 1) : s;
}

static void take_key(struct page_reader *r, struct str text)
{
    r->object.key = str_dup(r->arena, text);
    r->has_key = text.n > 0;
}

static void take_size(struct page_reader *r, struct str text)
{
    r->has_size = str_to_int64(str_trim(text), &r->object.size) && r->object.size >= 0;
}

static void take_time(struct page_reader *r, struct str text)
{
    r->has_time = clock_utc_parse(str_trim(text), &r->object.modified);
}

static void take_etag(struct page_reader *r, struct str text)
{
    r->object.etag = str_dup(r->arena, without_quotes(str_trim(text)));
}

static void take_object(struct page_reader *r, struct str text)
{
    (void)text;
    if (!r->has_key || !r->has_size || !r->has_time)
        r->is_broken = true;
    else
        vec_push(r->arena, &r->page->objects, r->object);
    r->object = (struct s3_object){0};
    r->has_key = r->has_size = r->has_time = false;
}

static void take_encoding(struct page_reader *r, struct str text)
{
    r->is_encoded = str_ieq(str_trim(text), STR("url"));
}

static void take_truncated(struct page_reader *r, struct str text)
{
    r->is_truncated = str_ieq(str_trim(text), STR("true"));
}

static void take_next(struct page_reader *r, struct str text)
{
    r->page->next = str_dup(r->arena, text);
}

static void take_page(struct page_reader *r, struct str text)
{
    (void)text;
    r->is_page = true;
}

#define ROOT "ListBucketResult"
static const struct {
    struct str path;
    void (*take)(struct page_reader *r, struct str text);
} elements[] = {
    {STR(ROOT "/Contents/Key"), take_key},
    {STR(ROOT "/Contents/Size"), take_size},
    {STR(ROOT "/Contents/LastModified"), take_time},
    {STR(ROOT "/Contents/ETag"), take_etag},
    {STR(ROOT "/Contents"), take_object},
    {STR(ROOT "/EncodingType"), take_encoding},
    {STR(ROOT "/IsTruncated"), take_truncated},
    {STR(ROOT "/NextContinuationToken"), take_next},
    {STR(ROOT), take_page},
};

static void take(void *ctx, struct str path, struct str text)
{
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
        if (str_eq(path, elements[i].path))
            elements[i].take(ctx, text);
    }
}

bool s3_page_read(struct arena *a, struct str text, struct s3_page *ret, struct err *err)
{
    *ret = (struct s3_page){0};
    struct page_reader r = {.arena = a, .page = ret};
    if (!s3_xml_read(text, take, &r) || !r.is_page || r.is_broken || (r.is_truncated && ret->next.n == 0))
        return s3_failed(err, "The list of the files is not what S3 answers");
    if (!r.is_truncated)
        ret->next = STR_NULL;
    for (size_t i = 0; r.is_encoded && i < ret->objects.n; i++)
        ret->objects.at[i].key = decode(a, ret->objects.at[i].key);
    return true;
}
