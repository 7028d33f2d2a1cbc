/* From a name as written to an object, in the scope of a session, view, pipe or task: the current schema first, then
 * PUBLIC (Snowflake's page "Object name resolution"), and Snowflake's errors when there is none. */
#pragma once
#include "catalog/catalog.h"

struct scope {
    struct str database, schema; /* empty: none is current */
    int64_t session;             /* whose temporary objects are seen; 0: none */
};

/* The full name that a written one has in the scope: 090105 (22000) when a database is needed and none is current. Does
 * not ask whether it exists. */
bool scope_qualify(const struct scope *s, const struct object_name *name, const char *verb, struct str ret[3],
                   struct err *err) MUST_USE;
/* Looks in the named schema, or in the current schema and then PUBLIC. 002003: `Object 'DB.SCH.X' does not exist or not
 * authorized.` (42S02; kinds other than tables: their own word, 02000), or the same of the schema or database that is
 * missing. OBJECT_TABLE finds tables and views. */
bool catalog_resolve(struct catalog *c, const struct scope *s, enum object_kind kind, const struct object_name *name,
                     struct object **ret, struct err *err) MUST_USE;
/* With another word for the kind in the message. */
bool catalog_resolve_as(struct catalog *c, const struct scope *s, enum object_kind kind, const char *word,
                        const struct object_name *name, struct object **ret, struct err *err) MUST_USE;
/* Parses `db.schema."x"` out of a string, as SYSTEM$STREAM_HAS_DATA('…') and FORMAT_NAME = '…' take it. */
bool name_from_text(struct arena *a, struct str text, struct object_name *ret, struct err *err) MUST_USE;
