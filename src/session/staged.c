/* Table functions about what was loaded, and about what could be. */
#include "history/copies.h"
#include "session/functions.h"
#include "stage/format.h"
#include "stage/infer.h"

const struct printed_argument *function_argument(const struct call *c, const char *name, size_t position)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->args[i].name.n ? str_eq(c->args[i].name, str_from(name)) : i == position)
            return &c->args[i];
    return NULL;
}

static bool missing_argument(const struct call *c, const char *name, struct err *err)
{
    return err_set(err, 1015, "22023", "SQL compilation error:\nmissing required argument '%s' for function '%.*s'",
                   name, STR_FMT(c->name));
}

/* --- VALIDATE ---------------------------------------------------------------------------------------------------- */

/* The table that the first argument names. */
static bool named_table(struct call *c, struct object **ret, struct err *err)
{
    const struct node *n = c->args[0].node;
    struct object_name name = {0};
    if (n->kind == NODE_STRING) {
        if (!name_from_text(&c->r->arena, n->text, &name, err))
            return false;
    } else if (n->kind == NODE_COLUMN) {
        for (const struct node *part = n->child; part && name.n < 3; part = part->next)
            name.part[name.n++] = part->text;
    }
    if (!name.n)
        return err_set(
            err, 2140, "22023",
            "SQL compilation error:\nInvalid value [%.*s] for function 'VALIDATE', parameter 1: not the name "
            "of a table",
            STR_FMT(c->args[0].sql));
    const struct token *at = &c->r->tokens->at[n->first];
    name.line = at->line;
    name.col = at->col;
    return run_resolve(c->r, OBJECT_TABLE, &name, ret, err);
}

static bool is_word_last(const struct node *n)
{
    return n->kind == NODE_COLUMN && n->child && n->child == n->tail && str_ieq(n->child->text, STR("_last"));
}

/* Was there a statement of this id that was a COPY, and failed? */
static bool failed_copy(struct call *c, struct str id, bool *ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    int64_t n;
    buf_adds(&sql, "SELECT count(*) FROM ");
    queries_history_sql(c->r->s->f->queries, INT64_MAX, &sql);
    buf_adds(&sql, " WHERE query_type = 'COPY' AND query_id = ");
    buf_literal(&sql, id);
    if (!connection_int(c->r->s->conn, buf_str(&sql), 0, &n, err))
        return false;
    *ret = n > 0;
    return true;
}

static bool wrong_job(const char *what, struct err *err)
{
    return err_set(err, 2140, "22023",
                   "SQL compilation error:\nInvalid value for function 'VALIDATE', parameter JOB_ID: %s", what);
}

bool validate_copy(struct call *c, struct err *err)
{
    OBJECT_SCOPE struct object *table = NULL;
    const struct printed_argument *job = function_argument(c, "JOB_ID", 1);
    enum copy_known known;
    struct str id = STR("_last");
    bool null = false, failed = false;
    if (!c->n || c->args[0].name.n)
        return missing_argument(c, "TABLE_NAME", err);
    if (!job)
        return missing_argument(c, "JOB_ID", err);
    if (!named_table(c, &table, err) ||
        (!is_word_last(job->node) && !run_constant(c->r, job->sql, &c->r->arena, &id, &null, err)))
        return false;
    bool last = !null && str_ieq(id, STR("_last"));
    if (last)
        id = str_from(c->r->s->last_copy);
    if (!id.n || null)
        return wrong_job(null ? "it is NULL" : "no COPY was run in this session", err);
    if (!copies_find(c->r->s->conn, id, last ? 0 : table->id, &known, err) ||
        (known == COPY_UNKNOWN && !last && !failed_copy(c, id, &failed, err)))
        return false;
    switch (known) {
    case COPY_UNKNOWN:
        if (!failed && !last)
            return wrong_job("no COPY of this id is known", err);
        break;
    case COPY_OF_OTHER_TABLE:
        return wrong_job("the COPY was into another table", err);
    case COPY_TRANSFORMED:
        return err_set(err, 2019, "0A000", "SQL compilation error:\nVALIDATE does not support COPY with transform.");
    case COPY_OF_TABLE:
        break;
    }
    buf_addc(c->out, '(');
    copies_validate(id, c->out);
    buf_addc(c->out, ')');
    return true;
}

/* --- INFER_SCHEMA ------------------------------------------------------------------------------------------------ */

static bool text_argument(struct call *c, const char *name, struct str *ret, struct err *err)
{
    const struct printed_argument *a = function_argument(c, name, SIZE_MAX);
    bool null = false;
    *ret = STR_NULL;
    if (!a)
        return true;
    /* FILE_FORMAT => f, without quotes */
    if (a->node->kind == NODE_COLUMN) {
        *ret = tokens_text(c->r->tokens, a->node->first, a->node->last);
        return true;
    }
    if (!run_constant(c->r, a->sql, &c->r->arena, ret, &null, err))
        return false;
    if (null)
        *ret = STR_NULL;
    return true;
}

static bool wrong_value(const struct call *c, const char *argument, struct str value, struct err *err)
{
    return err_set(err, 2140, "22023", "SQL compilation error:\nInvalid value [%.*s] for function '%.*s', parameter %s",
                   STR_FMT(value), STR_FMT(c->name), argument);
}

/* A count; -1 when it is not given. */
static bool count_argument(struct call *c, const char *name, int64_t *ret, struct err *err)
{
    struct str text;
    *ret = -1;
    if (!text_argument(c, name, &text, err))
        return false;
    return !text.p || (str_to_int64(text, ret) && *ret > 0) || wrong_value(c, name, text, err);
}

static bool flag_argument(struct call *c, const char *name, bool *ret, struct err *err)
{
    struct str text;
    *ret = false;
    if (!text_argument(c, name, &text, err))
        return false;
    *ret = text.p && str_ieq(text, STR("TRUE"));
    return !text.p || *ret || str_ieq(text, STR("FALSE")) || wrong_value(c, name, text, err);
}

/* FILES => 'a' or ('a', 'b'): behind the location, as in COPY. */
static bool named_files(struct call *c, const struct printed_argument *files, const struct stage_location *l,
                        struct stage_files *ret, struct err *err)
{
    VEC(struct stage_file) found = {0};
    const struct node *n = files->node->kind == NODE_PAREN ? files->node->child : files->node;
    for (; n; n = files->node->kind == NODE_PAREN ? n->next : NULL) {
        struct stage_file file;
        bool some;
        if (n->kind != NODE_STRING)
            return wrong_value(c, "FILES", files->sql, err);
        if (!stage_file(l, n->text, &c->r->arena, &file, &some, err))
            return false;
        if (!some)
            return err_set(err, 91016, "22000", "Remote file '%.*s%s%.*s' was not found.", STR_FMT(l->written),
                           str_find(l->written, STR("/")) < 0 ? "/" : "", STR_FMT(n->text));
        vec_push(&c->r->arena, &found, file);
    }
    *ret = (struct stage_files){.at = found.at, .n = found.n};
    return true;
}

static bool infer_all(struct call *c, const struct stage_location *l, const struct file_format *f,
                      struct inferred_columns *ret, bool *ret_ignore_case, struct err *err)
{
    const struct printed_argument *names = function_argument(c, "FILES", SIZE_MAX);
    struct infer_options options = {0};
    struct stage_files files = {0};
    int64_t most;
    if (!count_argument(c, "MAX_FILE_COUNT", &most, err) ||
        !count_argument(c, "MAX_RECORDS_PER_FILE", &options.max_records, err) ||
        !flag_argument(c, "IGNORE_CASE", &options.ignore_case, err))
        return false;
    *ret_ignore_case = options.ignore_case;
    if (c->r->translating)
        return true;
    if (!(names ? named_files(c, names, l, &files, err)
                : stage_files(l, NULL, false, &c->r->arena, &files, err) && stage_files_all(&files, err)))
        return false;
    for (size_t i = 0; i < files.n && (most < 0 || (int64_t)i < most); i++)
        if (!infer_file(l, &files.at[i], f, &options, &c->r->arena, ret, err))
            return false;
    return true;
}

static bool is_plain_name(struct str name)
{
    for (size_t i = 0; i < name.n; i++) {
        char at = name.p[i], lower = at | 0x20;
        if (!((lower >= 'a' && lower <= 'z') || at == '_' || (i > 0 && ((at >= '0' && at <= '9') || at == '$'))))
            return false;
    }
    return name.n > 0;
}

/* What gives the column's values in a query over the files. */
static void add_expression(const struct inferred_column *column, enum file_type type, bool ignore_case, struct buf *out)
{
    if (type == FILE_CSV) {
        buf_printf(out, "$%zu", column->position + 1);
    } else if (ignore_case) {
        buf_adds(out, "GET_IGNORE_CASE ($1, ");
        buf_literal(out, column->name);
        buf_addc(out, ')');
    } else {
        buf_adds(out, "$1:");
        if (is_plain_name(column->name))
            buf_add(out, column->name);
        else
            buf_ident(out, column->name);
    }
}

static void print_columns(struct call *c, const struct inferred_columns *columns, enum file_type file_type,
                          bool ignore_case)
{
    struct buf *out = c->out;
    buf_adds(out, "(SELECT * FROM (VALUES ");
    for (size_t i = 0; i < columns->list.n; i++) {
        const struct inferred_column *column = &columns->list.at[i];
        struct str type = infer_type_text(&c->r->arena, infer_result(&column->type));
        BUF_SCOPE struct buf files = {0}, expression = {0};
        for (size_t k = 0; k < column->files.n; k++)
            buf_printf(&files, "%s%.*s", k ? ", " : "", STR_FMT(column->files.at[k].path));
        buf_addc(out, '(');
        buf_literal(out, column->name);
        buf_adds(out, ", ");
        buf_literal(out, type);
        buf_printf(out, ", %s, ", infer_nullable(columns, column) ? "true" : "false");
        add_expression(column, file_type, ignore_case, &expression);
        buf_printf(&expression, "::%.*s", STR_FMT(type));
        buf_literal(out, buf_str(&expression));
        buf_adds(out, ", ");
        buf_literal(out, buf_str(&files));
        buf_printf(out, ", %zu), ", i);
    }
    buf_printf(out, "('', '', true, '', '', -1)) AS inferred(\"COLUMN_NAME\", \"TYPE\", \"NULLABLE\", \"EXPRESSION\", "
                    "\"FILENAMES\", \"ORDER_ID\") WHERE \"ORDER_ID\" >= 0)");
}

static bool infer_at(struct call *c, struct str location, struct str format, struct err *err)
{
    struct run *r = c->r;
    struct stage_location l = {0};
    struct file_format f;
    struct setting named = {.key = STR("FILE_FORMAT"), .kind = SETTING_STRING, .text = format};
    struct inferred_columns columns = {0};
    bool ignore_case = false;
    if (!stage_locate(r->s->f->catalog, &r->scope, &r->s->stages, &r->arena, location, NULL, 0, 0, &l, err))
        return false;
    bool ok = file_format_resolve(r->s->f->catalog, &r->scope, &r->arena, &named, l.stage, &f, err) &&
              infer_all(c, &l, &f, &columns, &ignore_case, err);
    stage_location_release(&l);
    if (ok)
        print_columns(c, &columns, f.type, ignore_case);
    return ok;
}

bool infer_schema(struct call *c, struct err *err)
{
    static const char *const known[] = {"LOCATION",       "FILE_FORMAT",          "FILES", "IGNORE_CASE",
                                        "MAX_FILE_COUNT", "MAX_RECORDS_PER_FILE", "KIND"};
    struct str location, format, kind;
    for (size_t i = 0; i < c->n; i++) {
        bool found = false;
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            found = found || str_eq(c->args[i].name, str_from(known[k]));
        if (!found)
            return err_set(err, 1018, "22023", "SQL compilation error:\ninvalid argument '%.*s' for function '%.*s'",
                           STR_FMT(c->args[i].name.n ? c->args[i].name : c->args[i].sql), STR_FMT(c->name));
    }
    if (!text_argument(c, "LOCATION", &location, err) || !text_argument(c, "FILE_FORMAT", &format, err) ||
        !text_argument(c, "KIND", &kind, err))
        return false;
    if (!location.p || !format.p)
        return missing_argument(c, location.p ? "FILE_FORMAT" : "LOCATION", err);
    if (kind.p && !str_ieq(kind, STR("STANDARD")))
        return err_unsupported(err, 0, 0, "INFER_SCHEMA(KIND => '%.*s')", STR_FMT(kind));
    if (location.n < 2 || location.p[0] != '@')
        return wrong_value(c, "LOCATION", location, err);
    return infer_at(c, location, format, err);
}
