/* The end of temporary objects. Their rows and all that they have go in one transaction; a process that is killed
 * leaves them to the next one that opens the directory. */
#include "session/ddl.h"

#include "history/loads.h"
#include "table/purge.h"

bool object_drop_parts(struct connection *conn, const struct object *o, struct err *err)
{
    switch (o->kind) {
    case OBJECT_TABLE:
        return store_drop_parts(conn, o->id, err) && loads_forget_table(conn, o->id, err);
    case OBJECT_SEQUENCE:
        return connection_runf(conn, err, "DROP SEQUENCE store.s%lld", (long long)o->id);
    case OBJECT_STREAM:
        return connection_runf(conn, err, "DELETE FROM freshet.stream_offsets WHERE stream_id = %lld",
                               (long long)o->id);
    case OBJECT_PIPE: /* its load may be under way: loads_purge looks for what it leaves */
    case OBJECT_DATABASE:
    case OBJECT_SCHEMA:
    case OBJECT_VIEW:
    case OBJECT_STAGE:
    case OBJECT_FILE_FORMAT:
    case OBJECT_TASK:
    case OBJECT_PROCEDURE:
    case OBJECT_WAREHOUSE:
    case OBJECT_ROLE:
    case OBJECT_INTEGRATION:
    case OBJECT_KINDS:
        break;
    }
    return true;
}

static bool lock_tables(struct transaction *t, struct object **list, size_t n, struct err *err)
{
    bool stale;
    for (size_t i = 0; i < n; i++)
        if (list[i]->kind == OBJECT_TABLE && !transaction_lock(t, list[i]->id, &stale, err))
            return false;
    return true;
}

static bool drop_all(struct catalog *c, struct transaction *t, struct object **list, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++)
        if (!object_drop_parts(t->conn, list[i], err) || !grants_forget(c, t->conn, list[i], err) ||
            !catalog_erase(c, t->conn, list[i], err))
            return false;
    return true;
}

bool temporary_drop(struct catalog *c, struct transaction *t, int64_t session, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct object **list = NULL;
    size_t n = 0;
    catalog_lock(c);
    bool ok = catalog_list_temporary(t->conn, &a, session, &list, &n, err);
    if (ok && n) {
        /* The locks first, so that the snapshot shows what the purge has done: its DROP and this one would be a
         * conflict. Of a table that it has dropped since the list was read there is nothing left to drop. */
        ok = lock_tables(t, list, n, err) && transaction_begin(t, false, err) && drop_all(c, t, list, n, err) &&
             transaction_commit(t, err);
        if (!ok)
            transaction_rollback(t, false);
    }
    if (ok)
        catalog_publish(c);
    else
        catalog_forget(c);
    catalog_unlock(c);
    catalog_list_release(list, n);
    return ok;
}
