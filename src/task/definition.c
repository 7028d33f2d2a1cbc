/* A definition is never changed in place: each function copies it and changes the copy. */
#include "task/definition.h"

#include "base/random.h"
#include "sql/secrets.h"
#include "task/options.h"

enum { STARTED = 91421, BAD_CONDITION = 91093 };

/* --- WHEN --------------------------------------------------------------------------------------------------------- */

/* Constants, comparisons, AND, OR, NOT, casts and the functions that tasks may ask; nothing that reads a table. */
static bool kind_is_allowed(const struct node *n)
{
    static const enum node_kind allowed[] = {NODE_STRING, NODE_NUMBER, NODE_KEYWORD, NODE_CALL, NODE_BINARY, NODE_UNARY,
                                             NODE_CAST,   NODE_PAREN,  NODE_IS,      NODE_IN,   NODE_BETWEEN};
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (n->kind == allowed[i])
            return true;
    return false;
}

static bool is_call(const struct node *n, const char *name)
{
    return n->kind == NODE_CALL && str_eq(n->text, str_from(name));
}

bool task_check_when(const struct node *when, const struct tokens *tokens, struct err *err)
{
    const struct token *t = &tokens->at[when->first];
    if (is_call(when, "SYSTEM$GET_PREDECESSOR_RETURN_VALUE"))
        return err_unsupported(err, t->line, t->col, "SYSTEM$GET_PREDECESSOR_RETURN_VALUE");
    if (!kind_is_allowed(when) || (when->kind == NODE_CALL && !is_call(when, "SYSTEM$STREAM_HAS_DATA")))
        return err_at(err, t->line, t->col, BAD_CONDITION, "22023",
                      "SQL compilation error:\nInvalid expression for task condition expression. Expecting one of the "
                      "following: [SYSTEM$GET_PREDECESSOR_RETURN_VALUE, SYSTEM$STREAM_HAS_DATA]");
    for (const struct node *child = when->child; child; child = child->next)
        if (!task_check_when(child, tokens, err))
            return false;
    return true;
}

static bool asks_for_stream(const struct node *when)
{
    if (is_call(when, "SYSTEM$STREAM_HAS_DATA"))
        return true;
    for (const struct node *child = when->child; child; child = child->next)
        if (asks_for_stream(child))
            return true;
    return false;
}

/* --- making and changing ------------------------------------------------------------------------------------------ */

static void set_text(json_t *into, const char *key, struct str text)
{
    json_object_set_new(into, key, json_stringn(text.p ? text.p : "", text.n));
}

static bool set_when(json_t *into, const struct node *when, struct str text, const struct tokens *tokens,
                     struct err *err)
{
    if (!when) {
        json_object_del(into, "when");
        json_object_del(into, "awaits_stream");
        return true;
    }
    if (!task_check_when(when, tokens, err))
        return false;
    set_text(into, "when", text);
    json_object_set_new(into, "awaits_stream", json_boolean(asks_for_stream(when)));
    return true;
}

bool task_define(const struct statement_create *create, const struct tokens *tokens, const struct task_author *author,
                 json_t **ret, struct str *ret_comment, struct err *err)
{
    ARENA_SCOPE struct arena arena = {0};
    struct str comment = STR("");
    struct settings settings = {0};
    if (!task_options_apply(&arena, &create->settings, &settings, &comment, err))
        return false;
    json_t *d = json_pack("{s:o, s:s, s:i}", "settings", definition_from_settings(&settings), "state", "suspended",
                          "version", 1);
    set_text(d, "body", create->body_text);
    set_text(d, "role", author->role);
    set_text(d, "definer", author->user);
    if (!set_when(d, create->when, create->when_text, tokens, err)) {
        json_decref(d);
        return false;
    }
    *ret = d;
    *ret_comment = comment;
    return true;
}

static void resume(json_t *d, int64_t now)
{
    json_object_set_new(d, "state", json_string("started"));
    json_object_set_new(d, "base_time", json_integer(now));
    json_object_set_new(d, "last_committed_on", json_integer(now));
    json_object_del(d, "last_suspended_reason");
}

static void suspend(json_t *d, int64_t now, const char *reason)
{
    json_object_set_new(d, "state", json_string("suspended"));
    json_object_set_new(d, "last_suspended_on", json_integer(now));
    json_object_set_new(d, "last_suspended_reason", json_string(reason));
}

json_t *task_define_suspended_by_errors(const struct object *task, int64_t now)
{
    json_t *d = json_deep_copy(task->definition);
    suspend(d, now, "SUSPENDED_DUE_TO_ERRORS");
    return d;
}

static bool refuse_started(const struct object *task, struct err *err)
{
    ARENA_SCOPE struct arena arena = {0};
    return err_set(err, STARTED, "22000",
                   "Unable to update graph with root task %.*s since that root task is not suspended.",
                   STR_FMT(object_full_name(&arena, task)));
}

/* Changes d; *changed: the definition is another version afterwards. */
static bool apply_action(const struct object *task, const struct statement *alter, const struct tokens *tokens,
                         const struct task_author *author, json_t *d, struct str *comment, bool *changed,
                         struct err *err)
{
    ARENA_SCOPE struct arena arena = {0};
    struct settings settings = definition_settings(&arena, task);
    bool started = task_is_started(task);
    *changed = true;
    switch (alter->alter_task.action) {
    case ALTER_TASK_RESUME:
        *changed = false;
        if (!started)
            resume(d, author->now);
        return true;
    case ALTER_TASK_SUSPEND:
        *changed = false;
        if (started)
            suspend(d, author->now, "USER_SUSPENDED");
        return true;
    case ALTER_TASK_SET:
        return task_options_apply(&arena, &alter->alter_task.settings, &settings, comment, err) &&
               json_object_set_new(d, "settings", definition_from_settings(&settings)) == 0;
    case ALTER_TASK_UNSET:
        return task_options_remove(&alter->alter_task.settings, &settings, comment, err) &&
               json_object_set_new(d, "settings", definition_from_settings(&settings)) == 0;
    case ALTER_TASK_MODIFY_AS:
        set_text(d, "body", alter->alter_task.text);
        return true;
    case ALTER_TASK_MODIFY_WHEN:
        return set_when(d, alter->alter_task.when, alter->alter_task.text, tokens, err);
    case ALTER_TASK_REMOVE_WHEN:
        return set_when(d, NULL, STR_NULL, tokens, err);
    }
    return true;
}

bool task_alter(const struct object *task, const struct statement *alter, const struct tokens *tokens,
                const struct task_author *author, json_t **ret, struct str *ret_comment, struct err *err)
{
    bool switches = alter->alter_task.action == ALTER_TASK_RESUME || alter->alter_task.action == ALTER_TASK_SUSPEND;
    if (!switches && task_is_started(task))
        return refuse_started(task, err);
    struct str comment = str_from(task->comment);
    json_t *d = json_deep_copy(task->definition);
    bool changed;
    if (!apply_action(task, alter, tokens, author, d, &comment, &changed, err)) {
        json_decref(d);
        return false;
    }
    if (changed)
        json_object_set_new(d, "version", json_integer(task_version(task) + 1));
    *ret = d;
    *ret_comment = comment;
    return true;
}

/* --- views -------------------------------------------------------------------------------------------------------- */

bool task_is_started(const struct object *task)
{
    return str_eq(json_text_or_null(task->definition, "state"), STR("started"));
}

struct str task_body(const struct object *task)
{
    return json_text_or_null(task->definition, "body");
}

struct str task_condition(const struct object *task)
{
    return json_text_or_null(task->definition, "when");
}

struct str task_setting(const struct object *task, const char *name)
{
    size_t i;
    json_t *item;
    json_array_foreach(
        json_object_get(task->definition, "settings"), i,
        item) if (str_eq(json_text_or_null(item, "key"), str_from(name))) return json_text_or_null(item, "text");
    return STR_NULL;
}

int64_t task_setting_number(const struct object *task, const char *name)
{
    int64_t n;
    struct str text = task_setting(task, name);
    if (text.p && str_to_int64(text, &n))
        return n;
    const struct task_option *o = task_option_find(str_from(name));
    return o ? o->otherwise : 0;
}

static int64_t integer_or(const struct object *task, const char *key, int64_t missing)
{
    const json_t *value = json_object_get(task->definition, key);
    return json_is_integer(value) ? json_integer_value(value) : missing;
}

int64_t task_version(const struct object *task)
{
    return integer_or(task, "version", 1);
}

int64_t task_base_time(const struct object *task)
{
    return integer_or(task, "base_time", task->created_on);
}

bool task_is_triggered(const struct object *task)
{
    return !task_setting(task, "SCHEDULE").p && json_is_true(json_object_get(task->definition, "awaits_stream"));
}

bool task_schedule(const struct object *task, struct schedule *ret)
{
    ERR_SCOPE struct err err = {0};
    struct str text = task_setting(task, "SCHEDULE");
    return text.p && schedule_parse(text, ret, &err);
}

struct str task_uuid(struct arena *a, int64_t id)
{
    uint64_t high = random_mix((uint64_t)id + RANDOM_STEP), low = random_mix(high + RANDOM_STEP);
    return str_printf(a, "%08x-%04x-4%03x-%04x-%012llx", (unsigned)(high >> 32), (unsigned)(high >> 16 & 0xffff),
                      (unsigned)(high & 0xfff), (unsigned)(0x8000 | (low >> 48 & 0x3fff)),
                      (unsigned long long)(low & 0xffffffffffff));
}

/* --- TASK_HISTORY ------------------------------------------------------------------------------------------------- */

static bool coming_run(const struct object *task, int64_t now, struct arena *a, struct task_upcoming *ret)
{
    struct schedule schedule;
    if (!task_is_started(task) || !task_schedule(task, &schedule))
        return false;
    int64_t base = task_base_time(task), at = schedule_next(&schedule, base, now);
    int64_t next = at == INT64_MAX ? at : schedule_next(&schedule, base, at);
    schedule_clear(&schedule);
    *ret = (struct task_upcoming){
        .task = task,
        .task_uuid = task_uuid(a, task->id),
        .body = secrets_masked(a, task_body(task)),
        .condition = task_condition(task),
        .scheduled_from = "SCHEDULE",
        .scheduled_time = at,
        .next = next,
        .version = task_version(task),
    };
    return at != INT64_MAX;
}

bool task_history_sql(struct catalog *c, const struct task_history_argument *args, size_t n, int64_t now,
                      struct buf *out, struct err *err)
{
    ARENA_SCOPE struct arena arena = {0};
    size_t n_tasks;
    struct object **tasks = catalog_list(c, &arena, OBJECT_TASK, STR(""), STR(""), &n_tasks);
    VEC(struct task_upcoming) upcoming = {0};
    for (size_t i = 0; i < n_tasks; i++) {
        struct task_upcoming u;
        if (coming_run(tasks[i], now, &arena, &u))
            vec_push(&arena, &upcoming, u);
    }
    bool ok = task_runs_history_sql(args, n, upcoming.at, upcoming.n, now, out, err);
    for (size_t i = 0; i < n_tasks; i++)
        object_unref(tasks[i]);
    return ok;
}
