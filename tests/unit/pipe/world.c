/* The engine, the catalog and the store of a test, in a directory of their own. */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dialect/dialect.h"
#include "engine/parquet.h"
#include "history/loads.h"
#include "pipe/pipe.h"
#include "stage/commands.h"
#include "stage/format.h"
#include "stage/stage.h"

char root[] = "/tmp/freshet-load-XXXXXX";

static bool column_default(void *ctx, const struct object *table, const struct column *column, struct buf *out,
                           struct err *err)
{
    (void)ctx, (void)table, (void)err;
    buf_add(out, column->default_text);
    return true;
}

struct statement *parse(struct world *w, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    struct tokens *tokens = ARENA_NEW(&w->arena, struct tokens);
    struct statement *s = NULL;
    uint32_t at = 0;
    OK(sql_lex(&w->arena, str_from(sql), tokens, &err));
    OK(sql_next_statement(&w->arena, tokens, &at, &s, &err));
    return s;
}

bool create(struct world *w, const char *sql, struct err *err)
{
    const struct statement_create *c = &parse(w, sql)->create;
    json_t *definition = NULL;
    struct object *o = NULL;
    bool ok = true;
    if (c->kind == OBJECT_TABLE) {
        struct columns columns = {ARENA_ARRAY(&w->arena, struct column, c->n_columns), c->n_columns};
        for (size_t i = 0; i < c->n_columns; i++) {
            columns.at[i] = (struct column){
                .name = c->columns[i].name, .type = c->columns[i].type, .not_null = c->columns[i].not_null};
            if (c->columns[i].default_value)
                columns.at[i].default_text = STR("7");
        }
        definition = definition_from_columns(&columns);
    } else if (c->kind == OBJECT_STAGE) {
        ok = stage_create_check(w->catalog, &w->scope, &w->arena, c, &definition, err);
    } else if (c->kind == OBJECT_FILE_FORMAT) {
        ok = file_format_create_check(&w->arena, c, &definition, err);
    } else {
        ok = pipe_create_check(&w->load, &w->scope, c, &w->arena, &definition, err);
    }
    if (!ok)
        return false;
    struct transaction t;
    transaction_init(&t, w->store, w->conn);
    catalog_lock(w->catalog);
    struct object *old = catalog_find(w->catalog, c->kind, STR("DB"), STR("S"), c->name.part[c->name.n - 1]);
    struct object_spec spec = {.kind = c->kind,
                               .database = STR("DB"),
                               .schema = STR("S"),
                               .name = c->name.part[c->name.n - 1],
                               .owner = STR("SYSADMIN"),
                               .comment = STR(""),
                               .definition = definition};
    ok = transaction_begin(&t, false, err) && (!old || catalog_drop(w->catalog, w->conn, old, err)) &&
         catalog_create(w->catalog, w->conn, &spec, &o, err) &&
         (c->kind != OBJECT_TABLE || store_create_table(&t, o, err)) &&
         (c->kind != OBJECT_PIPE || pipe_created(&w->load, w->conn, o, err)) && transaction_commit(&t, err);
    if (ok)
        catalog_publish(w->catalog);
    else
        catalog_forget(w->catalog);
    catalog_unlock(w->catalog);
    object_unref(old);
    object_unref(o);
    transaction_release(&t);
    return ok;
}

/* The database and the schema of the scope. */
static bool create_container(struct world *w, enum object_kind kind, struct str database, struct str name,
                             struct err *err)
{
    struct transaction t;
    const struct object_spec spec = {.kind = kind,
                                     .database = database,
                                     .schema = STR(""),
                                     .name = name,
                                     .owner = STR("SYSADMIN"),
                                     .comment = STR(""),
                                     .definition = json_object()};
    transaction_init(&t, w->store, w->conn);
    catalog_lock(w->catalog);
    bool ok = transaction_begin(&t, false, err) && catalog_create(w->catalog, w->conn, &spec, NULL, err) &&
              transaction_commit(&t, err);
    if (ok)
        catalog_publish(w->catalog);
    catalog_unlock(w->catalog);
    transaction_release(&t);
    return ok;
}

void create_ok(struct world *w, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    OK(create(w, sql, &err));
}

void put(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

void empty_stage(void)
{
    char command[256];
    snprintf(command, sizeof command, "rm -rf %s/* && mkdir -p %s/dir", root, root);
    assert_int_equal(system(command), 0);
}

int setup(void **state)
{
    ERR_SCOPE struct err err = {0};
    struct world *w = memset(xmalloc(sizeof *w), 0, sizeof *w);
    if (access(root, F_OK) != 0)
        assert_non_null(mkdtemp(root));
    empty_stage();
    struct engine_options options = {.threads = 2, .prelude = embed_prelude};
    clock_init_real(&w->clock);
    OK(engine_open(NULL, &options, &w->engine, &err));
    OK(connection_new(w->engine, &w->conn, &err));
    OK(catalog_open(w->engine, &w->clock, &w->catalog, &err));
    OK(store_open(w->engine, &w->clock, &w->store, &err));
    OK(loads_open(w->conn, &err));
    char map[300];
    snprintf(map, sizeof map, "s3://b/in=%s", root);
    OK(stage_map_add(&w->stages, &w->arena, str_from(map), &err));
    w->stages.parquets = parquets_new();
    w->load = (struct load_context){.catalog = w->catalog,
                                    .store = w->store,
                                    .clock = &w->clock,
                                    .stages = &w->stages,
                                    .default_ctx = w,
                                    .column_default = column_default};
    w->scope = (struct scope){.database = STR("DB"), .schema = STR("S")};
    OK(create_container(w, OBJECT_DATABASE, STR(""), STR("DB"), &err));
    OK(create_container(w, OBJECT_SCHEMA, STR("DB"), STR("S"), &err));
    create_ok(w, "create stage st url = 's3://b/in'");
    *state = w;
    return 0;
}

int teardown(void **state)
{
    struct world *w = *state;
    store_free(w->store);
    catalog_free(w->catalog);
    connection_free(w->conn);
    engine_close(w->engine);
    parquets_free(w->stages.parquets);
    arena_clear(&w->arena);
    free(w);
    return 0;
}

void query(struct world *w, const char *sql, struct buf *out)
{
    ERR_SCOPE struct err err = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    OK(connection_query(w->conn, str_from(sql), &rows, &err));
    buf_adds(out, "");
    while (rows_next(rows)) {
        for (size_t i = 0; i < rows_columns(rows); i++) {
            buf_adds(out, i ? "|" : "");
            if (rows_null(rows, i))
                buf_addc(out, '~');
            rows_text(rows, i, NULL, out);
        }
        buf_addc(out, ';');
    }
}

void contents(struct world *w, struct buf *out)
{
    struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
    char sql[100];
    snprintf(sql, sizeof sql, "SELECT * EXCLUDE (_rid, _ver) FROM store.t%lld ORDER BY ALL", (long long)table->id);
    query(w, sql, out);
    object_unref(table);
}

void table_digest(struct world *w, struct buf *out)
{
    struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
    char sql[300];
    snprintf(sql, sizeof sql,
             "FROM (SELECT count(*), count(DISTINCT _rid), min(_rid), max(_rid) FROM store.t%lld), (SELECT "
             "bit_xor(hash(u)), sum(hash(u)) FROM (SELECT * EXCLUDE (_rid, _ver) FROM store.t%lld) AS u)",
             (long long)table->id, (long long)table->id);
    object_unref(table);
    query(w, sql, out);
}

bool copy_as(struct world *w, const char *sql, bool stage, struct buf *out)
{
    ERR_SCOPE struct err err = {0};
    struct statement *s = parse(w, sql);
    struct object *table = catalog_find(w->catalog, OBJECT_TABLE, STR("DB"), STR("S"), STR("T"));
    struct transaction t;
    struct listing l = {0};
    struct copy_purge purge = {0};
    struct str sample;
    bool stale, ok;
    transaction_init(&t, w->store, w->conn);
    t.stage = stage;
    for (;;) {
        ok = transaction_lock(&t, table->id, &stale, &err) && transaction_begin(&t, false, &err) &&
             copy_into_table(&w->load, &t, &w->scope, &s->copy, STR("q1"), &w->arena, &l, &purge, &sample, &err) &&
             transaction_commit(&t, &err);
        if (!t.unfit)
            break;
        assert_false(t.stage);
        transaction_rollback(&t, true);
        t.unfit = false;
        t.stage = true;
        err_clear(&err);
    }
    if (ok)
        copy_purge(&purge);
    copy_purge_release(&purge);
    bool again = t.stage && !stage;
    transaction_release(&t);
    object_unref(table);
    buf_adds(out, ok ? "" : err.message);
    for (size_t i = 0; ok && i < l.cells.n; i++) {
        buf_add(out, l.cells.at[i].p ? l.cells.at[i] : STR("~"));
        buf_addc(out, (i + 1) % l.n_columns ? '|' : ';');
    }
    return again;
}

void copy(struct world *w, const char *sql, struct buf *out)
{
    copy_as(w, sql, false, out);
}

void check(const char *what, const struct buf *got, const char *expected)
{
    if (!str_eq(buf_str(got), str_from(expected)))
        fail_msg("%s\nexpected: %s\ngot:      %.*s", what, expected, STR_FMT(buf_str(got)));
}

void copy_expect(struct world *w, const char *sql, const char *answer)
{
    BUF_SCOPE struct buf got = {0};
    copy(w, sql, &got);
    check(sql, &got, answer);
}

struct object *find_pipe(struct world *w)
{
    return catalog_find(w->catalog, OBJECT_PIPE, STR("DB"), STR("S"), STR("P"));
}

void load(struct world *w, int64_t files, int64_t rows, int64_t failed)
{
    ERR_SCOPE struct err err = {0};
    OBJECT_SCOPE struct object *pipe = find_pipe(w);
    struct pipe_progress p;
    int64_t pending;
    OK(pipe_load_pending(&w->load, w->conn, pipe, &p, &err));
    assert_int_equal(p.files, files);
    assert_int_equal(p.rows, rows);
    assert_int_equal(p.failed, failed);
    OK(pipe_pending(&w->load, w->conn, pipe, &pending, &err));
    assert_int_equal(pending, 0);
}

void run_shell(const char *format, ...)
{
    char command[512];
    va_list args;
    va_start(args, format);
    vsnprintf(command, sizeof command, format, args);
    va_end(args);
    assert_int_equal(system(command), 0);
}

int remove_root(void **state)
{
    char command[256];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command);
}
