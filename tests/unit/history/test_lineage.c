/* history/lineage: which content is told to have been there before, and under which name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "history/lineage.h"

#define NEW_YEAR (INT64_C(1767225600) * MICROS_PER_SECOND) /* 2026 */

struct world {
    struct clock clock;
    struct engine *engine;
    struct connection *conn;
    struct catalog *catalog;
    struct object table;
    struct arena arena;
};

static void must(bool ok, struct err *err)
{
    if (!ok)
        fail_msg("%d: %s", err->code, err->message);
}

static int open_world(void **state)
{
    static struct world w;
    ERR_SCOPE struct err err = {0};
    w = (struct world){.table = {.id = 7, .database = (char *)"D", .schema = (char *)"S", .name = (char *)"T"}};
    clock_init_virtual(&w.clock, NEW_YEAR);
    must(engine_open(NULL, &(struct engine_options){.threads = 1}, &w.engine, &err), &err);
    must(connection_new(w.engine, &w.conn, &err), &err);
    must(catalog_open(w.engine, &w.clock, &w.catalog, &err), &err);
    must(loads_open(w.conn, &err), &err);
    *state = &w;
    return 0;
}

static int close_world(void **state)
{
    struct world *w = *state;
    catalog_free(w->catalog);
    connection_free(w->conn);
    engine_close(w->engine);
    arena_clear(&w->arena);
    return 0;
}

/* Loads files in one batch; of each, the name that it is warned of, or NULL. */
static void load(struct world *w, int64_t rows, const char *const *names, const char *const *hashes, size_t n,
                 const char *const *before)
{
    ERR_SCOPE struct err err = {0};
    struct load_source source = {.table = &w->table, .stage_location = STR("s3://b/"), .now = clock_now(&w->clock)};
    struct load_record *records = ARENA_ARRAY(&w->arena, struct load_record, n);
    int64_t warned, expected = 0;
    for (size_t i = 0; i < n; i++)
        records[i] = (struct load_record){.file_name = str_from(names[i]),
                                          .hash = str_from(hashes[i]),
                                          .rows_loaded = rows,
                                          .version = 1,
                                          .first_row = (int64_t)i};
    must(lineage_warn(w->conn, &w->arena, &source, records, n, &warned, &err), &err);
    for (size_t i = 0; i < n; i++) {
        expected += before[i] != NULL;
        if (!before[i]) {
            assert_null(records[i].warning.p);
            continue;
        }
        struct str end = str_printf(&w->arena, ": s3://b/%s", before[i]);
        assert_true(str_ends(records[i].warning, end));
    }
    assert_int_equal(warned, expected);
    must(lineage_record(w->conn, &source, records, n, &err), &err);
    clock_advance_to(&w->clock, clock_now(&w->clock) + MICROS_PER_SECOND);
}
#define LOAD(w, rows, n, names, hashes, before)                                                                        \
    load(w, rows, (const char *const[])names, (const char *const[])hashes, n, (const char *const[])before)
#define LIST(...)                                                                                                      \
    {                                                                                                                  \
        __VA_ARGS__                                                                                                    \
    }

static void the_first_other_name_is_told(void **state)
{
    struct world *w = *state;
    LOAD(w, 1, 2, LIST("z.csv", "it's.csv"), LIST("one", "two"), LIST(NULL, NULL));
    LOAD(w, 1, 1, LIST("z.csv"), LIST("one"), LIST(NULL));
    LOAD(w, 1, 2, LIST("a.csv", "b.csv"), LIST("one", "three"), LIST("z.csv", NULL));
    LOAD(w, 1, 1, LIST("m.csv"), LIST("one"), LIST("z.csv"));
    LOAD(w, 1, 1, LIST("z.csv"), LIST("one"), LIST("a.csv"));
    LOAD(w, 1, 1, LIST("copy.csv"), LIST("two"), LIST("it's.csv"));
    w->table.id = 8;
    LOAD(w, 1, 1, LIST("a.csv"), LIST("one"), LIST(NULL));
}

static void files_of_one_batch_are_compared(void **state)
{
    struct world *w = *state;
    LOAD(w, 1, 4, LIST("a.csv", "b.csv", "c.csv", "d.csv"), LIST("x", "y", "x", "x"),
         LIST(NULL, NULL, "a.csv", "a.csv"));
}

static void files_without_rows_are_not(void **state)
{
    struct world *w = *state;
    LOAD(w, 0, 2, LIST("a.csv", "b.csv"), LIST("x", "x"), LIST(NULL, NULL));
    LOAD(w, 1, 1, LIST("c.csv"), LIST("x"), LIST(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_first_other_name_is_told, open_world, close_world),
        cmocka_unit_test_setup_teardown(files_of_one_batch_are_compared, open_world, close_world),
        cmocka_unit_test_setup_teardown(files_without_rows_are_not, open_world, close_world),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
