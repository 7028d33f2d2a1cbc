/* ALTER PIPE and SYSTEM$PIPE_FORCE_RESUME, where days pass and owners change while a pipe is paused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "catalog/definition.h"
#include "pipe/pipe.h"

#define DAY (INT64_C(86400) * MICROS_PER_SECOND)
#define NEW_YEAR (INT64_C(1767225600) * MICROS_PER_SECOND) /* 2026 */

/* A pipe of no catalog: its definition is what is altered. */
struct world {
    struct clock clock;
    struct load_context load;
    struct object pipe;
};

static void open_world(struct world *w, const char *auto_ingest)
{
    *w = (struct world){.load = {.clock = &w->clock}};
    clock_init_virtual(&w->clock, NEW_YEAR);
    struct setting at = {.key = STR("AUTO_INGEST"), .kind = SETTING_WORD, .text = str_from(auto_ingest)};
    struct settings settings = {&at, 1};
    w->pipe = (struct object){.kind = OBJECT_PIPE,
                              .name = (char *)"P",
                              .owner = (char *)"SYSADMIN",
                              .comment = (char *)"c",
                              .definition = json_pack("{sssosb}", "copy", "copy into t from @st", "settings",
                                                      definition_from_settings(&settings), "paused", 0)};
}

static void take(struct world *w, bool ok, json_t *definition, const struct err *err)
{
    if (!ok)
        fail_msg("%s", err->message);
    json_decref(w->pipe.definition);
    w->pipe.definition = definition;
}

/* ALTER PIPE P SET PIPE_EXECUTION_PAUSED = value; of no value: UNSET. */
static bool alter(struct world *w, const char *value, json_t **ret, struct err *err)
{
    struct setting at = {.key = STR("PIPE_EXECUTION_PAUSED"), .kind = SETTING_WORD, .text = str_from(value)};
    struct settings settings = {&at, 1};
    struct str comment;
    return pipe_altered(&w->load, &w->pipe, &settings, !value, ret, &comment, err);
}

static void set_paused(struct world *w, const char *value)
{
    ERR_SCOPE struct err err = {0};
    json_t *definition = NULL;
    bool ok = alter(w, value, &definition, &err);
    take(w, ok, definition, &err);
}

static void wait_days(struct world *w, int days)
{
    clock_advance_to(&w->clock, clock_now(&w->clock) + days * DAY);
}

static void assert_stays(struct world *w, const char *value, const char *words)
{
    ERR_SCOPE struct err err = {0};
    json_t *definition;
    assert_false(alter(w, value, &definition, &err));
    assert_non_null(strstr(err.message, words));
}

static void force(struct world *w, const char *overrides, const char *words)
{
    ERR_SCOPE struct err err = {0};
    json_t *definition = NULL;
    bool ok = pipe_force_resumed(&w->load, &w->pipe, str_from(overrides), &definition, &err);
    if (!words) {
        take(w, ok, definition, &err);
        assert_false(json_flag(w->pipe.definition, "paused"));
        return;
    }
    assert_false(ok);
    assert_non_null(strstr(err.message, words));
}

static void a_pause_goes_stale(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, "TRUE");
    set_paused(&w, "true");
    wait_days(&w, 13);
    set_paused(&w, "true"); /* it is as old as it was */
    set_paused(&w, "false");
    set_paused(&w, "true");
    wait_days(&w, 10);
    set_paused(&w, "true");
    wait_days(&w, 5);
    assert_stays(&w, "false", "is stale");
    assert_stays(&w, NULL, "is stale");
    force(&w, NULL, "'staleness_check_override'");
    force(&w, "ownership_transfer_check_override", "is stale");
    force(&w, " Staleness_Check_Override ", NULL);
    set_paused(&w, "true");
    set_paused(&w, NULL);
    assert_false(json_flag(w.pipe.definition, "paused"));
    assert_null(json_object_get(w.pipe.definition, "paused_on"));
    json_decref(w.pipe.definition);
}

static void only_notifications_grow_old(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, "FALSE");
    set_paused(&w, "true");
    wait_days(&w, 100);
    set_paused(&w, "false");
    json_decref(w.pipe.definition);
}

static void another_owner_has_to_know(void **state)
{
    (void)state;
    struct world w;
    open_world(&w, "TRUE");
    set_paused(&w, "true");
    w.pipe.owner = (char *)"LOADER";
    assert_stays(&w, "false", "Pipe P cannot be resumed as ownership had changed.");
    force(&w, NULL, NULL);
    set_paused(&w, "true");
    w.pipe.owner = (char *)"OTHER";
    wait_days(&w, 15);
    assert_stays(&w, "false", "'staleness_check_override, ownership_transfer_check_override'");
    force(&w, "staleness_check_override", "is stale");
    force(&w, "staleness_check_override, ownership_transfer_check_override", NULL);
    json_decref(w.pipe.definition);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_goes_stale),
        cmocka_unit_test(only_notifications_grow_old),
        cmocka_unit_test(another_owner_has_to_know),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
