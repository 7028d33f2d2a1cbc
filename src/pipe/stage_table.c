/* A stage in FROM: all its records as text, read when the query is translated. A record that cannot be split into
 * fields is the query's error. */
#include "pipe/load_errors.h"
#include "pipe/transform.h"

static size_t largest_position(const struct tokens *tokens)
{
    int64_t most = 1, n;
    for (size_t i = 0; i < tokens->n; i++)
        if (tokens->at[i].kind == TOK_POSITION && str_to_int64(tokens->at[i].value, &n) && n > most)
            most = n;
    return (size_t)most;
}

static bool read_stage(struct load_context *c, struct connection *conn, const struct scope *scope,
                       struct copy_plan *plan, const struct setting *format, struct arena *a, struct buf *out,
                       struct err *err)
{
    struct stage_files listed = {0};
    if (!file_format_resolve(c->catalog, scope, a, format->text.p ? format : NULL, plan->location.stage, &plan->format,
                             err))
        return false;
    if (plan->format.parse_header)
        return err_unsupported(err, 0, 0, "PARSE_HEADER in a query");
    if (!c->no_files &&
        (!stage_files(&plan->location, plan->pattern, false, a, &listed, err) || !stage_files_all(&listed, err)))
        return false;
    struct load_file *files = ARENA_ARRAY(a, struct load_file, listed.n);
    for (size_t i = 0; i < listed.n; i++)
        files[i].file = listed.at[i];
    if (!load_stage_records(conn, plan, files, listed.n, a, err))
        return false;
    for (size_t i = 0; i < listed.n; i++)
        if (files[i].error.set)
            return load_error_raise(plan, &files[i], err);
    transform_stage(plan, files, listed.n, str_printf(a, "temp.%s", plan->staging), clock_now(c->clock), out);
    return true;
}

bool stage_table_is_text(struct load_context *c, const struct scope *scope, const struct node *stage,
                         const struct tokens *tokens, struct arena *a)
{
    ERR_SCOPE struct err ignored = {0}; /* stage_table finds it, too */
    struct setting format = {0};
    struct copy_plan plan = {0};
    const struct token *t = &tokens->at[stage->first];
    bool is_text =
        transform_options(stage, tokens, &format, &plan.pattern_text, &ignored) &&
        stage_locate(c->catalog, scope, c->stages, a, stage->text, NULL, t->line, t->col, &plan.location, &ignored) &&
        file_format_resolve(c->catalog, scope, a, format.text.p ? &format : NULL, plan.location.stage, &plan.format,
                            &ignored) &&
        plan.format.type == FILE_CSV;
    copy_plan_release(&plan);
    return is_text;
}

bool stage_table(struct load_context *c, struct connection *conn, const struct scope *scope, const struct node *stage,
                 const struct tokens *tokens, int number, struct arena *a, struct buf *out, struct err *err)
{
    struct copy_plan plan = {.query = stage,
                             .tokens = tokens,
                             .staging = str_printf(a, "freshet_stage_%d", number).p,
                             .n_raw = largest_position(tokens)};
    struct setting format = {0};
    const struct token *t = &tokens->at[stage->first];
    if (!transform_options(stage, tokens, &format, &plan.pattern_text, err) ||
        (plan.pattern_text.p && !pattern_compile(plan.pattern_text, &plan.pattern, err)))
        return false;
    bool ok = stage_locate(c->catalog, scope, c->stages, a, stage->text, NULL, t->line, t->col, &plan.location, err) &&
              read_stage(c, conn, scope, &plan, &format, a, out, err);
    copy_plan_release(&plan);
    return ok;
}
