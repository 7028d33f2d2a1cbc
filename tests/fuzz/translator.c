/* What a statement's trees become for DuckDB is text that holds together whatever the input was: literals and quoted
 * names end, parentheses match, and outside of them is no comment, no `;` and no byte that SQL has not. A tree is
 * refused with a place, or printed the same each time. The tables are made up: T has a column of each type. */
#include "dialect/dialect.h"
#include "fuzz.h"

/* --- a session ---------------------------------------------------------------------------------------------------- */

static bool resolve_table(void *ctx, const struct object_name *name, const struct node *at, struct buf *out,
                          struct str *ret_alias, struct err *err)
{
    (void)ctx;
    if (at || name->n == 0)
        return err_unsupported(err, name->line, name->col, "this table");
    buf_ident(out, name->part[name->n - 1]);
    *ret_alias = name->part[name->n - 1];
    return true;
}

static bool resolve_columns(void *ctx, const struct object_name *name, struct typed_columns *ret)
{
    static const struct typed_column columns[] = {
        {STR("N"), KNOWN_NUMBER, NULL},     {STR("F"), KNOWN_FLOAT, NULL}, {STR("S"), KNOWN_TEXT, NULL},
        {STR("B"), KNOWN_BOOLEAN, NULL},    {STR("D"), KNOWN_DATE, NULL},  {STR("H"), KNOWN_TIME, NULL},
        {STR("TS"), KNOWN_TIMESTAMP, NULL}, {STR("Z"), KNOWN_ZONED, NULL}, {STR("V"), KNOWN_VARIANT, NULL},
        {STR("X"), KNOWN_BINARY, NULL},
    };
    enum { COLUMNS = sizeof columns / sizeof *columns };
    if (name->n == 0 || !str_eq(name->part[name->n - 1], STR("T")))
        return false;
    *ret = (struct typed_columns){.at = arena_copy(ctx, columns, sizeof columns), .n = COLUMNS, .size = COLUMNS};
    return true;
}

static bool resolve_stage(void *ctx, const struct node *stage, struct buf *out, struct err *err)
{
    (void)ctx, (void)err;
    buf_ident(out, stage->text);
    return true;
}

static bool resolve_function(void *ctx, struct str name, const struct printed_argument *args, size_t n, struct buf *out,
                             bool *ret_handled, struct err *err)
{
    (void)ctx, (void)args, (void)n, (void)err;
    *ret_handled = str_eq(name, STR("CURRENT_DATABASE"));
    if (*ret_handled)
        buf_adds(out, "'DB'");
    return true;
}

static bool resolve_variable(void *ctx, struct str name, struct buf *out, struct err *err)
{
    (void)ctx, (void)err;
    buf_literal(out, name);
    return true;
}

static bool resolve_bind(void *ctx, int index, struct buf *out, struct err *err)
{
    (void)ctx, (void)err;
    buf_printf(out, "%d", index);
    return true;
}

static bool resolve_sequence(void *ctx, const struct object_name *name, struct buf *out, struct err *err)
{
    (void)ctx, (void)err, (void)name;
    buf_adds(out, "nextval('sq')");
    return true;
}

/* --- what is printed ---------------------------------------------------------------------------------------------- */

/* One past the quoted text that begins at i, as DuckDB reads it: only doubled quotes, no escapes. */
static size_t skip_quoted(struct str sql, size_t i)
{
    char quote = sql.p[i];
    for (i++; i < sql.n; i++)
        if (sql.p[i] == quote && !(i + 1 < sql.n && sql.p[i + 1] == quote))
            return i + 1;
        else if (sql.p[i] == quote)
            i++;
    PROMISE(!"a quote is closed", i);
    return i;
}

static char closing(char c)
{
    return c == '(' ? ')' : c == '[' ? ']' : '}';
}

static void check_printed(struct arena *a, struct str sql)
{
    char *open = arena_alloc(a, sql.n + 1);
    size_t depth = 0;
    PROMISE(!memchr(sql.p, 0, sql.n), 0);
    for (size_t i = 0; i < sql.n;) {
        char c = sql.p[i], next = i + 1 < sql.n ? sql.p[i + 1] : 0;
        if (c == '\'' || c == '"') {
            i = skip_quoted(sql, i);
            continue;
        }
        PROMISE(c >= ' ' && c <= '~' && c != ';' && c != '\\', i);
        PROMISE(!(c == '-' && next == '-') && !(c == '/' && (next == '*' || next == '/')), i);
        PROMISE(!(c == '$' && next == '$'), i);
        if (c == '(' || c == '[' || c == '{')
            open[depth++] = closing(c);
        if (c == ')' || c == ']' || c == '}')
            PROMISE(depth > 0 && open[--depth] == c, i);
        i++;
    }
    PROMISE(depth == 0, sql.n);
}

struct translation {
    struct arena *arena;
    struct str source;
    const struct statement *statement;
};

static void translate(struct fuzz_visitor *v, const struct node *n)
{
    struct translation *t = v->ctx;
    const struct resolver resolver = {.ctx = t->arena,
                                      .table = resolve_table,
                                      .columns = resolve_columns,
                                      .stage = resolve_stage,
                                      .function = resolve_function,
                                      .variable = resolve_variable,
                                      .bind = resolve_bind,
                                      .sequence = resolve_sequence};
    struct dialect_context c = {.arena = t->arena,
                                .tokens = v->tokens,
                                .line = t->statement->line,
                                .col = t->statement->col,
                                .resolver = &resolver,
                                .now = INT64_C(1767225600123456),
                                .timezone = STR("America/New_York")};
    ERR_SCOPE struct err err = {0};
    ERR_SCOPE struct err again = {0};
    BUF_SCOPE struct buf sql = {0};
    BUF_SCOPE struct buf other = {0};
    size_t offset = v->tokens->at[n->first].offset;
    if (n->kind == NODE_QUERY) {
        struct typed_columns columns = dialect_columns(&c, n);
        PROMISE(columns.n == 0 || columns.at, offset);
    }
    bool ok = dialect_print(&c, n, &sql, &err);
    PROMISE(ok == !err.set, offset);
    PROMISE(dialect_print(&c, n, &other, &again) == ok, offset);
    if (!ok) {
        fuzz_check_error(t->source, &err);
        return;
    }
    PROMISE(sql.n > 0 && str_eq(buf_str(&sql), buf_str(&other)), offset);
    check_printed(t->arena, buf_str(&sql));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err lexical = {0};
    struct str source = {(const char *)data, size};
    struct tokens tokens;
    if (!sql_lex(&a, source, &tokens, &lexical))
        return 0;
    for (uint32_t at = 0;;) {
        ARENA_SCOPE struct arena each = {0};
        ERR_SCOPE struct err err = {0};
        struct statement *s = NULL;
        if (!sql_next_statement(&each, &tokens, &at, &s, &err))
            continue;
        if (!s)
            return 0;
        struct translation t = {.arena = &each, .source = source, .statement = s};
        struct fuzz_visitor v = {.ctx = &t, .tokens = &tokens, .tree = translate};
        fuzz_visit(&v, s);
    }
}
