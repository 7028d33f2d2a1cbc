/* Files in buckets. */
#include <stdlib.h>

#include "s3/input.h"
#include "s3/output.h"
#include "stage/buckets.h"
#include "stage/place.h"

static struct bucket_client *take(const struct stage_location *l)
{
    return bucket_take(l->bucket, l->stop, l->stop_ctx);
}

static struct str key_of(const struct stage_location *l, struct arena *a, struct str path)
{
    return str_printf(a, "%.*s%.*s", STR_FMT(l->key), STR_FMT(path));
}

static struct stage_file file_of(const struct stage_location *l, struct arena *a, const struct s3_object *o)
{
    return (struct stage_file){str_dup(a, str_sub(o->key, l->key.n, o->key.n)), o->size, o->modified,
                               str_dup(a, o->etag)};
}

struct listed {
    const struct stage_location *location;
    struct arena *arena;
    VEC(struct stage_file) files;
};

/* What some programs put into buckets in place of directories are no files. */
static bool is_directory(const struct s3_object *o)
{
    return o->size == 0 && str_ends(o->key, STR("/"));
}

static bool add(void *ctx, const struct s3_object *o)
{
    struct listed *l = ctx;
    if (!is_directory(o))
        vec_push(l->arena, &l->files, file_of(l->location, l->arena, o));
    return true;
}

static bool list(const struct stage_location *l, struct str prefix, struct arena *a, struct stage_files *ret,
                 struct err *err)
{
    BUCKET_CLIENT_SCOPE struct bucket_client *c = take(l);
    struct listed listed = {.location = l, .arena = a};
    if (!s3_list_each(bucket_s3(c), key_of(l, a, prefix), add, &listed, err))
        return false;
    *ret = (struct stage_files){listed.files.at, listed.files.n, STR_NULL};
    return true;
}

static bool look(const struct stage_location *l, struct str path, struct arena *a, struct stage_file *ret,
                 bool *ret_found, struct err *err)
{
    BUCKET_CLIENT_SCOPE struct bucket_client *c = take(l);
    struct s3_object object;
    if (!s3_head(bucket_s3(c), a, key_of(l, a, path), &object, ret_found, err))
        return false;
    if (*ret_found)
        *ret = (struct stage_file){path, object.size, object.modified, object.etag};
    return true;
}

/* An object appears whole. */
static bool is_complete(const struct stage_location *l, const struct stage_file *f)
{
    (void)l, (void)f;
    return true;
}

static bool remove_file(const struct stage_location *l, struct str path, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUCKET_CLIENT_SCOPE struct bucket_client *c = take(l);
    return s3_delete(bucket_s3(c), key_of(l, &a, path), err);
}

struct input {
    struct stage_input base;
    struct bucket_client *client;
    struct s3_input *s3;
};

static bool input_read(struct stage_input *base, char *to, size_t size, size_t *ret_n, struct err *err)
{
    return s3_input_read(((struct input *)base)->s3, to, size, ret_n, err);
}

static void input_close(struct stage_input *base)
{
    struct input *in = (struct input *)base;
    s3_input_close(in->s3);
    bucket_give(in->client);
    free(in);
}

static bool open_file(const struct stage_location *l, const struct stage_file *f, struct stage_input **ret,
                      struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    *ret = NULL;
    struct bucket_client *c = take(l);
    struct s3_input *s3;
    bool found;
    if (!s3_input_open(bucket_s3(c), key_of(l, &a, f->path), f->etag, f->size, &s3, &found, err) || !found) {
        bucket_give(c);
        return !err->set;
    }
    struct input *in = xmalloc(sizeof *in);
    *in = (struct input){{input_read, input_close}, c, s3};
    *ret = &in->base;
    return true;
}

struct output {
    struct stage_output base;
    struct bucket_client *client;
    struct s3_output *s3;
};

static bool output_write(struct stage_output *base, struct str part, struct err *err)
{
    return s3_output_write(((struct output *)base)->s3, part, err);
}

static bool output_commit(struct stage_output *base, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    return s3_output_commit(((struct output *)base)->s3, &a, NULL, err);
}

static void output_free(struct stage_output *base)
{
    struct output *out = (struct output *)base;
    s3_output_free(out->s3);
    bucket_give(out->client);
    free(out);
}

static bool create(const struct stage_location *l, struct str path, struct stage_output **ret, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    (void)err;
    struct output *out = xmalloc(sizeof *out);
    *out = (struct output){{output_write, output_commit, output_free}, take(l), NULL};
    out->s3 = s3_output_open(bucket_s3(out->client), key_of(l, &a, path), &l->encryption);
    *ret = &out->base;
    return true;
}

const struct stage_place stage_bucket = {
    .list = list,
    .look = look,
    .is_complete = is_complete,
    .remove = remove_file,
    .open = open_file,
    .create = create,
};
