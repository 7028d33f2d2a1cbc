/* Addresses are taken apart here and nowhere else. What comes out is checked to be made of harmless characters: host
 * and bucket go into a URL and a header. */
#include "s3/target.h"

#include <stdlib.h>

#include "base/buf.h"

static const struct provider {
    struct str prefix;
    const char *suffix; /* NULL: only at an endpoint */
    const char *region; /* where nothing says another */
    bool endpoint_from_environment;
} providers[] = {
    {STR("s3://"), "amazonaws.com", "us-east-1", true},
    {STR("s3gov://"), "amazonaws.com", "us-gov-west-1", false},
    {STR("s3china://"), "amazonaws.com.cn", "cn-north-1", false},
    {STR("s3compat://"), NULL, "us-east-1", false},
};

static const struct provider *find_provider(struct str url)
{
    for (size_t i = 0; i < sizeof providers / sizeof *providers; i++) {
        struct str prefix = providers[i].prefix;
        if (url.n >= prefix.n && str_ieq(str_sub(url, 0, prefix.n), prefix))
            return &providers[i];
    }
    return NULL;
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* Not empty, and letters, digits and the others alone. */
static bool is_made_of(struct str s, const char *others)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!is_alphanumeric(s.p[i]) && (!s.p[i] || !strchr(others, s.p[i])))
            return false;
    }
    return s.n > 0;
}

bool s3_is_region(struct str region)
{
    return region.n <= 64 && is_made_of(region, "-");
}

/* One label of a host's name, so that the certificate for *.s3.<region>.amazonaws.com covers it. */
static bool is_label(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (!is_alphanumeric(s.p[i]) && s.p[i] != '-')
            return false;
        if (s.p[i] >= 'A' && s.p[i] <= 'Z')
            return false;
    }
    return s.n >= 3 && s.n <= 63 && s.p[0] != '-' && s.p[s.n - 1] != '-';
}

static bool take_prefix(struct str *s, struct str prefix)
{
    if (s->n < prefix.n || !str_ieq(str_sub(*s, 0, prefix.n), prefix))
        return false;
    *s = str_sub(*s, prefix.n, s->n);
    return true;
}

static bool read_endpoint(struct arena *a, struct str endpoint, struct s3_target *ret, struct err *err)
{
    struct str host = endpoint;
    ret->scheme = take_prefix(&host, STR("http://")) ? STR("http") : STR("https");
    if (str_eq(ret->scheme, STR("https")))
        take_prefix(&host, STR("https://"));
    if (host.n && host.p[host.n - 1] == '/')
        host.n--;
    struct str usual = str_eq(ret->scheme, STR("http")) ? STR(":80") : STR(":443");
    /* not one of an IPv6 address: that has brackets around it */
    if (str_ends(host, usual))
        host.n -= usual.n;
    if (!is_made_of(host, ".-_:[]"))
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [The endpoint is no name of a host]");
    ret->host = str_lower(a, host);
    return true;
}

static struct str from_environment(struct arena *a, const char *first, const char *second)
{
    const char *value = getenv(first);
    if (!value || !*value)
        value = getenv(second);
    return str_dup(a, str_from(value));
}

static void set_amazon_host(struct arena *a, struct s3_target *t)
{
    t->host = str_printf(a, "s3.%.*s.%.*s", STR_FMT(t->region), STR_FMT(t->suffix));
}

bool s3_target_read(struct arena *a, struct str url, struct str endpoint, struct str region, struct s3_target *ret,
                    struct str *ret_path, struct err *err)
{
    const struct provider *provider = find_provider(url);
    if (!provider)
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [The address begins with no s3://]");
    struct str rest = str_sub(url, provider->prefix.n, url.n);
    const char *slash = rest.n ? memchr(rest.p, '/', rest.n) : NULL;
    struct str bucket = slash ? str_sub(rest, 0, (size_t)(slash - rest.p)) : rest;
    if (bucket.n > 255 || !is_made_of(bucket, ".-_"))
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [The specified bucket is not valid]");
    struct str of_environment = from_environment(a, "AWS_REGION", "AWS_DEFAULT_REGION");
    region = of_environment.n ? of_environment : region.n ? region : str_from(provider->region);
    if (!s3_is_region(region))
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [The region is not valid]");
    if (!endpoint.n && provider->endpoint_from_environment)
        endpoint = from_environment(a, "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");
    *ret = (struct s3_target){.region = str_dup(a, region), .bucket = str_dup(a, bucket), .path_style = true};
    if (endpoint.n) {
        if (!read_endpoint(a, endpoint, ret, err))
            return false;
    } else if (!provider->suffix) {
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [s3compat:// needs an endpoint]");
    } else {
        ret->scheme = STR("https");
        ret->suffix = str_from(provider->suffix);
        ret->is_amazon = true;
        ret->path_style = !is_label(bucket);
        set_amazon_host(a, ret);
    }
    *ret_path = slash ? str_dup(a, str_sub(rest, bucket.n + 1, rest.n)) : STR_NULL;
    return true;
}

struct s3_target s3_target_copy(struct arena *a, const struct s3_target *t)
{
    struct s3_target copy = *t;
    copy.scheme = str_dup(a, t->scheme);
    copy.host = str_dup(a, t->host);
    copy.region = str_dup(a, t->region);
    copy.bucket = str_dup(a, t->bucket);
    copy.suffix = str_dup(a, t->suffix);
    return copy;
}

void s3_target_move(struct arena *a, struct s3_target *t, struct str region)
{
    t->region = str_dup(a, region);
    if (t->is_amazon)
        set_amazon_host(a, t);
}

void s3_target_address(struct arena *a, const struct s3_target *t, struct str key, struct str *ret_host,
                       struct str *ret_path)
{
    BUF_SCOPE struct buf path = {0};
    if (t->path_style)
        buf_printf(&path, "/%.*s", STR_FMT(t->bucket));
    if (!t->path_style || key.n)
        buf_addc(&path, '/');
    buf_add(&path, key);
    *ret_path = str_dup(a, buf_str(&path));
    *ret_host = t->path_style ? t->host : str_printf(a, "%.*s.%.*s", STR_FMT(t->bucket), STR_FMT(t->host));
}
