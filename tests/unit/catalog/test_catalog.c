/* catalog/catalog: what is published is found, what is forgotten is not, ids are given once, names are printed as they
 * must be written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "catalog/catalog.h"

struct world {
    char directory[32], file[48];
    struct clock clock;
    struct engine *engine;
    struct connection *conn;
    struct catalog *catalog;
};

static void must(bool ok, struct err *err)
{
    if (!ok)
        fail_msg("%d: %s", err->code, err->message);
}

static void open_world(struct world *w)
{
    ERR_SCOPE struct err err = {0};
    clock_init_virtual(&w->clock, 1000000);
    must(engine_open(w->file, &(struct engine_options){.threads = 1}, &w->engine, &err), &err);
    must(connection_new(w->engine, &w->conn, &err), &err);
    must(catalog_open(w->engine, &w->clock, &w->catalog, &err), &err);
}

static void close_world(struct world *w)
{
    catalog_free(w->catalog);
    connection_free(w->conn);
    engine_close(w->engine);
}

static int set_up(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    snprintf(w->directory, sizeof w->directory, "/tmp/catalog-XXXXXX");
    assert_non_null(mkdtemp(w->directory));
    snprintf(w->file, sizeof w->file, "%s/file", w->directory);
    open_world(w);
    *state = w;
    return 0;
}

static int tear_down(void **state)
{
    struct world *w = *state;
    close_world(w);
    unlink(w->file);
    rmdir(w->directory);
    free(w);
    return 0;
}

static void run(struct world *w, const char *sql)
{
    ERR_SCOPE struct err err = {0};
    must(connection_run(w->conn, str_from(sql), NULL, &err), &err);
}

/* Created, and not yet published. */
static int64_t create(struct world *w, enum object_kind kind, const char *name, int64_t session)
{
    ERR_SCOPE struct err err = {0};
    OBJECT_SCOPE struct object *o = NULL;
    struct object_spec spec = {.kind = kind,
                               .database = STR("D"),
                               .schema = STR("PUBLIC"),
                               .name = str_from(name),
                               .owner = STR("ACCOUNTADMIN"),
                               .comment = STR("said 'so'"),
                               .definition = json_pack("{s:i}", "retention", 3),
                               .session = session};
    run(w, "BEGIN TRANSACTION");
    must(catalog_create(w->catalog, w->conn, &spec, &o, &err), &err);
    run(w, "COMMIT");
    return o->id;
}

static int64_t publish(struct world *w, enum object_kind kind, const char *name, int64_t session)
{
    catalog_lock(w->catalog);
    int64_t id = create(w, kind, name, session);
    catalog_publish(w->catalog);
    catalog_unlock(w->catalog);
    return id;
}

static struct object *find(struct world *w, enum object_kind kind, const char *name)
{
    return catalog_find(w->catalog, kind, STR("D"), STR("PUBLIC"), str_from(name));
}

static int64_t found(struct world *w, enum object_kind kind, const char *name)
{
    OBJECT_SCOPE struct object *o = find(w, kind, name);
    return o ? o->id : 0;
}

static void what_is_published_is_found(void **state)
{
    struct world *w = *state;
    int64_t before = catalog_generation(w->catalog);
    int64_t table = publish(w, OBJECT_TABLE, "T", 0), view = publish(w, OBJECT_VIEW, "V", 0),
            stream = publish(w, OBJECT_STREAM, "T", 0), small = publish(w, OBJECT_TABLE, "t", 0);
    assert_true(catalog_generation(w->catalog) > before);
    assert_int_equal(found(w, OBJECT_TABLE, "T"), table);
    assert_int_equal(found(w, OBJECT_TABLE, "t"), small);
    assert_int_equal(found(w, OBJECT_TABLE, "V"), view);
    assert_int_equal(found(w, OBJECT_STREAM, "T"), stream);
    assert_int_equal(found(w, OBJECT_STREAM, "V"), 0);
    ARENA_SCOPE struct arena a = {0};
    size_t n;
    struct object **list = catalog_list(w->catalog, &a, OBJECT_TABLE, STR_NULL, STR_NULL, &n);
    assert_int_equal(n, 2);
    assert_string_equal(list[0]->name, "T");
    assert_string_equal(list[1]->name, "t");
    catalog_list_release(list, n);
    catalog_lock(w->catalog);
    assert_true(create(w, OBJECT_TABLE, "U", 0) > small);
    assert_int_equal(found(w, OBJECT_TABLE, "U"), 0);
    catalog_forget(w->catalog);
    catalog_unlock(w->catalog);
    assert_int_equal(found(w, OBJECT_TABLE, "U"), 0);
}

static void an_object_outlives_its_drop_while_it_is_used(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    int64_t id = publish(w, OBJECT_TABLE, "T", 0);
    OBJECT_SCOPE struct object *o = find(w, OBJECT_TABLE, "T");
    catalog_lock(w->catalog);
    run(w, "BEGIN TRANSACTION");
    must(catalog_alter(w->catalog, w->conn, o, json_pack("{s:i}", "retention", 7), STR("new"), &err), &err);
    run(w, "COMMIT");
    catalog_publish(w->catalog);
    catalog_unlock(w->catalog);
    {
        OBJECT_SCOPE struct object *altered = find(w, OBJECT_TABLE, "T");
        assert_int_equal(altered->id, id);
        assert_string_equal(altered->comment, "new");
        assert_string_equal(o->comment, "said 'so'");
        catalog_lock(w->catalog);
        run(w, "BEGIN TRANSACTION");
        must(catalog_drop(w->catalog, w->conn, altered, &err), &err);
        run(w, "COMMIT");
        catalog_publish(w->catalog);
        catalog_unlock(w->catalog);
    }
    assert_int_equal(found(w, OBJECT_TABLE, "T"), 0);
    assert_string_equal(o->name, "T");
}

static void all_is_there_when_it_is_opened_again_and_no_id_is_given_twice(void **state)
{
    struct world *w = *state;
    ERR_SCOPE struct err err = {0};
    int64_t kept = publish(w, OBJECT_TABLE, "with \"quotes\" and \xc3\xa9", 0), last = publish(w, OBJECT_PIPE, "P", 0);
    {
        OBJECT_SCOPE struct object *o = find(w, OBJECT_PIPE, "P");
        catalog_lock(w->catalog);
        run(w, "BEGIN TRANSACTION");
        must(catalog_erase(w->catalog, w->conn, o, &err), &err);
        run(w, "COMMIT");
        catalog_publish(w->catalog);
        catalog_unlock(w->catalog);
    }
    close_world(w);
    open_world(w);
    OBJECT_SCOPE struct object *o = find(w, OBJECT_TABLE, "with \"quotes\" and \xc3\xa9");
    assert_non_null(o);
    assert_int_equal(o->id, kept);
    assert_int_equal(o->created_on, 1000000);
    assert_string_equal(o->comment, "said 'so'");
    assert_int_equal(json_integer_value(json_object_get(o->definition, "retention")), 3);
    assert_true(publish(w, OBJECT_PIPE, "P", 0) > last);
}

static void temporary_objects_are_their_sessions(void **state)
{
    struct world *w = *state;
    publish(w, OBJECT_TABLE, "T", 0);
    int64_t id = publish(w, OBJECT_TABLE, "T", 4);
    assert_int_not_equal(found(w, OBJECT_TABLE, "T"), id);
    {
        OBJECT_SCOPE struct object *mine =
            catalog_find_temporary(w->catalog, 4, OBJECT_TABLE, STR("D"), STR("PUBLIC"), STR("T"));
        OBJECT_SCOPE struct object *other =
            catalog_find_temporary(w->catalog, 5, OBJECT_TABLE, STR("D"), STR("PUBLIC"), STR("T"));
        assert_int_equal(mine->id, id);
        assert_null(other);
    }
    close_world(w);
    open_world(w);
    assert_null(catalog_by_id(w->catalog, id));
}

static void names_are_quoted_where_they_must_be(void **state)
{
    (void)state;
    static const char *const names[][2] = {
        {"T", "T"}, {"T1_$", "T1_$"}, {"t", "\"t\""}, {"1T", "\"1T\""}, {"A B", "\"A B\""}, {"a\"b", "\"a\"\"b\""},
    };
    ARENA_SCOPE struct arena a = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str quoted = name_quoted_if_needed(&a, str_from(names[i][0]));
        assert_true(str_eq(quoted, str_from(names[i][1])));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_published_is_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_object_outlives_its_drop_while_it_is_used, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_is_there_when_it_is_opened_again_and_no_id_is_given_twice, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(temporary_objects_are_their_sessions, set_up, tear_down),
        cmocka_unit_test(names_are_quoted_where_they_must_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
