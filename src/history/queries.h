/* The history of statements, for QUERY_HISTORY(). Statements are remembered in memory and written every few seconds at
 * most, so that a statement does not pay for a commit of its own; what was not written when a process is killed is
 * lost. Kept for 7 days. Thread-safe. */
#pragma once
#include "engine/engine.h"

struct queries;

struct query_record {
    struct str id, text, type, database, schema, role, warehouse;
    int64_t session, started, ended; /* µs UTC */
    bool failed;
    int error_code;
    struct str error_message;
    int64_t rows; /* produced, or changed by DML; -1: none */
};

bool queries_open(struct engine *e, struct queries **ret, struct err *err) MUST_USE;
void queries_free(struct queries *q); /* writes what is not written; takes NULL */
void queries_add(struct queries *q, const struct query_record *record);
/* A query with the columns of INFORMATION_SCHEMA.QUERY_HISTORY(), newest first, what is not yet written included. */
void queries_history_sql(struct queries *q, int64_t limit, struct buf *out);
