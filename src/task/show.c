/* SHOW TASKS and DESCRIBE TASK: one table of columns, one function that fills a row. */
#include "sql/secrets.h"
#include "task/definition.h"

const struct listing_column task_show_columns[] = {
    {"created_on", LISTING_LTZ},
    {"name", LISTING_TEXT},
    {"id", LISTING_TEXT},
    {"database_name", LISTING_TEXT},
    {"schema_name", LISTING_TEXT},
    {"owner", LISTING_TEXT},
    {"comment", LISTING_TEXT},
    {"warehouse", LISTING_TEXT},
    {"schedule", LISTING_TEXT},
    {"predecessors", LISTING_TEXT},
    {"state", LISTING_TEXT},
    {"definition", LISTING_TEXT},
    {"condition", LISTING_TEXT},
    {"allow_overlapping_execution", LISTING_TEXT},
    {"error_integration", LISTING_TEXT},
    {"last_committed_on", LISTING_LTZ},
    {"last_suspended_on", LISTING_LTZ},
    {"owner_role_type", LISTING_TEXT},
    {"config", LISTING_TEXT},
    {"task_relations", LISTING_TEXT},
    {"last_suspended_reason", LISTING_TEXT},
    {"success_integration", LISTING_TEXT},
    {"scheduling_mode", LISTING_TEXT},
    {"target_completion_interval", LISTING_TEXT},
    {"execute_as_user", LISTING_TEXT},
    {"overlap_policy", LISTING_TEXT},
    {"created_by_user", LISTING_TEXT},
};
const size_t task_show_n_columns = sizeof task_show_columns / sizeof *task_show_columns;

const struct listing_column task_terse_columns[] = {
    {"created_on", LISTING_LTZ},     {"name", LISTING_TEXT},        {"kind", LISTING_TEXT},
    {"database_name", LISTING_TEXT}, {"schema_name", LISTING_TEXT}, {"schedule", LISTING_TEXT},
};
const size_t task_terse_n_columns = sizeof task_terse_columns / sizeof *task_terse_columns;

static void show_time(const struct object *task, const char *key, struct listing *l)
{
    int64_t at = json_int(task->definition, key, 0);
    if (at)
        listing_int(l, at);
    else
        listing_null(l);
}

/* ALLOW_OVERLAPPING_EXECUTION and OVERLAP_POLICY say the same thing twice. */
static bool allows_overlap(const struct object *task)
{
    return str_eq(task_setting(task, "ALLOW_OVERLAPPING_EXECUTION"), STR("TRUE")) ||
           str_eq(task_setting(task, "OVERLAP_POLICY"), STR("ALLOW_CHILD_OVERLAP"));
}

void task_show_row(const struct object *task, struct listing *l)
{
    bool overlap = allows_overlap(task);
    listing_int(l, task->created_on);
    listing_cstr(l, task->name);
    listing_text(l, task_uuid(l->arena, task->id));
    listing_cstr(l, task->database);
    listing_cstr(l, task->schema);
    listing_cstr(l, task->owner);
    listing_cstr(l, task->comment);
    listing_text(l, task_setting(task, "WAREHOUSE"));
    listing_text(l, task_setting(task, "SCHEDULE"));
    listing_cstr(l, "[]");
    listing_text(l, json_text_or_null(task->definition, "state"));
    listing_text(l, secrets_masked(l->arena, task_body(task)));
    listing_text(l, task_condition(task));
    listing_cstr(l, overlap ? "true" : "false");
    listing_cstr(l, "null");
    show_time(task, "last_committed_on", l);
    show_time(task, "last_suspended_on", l);
    listing_cstr(l, "ROLE");
    listing_null(l);
    listing_cstr(l, "{\"Predecessors\":[]}");
    listing_text(l, json_text_or_null(task->definition, "last_suspended_reason"));
    listing_cstr(l, "null");
    listing_null(l);
    listing_text(l, task_setting(task, "TARGET_COMPLETION_INTERVAL"));
    listing_null(l);
    listing_cstr(l, overlap ? "ALLOW_CHILD_OVERLAP" : "NO_OVERLAP");
    listing_text(l, json_text_or_null(task->definition, "definer"));
}

void task_show_terse_row(const struct object *task, struct listing *l)
{
    listing_int(l, task->created_on);
    listing_cstr(l, task->name);
    listing_cstr(l, "TASK");
    listing_cstr(l, task->database);
    listing_cstr(l, task->schema);
    listing_text(l, task_setting(task, "SCHEDULE"));
}
