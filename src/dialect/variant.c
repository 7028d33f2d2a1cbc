/* Semi-structured values: paths, GET, objects, FLATTEN. A VARIANT is DuckDB's JSON; keys are case-sensitive; what is
 * missing is NULL, and JSON's null stays a value. */
#include "dialect/functions.h"

/* A key as a step of a JSON path. */
static bool add_key(struct printer *p, const struct node *n, struct str key, struct buf *path)
{
    if (memchr(key.p, '"', key.n))
        return fail_unsupported(p, n, "a key that holds a double quote");
    buf_printf(path, ".\"%.*s\"", STR_FMT(key));
    return true;
}

/* A step is constant text of the path, or, for an index that is an expression, a further json_extract. */
bool print_path(struct printer *p, const struct node *n, struct buf *out)
{
    BUF_SCOPE struct buf value = {0};
    BUF_SCOPE struct buf path = {0};
    enum known known = known_type(p, node_child(n, ROLE_OPERAND));
    if (known != KNOWN_VARIANT && known != KNOWN_NOTHING && known != KNOWN_NULL)
        return fail_arguments(p, n, "GET", known, KNOWN_TEXT);
    if (!print_operand(p, node_child(n, ROLE_OPERAND), &value))
        return false;
    for (const struct node *step = node_child(n, ROLE_OPERAND)->next; step; step = step->next) {
        const struct node *index = bare(step);
        if (step->role == ROLE_PART) {
            if (!add_key(p, step, step->text, &path))
                return false;
        } else if (index->kind == NODE_STRING) {
            if (!add_key(p, step, index->text, &path))
                return false;
        } else if (index->kind == NODE_NUMBER) {
            buf_printf(&path, "[%.*s]", STR_FMT(index->text));
        } else {
            return fail_unsupported(p, step, "a path with an index that is not a literal");
        }
    }
    buf_printf(out, "json_extract(%s, ", value.p);
    BUF_SCOPE struct buf whole = {0};
    buf_printf(&whole, "$%s", path.p);
    buf_literal(out, buf_str(&whole));
    buf_addc(out, ')');
    return true;
}

bool print_structured(struct printer *p, const struct node *n, const struct node *call, struct buf *out)
{
    enum known known = known_type(p, n);
    if (known != KNOWN_VARIANT && known != KNOWN_NOTHING && known != KNOWN_NULL)
        return fail_arguments(p, call, str_cstr(p->c->arena, call->text), known, KNOWN_NOTHING);
    return print_node(p, n, out);
}

/* GET(variant, index | key). */
bool print_get(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *key = call_argument(call, 1);
    enum known known = known_type(p, key);
    bool text = known == KNOWN_TEXT;
    if (!text && known != KNOWN_NOTHING && known != KNOWN_NUMBER && known != KNOWN_FLOAT && known != KNOWN_NULL)
        return fail_arguments(p, call, "GET", known_type(p, call_argument(call, 0)), known);
    buf_adds(out, "json_extract(");
    if (!print_structured(p, call_argument(call, 0), call, out))
        return false;
    buf_adds(out, text ? ", '$.\"' || " : ", '$[' || sf_varchar(sf_int(");
    if (!(text ? print_text(p, key, out) : print_node(p, key, out)))
        return false;
    buf_adds(out, text ? " || '\"')" : ")) || ']')");
    return true;
}

/* GET_PATH(variant, 'a.b[0]'). */
bool print_get_path(struct printer *p, const struct node *call, struct buf *out)
{
    buf_adds(out, "json_extract(");
    if (!print_structured(p, call_argument(call, 0), call, out))
        return false;
    buf_adds(out, ", '$.' || ");
    if (!print_text(p, call_argument(call, 1), out))
        return false;
    buf_addc(out, ')');
    return true;
}

static bool is_excluded(const struct node *star, struct str name)
{
    for (const struct node *e = node_child(star, ROLE_EXCLUDE); e; e = node_sibling(e))
        if (str_eq(e->text, name))
            return true;
    return false;
}

/* OBJECT_CONSTRUCT(*): the columns of the FROM under their names. */
static bool print_object_of_row(struct printer *p, const struct node *call, const struct node *star, bool keep,
                                struct buf *out)
{
    struct str table = STR_NULL;
    for (const struct node *part = star->child; part; part = part->next)
        if (part->role == ROLE_PART)
            table = part->text;
        else if (part->role != ROLE_EXCLUDE)
            return fail_unsupported(p, star, "a * with this clause as an argument");
    if (node_sibling(star) || !p->names || !p->names->sources)
        return fail_unsupported(p, call, "a * here");
    buf_adds(out, "sf_sorted('{' || concat_ws(',', ''");
    for (const struct source *s = p->names->sources; s; s = s->next) {
        if (table.n && !str_eq(table, s->alias))
            continue;
        if (s->columns.partial)
            return fail_unsupported(p, star, "a * as an argument, of a table whose columns are not known");
        for (size_t i = 0; i < s->columns.n; i++) {
            struct str name = s->columns.at[i].name;
            if (is_excluded(star, name))
                continue;
            buf_printf(out, ", %s(", keep ? "sf_pair_or_null" : "sf_pair");
            buf_literal(out, name);
            buf_adds(out, ", sf_variant(");
            if (s->alias.n) {
                buf_ident(out, s->alias);
                buf_addc(out, '.');
            }
            buf_ident(out, name);
            buf_adds(out, "))");
        }
    }
    buf_adds(out, ")[2:] || '}')");
    return true;
}

/* OBJECT_CONSTRUCT drops the pairs whose value is NULL: the pairs are texts, and concat_ws skips NULLs. */
bool print_object_construct(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *key = call_argument(call, 0);
    bool keep = str_ends(call->text, STR("KEEP_NULL"));
    if (key && key->kind == NODE_STAR)
        return print_object_of_row(p, call, key, keep, out);
    if (node_count(call, ROLE_ARGUMENT) % 2)
        return fail_unsupported(p, call, "OBJECT_CONSTRUCT of an odd number of arguments");
    if (!key) {
        buf_adds(out, "CAST('{}' AS JSON)");
        return true;
    }
    buf_adds(out, "sf_sorted('{' || concat_ws(','");
    for (; key; key = node_sibling(node_sibling(key))) {
        buf_printf(out, ", %s(", keep ? "sf_pair_or_null" : "sf_pair");
        if (!print_text(p, key, out))
            return false;
        buf_adds(out, ", ");
        if (!print_variant(p, node_sibling(key), out))
            return false;
        buf_addc(out, ')');
    }
    buf_adds(out, ") || '}')");
    return true;
}

/* OBJECT_AGG(key, value) */
bool print_object_agg(struct printer *p, const struct node *call, struct buf *out)
{
    buf_adds(out, "sf_sorted(json_group_object(");
    if (!print_text(p, call_argument(call, 0), out))
        return false;
    buf_adds(out, ", ");
    if (!print_variant(p, call_argument(call, 1), out))
        return false;
    buf_addc(out, ')');
    if (!print_tail(p, call, out))
        return false;
    buf_addc(out, ')');
    return true;
}

/* STRTOK(s [, delimiters [, n]]). */
bool print_strtok(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *delimiters = call_argument(call, 1), *n = call_argument(call, 2);
    buf_adds(out, "list_filter(string_split(translate(");
    if (!print_text(p, call_argument(call, 0), out))
        return false;
    if (delimiters && bare(delimiters)->kind != NODE_STRING)
        return fail_unsupported(p, delimiters, "STRTOK with delimiters that are not a literal");
    struct str set = delimiters ? bare(delimiters)->text : STR(" ");
    if (!set.n)
        return fail_unsupported(p, delimiters, "STRTOK without delimiters");
    BUF_SCOPE struct buf same = {0};
    for (size_t i = 0; i < set.n; i++)
        buf_addc(&same, set.p[0]);
    buf_adds(out, ", ");
    buf_literal(out, set);
    buf_adds(out, ", ");
    buf_literal(out, buf_str(&same));
    buf_adds(out, "), ");
    buf_literal(out, str_sub(set, 0, 1));
    buf_adds(out, "), lambda x: x <> '')[");
    if (!n)
        buf_addc(out, '1');
    else if (!print_node(p, n, out))
        return false;
    buf_addc(out, ']');
    return true;
}

/* --- table functions ---------------------------------------------------------------------------------------------- */

/* The argument of the name, or the one in its position. */
static const struct node *named_argument(const struct node *call, const char *name, size_t position)
{
    for (const struct node *a = node_child(call, ROLE_ARGUMENT); a; a = node_sibling(a))
        if (a->kind == NODE_ARGUMENT && str_eq(a->text, str_from(name)))
            return node_child(a, ROLE_OPERAND);
    const struct node *a = call_argument(call, position);
    return a && a->kind != NODE_ARGUMENT ? a : NULL;
}

static bool is_true(const struct node *n)
{
    return n && n->kind == NODE_KEYWORD && str_eq(n->text, STR("TRUE"));
}

static bool names_column(const struct node *n)
{
    if (n->kind == NODE_COLUMN || n->kind == NODE_QUERY)
        return true;
    for (const struct node *c = n->child; c; c = c->next)
        if (names_column(c))
            return true;
    return false;
}

static bool print_flatten(struct printer *p, const struct node *call, bool joined, struct buf *out)
{
    const struct node *input = named_argument(call, "INPUT", 0), *path = named_argument(call, "PATH", 1);
    const struct node *outer = named_argument(call, "OUTER", 2), *recursive = named_argument(call, "RECURSIVE", 3);
    const struct node *mode = named_argument(call, "MODE", 4);
    if (!input)
        return fail_unsupported(p, call, "FLATTEN without INPUT");
    if (is_true(recursive))
        return fail_unsupported(p, recursive, "FLATTEN with RECURSIVE");
    struct str only = mode && mode->kind == NODE_STRING ? mode->text : STR("BOTH");
    BUF_SCOPE struct buf value = {0};
    if (path)
        buf_adds(&value, "json_extract(");
    if (!print_node(p, input, &value))
        return false;
    if (path) {
        buf_adds(&value, ", '$.' || ");
        if (!print_text(p, path, &value))
            return false;
        buf_addc(&value, ')');
    }
    buf_printf(out, "sf_flatten%s(sf_variant(%s), %s, %s, ", is_true(outer) ? "_outer" : "", value.p,
               str_ieq(only, STR("ARRAY")) ? "FALSE" : "TRUE", str_ieq(only, STR("OBJECT")) ? "FALSE" : "TRUE");
    if (!path)
        buf_adds(out, "''");
    else if (!print_text(p, path, out))
        return false;
    buf_adds(out, joined && names_column(input) ? ", TRUE)" : ", FALSE)");
    return true;
}

static bool print_generator(struct printer *p, const struct node *call, bool, struct buf *out)
{
    const struct node *rows = named_argument(call, "ROWCOUNT", 0);
    if (!rows)
        return fail_unsupported(p, call, "GENERATOR without ROWCOUNT");
    if (names_column(rows))
        return fail_compilation(p, rows, 1015, "22023",
                                "argument 1 to function GENERATOR needs to be constant, found '%.*s'",
                                STR_FMT(label_of(p, rows)));
    if (bare(rows)->kind == NODE_UNARY && bare(rows)->op == '-')
        return fail_compilation(p, rows, 2140, "22023",
                                "Invalid value [%.*s] for function 'GENERATOR', parameter ROWCOUNT: "
                                "must not be negative",
                                STR_FMT(label_of(p, rows)));
    buf_adds(out, "range(CAST(");
    if (!print_node(p, rows, out))
        return false;
    buf_adds(out, " AS BIGINT))");
    return true;
}

/* SEQ4() and its kin number the rows of a GENERATOR, and else those of the result. */
bool print_seq(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *from = p->names && p->names->select ? node_child(p->names->select, ROLE_FROM) : NULL;
    const struct node *table = from && from->kind == NODE_ALIASED ? node_child(from, ROLE_TABLE) : NULL;
    bool generated =
        table && table->kind == NODE_TABLE_FUNCTION && str_eq(node_child(table, ROLE_OPERAND)->text, STR("GENERATOR"));
    if (!generated && p->by_rows)
        return fail_unsupported(p, call, "%.*s here, of anything but one GENERATOR", STR_FMT(call->text));
    buf_adds(out, generated ? "\"range\"" : "(row_number() OVER () - 1)");
    return true;
}

/* SPLIT_TO_TABLE(text, separator): SEQ, INDEX (1-based), VALUE. */
static bool print_split_to_table(struct printer *p, const struct node *call, bool joined, struct buf *out)
{
    const struct node *text = call_argument(call, 0), *separator = call_argument(call, 1);
    if (!separator)
        return fail_unsupported(p, call, "SPLIT_TO_TABLE of one argument");
    buf_adds(out, "sf_split_to_table(string_split(");
    if (!print_text(p, text, out))
        return false;
    buf_adds(out, ", ");
    if (!print_text(p, separator, out))
        return false;
    buf_adds(out, joined && names_column(text) ? "), TRUE)" : "), FALSE)");
    return true;
}

bool print_table_function(struct printer *p, const struct node *call, bool joined, struct buf *out)
{
    static const struct {
        const char *name;
        bool (*print)(struct printer *p, const struct node *call, bool joined, struct buf *out);
    } table_functions[] = {
        {"FLATTEN", print_flatten},
        {"GENERATOR", print_generator},
        {"SPLIT_TO_TABLE", print_split_to_table},
    };
    for (size_t i = 0; i < sizeof table_functions / sizeof *table_functions; i++)
        if (str_eq(call->text, str_from(table_functions[i].name)))
            return table_functions[i].print(p, call, joined, out);
    const struct token *t = &p->c->tokens->at[call->first];
    return err_at(p->err, t->line, t->col, 2141, "42601", "SQL compilation error:\nUnknown table function %.*s.",
                  STR_FMT(call->text));
}
