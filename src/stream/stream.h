/* Streams: an offset and the change set that a query sees (Snowflake's page "Introduction to streams"; design:
 * ARCHITECTURE.md, "Streams").
 *
 * The offset is a row of freshet.stream_offsets. Reading gives the net changes between it and the reader's version:
 * what is committed in the transaction's snapshot, without its own writes. Consuming records the new offset with the
 * transaction, which writes it when it commits. */
#pragma once
#include "catalog/definition.h"
#include "table/transaction.h"

struct stream_offset {
    int64_t stream, table, version, next_rid;
    bool initial;
    int64_t moved_at; /* µs UTC */
};

/* Makes the offset of a new stream: the table as the transaction's snapshot shows it. */
bool stream_create_offset(struct transaction *t, const struct object *stream, int64_t table, bool show_initial_rows,
                          struct err *err) MUST_USE;
bool stream_read_offset(struct connection *conn, int64_t stream, struct stream_offset *ret, struct err *err) MUST_USE;

/* Appends `(query)`: the table's columns, then METADATA$ACTION, METADATA$ISUPDATE and METADATA$ROW_ID. `source` is the
 * table; NULL or dropped: an error that names it. */
bool stream_change_set(struct transaction *t, const struct object *stream, const struct object *source, struct buf *out,
                       struct err *err) MUST_USE;
/* The offset after everything in the transaction's snapshot: what consuming moves to. */
bool stream_consume(struct transaction *t, const struct object *stream, struct err *err) MUST_USE;
/* SYSTEM$STREAM_HAS_DATA: is the source's version beyond the offset? */
bool stream_has_data(struct connection *conn, const struct object *stream, bool *ret, struct err *err) MUST_USE;
