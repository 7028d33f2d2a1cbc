/* Names and types come from stage/infer.h, over all files of the load together; the change itself is a callback, for
 * the catalog's part of it is the session's. */
#include "pipe/evolve.h"

#include <stdlib.h>

#include "stage/infer.h"

static bool is_same_name(const struct copy_plan *plan, struct str a, struct str b)
{
    return plan->options.match == MATCH_CASE_SENSITIVE ? str_eq(a, b) : str_ieq(a, b);
}

static const struct inferred_column *in_files(const struct copy_plan *plan, const struct inferred_columns *found,
                                              struct str name)
{
    for (size_t i = 0; i < found->list.n; i++)
        if (is_same_name(plan, found->list.at[i].name, name))
            return &found->list.at[i];
    return NULL;
}

static bool in_table(const struct copy_plan *plan, struct str name)
{
    for (size_t i = 0; i < plan->columns.n; i++)
        if (is_same_name(plan, plan->columns.at[i].name, name))
            return true;
    return false;
}

/* What SCHEMA EVOLUTION RECORD shows. */
static struct str evolution(struct load_context *c, const char *type, struct str file, struct str query_id,
                            const struct object *pipe, struct arena *a)
{
    json_t *json = json_pack("{ssssss%}", "evolutionType", type, "evolutionMode", pipe ? "SNOWPIPE" : "COPY",
                             "fileName", file.p, file.n);
    BUF_SCOPE struct buf time = {0};
    ltz_text(&time, clock_now(c->clock), NULL);
    json_object_set_new(json, "triggeringTime", json_stringn(time.p, time.n));
    if (pipe)
        json_object_set_new(json, "pipeId", json_sprintf("%lld", (long long)pipe->id));
    else
        json_object_set_new(json, "queryId", json_stringn(query_id.n ? query_id.p : "", query_id.n));
    char *text = json_dumps(json, JSON_COMPACT);
    struct str ret = str_dup(a, str_from(text));
    free(text);
    json_decref(json);
    return ret;
}

static bool infer_files(const struct copy_plan *plan, const struct load_file *files, size_t n, struct arena *a,
                        struct inferred_columns *ret, struct err *err)
{
    struct infer_options options = {
        .ignore_case = plan->options.match == MATCH_CASE_INSENSITIVE, .lenient = true, .max_records = -1};
    for (size_t i = 0; i < n; i++)
        if (!infer_file(&plan->location, &files[i].file, &plan->format, &options, a, ret, err))
            return false;
    return true;
}

/* The first file that lacks the column, which not all have. */
static struct str first_without(const struct inferred_columns *found, const struct inferred_column *column)
{
    for (size_t i = 0; i < found->files.n; i++) {
        bool has = false;
        for (size_t k = 0; column && k < column->files.n; k++)
            has = has || str_eq(column->files.at[k].path, found->files.at[i].path);
        if (!has)
            return found->files.at[i].path;
    }
    return STR("");
}

/* The table's columns as they are to be: *ret_new of them are added. *ret_changed false: they are as they were. */
static struct columns evolved(struct load_context *c, const struct copy_plan *plan,
                              const struct inferred_columns *found, struct str query_id, const struct object *pipe,
                              struct arena *a, size_t *ret_new, bool *ret_changed)
{
    struct columns to = {ARENA_ARRAY(a, struct column, plan->columns.n + found->list.n), plan->columns.n};
    memcpy(to.at, plan->columns.at, plan->columns.n * sizeof *to.at);
    *ret_changed = false;
    for (size_t i = 0; i < plan->columns.n; i++) {
        const struct inferred_column *in = in_files(plan, found, to.at[i].name);
        bool made = plan->metadata && plan->metadata[plan->field_of[i]];
        if (!to.at[i].not_null || made || (in ? in->files.n : 0) == found->files.n)
            continue;
        to.at[i].not_null = false;
        to.at[i].evolution = evolution(c, "DROP_NOT_NULL", first_without(found, in), query_id, pipe, a);
        *ret_changed = true;
    }
    for (size_t i = 0; i < found->list.n; i++) {
        const struct inferred_column *in = &found->list.at[i];
        if (in_table(plan, in->name))
            continue;
        to.at[to.n++] =
            (struct column){.name = in->name,
                            .type = infer_result(&in->type),
                            .evolution = evolution(c, "ADD_COLUMN", in->files.at[0].path, query_id, pipe, a)};
    }
    *ret_new = to.n - plan->columns.n;
    *ret_changed = *ret_changed || *ret_new > 0;
    return to;
}

bool evolve_table(struct load_context *c, struct transaction *t, struct copy_plan *plan, const struct load_file *files,
                  size_t n, struct str query_id, const struct object *pipe, struct arena *a, struct err *err)
{
    struct inferred_columns found = {0};
    struct object *now = catalog_by_id(c->catalog, plan->table->id);
    size_t added;
    bool changed;
    if (now) { /* an earlier load may have changed it since the plan was made */
        object_unref(plan->table);
        plan->table = now;
    }
    if (!copy_plan_columns(plan, a, err))
        return false;
    if (!json_flag(plan->table->definition, "schema_evolution") || !plan->options.match ||
        (plan->format.type == FILE_CSV && plan->format.error_on_column_count_mismatch))
        return true;
    if (!infer_files(plan, files, n, a, &found, err))
        return false;
    struct columns to = evolved(c, plan, &found, query_id, pipe, a, &added, &changed);
    if (!changed)
        return true;
    if (added > EVOLVE_COLUMNS)
        return err_set(err, 2140, "22023",
                       "Schema evolution of table '%s' would add %zu columns, which is more than the %d that one load "
                       "may add.",
                       plan->table->name, added, EVOLVE_COLUMNS);
    if (t->is_explicit)
        return err_unsupported(err, 0, 0, "schema evolution in an explicit transaction");
    return c->evolve(c->default_ctx, t, &plan->table, &to, err) && copy_plan_columns(plan, a, err);
}
