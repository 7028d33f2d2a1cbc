/* What a task is: its definition as JSON (catalog/definition.h), made by CREATE TASK, changed by ALTER TASK, shown by
 * SHOW TASKS (Snowflake's pages "CREATE TASK" and "SHOW TASKS").
 *
 * The functions here only compute. The caller looks the task up, holds the catalog's lock, and writes what they give
 * with catalog_create or catalog_alter. A definition that is returned is the caller's, to hand on to the catalog. */
#pragma once
#include "base/listing.h"
#include "catalog/definition.h"
#include "history/task_runs.h"
#include "task/schedule.h"

/* Who creates or alters, and when (µs UTC). */
struct task_author {
    struct str role, user;
    int64_t now;
};

/* A suspended task. The caller refuses a CLONE, an existing name, and a warehouse that does not exist. */
bool task_define(const struct statement_create *create, const struct tokens *tokens, const struct task_author *author,
                 json_t **ret, struct str *ret_comment, struct err *err) MUST_USE;
/* ALTER TASK. Everything but RESUME and SUSPEND is refused while the task is started (091421). *ret_comment belongs to
 * the object or to the statement. */
bool task_alter(const struct object *task, const struct statement *alter, const struct tokens *tokens,
                const struct task_author *author, json_t **ret, struct str *ret_comment, struct err *err) MUST_USE;
/* OR REPLACE and DROP of a task that is started are allowed: it is its own root, and stops. This is the definition
 * after too many failures. */
json_t *task_define_suspended_by_errors(const struct object *task, int64_t now);
/* Is the expression one that WHEN allows ("CREATE TASK": SYSTEM$STREAM_HAS_DATA and comparisons)? */
bool task_check_when(const struct node *when, const struct tokens *tokens, struct err *err) MUST_USE;

/* Views of a definition; the slices belong to the object. */
bool task_is_started(const struct object *task);
struct str task_body(const struct object *task);
struct str task_condition(const struct object *task);                     /* p NULL: none */
struct str task_setting(const struct object *task, const char *name);     /* p NULL: not set */
int64_t task_setting_number(const struct object *task, const char *name); /* the option's default when it is not set */
int64_t task_version(const struct object *task);
/* Has no schedule and waits for a stream: WHEN asks SYSTEM$STREAM_HAS_DATA. */
bool task_is_triggered(const struct object *task);
/* False: there is none (or, from a definition of old, one that is not understood). schedule_clear when done. */
bool task_schedule(const struct object *task, struct schedule *ret);
/* The instant that an interval counts from, µs UTC. */
int64_t task_base_time(const struct object *task);
/* The id that SHOW TASKS prints: derived from the object's. */
struct str task_uuid(struct arena *a, int64_t id);

extern const struct listing_column task_show_columns[];
extern const size_t task_show_n_columns;
/* A row of SHOW TASKS and of DESCRIBE TASK; listing's columns are task_show_columns. */
void task_show_row(const struct object *task, struct listing *l);
extern const struct listing_column task_terse_columns[];
extern const size_t task_terse_n_columns;
void task_show_terse_row(const struct object *task, struct listing *l);

/* The query of INFORMATION_SCHEMA.TASK_HISTORY(args), with the coming run of each started task. */
bool task_history_sql(struct catalog *c, const struct task_history_argument *args, size_t n, int64_t now,
                      struct buf *out, struct err *err) MUST_USE;
