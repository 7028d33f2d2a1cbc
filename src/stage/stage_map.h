/* Where a stage's URL is on this machine: `--stage-map s3://bucket/=DIR`, longest prefix wins; file:// needs no map. A
 * URL prefix matches with or without the `/` at its end. Internal named stages are directories below internal_root. */
#pragma once
#include "base/err.h"
#include "base/vec.h"

struct stage_mapping {
    struct str prefix, directory;
};

struct stage_map {
    VEC(struct stage_mapping) mappings;
    struct str internal_root; /* <data dir>/stages; empty: no internal stages (a database in memory) */
};

/* `PREFIX=DIR`; 2 is the exit status a caller gives to a malformed one. */
bool stage_map_add(struct stage_map *m, struct arena *a, struct str text, struct err *err) MUST_USE;
/* A URL or a directory with a / at its end, in the arena. */
struct str stage_map_slashed(struct arena *a, struct str s);
/* The local directory (or file prefix) of a URL; STR_NULL when nothing maps it. */
struct str stage_map_resolve(const struct stage_map *m, struct arena *a, struct str url);
