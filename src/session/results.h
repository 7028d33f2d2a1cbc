/* The results of a session's last statements: what LAST_QUERY_ID and RESULT_SCAN look back on (Snowflake's pages
 * "LAST_QUERY_ID" and "RESULT_SCAN").
 *
 * A result belongs to whoever holds a reference: its caller, the session that keeps it, and the transaction in which a
 * query reads it again. Nothing is copied to keep it. A session keeps the results of its last RESULTS_KEPT statements,
 * RESULTS_BYTES in all; one that does not fit beside those after it is dropped when its caller frees it. Statements in
 * a procedure count like others, before the CALL. Used by the session's thread. */
#pragma once
#include "base/listing.h"
#include "engine/scan.h"
#include "procedure/runner.h"

struct results;
struct zone;

struct result {
    int references;
    struct rows *rows; /* or */
    struct listing *listing;
    struct arena arena; /* of the listing */
    /* Of the listing's columns, where they are not what the listing says; NULL: they are. */
    const struct type *types;
    size_t at; /* the row of the listing, 1-based */
    char query_id[40];
    const struct zone *zone;
    struct results *keeper; /* NULL: nobody keeps it */
};

enum { RESULTS_KEPT = 16, RESULTS_BYTES = 64 << 20, RESULT_IDS = 1024 };

enum result_fate { RESULT_KEPT, RESULT_FAILED, RESULT_TOO_LARGE };

/* Zeroed, it is empty. */
struct results {
    size_t n;        /* statements so far */
    char (*ids)[40]; /* of the first RESULT_IDS, and round and round of the last RESULT_IDS */
    size_t ids_size;
    struct {
        struct result *result; /* NULL: gone, and fate says why */
        enum result_fate fate;
    } kept[RESULTS_KEPT];        /* round and round */
    VEC(struct reading) reading; /* see results_scan */
    struct arena arena;
};

/* A result that a query reads, as sf_scan(scan). */
struct reading {
    int64_t scan;
    struct result *result;
};

void results_release(struct results *r);
/* After a statement: result NULL when it failed. */
void results_add(struct results *r, const char *query_id, struct result *result);
/* The id of statement n: 1 is the session's first, -1 its last; empty when there is none or it is forgotten. */
struct str results_id(const struct results *r, int64_t n);

/* Appends a query over the result of a statement, with the labels and types that it had. What it reads stays until
 * results_end_scans: while a transaction is open, its statements may have to be repeated. */
bool results_scan(struct results *r, struct engine *e, struct str query_id, struct buf *out, const struct result **ret,
                  struct err *err) MUST_USE;
void results_end_scans(struct results *r, struct engine *e);
