/* Opening and closing a data directory: the lock, the database, the catalog, the store, the histories, the scheduler.
 */
#include "session/freshet.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/os.h"
#include "dialect/dialect.h"
#include "engine/parquet.h"
#include "history/loads.h"
#include "history/queries.h"
#include "session/ddl.h"
#include "session/timeout.h"
#include "stage/buckets.h"
#include "stage/directory_table.h"
#include "stage/sweep.h"

static bool lock_directory(struct freshet *f, struct err *err)
{
    int pid;
    struct str lock = str_printf(&f->arena, "%.*s/lock", STR_FMT(f->data));
    return os_make_private_dir(f->data.p, err) && os_lock(lock.p, &f->lock_fd, &pid, err);
}

static bool open_database(struct freshet *f, const struct freshet_options *o, struct err *err)
{
    struct engine_options options = {.memory_limit = o->memory_limit, .threads = o->threads, .prelude = embed_prelude};
    if (!f->data.n)
        return engine_open(NULL, &options, &f->engine, err);
    options.temp_directory = str_printf(&f->arena, "%.*s/tmp", STR_FMT(f->data)).p;
    return engine_open(str_printf(&f->arena, "%.*s/warehouse.duckdb", STR_FMT(f->data)).p, &options, &f->engine, err);
}

/* Of sessions that a process has left behind. */
static bool drop_temporary(struct freshet *f, struct connection *conn, struct err *err)
{
    struct transaction t;
    transaction_init(&t, f->store, conn);
    bool ok = temporary_drop(f->catalog, &t, 0, err);
    transaction_release(&t);
    return ok;
}

/* What a process that was killed while it read or wrote Parquet has left. */
static bool remove_scratch(struct freshet *f, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct os_files files;
    bool ok = !f->data.n || os_list(&a, str_printf(&a, "%.*s/tmp", STR_FMT(f->data)).p, &files, err);
    for (size_t i = 0; ok && f->data.n && i < files.n; i++)
        if (str_starts(files.at[i].path, STR(UNLOAD_SCRATCH)) || str_starts(files.at[i].path, STR(STAGE_SCRATCH)))
            ok = os_remove(str_printf(&a, "%.*s/tmp/%.*s", STR_FMT(f->data), STR_FMT(files.at[i].path)).p, err);
    return ok;
}

static bool prepare(struct freshet *f, struct err *err)
{
    struct connection *conn;
    if (!connection_new(f->engine, &conn, err))
        return false;
    bool ok = catalog_open(f->engine, &f->clock, &f->catalog, err) &&
              store_open(f->engine, &f->clock, &f->store, err) && loads_open(conn, err) &&
              directory_table_open(conn, err) && drop_temporary(f, conn, err) && remove_scratch(f, err) &&
              queries_open(f->engine, &f->queries, err);
    connection_free(conn);
    if (ok)
        freshet_sweep(f);
    return ok;
}

void freshet_sweep(struct freshet *f)
{
    ERR_SCOPE struct err ignored = {0};
    (void)!stage_sweep(f->catalog, &f->stages, &ignored);
}

static bool make_scheduler(struct freshet *f, struct err *err)
{
    struct scheduler_options options = {
        .engine = f->engine, .loads = freshet_load_context(f), .host = freshet_task_host(f)};
    return scheduler_new(&options, &f->scheduler, err);
}

static bool open_all(struct freshet *f, const struct freshet_options *o, struct err *err)
{
    for (size_t i = 0; i < o->n_stage_maps; i++)
        if (!stage_map_add(&f->stages, &f->arena, str_from(o->stage_maps[i]), err))
            return false;
    f->stages.buckets = buckets_new();
    f->stages.parquets = parquets_new();
    f->stages.scratch = STR("/tmp");
    if (o->data) {
        f->data = str_dup(&f->arena, str_from(o->data));
        f->stages.internal_root = str_printf(&f->arena, "%s/stages", o->data);
        f->stages.scratch = str_printf(&f->arena, "%s/tmp", o->data);
        if (!lock_directory(f, err))
            return false;
    }
    return open_database(f, o, err) && prepare(f, err) && make_scheduler(f, err);
}

bool freshet_open(const struct freshet_options *o, struct freshet **ret, struct err *err)
{
    struct freshet *f = memset(xmalloc(sizeof *f), 0, sizeof *f);
    f->lock_fd = -1;
    f->timeouts = timeouts_new();
    if (o->virtual_clock)
        clock_init_virtual(&f->clock, o->virtual_now);
    else
        clock_init_real(&f->clock);
    if (!open_all(f, o, err)) {
        freshet_close(f);
        return false;
    }
    *ret = f;
    return true;
}

void freshet_close(struct freshet *f)
{
    if (!f)
        return;
    scheduler_free(f->scheduler);
    timeouts_free(f->timeouts);
    queries_free(f->queries);
    store_free(f->store);
    catalog_free(f->catalog);
    engine_close(f->engine);
    buckets_free(f->stages.buckets);
    parquets_free(f->stages.parquets);
    os_unlock(f->lock_fd);
    pthread_mutex_destroy(&f->clock.lock);
    arena_clear(&f->arena);
    free(f);
}

bool freshet_is_fatal(const struct freshet *f)
{
    return engine_is_fatal(f->engine);
}

struct load_context freshet_load_context(struct freshet *f)
{
    return (struct load_context){.catalog = f->catalog,
                                 .store = f->store,
                                 .clock = &f->clock,
                                 .stages = &f->stages,
                                 .default_ctx = f,
                                 .column_default = freshet_column_default,
                                 .sequence = freshet_sequence,
                                 .evolve = freshet_evolve};
}
