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
    for (const struct node *item = node_child(select, ROLE_ITEM); item; item = node_sibling(item))
        if (item->kind == NODE_STAR || (item->child && item->child->kind == NODE_STAR))
            return refuse(copy, "*", err);
    *ret_stage = stage->text;
    return transform_options(stage, copy->tokens, ret_format, ret_pattern, err);
}

bool transform_is_distinct(const struct node *query)
{
    return select_of(query)->op == WORD_DISTINCT;
}

/* A column of this name, whatever qualifies it. */
static bool mentions(const struct node *n, struct str name)
{
    for (const struct node *child = n->child; child; child = child->next)
        if ((n->kind == NODE_COLUMN && child->role == ROLE_PART && str_ieq(child->text, name)) || mentions(child, name))
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

static const struct node *bare(const struct node *n)
{
    while (n && (n->kind == NODE_PAREN || n->kind == NODE_ITEM) && n->child && !n->child->next)
        n = n->child;
    return n;
}

/* Conversions that depend on nothing but the value, and can fail. */
static bool is_convertible(enum type_kind kind)
{
    switch (kind) {
    case TYPE_NUMBER:
    case TYPE_FLOAT:
    case TYPE_BOOLEAN:
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_TIMESTAMP_NTZ:
        return true;
    case TYPE_VARCHAR:
    case TYPE_BINARY:
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ:
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        break;
    }
    return false;
}

/* The cast that an item of the query is, if it is one of a field or of a path in it. */
static const struct node *item_cast(const struct copy_plan *plan, const struct node *item)
{
    const struct node *cast = bare(item), *of = cast && cast->kind == NODE_CAST ? bare(cast->child) : NULL;
    if (!of || cast->op || !is_convertible(cast->type->kind) || transform_is_distinct(plan->query) ||
        (item->kind == NODE_ITEM && item->text.n && mentions(plan->query, item->text)))
        return NULL;
    if (of->kind == NODE_PATH && plan->format.type != FILE_CSV)
        of = bare(of->child);
    return of && of->kind == NODE_POSITION ? cast : NULL;
}

const struct type *transform_cast(const struct copy_plan *plan, size_t item)
{
    if (!plan->query)
        return NULL;
    const struct node *at = node_child(select_of(plan->query), ROLE_ITEM);
    for (size_t i = 0; i < item && at; i++)
        at = node_sibling(at);
    const struct node *cast = at ? item_cast(plan, at) : NULL;
    return cast ? cast->type : NULL;
}

/* The item with what is cast in the cast's place. */
static struct node *without_cast(const struct node *item, const struct node *cast, struct arena *a)
{
    struct node *of = arena_copy(a, cast->child, sizeof *of);
    of->next = NULL;
    of->role = ROLE_OPERAND;
    if (item->kind != NODE_ITEM)
        return of;
    struct node *copy = arena_copy(a, item, sizeof *copy);
    copy->child = copy->tail = of;
    return copy;
}

static void leave_out_casts(const struct copy_plan *plan, struct node *select, struct arena *a)
{
    for (struct node **at = &select->child; *at; at = &(*at)->next) {
        const struct node *cast = (*at)->role == ROLE_ITEM ? item_cast(plan, *at) : NULL;
        struct node *item = cast ? without_cast(*at, cast, a) : arena_copy(a, *at, sizeof *item);
        item->role = (*at)->role;
        item->next = (*at)->next;
        *at = item;
    }
}

/* The query as it runs over the records. DISTINCT comes later: what it drops may still be wrong, and stands somewhere.
 */
static const struct node *over_records(const struct copy_plan *plan, struct arena *a)
{
    struct node *copy = arena_copy(a, plan->query, sizeof *copy), **at = &copy->child;
    const struct node *select = select_of(plan->query);
    for (; *at; at = &(*at)->next) {
        bool is_select = *at == select;
        *at = arena_copy(a, *at, sizeof **at);
        if (is_select) {
            (*at)->op = 0;
            leave_out_casts(plan, *at, a);
        }
    }
    return copy;
}

/* What the stage's table expression is made from. */
struct source {
    const struct copy_plan *plan;
    const struct load_file *files;
    size_t n;
    struct str from;
    int64_t now;
};

static bool print_stage(void *ctx, const struct node *stage, struct buf *out, struct err *err)
{
    const struct source *s = ctx;
    (void)stage, (void)err;
    transform_stage(s->plan, s->files, s->n, s->from, s->now, out);
    return true;
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

static bool query_items(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                        struct str from, struct arena *a, struct buf *out, struct err *err)
{
    struct source source = {plan, files, n, from, clock_now(c->clock)};
    struct resolver resolver = {.ctx = &source, .stage = print_stage};
    const struct token *first = &plan->tokens->at[plan->query->first];
    struct dialect_context context = {.arena = a,
                                      .tokens = plan->tokens,
                                      .line = first->line,
                                      .col = first->col,
                                      .resolver = &resolver,
                                      .now = source.now,
                                      .timezone = STR(ZONE_DEFAULT)};
    return dialect_print(&context, over_records(plan, a), out, err) && check_types(plan, &context, err);
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

bool transform_items_of(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                        struct str from, struct arena *a, struct buf *out, struct err *err)
{
    buf_addc(out, '(');
    if (plan->keyed)
        key_items(plan, files, n, from, out);
    else if (!query_items(c, plan, files, n, from, a, out, err))
        return false;
    buf_adds(out, ") AS item (");
    for (size_t i = 0; i < plan->n_fields; i++)
        buf_printf(out, "%sc%zu", i ? ", " : "", i);
    buf_addc(out, ')');
    return true;
}

bool transform_query(struct load_context *c, const struct copy_plan *plan, const struct load_file *files, size_t n,
                     struct arena *a, struct buf *out, struct err *err)
{
    buf_adds(out, "CREATE OR REPLACE TEMP TABLE freshet_load AS SELECT * FROM (SELECT _file, _row, _offset, _line "
                  "FROM temp.freshet_raw) AS place POSITIONAL JOIN ");
    return transform_items_of(c, plan, files, n, STR("temp.freshet_raw"), a, out, err);
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
