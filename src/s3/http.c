/* One CURLM for each struct s3_http, one CURL for each transfer that runs. Whether a transfer stalls is watched here:
 * libcurl's own watch counts in seconds, and would also count the time in which nobody called s3_http_step. */
#include "s3/http.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"

enum { CONNECTIONS_KEPT = 16, LONGEST_PAUSE_US = 1000 * 1000 };

struct s3_http {
    CURLM *multi;
    struct s3_http_limits limits;
    struct s3_transfer *running;
    int64_t stepped; /* clock_monotonic at the end of the last step */
};

static const struct str header_names[S3_HEADERS] = {
    [S3_ETAG] = STR("etag"),
    [S3_CONTENT_LENGTH] = STR("content-length"),
    [S3_CONTENT_RANGE] = STR("content-range"),
    [S3_LAST_MODIFIED] = STR("last-modified"),
    [S3_BUCKET_REGION] = STR("x-amz-bucket-region"),
};

static void initialize(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT))
        abort();
}

struct s3_http *s3_http_new(struct s3_http_limits limits)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, initialize);
    struct s3_http *h = xmalloc(sizeof *h);
    *h = (struct s3_http){.multi = curl_multi_init(), .limits = limits, .stepped = clock_monotonic()};
    if (!h->multi)
        abort();
    curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)CONNECTIONS_KEPT);
    return h;
}

void s3_http_free(struct s3_http *h)
{
    if (!h)
        return;
    curl_multi_cleanup(h->multi);
    free(h);
}

static size_t on_header(char *p, size_t one, size_t n, void *user)
{
    struct s3_transfer *t = user;
    struct str line = {p, one * n};
    t->moved = clock_monotonic();
    if (str_starts(line, STR("HTTP/"))) { /* that of the last answer counts, not of 100 Continue */
        memset(t->headers, 0, sizeof t->headers);
        return line.n;
    }
    const char *colon = line.n ? memchr(line.p, ':', line.n) : NULL;
    if (!colon)
        return line.n;
    struct str name = {p, (size_t)(colon - p)}, value = str_trim(str_sub(line, name.n + 1, line.n));
    for (int i = 0; i < S3_HEADERS; i++) {
        if (str_ieq(name, header_names[i]) && value.n < sizeof t->headers[i]) {
            if (value.n)
                memcpy(t->headers[i], value.p, value.n);
            t->headers[i][value.n] = 0;
        }
    }
    return line.n;
}

static size_t on_body(char *p, size_t one, size_t n, void *user)
{
    struct s3_transfer *t = user;
    struct str part = {p, one * n};
    t->moved = clock_monotonic();
    if (!t->status) {
        long status = 0;
        curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
        t->status = (int)status;
    }
    if (t->take)
        return t->take(t, part) ? part.n : CURL_WRITEFUNC_ERROR;
    if (t->answer.n + part.n > t->most)
        return CURL_WRITEFUNC_ERROR;
    buf_add(&t->answer, part);
    return part.n;
}

static size_t on_upload(char *p, size_t one, size_t n, void *user)
{
    struct s3_transfer *t = user;
    size_t part = t->body.n - t->sent < one * n ? t->body.n - t->sent : one * n;
    if (part)
        memcpy(p, t->body.p + t->sent, part);
    t->sent += part;
    t->moved = clock_monotonic();
    return part;
}

/* libcurl sends the body anew when a kept connection turns out to be dead. */
static int on_seek(void *user, curl_off_t to, int origin)
{
    struct s3_transfer *t = user;
    if (origin != SEEK_SET || to < 0 || (size_t)to > t->body.n)
        return CURL_SEEKFUNC_FAIL;
    t->sent = (size_t)to;
    return CURL_SEEKFUNC_OK;
}

static void set_method(CURL *easy, struct s3_transfer *t)
{
    if (strcmp(t->method, "HEAD") == 0) {
        curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
        return;
    }
    if (strcmp(t->method, "PUT") == 0 || strcmp(t->method, "POST") == 0) {
        curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)t->body.n);
        curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_upload);
        curl_easy_setopt(easy, CURLOPT_READDATA, t);
        curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_seek);
        curl_easy_setopt(easy, CURLOPT_SEEKDATA, t);
    }
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, t->method);
}

static CURL *new_easy(const struct s3_http *h, struct s3_transfer *t)
{
    CURL *easy = curl_easy_init();
    if (!easy)
        abort();
    curl_easy_setopt(easy, CURLOPT_URL, t->url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->header);
    set_method(easy, t);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L); /* "a/../b" is the name of an object like any other */
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                     (long)CURL_HTTP_VERSION_1_1); /* ranges side by side: own connections */
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)h->limits.connect_ms);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 256L * 1024);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->why);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
    const char *certificates = getenv("AWS_CA_BUNDLE");
    if (certificates && *certificates)
        curl_easy_setopt(easy, CURLOPT_CAINFO, certificates);
    if (t->no_proxy)
        curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    return easy;
}

void s3_http_start(struct s3_http *h, struct s3_transfer *t)
{
    _Static_assert(sizeof t->why >= CURL_ERROR_SIZE, "libcurl writes so much");
    t->outcome = S3_RUNNING;
    t->status = 0;
    t->sent = 0;
    t->why[0] = 0;
    memset(t->headers, 0, sizeof t->headers);
    buf_reset(&t->answer);
    t->easy = new_easy(h, t);
    t->moved = clock_monotonic();
    t->next = h->running;
    h->running = t;
    if (curl_multi_add_handle(h->multi, t->easy) != CURLM_OK)
        abort();
}

static void finish(struct s3_http *h, struct s3_transfer *t, enum s3_outcome outcome)
{
    curl_multi_remove_handle(h->multi, t->easy);
    curl_easy_cleanup(t->easy);
    t->easy = NULL;
    t->outcome = outcome;
    for (struct s3_transfer **at = &h->running; *at; at = &(*at)->next) {
        if (*at == t) {
            *at = t->next;
            break;
        }
    }
}

/* What no further try changes; everything else is the network's or the server's doing. */
static bool is_final(const struct s3_transfer *t, CURLcode code)
{
    static const CURLcode finals[] = {
        CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT,         CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM,
        CURLE_SSL_CACERT_BADFILE,   CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_ISSUER_ERROR,
    };
    for (size_t i = 0; i < sizeof finals / sizeof *finals; i++) {
        if (finals[i] == code)
            return true;
    }
    return code == CURLE_WRITE_ERROR && !t->take;
}

static void end(struct s3_http *h, struct s3_transfer *t, CURLcode code)
{
    long status = 0;
    curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
    t->status = (int)status;
    bool answered = code == CURLE_OK && status >= 200;
    if (!answered && !t->why[0])
        snprintf(t->why, sizeof t->why, "%s", curl_easy_strerror(code == CURLE_OK ? CURLE_GOT_NOTHING : code));
    finish(h, t, answered ? S3_ANSWERED : is_final(t, code) ? S3_IMPOSSIBLE : S3_BROKEN);
}

static void end_those_that_stall(struct s3_http *h, int64_t now)
{
    for (struct s3_transfer *t = h->running, *next; t; t = next) {
        next = t->next;
        if (now - t->moved < (int64_t)h->limits.stall_ms * 1000)
            continue;
        snprintf(t->why, sizeof t->why, "Read timed out: no byte in %d ms", h->limits.stall_ms);
        finish(h, t, S3_BROKEN);
    }
}

void s3_http_step(struct s3_http *h, int most_ms)
{
    int64_t now = clock_monotonic();
    if (now - h->stepped > LONGEST_PAUSE_US) { /* the time in which nobody asked is not the server's */
        for (struct s3_transfer *t = h->running; t; t = t->next)
            t->moved = now;
    }
    int running, left;
    curl_multi_perform(h->multi, &running);
    if (running || !h->running) /* else something has just ended */
        curl_multi_poll(h->multi, NULL, 0, most_ms, NULL);
    curl_multi_perform(h->multi, &running);
    for (CURLMsg *m; (m = curl_multi_info_read(h->multi, &left));) {
        struct s3_transfer *t = NULL;
        if (m->msg == CURLMSG_DONE && curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &t) == CURLE_OK && t)
            end(h, t, m->data.result);
    }
    h->stepped = clock_monotonic();
    end_those_that_stall(h, h->stepped);
}

void s3_http_stop(struct s3_http *h, struct s3_transfer *t)
{
    if (t->easy)
        finish(h, t, S3_BROKEN);
}

void s3_transfer_add_header(struct s3_transfer *t, struct str name, struct str value)
{
    ARENA_SCOPE struct arena a = {0};
    /* libcurl: `Name;` is a header without a value, `Name:` takes one away */
    struct str line =
        value.n ? str_printf(&a, "%.*s: %.*s", STR_FMT(name), STR_FMT(value)) : str_printf(&a, "%.*s;", STR_FMT(name));
    struct curl_slist *longer = curl_slist_append(t->header, line.p);
    if (!longer)
        abort();
    t->header = longer;
}

void s3_transfer_clear(struct s3_transfer *t)
{
    curl_slist_free_all(t->header);
    t->header = NULL;
    buf_clear(&t->answer);
}
