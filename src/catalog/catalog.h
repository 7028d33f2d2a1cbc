/* What exists: databases, schemas and the objects in them, and the account's warehouses, roles and grants.
 *
 * The catalog lives in the table freshet.objects of the one database file and, for look-ups, in memory. An object is
 * immutable: a change replaces it. Definitions are jansson objects, one shape a kind (catalog/definition.h); a look-up
 * returns a reference that the caller releases (object_unref), so a concurrent DROP never pulls it away.
 *
 * DDL is serialised by catalog_lock; changes become visible in memory when catalog_publish is called, after the DuckDB
 * transaction that wrote them was committed. catalog_forget drops them instead. Thread-safe. */
#pragma once
#include <jansson.h>

#include "engine/engine.h"
#include "sql/statement.h"

struct catalog;

struct object {
    int64_t id; /* unique for ever, over all kinds: freshet.last_id; store.t<id> of a table */
    enum object_kind kind;
    char *database, *schema, *name; /* canonical; "" where the kind has none */
    char *owner, *comment;
    int64_t created_on; /* µs UTC */
    json_t *definition;
    int64_t session; /* of a temporary object: the session that alone sees it; 0: permanent */
    int references;  /* atomic */
};

/* Creates the schemas freshet and store if they are missing and reads what is there, but for the temporary objects of
 * sessions that have ended. The connection stays the catalog's. */
bool catalog_open(struct engine *e, struct clock *clock, struct catalog **ret, struct err *err) MUST_USE;
void catalog_free(struct catalog *c);

struct object *object_ref(struct object *o);
void object_unref(struct object *o); /* takes NULL */
#define OBJECT_SCOPE __attribute__((cleanup(object_cleanup)))
static inline void object_cleanup(struct object **o)
{
    object_unref(*o);
}

/* The object, or NULL. Tables and views share their names, and so do no others. schema and database are "" where the
 * kind has none. kind OBJECT_TABLE also finds views, and streams are asked for by OBJECT_STREAM. */
struct object *catalog_find(struct catalog *c, enum object_kind kind, struct str database, struct str schema,
                            struct str name);
/* The same among the temporary objects of a session. */
struct object *catalog_find_temporary(struct catalog *c, int64_t session, enum object_kind kind, struct str database,
                                      struct str schema, struct str name);
struct object *catalog_by_id(struct catalog *c, int64_t id);
/* References to all objects of a kind, temporary ones too, sorted by database, schema and name; database and schema
 * empty: any. In the arena; catalog_list_release unrefs them. OBJECT_TABLE means tables alone here. */
struct object **catalog_list(struct catalog *c, struct arena *a, enum object_kind kind, struct str database,
                             struct str schema, size_t *ret_n);
void catalog_list_release(struct object **list, size_t n);
/* The temporary objects of a session (0: of any) as the database has them, dropped ones too. */
bool catalog_list_temporary(struct connection *conn, struct arena *a, int64_t session, struct object ***ret,
                            size_t *ret_n, struct err *err) MUST_USE;
/* Counts changes of the catalog, so that what was derived from it can be cached. */
int64_t catalog_generation(struct catalog *c);

/* One DDL at a time, from before it looks until after it published. */
void catalog_lock(struct catalog *c);
/* The same for at most so many µs: false when another still has it. */
bool catalog_lock_within(struct catalog *c, int64_t micros) MUST_USE;
void catalog_unlock(struct catalog *c);

/* Inside the caller's transaction on `conn`, catalog locked: writes the row. Takes over the reference to definition. */
struct object_spec {
    int64_t id; /* of an object that is there; catalog_create gives a new one */
    enum object_kind kind;
    struct str database, schema, name, owner, comment;
    json_t *definition;
    int64_t session; /* see struct object */
};
bool catalog_create(struct catalog *c, struct connection *conn, const struct object_spec *spec, struct object **ret,
                    struct err *err) MUST_USE;
/* Marks it dropped; the row stays. */
bool catalog_drop(struct catalog *c, struct connection *conn, struct object *o, struct err *err) MUST_USE;
/* Removes the row. */
bool catalog_erase(struct catalog *c, struct connection *conn, const struct object *o, struct err *err) MUST_USE;
/* Replaces definition and comment, keeps the id. */
bool catalog_alter(struct catalog *c, struct connection *conn, struct object *o, json_t *definition, struct str comment,
                   struct err *err) MUST_USE;
/* The same but for the names. What stood under them is the caller's to look for. */
bool catalog_rename(struct catalog *c, struct connection *conn, struct object *o, const struct str name[3],
                    struct err *err) MUST_USE;
/* The same but for the owner, a role. */
bool catalog_give(struct catalog *c, struct connection *conn, struct object *o, struct str owner,
                  struct err *err) MUST_USE;
void catalog_publish(struct catalog *c);
void catalog_forget(struct catalog *c);

/* `DB.SCHEMA.NAME`, quoted where needed: as messages and SHOW print it. */
struct str object_full_name(struct arena *a, const struct object *o);
struct str name_quoted_if_needed(struct arena *a, struct str name);
