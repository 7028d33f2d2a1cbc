/* The history of statements, for QUERY_HISTORY(). Statements are remembered in memory and written in batches, so that a
 * statement does not pay for a commit of its own; what was not written when a process is killed is lost. Thread-safe.
 */
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
/* Writes what is remembered, and forgets what is older than 7 days. */
bool queries_flush(struct queries *q, int64_t now, struct err *err) MUST_USE;
/* A query with the columns of INFORMATION_SCHEMA.QUERY_HISTORY(), newest first. */
struct str queries_history_sql(struct arena *a, int64_t limit);
