/* Which columns a query has and of what types, from its tree and what the session says of its tables: enough to know
 * the type of a column that an expression names. Nothing here fails: what cannot be told is unknown, and an error in a
 * query shows when it is printed. */
#include "dialect/functions.h"

/* Aliases of a SELECT may name each other: so deep they are followed. */
enum { MOST_ALIASES = 6 };

static void add_column(struct printer *p, struct typed_columns *to, struct str name, enum known known)
{
    vec_push(p->c->arena, to, ((struct typed_column){name, known}));
}

static const struct typed_column *find_column(const struct typed_columns *c, struct str name)
{
    for (size_t i = 0; i < c->n; i++)
        if (str_eq(c->at[i].name, name))
            return &c->at[i];
    return NULL;
}

/* --- FROM --------------------------------------------------------------------------------------------------------- */

static void rename_columns(struct typed_columns *c, const struct node *part)
{
    for (size_t i = 0; part && i < c->n; i++, part = node_sibling(part))
        c->at[i].name = part->text;
}

static struct typed_columns columns_of_values(struct printer *p, const struct node *values)
{
    struct typed_columns ret = {0};
    const struct node *first = node_child(values, ROLE_ROW);
    size_t n = first ? node_count(first, ROLE_ARGUMENT) : 0;
    for (size_t i = 0; i < n; i++) {
        enum known known = KNOWN_NULL;
        for (const struct node *row = first; row; row = node_sibling(row)) {
            const struct node *e = call_argument(row, i);
            if (!e || !known_common(known, known_type(p, e), &known))
                known = KNOWN_NOTHING;
            if (known == KNOWN_NOTHING)
                break;
        }
        add_column(p, &ret, str_printf(p->c->arena, "COLUMN%zu", i + 1), known);
    }
    return ret;
}

static struct typed_columns columns_of_function(struct printer *p, const struct node *call)
{
    static const struct {
        const char *function, *column;
        enum known known;
    } all[] = {
        {"FLATTEN", "SEQ", KNOWN_NUMBER},        {"FLATTEN", "KEY", KNOWN_TEXT},
        {"FLATTEN", "PATH", KNOWN_TEXT},         {"FLATTEN", "INDEX", KNOWN_NUMBER},
        {"FLATTEN", "VALUE", KNOWN_VARIANT},     {"FLATTEN", "THIS", KNOWN_VARIANT},
        {"SPLIT_TO_TABLE", "SEQ", KNOWN_NUMBER}, {"SPLIT_TO_TABLE", "INDEX", KNOWN_NUMBER},
        {"SPLIT_TO_TABLE", "VALUE", KNOWN_TEXT},
    };
    struct typed_columns ret = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(call->text, str_from(all[i].function)))
            add_column(p, &ret, str_from(all[i].column), all[i].known);
    ret.partial = !ret.n;
    return ret;
}

static struct typed_columns columns_of_table(struct printer *p, const struct node *table)
{
    struct typed_columns ret = {0};
    const struct resolver *r = p->c->resolver;
    for (const struct cte *c = table->name->n == 1 ? p->ctes : NULL; c; c = c->outer)
        if (str_eq(c->name, table->name->part[0])) {
            ret.partial = c->columns.partial;
            for (size_t i = 0; i < c->columns.n; i++)
                add_column(p, &ret, c->columns.at[i].name, c->columns.at[i].known);
            return ret;
        }
    if (!r || !r->columns || !r->columns(r->ctx, table->name, &ret))
        return (struct typed_columns){.partial = true};
    return ret;
}

static struct str last_part(const struct node *table)
{
    const struct object_name *name = table->name;
    return name->n ? name->part[name->n - 1] : STR_NULL;
}

static void add_sources(struct printer *p, const struct node *from, const struct source **list);

static void add_source(struct printer *p, const struct node *n, const struct source **list)
{
    const struct node *table = node_child(n, ROLE_TABLE);
    struct source *s = ARENA_NEW(p->c->arena, struct source);
    *s = (struct source){.alias = n->text, .next = *list};
    if (table->kind == NODE_PAREN && !n->text.n) {
        add_sources(p, table->child, list);
        return;
    }
    if (table->kind == NODE_TABLE) {
        s->columns = columns_of_table(p, table);
        s->alias = n->text.n ? n->text : last_part(table);
    } else if (table->kind == NODE_VALUES) {
        s->columns = columns_of_values(p, table);
    } else if (table->kind == NODE_SUBQUERY) {
        s->columns = columns_of_query(p, node_child(table, ROLE_BODY));
    } else if (table->kind == NODE_TABLE_FUNCTION) {
        s->columns = columns_of_function(p, node_child(table, ROLE_OPERAND));
    } else {
        s->columns.partial = true;
    }
    rename_columns(&s->columns, node_child(n, ROLE_PART));
    *list = s;
}

/* The last table of the FROM is the first of the list. */
static void add_sources(struct printer *p, const struct node *from, const struct source **list)
{
    if (from->kind != NODE_JOIN) {
        add_source(p, from, list);
        return;
    }
    add_sources(p, node_child(from, ROLE_LEFT), list);
    add_sources(p, node_child(from, ROLE_RIGHT), list);
}

void names_enter(struct printer *p, struct names *own, const struct node *select)
{
    const struct node *from = node_child(select, ROLE_FROM);
    *own = (struct names){.outer = p->names};
    /* a lateral subquery sees the tables before it; they are found in what is around it */
    if (from)
        add_sources(p, from, &own->sources);
    own->select = select;
    p->names = own;
}

void names_leave(struct printer *p)
{
    p->names = (struct names *)p->names->outer;
}

/* --- looking up --------------------------------------------------------------------------------------------------- */

static bool find_in(const struct names *names, struct str table, struct str name, enum known *ret, bool *ret_partial)
{
    for (const struct source *s = names->sources; s; s = s->next) {
        if (table.n && !str_eq(s->alias, table))
            continue;
        const struct typed_column *c = find_column(&s->columns, name);
        if (c) {
            *ret = c->known;
            return true;
        }
        *ret_partial = *ret_partial || s->columns.partial;
    }
    return false;
}

static enum known find_alias(struct printer *p, struct names *names, struct str name)
{
    if (names->aliases >= MOST_ALIASES || names != p->names)
        return KNOWN_NOTHING;
    for (const struct node *item = node_child(names->select, ROLE_ITEM); item; item = node_sibling(item))
        if (str_eq(item->text, name) && item->text.n) {
            names->aliases++;
            enum known known = known_type(p, node_child(item, ROLE_OPERAND));
            names->aliases--;
            return known;
        }
    return KNOWN_NOTHING;
}

enum known names_find(struct printer *p, const struct node *column)
{
    struct str table = STR_NULL, name = column->tail->text;
    for (const struct node *part = column->child; part != column->tail; part = part->next)
        table = part->text;
    for (struct names *names = p->names; names; names = (struct names *)names->outer) {
        enum known known;
        bool partial = false;
        if (find_in(names, table, name, &known, &partial))
            return known;
        if (partial)
            return KNOWN_NOTHING;
        known = table.n || !names->select ? KNOWN_NOTHING : find_alias(p, names, name);
        if (known != KNOWN_NOTHING)
            return known;
    }
    return KNOWN_NOTHING;
}

/* --- queries ------------------------------------------------------------------------------------------------------ */

static bool is_listed(const struct node *first, struct str name)
{
    for (; first; first = node_sibling(first))
        if (str_eq(first->text, name))
            return true;
    return false;
}

/* In the order of the FROM: the list begins with the last. */
static void add_star(struct printer *p, const struct source *s, const struct node *star, struct typed_columns *to)
{
    struct str table = node_child(star, ROLE_PART) ? STR_NULL : STR("");
    for (const struct node *part = node_child(star, ROLE_PART); part; part = node_sibling(part))
        table = part->text;
    if (!s)
        return;
    add_star(p, s->next, star, to);
    if (table.n && !str_eq(table, s->alias))
        return;
    to->partial = to->partial || s->columns.partial;
    for (size_t i = 0; i < s->columns.n; i++)
        if (!is_listed(node_child(star, ROLE_EXCLUDE), s->columns.at[i].name))
            add_column(p, to, s->columns.at[i].name, s->columns.at[i].known);
}

/* Columns that are joined by name stand once in a *: then only the names can be trusted, not the places. */
static bool merges_columns(const struct node *from)
{
    return from && from->kind == NODE_JOIN &&
           (node_child(from, ROLE_PART) || str_starts(from->text, STR("NATURAL")) ||
            merges_columns(node_child(from, ROLE_LEFT)) || merges_columns(node_child(from, ROLE_RIGHT)));
}

static void add_item(struct printer *p, const struct node *select, const struct node *item, struct typed_columns *to)
{
    const struct node *e = node_child(item, ROLE_OPERAND);
    if (e->kind != NODE_STAR) {
        struct str name = item->text.n ? item->text : e->kind == NODE_COLUMN ? e->tail->text : label_of(p, e);
        add_column(p, to, name, known_type(p, e));
        return;
    }
    to->partial = to->partial || merges_columns(node_child(select, ROLE_FROM)) || node_child(e, ROLE_RENAME) ||
                  node_child(e, ROLE_REPLACE) || node_child(e, ROLE_FILTER);
    if (!node_child(e, ROLE_RENAME) && !node_child(e, ROLE_REPLACE))
        add_star(p, p->names->sources, e, to);
}

static struct typed_columns columns_of_select(struct printer *p, const struct node *select)
{
    struct typed_columns ret = {0};
    struct names own;
    names_enter(p, &own, select);
    for (const struct node *item = node_child(select, ROLE_ITEM); item; item = node_sibling(item))
        add_item(p, select, item, &ret);
    names_leave(p);
    return ret;
}

static struct typed_columns columns_of_set(struct printer *p, const struct node *set)
{
    struct typed_columns left = columns_of_body(p, node_child(set, ROLE_LEFT));
    struct typed_columns right = columns_of_body(p, node_child(set, ROLE_RIGHT));
    bool places = !left.partial && !right.partial && left.n == right.n;
    for (size_t i = 0; i < left.n; i++)
        if (!places || !known_common(left.at[i].known, right.at[i].known, &left.at[i].known))
            left.at[i].known = KNOWN_NOTHING;
    return left;
}

struct typed_columns columns_of_body(struct printer *p, const struct node *body)
{
    switch (body->kind) {
    case NODE_SELECT:
        return columns_of_select(p, body);
    case NODE_SET:
        return columns_of_set(p, body);
    case NODE_VALUES:
        return columns_of_values(p, body);
    case NODE_SUBQUERY:
        return columns_of_query(p, node_child(body, ROLE_BODY));
    default: /* no query */
        return (struct typed_columns){.partial = true};
    }
}

struct typed_columns columns_of_query(struct printer *p, const struct node *query)
{
    const struct cte *outer = p->ctes;
    for (const struct node *c = node_child(query, ROLE_CTE); c; c = node_sibling(c))
        cte_enter(p, c);
    struct typed_columns ret = columns_of_body(p, node_child(query, ROLE_BODY));
    p->ctes = outer;
    return ret;
}

/* A recursive one has the columns of its first branch. */
void cte_enter(struct printer *p, const struct node *cte)
{
    struct cte *own = ARENA_NEW(p->c->arena, struct cte);
    const struct node *query = node_child(cte, ROLE_BODY), *body = node_child(query, ROLE_BODY);
    *own = (struct cte){.name = cte->text, .outer = p->ctes, .columns = {.partial = true}};
    if (cte_is_recursive(cte)) {
        own->columns = columns_of_body(p, node_child(body, ROLE_LEFT));
    } else {
        own->columns = columns_of_query(p, query);
    }
    rename_columns(&own->columns, node_child(cte, ROLE_PART));
    p->ctes = own;
}

struct typed_columns dialect_columns(const struct dialect_context *c, const struct node *query)
{
    struct printer p = {.c = c};
    return columns_of_query(&p, query);
}
