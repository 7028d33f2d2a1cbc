/* The catalog in memory: a map from (kind, session, database, schema, name) to the object and one from id. DDL collects
 * its changes in a list that catalog_publish applies. One mutex guards the maps and the list; another one is the DDL's.
 */
#include "catalog/catalog.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/map.h"

struct change {
    struct object *add;    /* owned reference */
    struct object *remove; /* owned reference */
    struct change *next;
};

struct catalog {
    struct engine *engine;
    struct clock *clock;
    struct connection *conn;
    pthread_mutex_t lock;    /* guards what follows */
    pthread_cond_t ddl_over; /* on the monotonic clock */
    bool in_ddl;
    struct map by_name;
    struct map by_id;
    struct change *pending, **pending_end;
    int64_t last_id; /* as freshet.last_id, or beyond it by those of DDL that was not committed */
    int64_t generation;
};

extern const char embed_catalog_schema[];

/* --- objects ---------------------------------------------------------------------------------------------------- */

struct object *object_ref(struct object *o)
{
    __atomic_add_fetch(&o->references, 1, __ATOMIC_RELAXED);
    return o;
}

void object_unref(struct object *o)
{
    if (!o || __atomic_sub_fetch(&o->references, 1, __ATOMIC_ACQ_REL) > 0)
        return;
    free(o->database);
    free(o->schema);
    free(o->name);
    free(o->owner);
    free(o->comment);
    json_decref(o->definition);
    free(o);
}

static char *copy(struct str s)
{
    char *p = xmalloc(s.n + 1);
    if (s.n)
        memcpy(p, s.p, s.n);
    p[s.n] = 0;
    return p;
}

/* Takes over the reference to the definition. */
static struct object *object_new(const struct object_spec *s, int64_t created_on)
{
    struct object *o = xmalloc(sizeof *o);
    *o = (struct object){.id = s->id,
                         .kind = s->kind,
                         .database = copy(s->database),
                         .schema = copy(s->schema),
                         .name = copy(s->name),
                         .owner = copy(s->owner),
                         .comment = copy(s->comment),
                         .created_on = created_on,
                         .definition = s->definition,
                         .session = s->session,
                         .references = 1};
    return o;
}

/* Tables and views share their names. */
static struct str key_of(struct arena *a, enum object_kind kind, int64_t session, struct str database,
                         struct str schema, struct str name)
{
    if (kind == OBJECT_VIEW)
        kind = OBJECT_TABLE;
    return str_printf(a, "%d.%lld.%zu.%.*s.%zu.%.*s.%.*s", (int)kind, (long long)session, database.n, STR_FMT(database),
                      schema.n, STR_FMT(schema), STR_FMT(name));
}

static struct str object_key(struct arena *a, const struct object *o)
{
    return key_of(a, o->kind, o->session, str_from(o->database), str_from(o->schema), str_from(o->name));
}

static struct str id_key(struct arena *a, int64_t id)
{
    return str_printf(a, "%lld", (long long)id);
}

/* --- the maps; the lock is held --------------------------------------------------------------------------------- */

static void add(struct catalog *c, struct object *o)
{
    ARENA_SCOPE struct arena a = {0};
    map_put(&c->by_name, object_key(&a, o), o);
    map_put(&c->by_id, id_key(&a, o->id), object_ref(o));
}

static void remove_object(struct catalog *c, struct object *o)
{
    ARENA_SCOPE struct arena a = {0};
    struct object *named = map_get(&c->by_name, object_key(&a, o));
    if (named && named->id == o->id) {
        map_put(&c->by_name, object_key(&a, o), NULL);
        object_unref(named);
    }
    struct object *known = map_get(&c->by_id, id_key(&a, o->id));
    map_put(&c->by_id, id_key(&a, o->id), NULL);
    object_unref(known);
}

static void pend(struct catalog *c, struct object *add_, struct object *remove_)
{
    struct change *change = xmalloc(sizeof *change);
    *change = (struct change){.add = add_, .remove = remove_};
    *c->pending_end = change;
    c->pending_end = &change->next;
}

static void finish_pending(struct catalog *c, bool publish)
{
    pthread_mutex_lock(&c->lock);
    struct change *next;
    if (publish && c->pending)
        c->generation++;
    for (struct change *p = c->pending; p; p = next) {
        next = p->next;
        if (publish && p->remove)
            remove_object(c, p->remove);
        if (publish && p->add)
            add(c, object_ref(p->add));
        object_unref(p->add);
        object_unref(p->remove);
        free(p);
    }
    c->pending = NULL;
    c->pending_end = &c->pending;
    pthread_mutex_unlock(&c->lock);
}

void catalog_publish(struct catalog *c)
{
    finish_pending(c, true);
}

void catalog_forget(struct catalog *c)
{
    finish_pending(c, false);
}

/* --- opening ---------------------------------------------------------------------------------------------------- */

static bool kind_from_word(struct str word, enum object_kind *ret)
{
    for (int kind = 0; kind < OBJECT_KINDS; kind++)
        if (str_eq(word, str_from(object_kind_word((enum object_kind)kind)))) {
            *ret = (enum object_kind)kind;
            return true;
        }
    return false;
}

#define OBJECT_COLUMNS                                                                                                 \
    "SELECT id, kind, database_name, schema_name, name, owner, comment, epoch_us(created_on), definition::VARCHAR, "   \
    "session FROM freshet.objects WHERE "

/* The object of a row of OBJECT_COLUMNS. */
static bool read_object(struct rows *rows, struct object **ret, struct err *err)
{
    struct object_spec s = {.id = rows_int(rows, 0),
                            .database = rows_slice(rows, 2),
                            .schema = rows_slice(rows, 3),
                            .name = rows_slice(rows, 4),
                            .owner = rows_slice(rows, 5),
                            .comment = rows_slice(rows, 6),
                            .session = rows_int(rows, 9)};
    struct str text = rows_slice(rows, 8);
    if (!kind_from_word(rows_slice(rows, 1), &s.kind))
        return err_internal(err, "the catalog holds an object of the unknown kind '%.*s'",
                            STR_FMT(rows_slice(rows, 1)));
    s.definition = json_loadb(text.p, text.n, JSON_ALLOW_NUL, NULL);
    if (!s.definition)
        return err_internal(err, "the definition of object %lld cannot be read", (long long)s.id);
    *ret = object_new(&s, rows_int(rows, 7));
    return true;
}

static bool read_objects(struct catalog *c, struct err *err)
{
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(c->conn, STR(OBJECT_COLUMNS "dropped_on IS NULL AND session = 0 ORDER BY id"), &rows, err))
        return false;
    while (rows_next(rows)) {
        struct object *o;
        if (!read_object(rows, &o, err))
            return false;
        add(c, o);
    }
    return true;
}

/* In a directory from before freshet.last_id the largest id of which anything is left: whatever has one keeps it in a
 * BIGINT column of one of these names, or is a stored part. Of the objects that were made last no more than the
 * directory of a stage may be left, hence the gap. */
static bool find_last_id(struct connection *conn, int64_t *ret, struct err *err)
{
    enum { GAP = 1000 };
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql,
             "SELECT max(id) FROM (SELECT TRY_CAST(regexp_extract(name, '^[ts]([0-9]+)', 1) AS BIGINT) AS id FROM "
             "(SELECT table_name AS name FROM duckdb_tables() WHERE schema_name = 'store' UNION ALL "
             "SELECT sequence_name FROM duckdb_sequences() WHERE schema_name = 'store')");
    {
        ROWS_SCOPE struct rows *rows = NULL;
        if (!connection_query(conn,
                              STR("SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = 'freshet' "
                                  "AND data_type = 'BIGINT' AND column_name IN ('id', 'table_id', 'stream_id', "
                                  "'pipe_id', 'task')"),
                              &rows, err))
            return false;
        while (rows_next(rows))
            buf_printf(&sql, " UNION ALL SELECT max(%.*s) FROM freshet.%.*s", STR_FMT(rows_slice(rows, 1)),
                       STR_FMT(rows_slice(rows, 0)));
    }
    buf_addc(&sql, ')');
    if (!connection_int(conn, buf_str(&sql), 0, ret, err))
        return false;
    *ret += *ret ? GAP : 0;
    return true;
}

static bool read_last_id(struct catalog *c, struct err *err)
{
    if (!connection_int(c->conn, STR("SELECT id FROM freshet.last_id"), -1, &c->last_id, err))
        return false;
    return c->last_id >= 0 ||
           (find_last_id(c->conn, &c->last_id, err) &&
            connection_runf(c->conn, err, "INSERT INTO freshet.last_id VALUES (%lld)", (long long)c->last_id));
}

bool catalog_open(struct engine *e, struct clock *clock, struct catalog **ret, struct err *err)
{
    struct catalog *c = memset(xmalloc(sizeof *c), 0, sizeof *c);
    c->engine = e;
    c->clock = clock;
    c->pending_end = &c->pending;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&c->ddl_over, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&c->lock, NULL);
    if (!connection_new(e, &c->conn, err) || !connection_run(c->conn, str_from(embed_catalog_schema), NULL, err) ||
        !read_objects(c, err) || !read_last_id(c, err)) {
        catalog_free(c);
        return false;
    }
    *ret = c;
    return true;
}

void catalog_free(struct catalog *c)
{
    if (!c)
        return;
    catalog_forget(c);
    struct str key;
    void *value;
    for (size_t i = 0; map_next(&c->by_name, &i, &key, &value);)
        object_unref(value);
    for (size_t i = 0; map_next(&c->by_id, &i, &key, &value);)
        object_unref(value);
    map_clear(&c->by_name);
    map_clear(&c->by_id);
    connection_free(c->conn);
    pthread_cond_destroy(&c->ddl_over);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

/* --- looking up ------------------------------------------------------------------------------------------------- */

struct object *catalog_find_temporary(struct catalog *c, int64_t session, enum object_kind kind, struct str database,
                                      struct str schema, struct str name)
{
    ARENA_SCOPE struct arena a = {0};
    pthread_mutex_lock(&c->lock);
    struct object *o = map_get(&c->by_name, key_of(&a, kind, session, database, schema, name));
    if (o)
        object_ref(o);
    pthread_mutex_unlock(&c->lock);
    return o;
}

struct object *catalog_find(struct catalog *c, enum object_kind kind, struct str database, struct str schema,
                            struct str name)
{
    return catalog_find_temporary(c, 0, kind, database, schema, name);
}

struct object *catalog_by_id(struct catalog *c, int64_t id)
{
    ARENA_SCOPE struct arena a = {0};
    pthread_mutex_lock(&c->lock);
    struct object *o = map_get(&c->by_id, id_key(&a, id));
    if (o)
        object_ref(o);
    pthread_mutex_unlock(&c->lock);
    return o;
}

static int by_full_name(const void *a, const void *b)
{
    const struct object *x = *(struct object *const *)a, *y = *(struct object *const *)b;
    int c = strcmp(x->database, y->database);
    c = c ? c : strcmp(x->schema, y->schema);
    c = c ? c : strcmp(x->name, y->name);
    return c ? c : (x->session > y->session) - (x->session < y->session);
}

struct object **catalog_list(struct catalog *c, struct arena *a, enum object_kind kind, struct str database,
                             struct str schema, size_t *ret_n)
{
    VEC(struct object *) list = {0};
    struct str key;
    void *value;
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; map_next(&c->by_id, &i, &key, &value);) {
        struct object *o = value;
        if (o->kind == kind && (!database.n || str_eq(database, str_from(o->database))) &&
            (!schema.n || str_eq(schema, str_from(o->schema))))
            vec_push(a, &list, object_ref(o));
    }
    pthread_mutex_unlock(&c->lock);
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_full_name);
    *ret_n = list.n;
    return list.at;
}

void catalog_list_release(struct object **list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        object_unref(list[i]);
}

bool catalog_list_temporary(struct connection *conn, struct arena *a, int64_t session, struct object ***ret,
                            size_t *ret_n, struct err *err)
{
    VEC(struct object *) list = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    struct str sql = session ? str_printf(a, OBJECT_COLUMNS "session = %lld ORDER BY id", (long long)session)
                             : STR(OBJECT_COLUMNS "session <> 0 ORDER BY id");
    if (!connection_query(conn, sql, &rows, err))
        return false;
    while (rows_next(rows)) {
        struct object *o;
        if (!read_object(rows, &o, err)) {
            catalog_list_release(list.at, list.n);
            return false;
        }
        vec_push(a, &list, o);
    }
    *ret = list.at;
    *ret_n = list.n;
    return true;
}

int64_t catalog_generation(struct catalog *c)
{
    pthread_mutex_lock(&c->lock);
    int64_t generation = c->generation;
    pthread_mutex_unlock(&c->lock);
    return generation;
}

/* --- changing --------------------------------------------------------------------------------------------------- */

void catalog_lock(struct catalog *c)
{
    while (!catalog_lock_within(c, 3600 * MICROS_PER_SECOND))
        ;
}

bool catalog_lock_within(struct catalog *c, int64_t micros)
{
    int64_t until = clock_monotonic() + micros;
    struct timespec at = {until / MICROS_PER_SECOND, until % MICROS_PER_SECOND * 1000};
    pthread_mutex_lock(&c->lock);
    while (c->in_ddl && pthread_cond_timedwait(&c->ddl_over, &c->lock, &at) == 0)
        ;
    bool got = !c->in_ddl;
    c->in_ddl = true;
    pthread_mutex_unlock(&c->lock);
    return got;
}

void catalog_unlock(struct catalog *c)
{
    pthread_mutex_lock(&c->lock);
    c->in_ddl = false;
    pthread_cond_signal(&c->ddl_over);
    pthread_mutex_unlock(&c->lock);
}

static int64_t new_id(struct catalog *c)
{
    pthread_mutex_lock(&c->lock);
    int64_t id = ++c->last_id;
    pthread_mutex_unlock(&c->lock);
    return id;
}

static void literal(struct buf *b, const char *text)
{
    buf_literal(b, str_from(text));
}

static void definition_literal(struct buf *b, const json_t *definition)
{
    char *text = json_dumps(definition, JSON_COMPACT | JSON_SORT_KEYS);
    if (!text)
        abort(); /* definitions are trees of text in UTF-8: only memory can be missing */
    literal(b, text);
    free(text);
}

bool catalog_create(struct catalog *c, struct connection *conn, const struct object_spec *spec, struct object **ret,
                    struct err *err)
{
    struct object_spec s = *spec;
    s.id = new_id(c);
    struct object *o = object_new(&s, clock_now(c->clock));
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "INSERT INTO freshet.objects VALUES (%lld", (long long)o->id);
    const char *texts[] = {object_kind_word(o->kind), o->database, o->schema, o->name, o->owner, o->comment};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_adds(&sql, ", ");
        literal(&sql, texts[i]);
    }
    buf_printf(&sql, ", make_timestamp(%lld), NULL, %lld, ", (long long)o->created_on, (long long)o->session);
    definition_literal(&sql, o->definition);
    buf_printf(&sql, "); UPDATE freshet.last_id SET id = %lld", (long long)o->id);
    if (!connection_run(conn, buf_str(&sql), NULL, err)) {
        object_unref(o);
        return false;
    }
    if (ret)
        *ret = object_ref(o);
    pthread_mutex_lock(&c->lock);
    pend(c, o, NULL);
    pthread_mutex_unlock(&c->lock);
    return true;
}

bool catalog_drop(struct catalog *c, struct connection *conn, struct object *o, struct err *err)
{
    if (!connection_runf(conn, err, "UPDATE freshet.objects SET dropped_on = make_timestamp(%lld) WHERE id = %lld",
                         (long long)clock_now(c->clock), (long long)o->id))
        return false;
    pthread_mutex_lock(&c->lock);
    pend(c, NULL, object_ref(o));
    pthread_mutex_unlock(&c->lock);
    return true;
}

bool catalog_erase(struct catalog *c, struct connection *conn, const struct object *o, struct err *err)
{
    if (!connection_runf(conn, err, "DELETE FROM freshet.objects WHERE id = %lld", (long long)o->id))
        return false;
    struct object *known = catalog_by_id(c, o->id);
    pthread_mutex_lock(&c->lock);
    if (known)
        pend(c, NULL, known);
    pthread_mutex_unlock(&c->lock);
    return true;
}

static struct object_spec spec_of(const struct object *o)
{
    return (struct object_spec){.id = o->id,
                                .kind = o->kind,
                                .database = str_from(o->database),
                                .schema = str_from(o->schema),
                                .name = str_from(o->name),
                                .owner = str_from(o->owner),
                                .comment = str_from(o->comment),
                                .session = o->session};
}

/* Takes over the reference to s->definition. */
static bool replace(struct catalog *c, struct connection *conn, struct object *o, const struct object_spec *s,
                    struct err *err)
{
    struct object *changed = object_new(s, o->created_on);
    const struct {
        const char *column, *value;
    } texts[] = {{"database_name", changed->database},
                 {"schema_name", changed->schema},
                 {"name", changed->name},
                 {"owner", changed->owner},
                 {"comment", changed->comment}};
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "UPDATE freshet.objects SET ");
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        buf_printf(&sql, "%s = ", texts[i].column);
        literal(&sql, texts[i].value);
        buf_adds(&sql, ", ");
    }
    buf_adds(&sql, "definition = ");
    definition_literal(&sql, changed->definition);
    buf_printf(&sql, " WHERE id = %lld", (long long)o->id);
    if (!connection_run(conn, buf_str(&sql), NULL, err)) {
        object_unref(changed);
        return false;
    }
    pthread_mutex_lock(&c->lock);
    pend(c, changed, object_ref(o));
    pthread_mutex_unlock(&c->lock);
    return true;
}

bool catalog_alter(struct catalog *c, struct connection *conn, struct object *o, json_t *definition, struct str comment,
                   struct err *err)
{
    struct object_spec s = spec_of(o);
    s.definition = definition;
    s.comment = comment;
    return replace(c, conn, o, &s, err);
}

bool catalog_rename(struct catalog *c, struct connection *conn, struct object *o, const struct str name[3],
                    struct err *err)
{
    struct object_spec s = spec_of(o);
    s.definition = json_incref(o->definition);
    s.database = name[0];
    s.schema = name[1];
    s.name = name[2];
    return replace(c, conn, o, &s, err);
}

bool catalog_give(struct catalog *c, struct connection *conn, struct object *o, struct str owner, struct err *err)
{
    struct object_spec s = spec_of(o);
    s.definition = json_incref(o->definition);
    s.owner = owner;
    return replace(c, conn, o, &s, err);
}

/* --- names ------------------------------------------------------------------------------------------------------ */

struct str name_quoted_if_needed(struct arena *a, struct str name)
{
    bool plain = name.n > 0 && !(name.p[0] >= '0' && name.p[0] <= '9') && name.p[0] != '$';
    for (size_t i = 0; i < name.n && plain; i++) {
        char ch = name.p[i];
        plain = (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '$';
    }
    if (plain)
        return name;
    BUF_SCOPE struct buf b = {0};
    buf_ident(&b, name);
    return str_dup(a, buf_str(&b));
}

struct str object_full_name(struct arena *a, const struct object *o)
{
    struct str name = name_quoted_if_needed(a, str_from(o->name));
    if (!*o->database)
        return name;
    struct str database = name_quoted_if_needed(a, str_from(o->database));
    if (!*o->schema)
        return str_printf(a, "%.*s.%.*s", STR_FMT(database), STR_FMT(name));
    struct str schema = name_quoted_if_needed(a, str_from(o->schema));
    return str_printf(a, "%.*s.%.*s.%.*s", STR_FMT(database), STR_FMT(schema), STR_FMT(name));
}
