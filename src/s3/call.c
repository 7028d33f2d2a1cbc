/* Sign, send, judge, wait, again. */
#include "s3/call.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "s3/errors.h"

enum { LARGEST_ANSWER = 16 << 20, LONGEST_MESSAGE = 1000, SHORTEST_SECRET = 8 };

const struct s3_patience s3_patience_default = {6, 200, 5000, 10 * 1000, 30 * 1000};

struct s3_client *s3_client_new(const struct s3_target *target, struct s3_credentials *credentials, struct clock *clock,
                                const struct s3_options *options)
{
    struct s3_client *c = xmalloc(sizeof *c);
    uint64_t seed;
    random_os(&seed, sizeof seed);
    *c = (struct s3_client){.credentials = credentials, .clock = clock, .patience = s3_patience_default};
    if (options) {
        c->options = *options;
        if (options->patience)
            c->patience = *options->patience;
    }
    if (!c->options.part_bytes)
        c->options.part_bytes = S3_PART;
    if (c->options.window < 1)
        c->options.window = S3_WINDOW;
    c->target = s3_target_copy(&c->arena, target);
    c->http = s3_http_new((struct s3_http_limits){c->patience.connect_timeout_ms, c->patience.stall_timeout_ms});
    random_init(&c->random, seed);
    return c;
}

void s3_client_free(struct s3_client *c)
{
    if (!c)
        return;
    s3_http_free(c->http);
    arena_clear(&c->arena);
    free(c);
}

static bool is_printable(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] < ' ' || s.p[i] > '~')
            return false;
    }
    return true;
}

bool s3_call_start(struct s3_client *c, struct arena *a, const struct s3_call *call, struct s3_transfer *t,
                   struct err *err)
{
    struct s3_keys keys;
    struct s3_signed sign;
    struct s3_request r = {
        .method = call->method,
        .parameter = call->parameter,
        .parameters = call->parameters,
        .header = call->header,
        .headers = call->headers,
        .payload = call->body,
    };
    for (size_t i = 0; i < call->headers; i++) {
        if (!is_printable(call->header[i].value))
            return s3_failed(err, "A header would have characters that none may have");
    }
    if (!s3_credentials_get(c->credentials, a, &keys, err))
        return false;
    s3_target_address(a, &c->target, call->key, &r.host, &r.path);
    s3_sign(a, &r, &keys, c->target.region, clock_now(c->clock), &sign);
    t->method = call->method;
    t->url = str_printf(a, "%.*s://%.*s%.*s", STR_FMT(c->target.scheme), STR_FMT(r.host), STR_FMT(sign.target)).p;
    t->body = call->body;
    if (!t->most)
        t->most = LARGEST_ANSWER;
    s3_transfer_clear(t);
    for (size_t i = 0; i < sign.headers; i++)
        s3_transfer_add_header(t, sign.header[i].name, sign.header[i].value);
    s3_http_start(c->http, t);
    return true;
}

static bool is_one_of(struct str s, const struct str *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(s, list[i]))
            return true;
    }
    return false;
}

#define ONE_OF(s, list) is_one_of((s), (list), sizeof(list) / sizeof *(list))

static bool may_pass(int status, struct str code)
{
    static const struct str codes[] = {
        STR("InternalError"), STR("OperationAborted"), STR("RequestTimeout"),      STR("ServiceUnavailable"),
        STR("SlowDown"),      STR("Throttling"),       STR("ThrottlingException"), STR("RequestLimitExceeded"),
    };
    return (status >= 500 && status != 501) || status == 408 || status == 429 || ONE_OF(code, codes);
}

/* Of the class of a status, for an answer without a body, as those to HEAD are; worded as Amazon's client does. */
static const char *reason_of(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {301, "Moved Permanently"},
        {307, "Temporary Redirect"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {412, "Precondition Failed"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (reasons[i].status == status)
            return reasons[i].reason;
    }
    return "Unexpected answer";
}

/* Amazon's words for codes that servers other than Amazon's send without any. */
static const char *words_of(struct str code)
{
    static const struct {
        struct str code;
        const char *words;
    } known[] = {
        {STR("AccessDenied"), "Access Denied"},
        {STR("NoSuchBucket"), "The specified bucket does not exist"},
        {STR("NoSuchKey"), "The specified key does not exist."},
        {STR("InvalidAccessKeyId"), "The AWS Access Key Id you provided does not exist in our records."},
        {STR("SignatureDoesNotMatch"), "The request signature we calculated does not match the signature you provided. "
                                       "Check your key and signing method."},
        {STR("PreconditionFailed"), "At least one of the pre-conditions you specified did not hold"},
        {STR("SlowDown"), "Please reduce your request rate."},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (str_eq(known[i].code, code))
            return known[i].words;
    }
    return NULL;
}

/* Adds what a server says: bounded, without control characters, and without what it should not repeat. */
static void add_words(struct buf *b, struct str words, const struct s3_keys *keys)
{
    const struct str secrets[] = {keys->secret, keys->token};
    struct str s = utf8_left(utf8_cut(str_sub(words, 0, utf8_valid_prefix(words)), LONGEST_MESSAGE), LONGEST_MESSAGE);
    for (size_t i = 0; i < s.n;) {
        struct str rest = str_sub(s, i, s.n);
        size_t hidden = 0;
        for (size_t k = 0; k < sizeof secrets / sizeof *secrets; k++) {
            if (secrets[k].n >= SHORTEST_SECRET && str_starts(rest, secrets[k]))
                hidden = secrets[k].n;
        }
        if (hidden)
            buf_adds(b, "****");
        else
            buf_addc(b, (unsigned char)*rest.p < ' ' ? ' ' : *rest.p);
        i += hidden ? hidden : 1;
    }
}

static bool fail(struct s3_client *c, const struct s3_transfer *t, const struct s3_complaint *said, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err ignored = {0};
    BUF_SCOPE struct buf why = {0};
    struct s3_keys keys = {0};
    if (t->outcome != S3_ANSWERED)
        return err_set(err, 91003, "22000", "Failure using stage area. Cause: [Unable to execute HTTP request: %s]",
                       t->why);
    if (!s3_credentials_get(c->credentials, &a, &keys, &ignored))
        keys = (struct s3_keys){0};
    const char *reason = reason_of(t->status), *words = words_of(said->code);
    add_words(&why, said->message.n ? said->message : str_from(words ? words : reason), &keys);
    buf_printf(&why, " (Status Code: %d; Error Code: ", t->status);
    if (said->code.n)
        add_words(&why, said->code, &keys);
    else
        buf_printf(&why, "%d %s", t->status, reason);
    buf_addc(&why, ')');
    return s3_failed(err, why.p);
}

/* A random wait before the next try; false when there is none. */
static bool try_again(struct s3_client *c, struct s3_tries *tries)
{
    if (++tries->made >= c->patience.attempts)
        return false;
    int64_t most = c->patience.first_wait_ms;
    for (int i = 1; i < tries->made && most < c->patience.most_wait_ms; i++)
        most *= 2;
    if (most > c->patience.most_wait_ms)
        most = c->patience.most_wait_ms;
    tries->not_before = clock_monotonic() + (int64_t)random_below(&c->random, (uint64_t)most * 1000 + 1);
    return true;
}

/* The bucket is elsewhere: followed once. That the region is no news is no reason to stop: requests side by side learn
 * it one after the other. */
static bool follow(struct s3_client *c, const struct s3_transfer *t, const struct s3_complaint *said,
                   struct s3_tries *tries)
{
    struct str region = t->headers[S3_BUCKET_REGION][0] ? str_from(t->headers[S3_BUCKET_REGION]) : said->region;
    bool is_redirect = t->status == 301 || t->status == 307, is_news = !str_eq(region, c->target.region);
    if (tries->moved || !s3_is_region(region) || !(is_redirect || (t->status == 400 && is_news)))
        return false;
    tries->moved = true;
    if (is_news)
        s3_target_move(&c->arena, &c->target, region);
    return true;
}

static bool renew(struct s3_client *c, const struct s3_complaint *said, struct s3_tries *tries)
{
    static const struct str codes[] = {STR("ExpiredToken"), STR("ExpiredTokenException"), STR("TokenRefreshRequired")};
    if (tries->renewed || !ONE_OF(said->code, codes))
        return false;
    tries->renewed = true;
    s3_credentials_expired(c->credentials);
    return true;
}

enum s3_verdict s3_call_judge(struct s3_client *c, const struct s3_call *call, const struct s3_transfer *t,
                              struct s3_tries *tries, struct err *err)
{
    static const struct str missing[] = {STR(""), STR("NoSuchKey"), STR("404")};
    ARENA_SCOPE struct arena a = {0};
    struct s3_complaint said = {0};
    bool answered = t->outcome == S3_ANSWERED, success = answered && t->status / 100 == 2;
    tries->not_before = 0;
    if (success && !call->error_in_success)
        return S3_DONE;
    bool is_complaint = answered && s3_complaint_read(&a, buf_str(&t->answer), &said);
    if (success && !is_complaint)
        return S3_DONE;
    if (call->may_be_missing && t->status == 404 && ONE_OF(said.code, missing))
        return S3_MISSING;
    if (answered && (follow(c, t, &said, tries) || renew(c, &said, tries)))
        return S3_AGAIN;
    bool passes = t->outcome == S3_BROKEN || (answered && may_pass(t->status, said.code));
    if (passes && try_again(c, tries))
        return S3_AGAIN;
    (void)fail(c, t, &said, err);
    return S3_FAILED;
}

bool s3_client_step(struct s3_client *c, int most_ms, struct err *err)
{
    if (c->options.stop && c->options.stop(c->options.ctx))
        return err_set(err, 604, "57014", "SQL execution canceled");
    s3_http_step(c->http, most_ms);
    return true;
}

/* Other transfers of the client go on meanwhile. */
static bool wait_until(struct s3_client *c, int64_t then, struct err *err)
{
    for (int64_t now; (now = clock_monotonic()) < then;) {
        int64_t left = (then - now) / 1000 + 1;
        if (!s3_client_step(c, left < S3_STEP_MS ? (int)left : S3_STEP_MS, err))
            return false;
    }
    return true;
}

static bool run_once(struct s3_client *c, const struct s3_call *call, struct s3_transfer *t, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    bool ok = s3_call_start(c, &a, call, t, err);
    while (ok && t->outcome == S3_RUNNING)
        ok = s3_client_step(c, S3_STEP_MS, err);
    s3_http_stop(c->http, t);
    return ok;
}

bool s3_call_run(struct s3_client *c, const struct s3_call *call, struct s3_transfer *t, bool *ret_missing,
                 struct s3_tries *tries, struct err *err)
{
    struct s3_tries own = {0};
    if (!tries)
        tries = &own;
    for (;;) {
        if (!wait_until(c, tries->not_before, err) || !run_once(c, call, t, err))
            return false;
        enum s3_verdict verdict = s3_call_judge(c, call, t, tries, err);
        if (verdict == S3_AGAIN)
            continue;
        if (ret_missing)
            *ret_missing = verdict == S3_MISSING;
        return verdict != S3_FAILED;
    }
}

struct str s3_transfer_etag(const struct s3_transfer *t)
{
    struct str s = str_from(t->headers[S3_ETAG]);
    return s.n >= 2 && s.p[0] == '"' && s.p[s.n - 1] == '"' ? str_sub(s, 1, s.n - 1) : s;
}
