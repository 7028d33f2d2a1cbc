/* One table for the task's own options and for the session parameters that may stand among them. */
#include "task/options.h"

#include "task/schedule.h"

enum { INVALID_VALUE = 1423, INVALID_PROPERTY = 1420 };

#define SEVEN_DAYS 604800

static const struct task_option options[] = {
    {.name = "WAREHOUSE", .kind = TASK_OPTION_NAME},
    {.name = "SCHEDULE", .kind = TASK_OPTION_TEXT},
    {.name = "COMMENT", .kind = TASK_OPTION_COMMENT},
    {.name = "USER_TASK_TIMEOUT_MS", .kind = TASK_OPTION_NUMBER, .maximum = SEVEN_DAYS * 1000, .otherwise = 3600000},
    {.name = "SUSPEND_TASK_AFTER_NUM_FAILURES", .kind = TASK_OPTION_NUMBER, .maximum = INT32_MAX, .otherwise = 10},
    {.name = "USER_TASK_MINIMUM_TRIGGER_INTERVAL_IN_SECONDS",
     .kind = TASK_OPTION_NUMBER,
     .minimum = 10,
     .maximum = SEVEN_DAYS,
     .otherwise = 30},
    {.name = "USER_TASK_MANAGED_INITIAL_WAREHOUSE_SIZE", .kind = TASK_OPTION_WORD},
    {.name = "SERVERLESS_TASK_MIN_STATEMENT_SIZE", .kind = TASK_OPTION_WORD},
    {.name = "SERVERLESS_TASK_MAX_STATEMENT_SIZE", .kind = TASK_OPTION_WORD},
    {.name = "TARGET_COMPLETION_INTERVAL", .kind = TASK_OPTION_TEXT},
    {.name = "ALLOW_OVERLAPPING_EXECUTION", .kind = TASK_OPTION_FLAG},
    {.name = "OVERLAP_POLICY", .kind = TASK_OPTION_WORD},
    {.name = "LOG_LEVEL", .kind = TASK_OPTION_WORD},
    {.name = "TASK_AUTO_RETRY_ATTEMPTS", .kind = TASK_OPTION_NUMBER, .maximum = 30},
    {.name = "CONFIG", .kind = TASK_OPTION_REFUSED},
    {.name = "FINALIZE", .kind = TASK_OPTION_REFUSED},
    {.name = "AFTER", .kind = TASK_OPTION_REFUSED},
    {.name = "ERROR_INTEGRATION", .kind = TASK_OPTION_REFUSED},
    {.name = "SUCCESS_INTEGRATION", .kind = TASK_OPTION_REFUSED},
    {.name = "EXECUTE_AS_USER", .kind = TASK_OPTION_REFUSED},
    {.name = "TAG", .kind = TASK_OPTION_REFUSED},

    {.name = "AUTOCOMMIT", .kind = TASK_OPTION_FORBIDDEN, .parameter = true},
    {.name = "SEARCH_PATH", .kind = TASK_OPTION_FORBIDDEN, .parameter = true},
    {.name = "BINARY_INPUT_FORMAT", .kind = TASK_OPTION_WORD, .parameter = true},
    {.name = "BINARY_OUTPUT_FORMAT", .kind = TASK_OPTION_WORD, .parameter = true},
    {.name = "DATE_INPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "DATE_OUTPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "ERROR_ON_NONDETERMINISTIC_MERGE", .kind = TASK_OPTION_FLAG, .parameter = true},
    {.name = "ERROR_ON_NONDETERMINISTIC_UPDATE", .kind = TASK_OPTION_FLAG, .parameter = true},
    {.name = "GEOGRAPHY_OUTPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "JSON_INDENT", .kind = TASK_OPTION_NUMBER, .parameter = true, .maximum = 16},
    {.name = "LOCK_TIMEOUT", .kind = TASK_OPTION_NUMBER, .parameter = true, .maximum = INT32_MAX},
    {.name = "QUERY_TAG", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "QUOTED_IDENTIFIERS_IGNORE_CASE", .kind = TASK_OPTION_FLAG, .parameter = true},
    {.name = "ROWS_PER_RESULTSET", .kind = TASK_OPTION_NUMBER, .parameter = true, .maximum = INT32_MAX},
    {.name = "STATEMENT_QUEUED_TIMEOUT_IN_SECONDS",
     .kind = TASK_OPTION_NUMBER,
     .parameter = true,
     .maximum = INT32_MAX},
    {.name = "STATEMENT_TIMEOUT_IN_SECONDS", .kind = TASK_OPTION_NUMBER, .parameter = true, .maximum = SEVEN_DAYS},
    {.name = "STRICT_JSON_OUTPUT", .kind = TASK_OPTION_FLAG, .parameter = true},
    {.name = "TIMESTAMP_DAY_IS_ALWAYS_24H", .kind = TASK_OPTION_FLAG, .parameter = true},
    {.name = "TIMESTAMP_INPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "TIMESTAMP_LTZ_OUTPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "TIMESTAMP_NTZ_OUTPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "TIMESTAMP_OUTPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "TIMESTAMP_TYPE_MAPPING", .kind = TASK_OPTION_WORD, .parameter = true},
    {.name = "TIMESTAMP_TZ_OUTPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "TIMEZONE", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "TIME_INPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "TIME_OUTPUT_FORMAT", .kind = TASK_OPTION_TEXT, .parameter = true},
    {.name = "TRANSACTION_ABORT_ON_ERROR", .kind = TASK_OPTION_FLAG, .parameter = true},
    {.name = "TWO_DIGIT_CENTURY_START",
     .kind = TASK_OPTION_NUMBER,
     .parameter = true,
     .minimum = 1900,
     .maximum = 2100},
    {.name = "USE_CACHED_RESULT", .kind = TASK_OPTION_FLAG, .parameter = true},
    {.name = "WEEK_OF_YEAR_POLICY", .kind = TASK_OPTION_NUMBER, .parameter = true, .maximum = 1},
    {.name = "WEEK_START", .kind = TASK_OPTION_NUMBER, .parameter = true, .maximum = 7},
};

const struct task_option *task_option_find(struct str name)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if (str_eq(name, str_from(options[i].name)))
            return &options[i];
    return NULL;
}

static bool invalid_value(const struct setting *s, struct err *err)
{
    const char *quote = s->kind == SETTING_STRING ? "'" : "";
    return err_at(err, s->line, s->col, INVALID_VALUE, "22023",
                  "SQL compilation error:\ninvalid value [%s%.*s%s] for parameter '%.*s'", quote, STR_FMT(s->text),
                  quote, STR_FMT(s->key));
}

/* What the table cannot say: the schedule's form, and values of the words that would change how the task runs. */
static bool check_meaning(const struct setting *s, struct err *err)
{
    struct schedule schedule;
    int64_t n;
    if (str_eq(s->key, STR("SCHEDULE"))) {
        if (!schedule_parse(s->text, &schedule, err)) {
            err->line = s->line;
            err->col = s->col;
            return false;
        }
        schedule_clear(&schedule);
    } else if (str_eq(s->key, STR("OVERLAP_POLICY"))) {
        /* A task without children cannot overlap with itself under ALLOW_CHILD_OVERLAP either. */
        if (str_ieq(s->text, STR("ALLOW_ALL_OVERLAP")))
            return err_unsupported(err, s->line, s->col, "OVERLAP_POLICY = ALLOW_ALL_OVERLAP");
        if (!str_ieq(s->text, STR("NO_OVERLAP")) && !str_ieq(s->text, STR("ALLOW_CHILD_OVERLAP")))
            return invalid_value(s, err);
    } else if (str_eq(s->key, STR("LOG_LEVEL"))) {
        if (!str_ieq(s->text, STR("OFF")))
            return err_unsupported(err, s->line, s->col, "LOG_LEVEL = %.*s", STR_FMT(s->text));
    } else if (str_eq(s->key, STR("TASK_AUTO_RETRY_ATTEMPTS"))) {
        if (str_to_int64(s->text, &n) && n > 0)
            return err_unsupported(err, s->line, s->col, "TASK_AUTO_RETRY_ATTEMPTS");
    }
    return true;
}

static bool check_number(const struct task_option *o, const struct setting *s, struct err *err)
{
    int64_t n;
    if (s->kind != SETTING_NUMBER || !str_to_int64(s->text, &n))
        return invalid_value(s, err);
    if (n < o->minimum || n > o->maximum)
        return invalid_value(s, err);
    return true;
}

static bool check_value(const struct task_option *o, const struct setting *s, struct err *err)
{
    bool ok = true;
    switch (o->kind) {
    case TASK_OPTION_NAME:
    case TASK_OPTION_WORD:
        ok = s->kind == SETTING_WORD || s->kind == SETTING_STRING;
        break;
    case TASK_OPTION_TEXT:
    case TASK_OPTION_COMMENT:
        ok = s->kind == SETTING_STRING;
        break;
    case TASK_OPTION_NUMBER:
        return check_number(o, s, err) && check_meaning(s, err);
    case TASK_OPTION_FLAG:
        ok = str_ieq(s->text, STR("TRUE")) || str_ieq(s->text, STR("FALSE"));
        break;
    case TASK_OPTION_REFUSED:
        return err_unsupported(err, s->line, s->col, "%s of a task", o->name);
    case TASK_OPTION_FORBIDDEN:
        if (str_eq(s->key, STR("AUTOCOMMIT")))
            return err_at(
                err, s->line, s->col, INVALID_VALUE, "22023",
                "The parameter AUTOCOMMIT = %s is not supported with Tasks. Remove the parameter and try again.",
                str_ieq(s->text, STR("FALSE")) ? "false" : "true");
        return err_at(err, s->line, s->col, INVALID_VALUE, "22023",
                      "The parameter %s is not supported with Tasks. Remove the parameter and try again.", o->name);
    }
    return ok ? check_meaning(s, err) : invalid_value(s, err);
}

static void remove_key(struct settings *s, struct str key)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->n; i++)
        if (!str_eq(s->at[i].key, key))
            s->at[kept++] = s->at[i];
    s->n = kept;
}

/* `into` has room for one more. */
static void keep(struct arena *a, const struct task_option *o, const struct setting *s, struct settings *into)
{
    struct setting kept = *s;
    switch (o->kind) {
    case TASK_OPTION_NAME:
    case TASK_OPTION_WORD:
    case TASK_OPTION_FLAG:
        if (!s->double_quoted)
            kept.text = str_upper(a, s->text);
        break;
    case TASK_OPTION_COMMENT:
    case TASK_OPTION_TEXT:
    case TASK_OPTION_NUMBER:
    case TASK_OPTION_REFUSED:
    case TASK_OPTION_FORBIDDEN:
        break;
    }
    remove_key(into, s->key);
    into->at[into->n++] = kept;
}

static const struct task_option *known(const struct setting *s, struct err *err)
{
    const struct task_option *o = task_option_find(s->key);
    if (!o)
        err_at(err, s->line, s->col, INVALID_PROPERTY, "22023",
               "SQL compilation error:\ninvalid property '%.*s' for 'TASK'", STR_FMT(s->key));
    return o;
}

bool task_options_apply(struct arena *a, const struct settings *written, struct settings *into, struct str *comment,
                        struct err *err)
{
    struct setting *room = ARENA_ARRAY(a, struct setting, into->n + written->n);
    if (into->n)
        memcpy(room, into->at, into->n * sizeof *room);
    into->at = room;
    for (size_t i = 0; i < written->n; i++) {
        const struct setting *s = &written->at[i];
        const struct task_option *o = known(s, err);
        if (!o || !check_value(o, s, err))
            return false;
        if (o->kind == TASK_OPTION_COMMENT)
            *comment = s->text;
        else
            keep(a, o, s, into);
    }
    return true;
}

bool task_options_remove(const struct settings *written, struct settings *from, struct str *comment, struct err *err)
{
    for (size_t i = 0; i < written->n; i++) {
        const struct task_option *o = known(&written->at[i], err);
        if (!o)
            return false;
        if (o->kind == TASK_OPTION_COMMENT)
            *comment = STR("");
        else
            remove_key(from, written->at[i].key);
    }
    return true;
}
