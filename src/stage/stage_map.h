/* Where a stage's URL is: `--stage-map s3://bucket/=DIR` on this machine, `--stage-map s3://=http://host:port` on
 * another server that speaks S3; the longest prefix wins; file:// needs no map. A URL prefix matches with or without
 * the `/` at its end. Internal named stages are directories below internal_root. */
#pragma once
#include "base/err.h"
#include "base/vec.h"

struct buckets;
struct parquets;

/* How files in scratch begin: those of a process that was killed may be removed. */
#define STAGE_SCRATCH "stage-"

struct stage_mapping {
    struct str prefix;
    struct str directory; /* p NULL: it is an endpoint */
    struct str endpoint;
};

struct stage_map {
    VEC(struct stage_mapping) mappings;
    struct str internal_root;  /* <data dir>/stages; empty: no internal stages (a database in memory) */
    struct buckets *buckets;   /* NULL: no bucket is asked for anything */
    struct parquets *parquets; /* engine/parquet.h; NULL: no Parquet file is read */
    struct str scratch;        /* the directory for copies of files that are read; made when it is needed */
    /* Asked while a bucket is waited for: is it to be given up? NULL: never. */
    bool (*stop)(void *ctx);
    void *stop_ctx;
};

/* `PREFIX=DIR` or `PREFIX=http://host:port`; 2 is the exit status a caller gives to a malformed one. */
bool stage_map_add(struct stage_map *m, struct arena *a, struct str text, struct err *err) MUST_USE;
/* A URL or a directory with a / at its end, in the arena. */
struct str stage_map_slashed(struct arena *a, struct str s);
/* The local directory (or file prefix) of a URL; STR_NULL when it is not mapped to one: then *ret_endpoint is the
 * endpoint that it is mapped to, or STR_NULL. */
struct str stage_map_resolve(const struct stage_map *m, struct arena *a, struct str url, struct str *ret_endpoint);
