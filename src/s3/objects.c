/* What takes one request or, for a list, one for each page. */
#include "base/utf8.h"
#include "s3/call.h"
#include "s3/errors.h"

/* Up to the first byte that XML has no way to write: a server may repeat the prefix in its answer as it is. */
static struct str writable(struct str prefix)
{
    size_t n = utf8_valid_prefix(prefix);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)prefix.p[i];
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r')
            return str_sub(prefix, 0, i);
    }
    return str_sub(prefix, 0, n);
}

static bool read_page(struct s3_client *c, struct arena *a, struct str prefix, struct str token, struct s3_page *ret,
                      struct err *err)
{
    const struct s3_pair parameters[] = {
        {STR("list-type"), STR("2")},
        {STR("encoding-type"), STR("url")},
        {STR("prefix"), prefix},
        {STR("continuation-token"), token},
    };
    size_t n = sizeof parameters / sizeof *parameters;
    S3_TRANSFER_SCOPE struct s3_transfer t = {0};
    struct s3_call call = {.method = "GET", .parameter = parameters, .parameters = token.n ? n : n - 1};
    return s3_call_run(c, &call, &t, NULL, NULL, err) && s3_page_read(a, buf_str(&t.answer), ret, err);
}

bool s3_list_each(struct s3_client *c, struct str prefix, bool (*take)(void *ctx, const struct s3_object *object),
                  void *ctx, struct err *err)
{
    BUF_SCOPE struct buf token = {0};
    struct str asked = writable(prefix);
    do {
        ARENA_SCOPE struct arena a = {0};
        struct s3_page page;
        if (!read_page(c, &a, asked, buf_str(&token), &page, err))
            return false;
        if (page.next.n && str_eq(page.next, buf_str(&token)))
            return s3_failed(err, "The list of the files does not come to an end");
        for (size_t i = 0; i < page.objects.n; i++) {
            struct str key = page.objects.at[i].key;
            if (!str_starts(key, asked))
                return s3_failed(err, "The list of the files has one that was not asked for");
            if (str_starts(key, prefix) && !take(ctx, &page.objects.at[i]))
                return true;
        }
        buf_reset(&token);
        buf_add(&token, page.next);
    } while (token.n);
    return true;
}

struct collector {
    struct arena *arena;
    struct s3_objects *to;
};

static bool collect(void *ctx, const struct s3_object *object)
{
    struct collector *l = ctx;
    struct s3_object copy = *object;
    copy.key = str_dup(l->arena, object->key);
    copy.etag = str_dup(l->arena, object->etag);
    vec_push(l->arena, l->to, copy);
    return true;
}

bool s3_list(struct s3_client *c, struct arena *a, struct str prefix, struct s3_objects *ret, struct err *err)
{
    *ret = (struct s3_objects){0};
    struct collector l = {a, ret};
    return s3_list_each(c, prefix, collect, &l, err);
}

/* `Wed, 21 Oct 2015 07:28:00 GMT`. */
static bool read_http_date(const char *text, int64_t *ret)
{
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    ARENA_SCOPE struct arena a = {0};
    if (strlen(text) != sizeof "Wed, 21 Oct 2015 07:28:00 GMT" - 1)
        return false;
    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        if (memcmp(text + 8, months[i], 3) == 0)
            return clock_utc_parse(str_printf(&a, "%.4s-%02zu-%.2s %.8sZ", text + 12, i + 1, text + 5, text + 17), ret);
    }
    return false;
}

bool s3_head(struct s3_client *c, struct arena *a, struct str key, struct s3_object *ret, bool *ret_found,
             struct err *err)
{
    S3_TRANSFER_SCOPE struct s3_transfer t = {0};
    struct s3_call call = {.method = "HEAD", .key = key, .may_be_missing = true};
    bool missing;
    if (!s3_call_run(c, &call, &t, &missing, NULL, err))
        return false;
    *ret_found = !missing;
    if (missing)
        return true;
    *ret = (struct s3_object){.key = str_dup(a, key), .etag = str_dup(a, s3_transfer_etag(&t))};
    if (!str_to_int64(str_from(t.headers[S3_CONTENT_LENGTH]), &ret->size) || ret->size < 0 ||
        !read_http_date(t.headers[S3_LAST_MODIFIED], &ret->modified))
        return s3_failed(err, "The answer has no size or no time of the file");
    return true;
}

bool s3_delete(struct s3_client *c, struct str key, struct err *err)
{
    S3_TRANSFER_SCOPE struct s3_transfer t = {0};
    struct s3_call call = {.method = "DELETE", .key = key, .may_be_missing = true};
    bool missing;
    return s3_call_run(c, &call, &t, &missing, NULL, err);
}
