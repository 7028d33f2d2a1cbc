/* The shapes of object definitions, and typed views of them. Keys in the JSON are lower case; a flag that is missing is
 * false. */
/* clang-format off */
/* b is a boolean, n a number, µs an instant in microseconds.
 *
 *   TABLE        {"columns": [{"name", "type", "not_null":b, "primary_key":b, "unique":b, "default": text,
 *                              "identity": [start, step], "comment"} …],
 *                 "transient":b, "retention": days, "change_tracking":b, "cluster_by": text}
 *                an identity column draws from the sequence store."t<id>$c<column>"; a temporary table is one whose
 *                object has a session
 *   VIEW         {"query": text, "text": the whole statement, "columns": ["A", …], "star":b, "secure":b}
 *                star: the query selects *, so its width can change under the view
 *   SEQUENCE     {"start":n, "step":n}; its values come from DuckDB's sequence store.s<id>
 *   STAGE        {"settings"}
 *   FILE FORMAT  {"settings"}
 *   PIPE         {"copy": text, "settings", "paused":b, "paused_on":µs, "paused_owner": role, "stage": id, "stage_url"}
 *                paused_…: since when, and whose it was then; stage: of a named one, at creation
 *   STREAM       {"table": id of the source, "table_name": its full name, "append_only":b}; its offset is in
 *                freshet.stream_offsets
 *   TASK         {"settings", "when": text, "awaits_stream":b, "body": text, "state": "started" | "suspended",
 *                 "version":n, "base_time":µs, "last_committed_on":µs, "last_suspended_on":µs,
 *                 "last_suspended_reason": text, "role", "definer"}
 *                awaits_stream: WHEN asks SYSTEM$STREAM_HAS_DATA; version counts the changes of what it does
 *   PROCEDURE    {"arguments": [{"name", "type", "default": text} …], "returns": type, "returns_not_null":b,
 *                 "language", "body", "strict":b, "execute_as": "OWNER" | "CALLER"}
 *   WAREHOUSE    {"settings", "state": "STARTED" | "SUSPENDED"}
 *   ROLE         {}
 *   INTEGRATION  {"sort": "STORAGE" | "NOTIFICATION", "settings"}
 *   DATABASE, SCHEMA  {"transient":b, "retention": days}
 *
 * "settings" is a list of {"key", "kind", "text", "items"}: what was written, so that it
 * reads back as struct settings. */
/* clang-format on */
#pragma once
#include "catalog/catalog.h"

struct column {
    struct str name;
    struct type type;
    bool not_null, primary_key, unique;
    struct str default_text; /* Snowflake SQL; p NULL: none */
    bool identity;
    int64_t identity_start, identity_step;
    struct str comment;
};

struct columns {
    struct column *at;
    size_t n;
};

/* Of a table. The slices belong to the object: keep a reference. */
struct columns definition_columns(struct arena *a, const struct object *table);
json_t *definition_from_columns(const struct columns *columns);
/* The column's index, or -1. */
ptrdiff_t columns_find(const struct columns *c, struct str name);

/* The type that a text in a definition names. It was checked when it was stored, so one that cannot be read is a
 * damaged catalog, and aborts. */
struct type definition_type(struct arena *a, struct str text);

json_t *definition_from_settings(const struct settings *s);
struct settings definition_settings(struct arena *a, const struct object *o);

struct str json_text(const json_t *object, const char *key);         /* "" when missing */
struct str json_text_or_null(const json_t *object, const char *key); /* STR_NULL when missing */
bool json_flag(const json_t *object, const char *key);
int64_t json_int(const json_t *object, const char *key, int64_t missing);
