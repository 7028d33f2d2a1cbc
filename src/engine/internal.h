/* What the files of this folder share; nobody else includes it. */
#pragma once
#include <duckdb.h>

#include "engine/engine.h"

/* Rows that remembered statements read. */
struct kept {
    size_t statement; /* the first that may read them */
    int64_t scan;
    struct rows *rows;
};

/* See connection_first. */
struct first {
    struct str sql;
    bool anyway;
};

struct connection {
    struct engine *engine;
    duckdb_connection duckdb;
    /* see connection_remember */
    bool remembers;
    struct arena arena;
    VEC(struct first) first;
    VEC(struct str) statements;
    VEC(struct kept) kept;
};

/* Takes over the result. */
struct rows *rows_new(duckdb_result result);
duckdb_result *rows_result(const struct rows *r);
int64_t rows_count(const struct rows *r);
/* A HUGEINT has numbers of 39 digits, a NUMBER has 38. */
static inline bool number_fits(__int128 v)
{
    const __int128 limit = (__int128)10000000000000000000ULL * 10000000000000000000ULL;
    return v < limit && v > -limit;
}
/* Does every number of the current row fit? */
bool rows_fit(const struct rows *r);

/* What sf_scan can read: see scan.h. An engine has one. */
struct scans;
struct listing;
struct scans *scans_new(void);
void scans_free(struct scans *s); /* takes NULL */
bool scans_register(struct scans *s, duckdb_connection c, struct err *err) MUST_USE;
int64_t scans_add(struct scans *s, const struct rows *rows, const struct listing *listing);
void scans_remove(struct scans *s, int64_t id);

/* What sf_source and sf_number can ask: see source.h. An engine has one. */
struct sources;
struct sources *sources_new(void);
void sources_free(struct sources *s); /* takes NULL */
bool sources_register(struct sources *s, duckdb_connection c, struct err *err) MUST_USE;
struct sources *engine_sources(const struct engine *e);
