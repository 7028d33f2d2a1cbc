/* The items are evaluated by DuckDB over the staged records, in their order: a projection neither drops nor reorders
 * rows, so its result stands beside the records it came from (POSITIONAL JOIN), and errors keep their places. */
#include "pipe/transform.h"

#include "base/zone.h"
#include "dialect/dialect.h"

static const struct node *select_of(const struct node *query)
{
    const struct node *body = node_child(query, ROLE_BODY);
    return body && body->kind == NODE_SELECT ? body : NULL;
}

static const struct node *stage_of(const struct node *select)
{
    const struct node *from = node_child(select, ROLE_FROM);
    const struct node *table = from && from->kind == NODE_ALIASED ? node_child(from, ROLE_TABLE) : NULL;
    return table && table->kind == NODE_STAGE ? table : NULL;
}

static bool refuse(const struct statement_copy *copy, const char *what, struct err *err)
{
    const struct token *t = &copy->tokens->at[copy->query->first];
    return err_unsupported(err, t->line, t->col, "%s within a COPY", what);
}

bool transform_options(const struct node *stage, const struct tokens *tokens, struct setting *ret_format,
                       struct str *ret_pattern, struct err *err)
{
    for (const struct node *argument = node_child(stage, ROLE_ARGUMENT); argument; argument = node_sibling(argument)) {
        const struct node *value = node_child(argument, ROLE_OPERAND);
        const struct token *t = &tokens->at[argument->first];
        bool is_format = str_ieq(argument->text, STR("FILE_FORMAT"));
        struct str text = value->text;
        if (!is_format && !str_ieq(argument->text, STR("PATTERN")))
            return err_at(err, t->line, t->col, 1422, "22023", "SQL compilation error:\ninvalid parameter '%.*s'",
                          STR_FMT(argument->text));
        if (is_format && value->kind == NODE_COLUMN) /* a name without quotes */
            text = tokens_text(tokens, value->first, value->last);
        else if (value->kind != NODE_STRING)
            return err_unsupported(err, t->line, t->col, "a stage's option that is no string");
        if (is_format)
            *ret_format = (struct setting){
                .key = STR("FILE_FORMAT"), .kind = SETTING_STRING, .text = text, .line = t->line, .col = t->col};
        else
            *ret_pattern = text;
    }
    return true;
}

bool transform_check(const struct statement_copy *copy, struct str *ret_stage, struct setting *ret_format,
                     struct str *ret_pattern, struct err *err)
{
    static const struct {
        enum node_role role;
        const char *what;
    } clauses[] = {{ROLE_CTE, "WITH"},      {ROLE_ORDER, "ORDER BY"},  {ROLE_LIMIT, "LIMIT"},
                   {ROLE_TOP, "TOP"},       {ROLE_WHERE, "WHERE"},     {ROLE_GROUP, "GROUP BY"},
                   {ROLE_HAVING, "HAVING"}, {ROLE_QUALIFY, "QUALIFY"}, {ROLE_WINDOW, "WINDOW"}};
    const struct node *select = select_of(copy->query), *stage = select ? stage_of(select) : NULL;
    if (!select)
        return refuse(copy, "UNION and VALUES", err);
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        if (node_child(copy->query, clauses[i].role) || node_child(select, clauses[i].role))
            return refuse(copy, clauses[i].what, err);
    if (!stage)
        return refuse(copy, "FROM anything but one stage", err);
    for (const struct node *item = node_child(select, ROLE_ITEM); item; item = node_sibling(item)) {
        if (item->kind == NODE_STAR || (item->child && item->child->kind == NODE_STAR))
            return refuse(copy, "*", err);
        if (dialect_has_aggregate(item)) /* of which there is not one for each record */
            return refuse(copy, "aggregates and window functions", err);
    }
    *ret_stage = stage->text;
    return transform_options(stage, copy->tokens, ret_format, ret_pattern, err);
}

bool transform_is_distinct(const struct node *query)
{
    return select_of(query)->op == WORD_DISTINCT;
}

static bool mentions(const struct node *n, struct str name)
{
    for (const struct node *child = n->child; child; child = child->next)
        if ((n->kind == NODE_COLUMN && child->kind == NODE_PART && str_ieq(child->text, name)) || mentions(child, name))
            return true;
    return false;
}

bool transform_needs_content(const struct node *query)
{
    return mentions(query, STR("METADATA$FILE_CONTENT_KEY"));
}

size_t transform_items(const struct node *query)
{
    size_t n = 0;
    for (const struct node *item = node_child(select_of(query), ROLE_ITEM); item; item = node_sibling(item))
        n++;
    return n;
}

static int64_t largest_position(const struct node *n)
{
    int64_t most = 0, index;
    if (n->kind == NODE_POSITION && str_to_int64(n->text, &most))
        return most;
    for (const struct node *child = n->child; child; child = child->next)
        if ((index = largest_position(child)) > most)
            most = index;
    return most;
}

static int64_t first_position(const struct node *n)
{
    int64_t index = 0;
    if (n->kind == NODE_POSITION && str_to_int64(n->text, &index))
        return index;
    for (const struct node *child = n->child; child && !index; child = child->next)
        index = first_position(child);
    return index;
}

size_t transform_positions(const struct node *query)
{
    int64_t most = largest_position(query);
    return most > 0 ? (size_t)most : 1;
}

ptrdiff_t transform_position(const struct node *query, size_t item)
{
    const struct node *at = node_child(select_of(query), ROLE_ITEM);
    int64_t index;
    for (size_t i = 0; i < item && at; i++)
        at = node_sibling(at);
    const struct node *e = at && at->kind == NODE_ITEM ? at->child : at;
    while (e && (e->kind == NODE_CAST || e->kind == NODE_PAREN) && e->child)
        e = e->child;
    return e && e->kind == NODE_POSITION && str_to_int64(e->text, &index) ? (ptrdiff_t)index - 1 : -1;
}

ptrdiff_t transform_field(const struct copy_plan *plan, const ptrdiff_t *source, size_t i)
{
    return plan->query ? transform_position(plan->query, i) : plan->keyed ? 0 : source[i];
}

struct str transform_file_name(const struct copy_plan *plan, const struct load_file *file, struct arena *a)
{
    return str_printf(a, "%.*s%.*s", STR_FMT(plan->location.key_prefix), STR_FMT(file->file.path));
}

void transform_stage(const struct copy_plan *plan, const struct load_file *files, size_t n, struct str from,
                     int64_t now, struct buf *out)
{
    ARENA_SCOPE struct arena a = {0};
    buf_adds(out, "(SELECT ");
    for (size_t i = 0; i < plan->n_raw; i++)
        buf_printf(out, plan->format.type == FILE_CSV ? "c%zu AS \"$%zu\", " : "c%zu::JSON AS \"$%zu\", ", i, i + 1);
    buf_adds(out, "([");
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, i ? ", " : "");
        buf_literal(out, transform_file_name(plan, &files[i], &a));
    }
    buf_adds(out, "]::VARCHAR[])[_file + 1] AS \"METADATA$FILENAME\", ([");
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, i ? ", " : "");
        buf_literal(out, files[i].hash);
    }
    buf_adds(out, "]::VARCHAR[])[_file + 1] AS \"METADATA$FILE_CONTENT_KEY\", _row AS \"METADATA$FILE_ROW_NUMBER\", "
                  "make_timestamp(([");
    for (size_t i = 0; i < n; i++)
        buf_printf(out, "%s%lld", i ? ", " : "", (long long)files[i].file.modified);
    buf_printf(out,
               "]::BIGINT[])[_file + 1]) AS \"METADATA$FILE_LAST_MODIFIED\", "
               "make_timestamptz(%lld) AS \"METADATA$START_SCAN_TIME\" FROM %.*s)",
               (long long)now, STR_FMT(from));
}

/* --- items that may fail -------------------------------------------------------------------------------------------
 */

/* The call that a guarded item is wrapped in: no source has such a name. */
static const struct str guard = {"an item of COPY", sizeof "an item of COPY" - 1};

/* What DuckDB's TRY does not take: what gives another value each time, and subqueries. */
static bool is_unguardable(const struct node *n)
{
    static const char *const calls[] = {"RANDOM", "UUID_STRING", "RANDSTR", "UNIFORM", "NORMAL",
                                        "ZIPF",   "SEQ1",        "SEQ2",    "SEQ4",    "SEQ8"};
    if (n->kind == NODE_SUBQUERY || n->kind == NODE_EXISTS)
        return true;
    for (size_t i = 0; n->kind == NODE_CALL && i < sizeof calls / sizeof *calls; i++)
        if (str_ieq(n->text, str_from(calls[i])))
            return true;
    for (const struct node *child = n->child; child; child = child->next)
        if ((n->kind == NODE_COLUMN && !child->next && str_ieq(child->text, STR("NEXTVAL"))) || is_unguardable(child))
            return true;
    return false;
}

static const struct node *item_at(const struct node *query, size_t i)
{
    const struct node *item = node_child(select_of(query), ROLE_ITEM);
    while (i--)
        item = node_sibling(item);
    return item;
}

/* Does an item name another by its alias? */
static bool uses_aliases(const struct node *select)
{
    for (const struct node *item = node_child(select, ROLE_ITEM); item; item = node_sibling(item))
        if (item->text.n && mentions(select, item->text))
            return true;
    return false;
}

bool *transform_guards(const struct node *query, size_t n, struct arena *a)
{
    const struct node *select = select_of(query), *item = node_child(select, ROLE_ITEM);
    bool *guards = ARENA_ARRAY(a, bool, n);
    if (uses_aliases(select))
        return guards;
    for (size_t i = 0; i < n; i++, item = node_sibling(item)) {
        const struct node *e = node_child(item, ROLE_OPERAND);
        guards[i] = e->kind != NODE_POSITION && e->kind != NODE_PATH && largest_position(e) > 0 && !is_unguardable(e);
    }
    return guards;
}

bool transform_is_guarded(const struct copy_plan *plan, size_t i)
{
    return plan->query && plan->guards[i];
}

static struct node *guarded(const struct node *item, struct arena *a)
{
    struct node *copy = arena_copy(a, item, sizeof *item), **at = &copy->child;
    while ((*at)->role != ROLE_OPERAND) {
        *at = arena_copy(a, *at, sizeof **at);
        at = &(*at)->next;
    }
    struct node *operand = arena_copy(a, *at, sizeof **at), *call = node_new(a, NODE_CALL, operand->first);
    call->last = operand->last;
    call->text = guard;
    call->role = ROLE_OPERAND;
    call->next = operand->next;
    node_add(call, operand, ROLE_ARGUMENT);
    operand->next = NULL;
    *at = call;
    return copy;
}

/* Which of a query's items are to be printed, and how. */
struct projection {
    bool guards;    /* guard those that may fail */
    ptrdiff_t only; /* this one alone; -1: all */
};

/* Without DISTINCT, which comes later: what it drops may still be wrong, and stands somewhere. */
static struct node *projected_select(const struct copy_plan *plan, struct projection how, struct arena *a)
{
    struct node *select = arena_copy(a, select_of(plan->query), sizeof *select), **at = &select->child;
    ptrdiff_t i = 0;
    select->op = 0;
    while (*at) {
        bool is_item = (*at)->role == ROLE_ITEM;
        if (is_item && how.only >= 0 && i++ != how.only) {
            *at = (*at)->next;
            continue;
        }
        *at = is_item && how.guards && transform_is_guarded(plan, (size_t)i++) ? guarded(*at, a)
                                                                               : arena_copy(a, *at, sizeof **at);
        at = &(*at)->next;
    }
    return select;
}

static const struct node *projected(const struct copy_plan *plan, struct projection how, struct arena *a)
{
    struct node *copy = arena_copy(a, plan->query, sizeof *copy), **at = &copy->child;
    for (const struct node *select = select_of(plan->query); *at; at = &(*at)->next)
        *at = *at == select ? projected_select(plan, how, a) : arena_copy(a, *at, sizeof **at);
    return copy;
}

/* What the stage's table expression is made from. */
struct source {
    const struct copy_plan *plan;
    const struct load_file *files;
    size_t n;
    struct str from;
    int64_t now;
    const struct load_context *c;
};

static bool print_stage(void *ctx, const struct node *stage, struct buf *out, struct err *err)
{
    const struct source *s = ctx;
    (void)stage, (void)err;
    transform_stage(s->plan, s->files, s->n, s->from, s->now, out);
    return true;
}

static bool is_text(void *ctx, const struct node *stage)
{
    const struct source *s = ctx;
    (void)stage;
    return s->plan->format.type == FILE_CSV;
}

/* TRY gives NULL for what fails: a struct tells it from an item that is NULL. What an expression has twice DuckDB would
 * evaluate before TRY, once for both; it does not look into a CASE whose condition it does not know. */
static bool print_function(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                           bool *ret_handled, struct err *err)
{
    const struct source *s = ctx;
    if (name.p != guard.p && s->c->resolver)
        return s->c->resolver->function(s->c->resolver->ctx, name, args, n, out, ret_handled, err);
    *ret_handled = name.p == guard.p;
    if (*ret_handled)
        buf_printf(out, "TRY(CASE WHEN bit_count(\"METADATA$FILE_ROW_NUMBER\") >= 0 THEN {'v': %.*s} END)",
                   STR_FMT(args[0].sql));
    return true;
}

static bool print_variable(void *ctx, struct str name, struct buf *out, struct err *err)
{
    const struct source *s = ctx;
    return s->c->resolver->variable(s->c->resolver->ctx, name, out, err);
}

static bool print_bind(void *ctx, int index, struct buf *out, struct err *err)
{
    const struct source *s = ctx;
    return s->c->resolver->bind(s->c->resolver->ctx, index, out, err);
}

static bool print_sequence(void *ctx, const struct object_name *name, struct buf *out, struct err *err)
{
    const struct source *s = ctx;
    return s->c->resolver ? s->c->resolver->sequence(s->c->resolver->ctx, name, out, err)
                          : s->c->sequence(s->c->default_ctx, &s->plan->scope, name, out, err);
}

static bool check_types(const struct copy_plan *plan, const struct dialect_context *context, struct err *err)
{
    struct typed_columns items = dialect_columns(context, plan->query);
    for (size_t i = 0; !items.partial && i < items.n && i < plan->n_fields; i++) {
        const struct column *c = &plan->columns.at[plan->column_of[i]];
        if (!dialect_check_assign(items.at[i], c->type, c->name, err))
            return false;
    }
    return true;
}

static bool query_items(struct load_context *c, const struct copy_plan *plan, struct projection how,
                        const struct load_file *files, size_t n, struct str from, struct arena *a, struct buf *out,
                        struct err *err)
{
    struct source source = {plan, files, n, from, clock_now(c->clock), c};
    struct resolver resolver = {
        .ctx = &source, .stage = print_stage, .stage_is_text = is_text, .function = print_function};
    if (c->resolver) {
        resolver.variable = print_variable;
        resolver.bind = print_bind;
    }
    if (c->resolver || c->sequence)
        resolver.sequence = print_sequence;
    const struct token *first = &plan->tokens->at[plan->query->first];
    struct dialect_context context = {.arena = a,
                                      .tokens = plan->tokens,
                                      .line = first->line,
                                      .col = first->col,
                                      .resolver = &resolver,
                                      .now = source.now,
                                      .timezone = c->timezone.p ? c->timezone : STR(ZONE_DEFAULT)};
    return dialect_print(&context, projected(plan, how, a), out, err) && check_types(plan, &context, err);
}

static const char *const metadata_columns[] = {
    [METADATA_FILENAME] = "METADATA$FILENAME",
    [METADATA_FILE_ROW_NUMBER] = "METADATA$FILE_ROW_NUMBER",
    [METADATA_FILE_LAST_MODIFIED] = "METADATA$FILE_LAST_MODIFIED",
    [METADATA_START_SCAN_TIME] = "METADATA$START_SCAN_TIME",
};

/* The document's values under the columns' names. A null is one only in a VARIANT. */
static void key_items(const struct copy_plan *plan, const struct load_file *files, size_t n, struct str from,
                      struct buf *out)
{
    buf_adds(out, "SELECT ");
    for (size_t i = 0; i < plan->n_fields; i++) {
        const struct column *column = &plan->columns.at[plan->column_of[i]];
        bool is_variant = column->type.kind == TYPE_VARIANT;
        buf_adds(out, i ? ", " : "");
        if (plan->metadata && plan->metadata[i]) {
            buf_ident(out, str_from(metadata_columns[plan->metadata[i]]));
            continue;
        }
        buf_adds(out, is_variant ? "(sf_member(\"$1\"::VARCHAR, " : "nullif(sf_member(\"$1\"::VARCHAR, ");
        buf_literal(out, column->name);
        buf_printf(out, ", %d)%s)::JSON", plan->options.match == MATCH_CASE_INSENSITIVE, is_variant ? "" : ", 'null'");
    }
    buf_adds(out, " FROM ");
    transform_stage(plan, files, n, from, plan->scan_time, out);
}

bool transform_check_names(struct load_context *c, const struct copy_plan *plan, struct arena *a, struct err *err)
{
    BUF_SCOPE struct buf ignored = {0};
    return !plan->query ||
           query_items(c, plan, (struct projection){.only = -1}, NULL, 0, STR("temp.freshet_raw"), a, &ignored, err);
}

static bool add_items(struct load_context *c, const struct copy_plan *plan, bool guards, const struct load_file *files,
                      size_t n, struct str from, struct arena *a, struct buf *out, struct err *err)
{
    struct projection how = {.guards = guards, .only = -1};
    buf_addc(out, '(');
    if (plan->keyed)
        key_items(plan, files, n, from, out);
    else if (!query_items(c, plan, how, files, n, from, a, out, err))
        return false;
    buf_adds(out, ") AS item (");
    for (size_t i = 0; i < plan->n_fields; i++)
        buf_printf(out, "%sc%zu", i ? ", " : "", i);
    buf_addc(out, ')');
    return true;
}

bool transform_items_of(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                        struct str from, struct arena *a, struct buf *out, struct err *err)
{
    return add_items(c, plan, false, files, n, from, a, out, err);
}

bool transform_query(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                     struct arena *a, struct buf *out, struct err *err)
{
    buf_adds(out, "CREATE OR REPLACE TEMP TABLE freshet_load AS SELECT _file, _row, _offset, _line");
    for (size_t i = 0; i < plan->n_fields; i++)
        buf_printf(out, transform_is_guarded(plan, i) ? ", c%zu.v AS c%zu, c%zu IS NULL AS failed%zu" : ", c%zu", i, i,
                   i, i);
    buf_adds(out, " FROM (SELECT _file, _row, _offset, _line FROM temp.freshet_raw) AS place POSITIONAL JOIN ");
    return add_items(c, plan, true, files, n, STR("temp.freshet_raw"), a, out, err);
}

/* The fields of the record as a table expression. */
static bool one_record(struct connection *conn, const struct copy_plan *plan, int64_t file, int64_t row,
                       struct buf *out, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    buf_adds(&sql, "SELECT c0");
    for (size_t i = 1; i < plan->n_raw; i++)
        buf_printf(&sql, ", c%zu", i);
    buf_printf(&sql, " FROM temp.freshet_raw WHERE _file = %lld AND _row = %lld", (long long)file, (long long)row);
    if (!connection_query(conn, buf_str(&sql), &rows, err))
        return false;
    buf_printf(out, "(SELECT %lld AS _file, %lld AS _row", (long long)file, (long long)row);
    bool some = rows_next(rows);
    for (size_t i = 0; i < plan->n_raw; i++) {
        buf_adds(out, ", ");
        if (some && !rows_null(rows, i))
            buf_literal(out, rows_slice(rows, i));
        else
            buf_adds(out, "NULL");
        buf_printf(out, "::VARCHAR AS c%zu", i);
    }
    buf_addc(out, ')');
    return true;
}

bool transform_failure(struct load_context *c, struct connection *conn, const struct copy_plan *plan, size_t item,
                       const struct load_file *files, int64_t file, int64_t row, struct arena *a,
                       struct err *ret_failure, struct err *err)
{
    BUF_SCOPE struct buf record = {0}, sql = {0};
    struct projection how = {.only = (ptrdiff_t)item};
    struct connection *beside;
    if (!one_record(conn, plan, file, row, &record, err) ||
        !query_items(c, plan, how, files, (size_t)file + 1, buf_str(&record), a, &sql, err) ||
        !connection_beside(conn, &beside, err))
        return false;
    ROWS_SCOPE struct rows *rows = NULL;
    (void)!connection_query(beside, buf_str(&sql), &rows, ret_failure);
    connection_free(beside);
    return true;
}

bool transform_is_field(const struct node *query, size_t item)
{
    const struct node *at = item_at(query, item);
    const struct node *e = at && at->kind == NODE_ITEM ? at->child : at;
    return e && e->kind == NODE_POSITION;
}

ptrdiff_t transform_first_position(const struct node *query, size_t item)
{
    int64_t index = first_position(item_at(query, item));
    return index ? (ptrdiff_t)index - 1 : -1;
}

void transform_value(const struct copy_plan *plan, const char *text, struct type type, struct buf *out)
{
    bool cut = type.kind == TYPE_VARCHAR && plan->options.truncate;
    struct type any = {.kind = TYPE_VARCHAR, .length = INT64_MAX};
    const char *only = type.kind == TYPE_ARRAY    ? "sf_try_only_array"
                       : type.kind == TYPE_OBJECT ? "sf_try_only_object"
                                                  : NULL;
    if (only) /* a field of a text file is parsed, as without a query */
        buf_printf(out, "CASE WHEN typeof(%s) = 'VARCHAR' THEN %s(TRY_CAST(%s AS JSON)) ELSE ", text, only, text);
    buf_adds(out, cut ? "left(" : "");
    dialect_try_assign(out, str_from(text), cut ? any : type);
    if (cut)
        buf_printf(out, ", %lld)", (long long)type.length);
    buf_adds(out, only ? " END" : "");
}
