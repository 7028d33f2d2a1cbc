/* The part that is being filled is kept until it is sent, so that a PUT can be tried again. Parts are sent in order. */
#include "s3/output.h"

#include <stdlib.h>

#include "s3/call.h"
#include "s3/errors.h"

enum { MOST_PARTS = 10000 };

struct s3_output {
    struct s3_client *client;
    struct arena arena; /* of key, headers, upload and etags */
    struct str key;
    struct s3_pair header[2]; /* of the request that makes the object: PUT, or the one that begins the upload */
    size_t headers;
    struct str upload; /* S3's id of the upload in parts; empty: there is none yet */
    VEC(struct str) etags;
    struct buf part;
    int64_t size; /* of all that was written */
    bool is_failed, is_over;
};

static void add_header(struct s3_output *out, struct str name, struct str value)
{
    if (value.n)
        out->header[out->headers++] = (struct s3_pair){name, str_dup(&out->arena, value)};
}

struct s3_output *s3_output_open(struct s3_client *c, struct str key, const struct s3_encryption *encryption)
{
    struct s3_output *out = xmalloc(sizeof *out);
    *out = (struct s3_output){.client = c};
    out->key = str_dup(&out->arena, key);
    if (encryption) {
        add_header(out, STR("x-amz-server-side-encryption"), encryption->method);
        add_header(out, STR("x-amz-server-side-encryption-aws-kms-key-id"), encryption->key_id);
    }
    return out;
}

static void take_upload(void *ctx, struct str path, struct str text)
{
    struct s3_output *out = ctx;
    if (str_eq(path, STR("InitiateMultipartUploadResult/UploadId")))
        out->upload = str_dup(&out->arena, str_trim(text));
}

static bool begin_upload(struct s3_output *out, struct err *err)
{
    const struct s3_pair parameter = {STR("uploads"), STR_NULL};
    S3_TRANSFER_SCOPE struct s3_transfer t = {0};
    struct s3_call call = {.method = "POST",
                           .key = out->key,
                           .parameter = &parameter,
                           .parameters = 1,
                           .header = out->header,
                           .headers = out->headers};
    if (!s3_call_run(out->client, &call, &t, NULL, NULL, err))
        return false;
    if (!s3_xml_read(buf_str(&t.answer), take_upload, out) || !out->upload.n) {
        out->upload = STR_NULL;
        return s3_failed(err, "The answer has no id of an upload");
    }
    return true;
}

static bool send_part(struct s3_output *out, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    S3_TRANSFER_SCOPE struct s3_transfer t = {0};
    if (out->etags.n == MOST_PARTS)
        return s3_failed(err, "The file has more parts than S3 takes (Error Code: EntityTooLarge)");
    if (!out->upload.n && !begin_upload(out, err))
        return false;
    const struct s3_pair parameters[] = {
        {STR("partNumber"), str_printf(&a, "%zu", out->etags.n + 1)},
        {STR("uploadId"), out->upload},
    };
    struct s3_call call = {
        .method = "PUT", .key = out->key, .parameter = parameters, .parameters = 2, .body = buf_str(&out->part)};
    if (!s3_call_run(out->client, &call, &t, NULL, NULL, err))
        return false;
    struct str etag = s3_transfer_etag(&t);
    if (!etag.n)
        return s3_failed(err, "The answer has no ETag");
    vec_push(&out->arena, &out->etags, str_dup(&out->arena, etag));
    buf_reset(&out->part);
    return true;
}

bool s3_output_write(struct s3_output *out, struct str bytes, struct err *err)
{
    size_t most = out->client->options.part_bytes;
    if (out->is_failed || out->is_over)
        return err_internal(err, "an output is written to after its end");
    out->size += (int64_t)bytes.n;
    while (bytes.n) {
        /* a full part is sent when there is more, so that what fits into one is one PUT */
        if (out->part.n == most && !send_part(out, err)) {
            out->is_failed = true;
            return false;
        }
        size_t n = most - out->part.n < bytes.n ? most - out->part.n : bytes.n;
        buf_add(&out->part, str_sub(bytes, 0, n));
        bytes = str_sub(bytes, n, bytes.n);
    }
    return true;
}

static bool put(struct s3_output *out, struct arena *a, struct str *ret_etag, struct err *err)
{
    S3_TRANSFER_SCOPE struct s3_transfer t = {0};
    struct s3_call call = {
        .method = "PUT", .key = out->key, .header = out->header, .headers = out->headers, .body = buf_str(&out->part)};
    if (!s3_call_run(out->client, &call, &t, NULL, NULL, err))
        return false;
    *ret_etag = str_dup(a, s3_transfer_etag(&t));
    return true;
}

static void add_escaped(struct buf *b, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '&' || c == '<' || c == '>')
            buf_printf(b, "&#%d;", c);
        else
            buf_addc(b, c);
    }
}

struct completion {
    struct arena *arena;
    struct str etag;
};

static void take_completion(void *ctx, struct str path, struct str text)
{
    struct completion *done = ctx;
    if (str_eq(path, STR("CompleteMultipartUploadResult/ETag")))
        done->etag = str_dup(done->arena, text);
}

/* Asks the object itself: of an upload that is unknown on a later try, since an earlier one whose answer was lost may
 * have completed it; and where the answer does not tell the ETag, or cannot be read (a server may repeat a key that XML
 * cannot hold). */
static bool was_completed(struct s3_output *out, struct arena *a, struct completion *done)
{
    ERR_SCOPE struct err ignored = {0};
    struct s3_object object;
    bool found;
    /* `-N` behind the ETag: written in so many parts */
    struct str suffix = str_printf(a, "-%zu", out->etags.n);
    if (!s3_head(out->client, a, out->key, &object, &found, &ignored) || !found || object.size != out->size ||
        !str_ends(object.etag, suffix))
        return false;
    done->etag = object.etag;
    return true;
}

static bool complete(struct s3_output *out, struct arena *a, struct str *ret_etag, struct err *err)
{
    BUF_SCOPE struct buf xml = {0};
    ERR_SCOPE struct err why = {0};
    S3_TRANSFER_SCOPE struct s3_transfer t = {0};
    struct completion done = {.arena = a};
    struct s3_tries tries = {0};
    const struct s3_pair parameter = {STR("uploadId"), out->upload};
    buf_adds(&xml, "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
    for (size_t i = 0; i < out->etags.n; i++) {
        buf_printf(&xml, "<Part><PartNumber>%zu</PartNumber><ETag>\"", i + 1);
        add_escaped(&xml, out->etags.at[i]);
        buf_adds(&xml, "\"</ETag></Part>");
    }
    buf_adds(&xml, "</CompleteMultipartUpload>");
    struct s3_call call = {.method = "POST",
                           .key = out->key,
                           .parameter = &parameter,
                           .parameters = 1,
                           .body = buf_str(&xml),
                           .error_in_success = true};
    if (!s3_call_run(out->client, &call, &t, NULL, &tries, &why)) {
        if (t.status != 404 || !tries.made || !was_completed(out, a, &done))
            return err_move(err, &why);
    } else if ((!s3_xml_read(buf_str(&t.answer), take_completion, &done) || !done.etag.n) &&
               !was_completed(out, a, &done)) {
        return s3_failed(err, "The answer does not say that the upload is complete");
    }
    struct str etag = str_trim(done.etag);
    *ret_etag = etag.n >= 2 && etag.p[0] == '"' ? str_sub(etag, 1, etag.n - 1) : etag;
    return true;
}

bool s3_output_commit(struct s3_output *out, struct arena *a, struct str *ret_etag, struct err *err)
{
    ARENA_SCOPE struct arena own = {0};
    struct str etag;
    if (out->is_failed || out->is_over)
        return err_internal(err, "an output is committed after its end");
    out->is_failed = true;
    if (!out->upload.n && out->etags.n == 0) {
        if (!put(out, a ? a : &own, &etag, err))
            return false;
    } else if (!send_part(out, err) || !complete(out, a ? a : &own, &etag, err)) {
        return false;
    }
    out->is_failed = false;
    out->is_over = true;
    if (ret_etag)
        *ret_etag = etag;
    return true;
}

/* Once, and without heed to `stop`: whoever is told to stop gives up his outputs. */
static void abort_upload(struct s3_output *out)
{
    ERR_SCOPE struct err ignored = {0};
    S3_TRANSFER_SCOPE struct s3_transfer t = {0};
    const struct s3_pair parameter = {STR("uploadId"), out->upload};
    struct s3_call call = {.method = "DELETE", .key = out->key, .parameter = &parameter, .parameters = 1};
    struct s3_client *c = out->client;
    struct s3_options options = c->options;
    struct s3_patience patience = c->patience;
    c->options.stop = NULL;
    c->patience.attempts = 1;
    (void)!s3_call_run(c, &call, &t, NULL, NULL, &ignored);
    c->options = options;
    c->patience = patience;
}

void s3_output_free(struct s3_output *out)
{
    if (!out)
        return;
    if (out->upload.n && !out->is_over)
        abort_upload(out);
    buf_clear(&out->part);
    arena_clear(&out->arena);
    free(out);
}
