/* A ring of parts: the first is read from, also while it is still coming, the others are fetched ahead. A part keeps
 * what it has when a try breaks, and the next try asks for the rest. */
#include "s3/input.h"

#include <stdio.h>
#include <stdlib.h>

#include "s3/call.h"
#include "s3/errors.h"

enum { PROGRESS = 64 * 1024, LARGEST_COMPLAINT = 64 * 1024 };

struct part {
    struct s3_input *in;
    int64_t offset;          /* of its first byte in the object */
    size_t size, have, read; /* bytes: of the part, fetched, delivered */
    size_t had;              /* when the try began */
    char *p;
    bool is_running;
    bool is_checked, is_refused; /* this try's answer is the range that was asked for, or is not */
    struct s3_transfer transfer;
    struct s3_tries tries;
    struct arena arena; /* of the try */
};

struct s3_input {
    struct s3_client *client;
    struct str key, etag;
    struct arena arena; /* of key and etag */
    int64_t size;
    int64_t planned; /* up to here there are parts */
    size_t part_bytes, window;
    struct part *parts; /* a ring of `window`, those from first on */
    size_t first, count;
    bool is_missing;
    struct err failure;
};

static struct str if_match(struct arena *a, struct str etag)
{
    return str_printf(a, "\"%.*s\"", STR_FMT(etag));
}

static bool is_whole(const struct part *p)
{
    return p->had == 0 && (int64_t)p->size == p->in->size;
}

/* `bytes 0-99/1000`: the range and the size are those that are meant. */
static bool is_range(const struct part *p, const char *header)
{
    ARENA_SCOPE struct arena a = {0};
    int64_t from = p->offset + (int64_t)p->had, to = p->offset + (int64_t)p->size - 1;
    return str_eq(str_from(header),
                  str_printf(&a, "bytes %lld-%lld/%lld", (long long)from, (long long)to, (long long)p->in->size));
}

static bool is_changed(const struct part *p, const struct s3_transfer *t)
{
    return p->in->etag.n && t->headers[S3_ETAG][0] && !str_eq(s3_transfer_etag(t), p->in->etag);
}

/* Is this the answer that was asked for? A server that knows no ranges or no If-Match must not go unseen. */
static bool is_wanted(const struct part *p, const struct s3_transfer *t)
{
    int64_t length;
    bool right = t->status == 206 ? is_range(p, t->headers[S3_CONTENT_RANGE]) : t->status == 200 && is_whole(p);
    if (right && t->headers[S3_CONTENT_LENGTH][0])
        right = str_to_int64(str_from(t->headers[S3_CONTENT_LENGTH]), &length) && length == (int64_t)(p->size - p->had);
    return right && !is_changed(p, t);
}

static bool take(struct s3_transfer *t, struct str bytes)
{
    struct part *p = t->ctx;
    if (t->status / 100 != 2) { /* what the server complains of */
        if (t->answer.n + bytes.n > LARGEST_COMPLAINT)
            return false;
        buf_add(&t->answer, bytes);
        return true;
    }
    if (!p->is_checked) {
        p->is_checked = is_wanted(p, t);
        p->is_refused = !p->is_checked;
    }
    if (p->is_refused || bytes.n > p->size - p->have)
        return false;
    memcpy(p->p + p->have, bytes.p, bytes.n);
    p->have += bytes.n;
    return true;
}

static struct s3_call call_of(struct part *p, struct s3_pair headers[2])
{
    long long from = p->offset + (long long)p->have, to = p->offset + (long long)p->size - 1;
    p->had = p->have;
    size_t n = 0;
    if (p->in->etag.n)
        headers[n++] = (struct s3_pair){STR("if-match"), if_match(&p->arena, p->in->etag)};
    if (!is_whole(p))
        headers[n++] = (struct s3_pair){STR("range"), str_printf(&p->arena, "bytes=%lld-%lld", from, to)};
    return (struct s3_call){.method = "GET", .key = p->in->key, .header = headers, .headers = n};
}

static bool start(struct part *p, struct err *err)
{
    struct s3_pair headers[2];
    arena_clear(&p->arena);
    struct s3_call call = call_of(p, headers);
    p->transfer.take = take;
    p->transfer.ctx = p;
    p->is_checked = p->is_refused = false;
    p->is_running = s3_call_start(p->in->client, &p->arena, &call, &p->transfer, err);
    return p->is_running;
}

/* A status of success whose body is not the range is nothing that another try mends: the object is another, or the
 * server does not do what S3 does. */
static bool fail_unwanted(const struct part *p, struct err *err)
{
    if (is_changed(p, &p->transfer))
        return s3_failed(err, "At least one of the pre-conditions you specified did not hold (Status Code: 412; Error "
                              "Code: PreconditionFailed)");
    return s3_failed(err, "The answer is not the range of the file that was asked for");
}

/* The try of a part has ended: it has all, or there is another, or that was it. */
static bool settle(struct part *p, struct err *err)
{
    struct s3_transfer *t = &p->transfer;
    struct s3_call call = {.method = "GET", .may_be_missing = true};
    bool success = t->outcome == S3_ANSWERED && t->status / 100 == 2;
    p->is_running = false;
    if (p->have == p->size)
        return true;
    if (p->is_refused || (success && !is_wanted(p, t)))
        return fail_unwanted(p, err);
    if (p->have - p->had >= PROGRESS)
        p->tries.made = 0;
    if (success) { /* as good as cut */
        t->outcome = S3_BROKEN;
        snprintf(t->why, sizeof t->why, "The body ended too early");
    }
    switch (s3_call_judge(p->in->client, &call, t, &p->tries, err)) {
    case S3_AGAIN:
    case S3_DONE:
        return true;
    case S3_MISSING:
        p->in->is_missing = true;
        return s3_failed(err, "The specified key does not exist. (Status Code: 404; Error Code: NoSuchKey)");
    case S3_FAILED:
        break;
    }
    return false;
}

static void plan(struct s3_input *in)
{
    while (in->count < in->window && in->planned < in->size) {
        struct part *p = &in->parts[(in->first + in->count++) % in->window];
        int64_t left = in->size - in->planned;
        *p = (struct part){.in = in, .p = p->p, .offset = in->planned};
        p->size = left < (int64_t)in->part_bytes ? (size_t)left : in->part_bytes;
        if (!p->p)
            p->p = xmalloc(p->size);
        in->planned += (int64_t)p->size;
    }
}

static void clear_part(struct part *p)
{
    s3_http_stop(p->in->client->http, &p->transfer);
    s3_transfer_clear(&p->transfer);
    arena_clear(&p->arena);
}

/* Settles and starts what there is to; *ret_wait: for how long nothing else is to do. */
static bool advance(struct s3_input *in, int *ret_wait, struct err *err)
{
    *ret_wait = S3_STEP_MS;
    plan(in);
    for (size_t i = 0; i < in->count; i++) {
        struct part *p = &in->parts[(in->first + i) % in->window];
        if (p->is_running && p->transfer.outcome != S3_RUNNING && !settle(p, err))
            return false;
        if (p->is_running || p->have == p->size)
            continue;
        int64_t wait = p->tries.not_before - clock_monotonic();
        if (wait <= 0) {
            if (!start(p, err))
                return false;
        } else if (wait / 1000 < *ret_wait) {
            *ret_wait = (int)(wait / 1000) + 1;
        }
    }
    return true;
}

static bool read_some(struct s3_input *in, char *to, size_t n, size_t *ret, struct err *err)
{
    *ret = 0;
    for (;;) {
        int wait;
        if (!advance(in, &wait, err))
            return false;
        if (in->count == 0)
            return true;
        struct part *p = &in->parts[in->first];
        size_t ready = p->have - p->read;
        if (!s3_client_step(in->client, ready ? 0 : wait, err))
            return false;
        ready = p->have - p->read;
        if (!ready)
            continue;
        *ret = ready < n ? ready : n;
        memcpy(to, p->p + p->read, *ret);
        p->read += *ret;
        if (p->read == p->size) {
            clear_part(p);
            in->first = (in->first + 1) % in->window;
            in->count--;
        }
        return true;
    }
}

bool s3_input_read(struct s3_input *in, void *to, size_t n, size_t *ret, struct err *err)
{
    *ret = 0;
    if (!in->failure.set && read_some(in, to, n, ret, &in->failure))
        return true;
    return err_set(err, in->failure.code, in->failure.sqlstate, "%s", in->failure.message);
}

bool s3_input_open(struct s3_client *c, struct str key, struct str etag, int64_t size, struct s3_input **ret,
                   bool *ret_found, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    *ret = NULL;
    *ret_found = true;
    if (size < 0 || !etag.n) {
        struct s3_object object;
        if (!s3_head(c, &a, key, &object, ret_found, err))
            return false;
        if (!*ret_found)
            return true;
        etag = object.etag;
        size = object.size;
    }
    struct s3_input *in = xmalloc(sizeof *in);
    *in = (struct s3_input){
        .client = c, .size = size, .part_bytes = c->options.part_bytes, .window = (size_t)c->options.window};
    in->key = str_dup(&in->arena, key);
    in->etag = str_dup(&in->arena, etag);
    in->parts = xmalloc(in->window * sizeof *in->parts);
    memset(in->parts, 0, in->window * sizeof *in->parts);
    *ret = in;
    return true;
}

int64_t s3_input_size(const struct s3_input *in)
{
    return in->size;
}

bool s3_input_is_missing(const struct s3_input *in)
{
    return in->is_missing;
}

void s3_input_close(struct s3_input *in)
{
    if (!in)
        return;
    for (size_t i = 0; i < in->count; i++)
        clear_part(&in->parts[(in->first + i) % in->window]);
    for (size_t i = 0; i < in->window; i++)
        free(in->parts[i].p);
    free(in->parts);
    err_clear(&in->failure);
    arena_clear(&in->arena);
    free(in);
}
