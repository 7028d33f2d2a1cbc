/* The record of past COPYs: what VALIDATE tells of one (Snowflake's page "VALIDATE"), and since when a table has been
 * loaded. All is written in the caller's transaction. */
#pragma once
#include "history/loads.h"

/* So long is known what a table was loaded from (Snowflake's page "Considerations for loading data", "Load metadata").
 */
enum { LOAD_METADATA_DAYS = 64 };

/* What is older than that goes, and what is about tables that are no more. */
bool copies_purge(struct connection *c, int64_t now, struct err *err) MUST_USE;

struct copy_record {
    struct str query_id;
    struct str prefix;  /* of the files' names in its errors */
    int64_t table, now; /* µs UTC */
    bool transformed;   /* from a query: VALIDATE does not work for these */
};
/* The COPY, and what each record says was rejected. */
bool copies_record(struct connection *c, const struct copy_record *copy, const struct load_record *records, size_t n,
                   struct err *err) MUST_USE;

enum copy_known { COPY_UNKNOWN, COPY_OF_TABLE, COPY_OF_OTHER_TABLE, COPY_TRANSFORMED };
/* What is known of the COPY with this id; table 0: whatever its table. */
bool copies_find(struct connection *c, struct str query_id, int64_t table, enum copy_known *ret,
                 struct err *err) MUST_USE;
/* Appends a query with the columns of VALIDATE: what was rejected by the COPY, nothing when it is not known. */
void copies_validate(struct str query_id, struct buf *out);

/* When the table was loaded for the first time since it was made or truncated; -1: never. */
bool copies_first_load(struct connection *c, int64_t table, int64_t *ret, struct err *err) MUST_USE;
/* The table is loaded now. */
bool copies_loaded(struct connection *c, int64_t table, int64_t now, struct err *err) MUST_USE;
