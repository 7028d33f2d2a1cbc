/* The canonical request is written line by line into a buffer, hashed, and signed by a chain of HMACs. */
#include "s3/sign.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/vec.h"

enum { DIGEST = 32 };

struct pairs {
    struct s3_pair *at;
    size_t n, size;
};

static void add_hex(struct buf *b, const unsigned char *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        buf_addc(b, digits[p[i] >> 4]);
        buf_addc(b, digits[p[i] & 15]);
    }
}

static void add_hash(struct buf *b, struct str text)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    /* it fails when there is no memory alone */
    if (!EVP_Digest(text.p ? text.p : "", text.n, digest, &n, EVP_sha256(), NULL))
        abort();
    add_hex(b, digest, n);
}

/* key and ret may be the same. */
static void hmac(unsigned char *ret, const unsigned char *key, size_t n, struct str text)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    if (!HMAC(EVP_sha256(), key, (int)n, (const unsigned char *)text.p, text.n, digest, NULL))
        abort();
    memcpy(ret, digest, DIGEST);
}

void s3_encode(struct buf *b, struct str text, bool keep_slash)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
            c == '_' || c == '~' || (c == '/' && keep_slash)) {
            buf_addc(b, (char)c);
        } else {
            buf_addc(b, '%');
            buf_addc(b, digits[c >> 4]);
            buf_addc(b, digits[c & 15]);
        }
    }
}

static int by_name(const void *a, const void *b)
{
    const struct s3_pair *x = a, *y = b;
    int order = str_cmp(x->name, y->name);
    return order ? order : str_cmp(x->value, y->value);
}

static void sort(struct pairs *pairs)
{
    if (pairs->n)
        qsort(pairs->at, pairs->n, sizeof *pairs->at, by_name);
}

static void add_query(struct arena *a, struct buf *b, const struct s3_request *r)
{
    struct pairs encoded = {0};
    for (size_t i = 0; i < r->parameters; i++) {
        BUF_SCOPE struct buf name = {0}, value = {0};
        s3_encode(&name, r->parameter[i].name, false);
        s3_encode(&value, r->parameter[i].value, false);
        struct s3_pair pair = {str_dup(a, buf_str(&name)), str_dup(a, buf_str(&value))};
        vec_push(a, &encoded, pair);
    }
    sort(&encoded);
    for (size_t i = 0; i < encoded.n; i++) {
        buf_printf(b, "%s%.*s=%.*s", i ? "&" : "", STR_FMT(encoded.at[i].name), STR_FMT(encoded.at[i].value));
    }
}

/* `20130524T000000Z`; its first eight characters are the day. */
static struct str moment(struct arena *a, int64_t now)
{
    struct str text = clock_utc_text(a, now);
    const char *p = text.p;
    return str_printf(a, "%.4s%.2s%.2sT%.2s%.2s%.2sZ", p, p + 5, p + 8, p + 11, p + 14, p + 17);
}

static struct str signature(struct arena *a, struct str secret, struct str date, struct str region, struct str text)
{
    BUF_SCOPE struct buf first = {0}, hex = {0};
    unsigned char key[DIGEST];
    buf_adds(&first, "AWS4");
    buf_add(&first, secret);
    hmac(key, (const unsigned char *)first.p, first.n, str_sub(date, 0, 8));
    hmac(key, key, DIGEST, region);
    hmac(key, key, DIGEST, STR("s3"));
    hmac(key, key, DIGEST, STR("aws4_request"));
    hmac(key, key, DIGEST, text);
    add_hex(&hex, key, DIGEST);
    OPENSSL_cleanse(first.p, first.n);
    return str_dup(a, buf_str(&hex));
}

/* The header Authorization, from the sorted headers that are signed. */
static struct str authorization(struct arena *a, const struct s3_request *r, const struct s3_keys *keys,
                                struct str region, struct str date, struct str target, const struct pairs *headers,
                                struct str payload_hash)
{
    BUF_SCOPE struct buf canonical = {0}, names = {0}, to_sign = {0};
    const char *mark = memchr(target.p, '?', target.n);
    size_t path = mark ? (size_t)(mark - target.p) : target.n;
    struct str query = mark ? str_sub(target, path + 1, target.n) : STR_NULL;
    buf_printf(&canonical, "%s\n%.*s\n%.*s\n", r->method, (int)path, target.p, STR_FMT(query));
    for (size_t i = 0; i < headers->n; i++) {
        buf_printf(&canonical, "%.*s:", STR_FMT(headers->at[i].name));
        buf_add(&canonical, str_trim(headers->at[i].value));
        buf_addc(&canonical, '\n');
        buf_printf(&names, "%s%.*s", i ? ";" : "", STR_FMT(headers->at[i].name));
    }
    buf_printf(&canonical, "\n%s\n%.*s", names.p, STR_FMT(payload_hash));
    struct str scope = str_printf(a, "%.8s/%.*s/s3/aws4_request", date.p, STR_FMT(region));
    buf_printf(&to_sign, "AWS4-HMAC-SHA256\n%.*s\n%.*s\n", STR_FMT(date), STR_FMT(scope));
    add_hash(&to_sign, buf_str(&canonical));
    struct str sign = signature(a, keys->secret, date, region, buf_str(&to_sign));
    return str_printf(a, "AWS4-HMAC-SHA256 Credential=%.*s/%.*s,SignedHeaders=%s,Signature=%.*s", STR_FMT(keys->id),
                      STR_FMT(scope), names.p, STR_FMT(sign));
}

void s3_sign(struct arena *a, const struct s3_request *r, const struct s3_keys *keys, struct str region, int64_t now,
             struct s3_signed *ret)
{
    BUF_SCOPE struct buf target = {0}, hash = {0};
    struct pairs headers = {0};
    s3_encode(&target, r->path, true);
    if (r->parameters)
        buf_addc(&target, '?');
    add_query(a, &target, r);
    add_hash(&hash, r->payload);
    *ret = (struct s3_signed){.target = str_dup(a, buf_str(&target))};
    struct str payload_hash = str_dup(a, buf_str(&hash)), date = moment(a, now);

    for (size_t i = 0; i < r->headers; i++)
        vec_push(a, &headers, r->header[i]);
    vec_push(a, &headers, ((struct s3_pair){STR("host"), r->host}));
    if (keys->id.n) {
        vec_push(a, &headers, ((struct s3_pair){STR("x-amz-content-sha256"), payload_hash}));
        vec_push(a, &headers, ((struct s3_pair){STR("x-amz-date"), date}));
        if (keys->token.n)
            vec_push(a, &headers, ((struct s3_pair){STR("x-amz-security-token"), keys->token}));
        sort(&headers);
        struct str value = authorization(a, r, keys, region, date, ret->target, &headers, payload_hash);
        vec_push(a, &headers, ((struct s3_pair){STR("authorization"), value}));
    }
    ret->header = headers.at;
    ret->headers = headers.n;
}
