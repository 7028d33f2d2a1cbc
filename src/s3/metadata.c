/* Both answer with the same JSON: AccessKeyId, SecretAccessKey, Token, Expiration. A machine that is none of Amazon's
 * has nobody at the address of the metadata service; so little time is given to that. */
#include "s3/metadata.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/os.h"
#include "s3/errors.h"
#include "s3/http.h"

enum { CONNECT_MS = 1000, STALL_MS = 5000, TRIES = 3, LARGEST_ANSWER = 64 * 1024 };

static struct str environment(struct arena *a, const char *name)
{
    return str_dup(a, str_from(getenv(name)));
}

/* Asks until it answers with something else than 5xx, without a wait: these servers are on the same machine. */
static void ask(struct s3_transfer *t, int tries)
{
    struct s3_http *http = s3_http_new((struct s3_http_limits){CONNECT_MS, STALL_MS});
    t->no_proxy = true;
    t->most = LARGEST_ANSWER;
    for (int i = 0; i < tries; i++) {
        s3_http_start(http, t);
        while (t->outcome == S3_RUNNING)
            s3_http_step(http, 100);
        if (t->outcome == S3_IMPOSSIBLE || (t->outcome == S3_ANSWERED && t->status < 500))
            break;
    }
    s3_http_free(http);
}

static bool is_success(const struct s3_transfer *t)
{
    return t->outcome == S3_ANSWERED && t->status == 200;
}

static struct str member(struct arena *a, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    return json_is_string(value) ? str_dup(a, (struct str){json_string_value(value), json_string_length(value)})
                                 : STR_NULL;
}

static void json_clear(json_t **j)
{
    json_decref(*j);
}

static bool read_keys(struct arena *a, struct str text, struct s3_temporary *ret, struct err *err)
{
    __attribute__((cleanup(json_clear))) json_t *json = json_loadb(text.p ? text.p : "", text.n, 0, NULL);
    struct str expires = member(a, json, "Expiration");
    *ret = (struct s3_temporary){.keys = {.id = member(a, json, "AccessKeyId"),
                                          .secret = member(a, json, "SecretAccessKey"),
                                          .token = member(a, json, "Token")}};
    if (!ret->keys.id.n || !ret->keys.secret.n || (expires.n && !clock_utc_parse(expires, &ret->expires)))
        return s3_failed(err, "The server of credentials gave no keys");
    return true;
}

/* The answer may be read as a reason by nobody but us: a server that fails may say anything. */
static bool fail(const struct s3_transfer *t, const char *what, struct err *err)
{
    if (t->outcome != S3_ANSWERED)
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [%s cannot be reached: %s]", what,
                       t->why);
    return err_set(err, 91003, "22000", "Failure using stage area. Cause: [%s answered with status code %d]", what,
                   t->status);
}

/* A token in the clear goes to this machine and to the addresses that containers have for it. */
static bool is_harmless(struct str uri)
{
    static const struct str prefixes[] = {
        STR("https://"),     STR("http://127."),           STR("http://localhost/"),      STR("http://localhost:"),
        STR("http://[::1]"), STR("http://169.254.170.2/"), STR("http://169.254.170.23/"), STR("http://[fd00:ec2::23]"),
    };
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        if (str_starts(uri, prefixes[i]))
            return !memchr(uri.p, '@', uri.n); /* http://127.@elsewhere/ */
    }
    return false;
}

static bool read_container_token(struct arena *a, struct str *ret, struct err *err)
{
    const char *file = getenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
    *ret = environment(a, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
    if (file && *file) {
        if (!os_read_file(a, file, ret, err))
            return false;
    }
    *ret = str_trim(*ret);
    for (size_t i = 0; i < ret->n; i++) {
        if (ret->p[i] < ' ' || ret->p[i] > '~')
            return s3_failed(err, "The authorization token of the container has characters that no token has");
    }
    return true;
}

bool s3_container_keys(struct arena *a, struct s3_temporary *ret, bool *ret_found, struct err *err)
{
    struct str relative = environment(a, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    struct str uri = environment(a, "AWS_CONTAINER_CREDENTIALS_FULL_URI"), token;
    *ret_found = false;
    if (!relative.n && !uri.n)
        return true;
    if (relative.n)
        uri = str_printf(a, "http://169.254.170.2%.*s", STR_FMT(relative));
    if (!is_harmless(uri))
        return s3_failed(err, "The address of the container's credentials is neither https nor this machine's");
    if (!read_container_token(a, &token, err))
        return false;
    S3_TRANSFER_SCOPE struct s3_transfer t = {.method = "GET", .url = str_cstr(a, uri)};
    if (token.n)
        s3_transfer_add_header(&t, STR("Authorization"), token);
    ask(&t, TRIES);
    if (!is_success(&t))
        return fail(&t, "The server of the container's credentials", err);
    *ret_found = true;
    return read_keys(a, buf_str(&t.answer), ret, err);
}

static bool instance_get(struct arena *a, const char *url, struct str session, struct str *ret, int *ret_status,
                         struct err *err)
{
    S3_TRANSFER_SCOPE struct s3_transfer t = {.method = "GET", .url = url};
    s3_transfer_add_header(&t, STR("X-aws-ec2-metadata-token"), session);
    ask(&t, TRIES);
    *ret_status = t.outcome == S3_ANSWERED ? t.status : 0;
    if (!is_success(&t) && *ret_status != 404)
        return fail(&t, "The instance metadata service", err);
    *ret = str_trim(str_dup(a, buf_str(&t.answer)));
    return true;
}

/* The token that all further requests carry. Nobody there, or no version 2: no session. */
static bool open_session(struct arena *a, struct str base, bool is_named, struct str *ret, struct err *err)
{
    S3_TRANSFER_SCOPE struct s3_transfer t = {
        .method = "PUT",
        .url = str_cstr(a, str_printf(a, "%.*s/latest/api/token", STR_FMT(base))),
    };
    *ret = STR_NULL;
    s3_transfer_add_header(&t, STR("X-aws-ec2-metadata-token-ttl-seconds"), STR("21600"));
    ask(&t, is_named ? TRIES : 1);
    if (!is_success(&t))
        return !is_named || fail(&t, "The instance metadata service", err);
    *ret = str_trim(str_dup(a, buf_str(&t.answer)));
    for (size_t i = 0; i < ret->n; i++) {
        if (ret->p[i] <= ' ' || ret->p[i] > '~')
            *ret = STR_NULL;
    }
    return true;
}

bool s3_instance_keys(struct arena *a, struct s3_temporary *ret, bool *ret_found, struct err *err)
{
    struct str base = environment(a, "AWS_EC2_METADATA_SERVICE_ENDPOINT"), session, role, keys;
    bool is_named = base.n > 0;
    int status;
    *ret_found = false;
    if (str_ieq(environment(a, "AWS_EC2_METADATA_DISABLED"), STR("true")))
        return true;
    if (!is_named)
        base = STR("http://169.254.169.254");
    if (str_ends(base, STR("/")))
        base.n--;
    if (!open_session(a, base, is_named, &session, err))
        return false;
    if (!session.n)
        return true;
    struct str roles = str_printf(a, "%.*s/latest/meta-data/iam/security-credentials/", STR_FMT(base));
    if (!instance_get(a, str_cstr(a, roles), session, &role, &status, err))
        return false;
    if (status == 404 || !role.n)
        return true;
    BUF_SCOPE struct buf url = {0};
    buf_add(&url, roles);
    const char *line = memchr(role.p, '\n', role.n);
    s3_encode(&url, str_trim(line ? str_sub(role, 0, (size_t)(line - role.p)) : role), false);
    if (!instance_get(a, url.p, session, &keys, &status, err))
        return false;
    *ret_found = true;
    return read_keys(a, status == 200 ? keys : STR_NULL, ret, err);
}
