/* Which columns a query has and of what types, from its tree and what the session says of its tables: enough to know
 * the type of a column that an expression names. Nothing here fails: what cannot be told is unknown, and an error in a
 * query shows when it is printed. */
#include "base/map.h"
#include "dialect/functions.h"

/* Aliases of a SELECT may name each other: so deep they are followed. Queries with * upon * have so many columns that
 * are looked at; the rest is unknown. */
enum { MOST_ALIASES = 6, MOST_COLUMNS = 10000 };

static void add_column(struct printer *p, struct typed_columns *to, struct str name, enum known known)
{
    if (to->n < MOST_COLUMNS)
        vec_push(p->c->arena, to, ((struct typed_column){name, known}));
    to->partial = to->partial || to->n == MOST_COLUMNS;
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
    for (size_t i = 0; i < n; i++)
        add_column(p, &ret, str_printf(p->c->arena, "COLUMN%zu", i + 1), KNOWN_NULL);
    for (const struct node *row = first; row; row = node_sibling(row)) {
        const struct node *e = node_child(row, ROLE_ARGUMENT);
        for (size_t i = 0; i < ret.n; i++, e = e ? node_sibling(e) : NULL)
            if (!e || (ret.at[i].known != KNOWN_NOTHING &&
                       !known_common(ret.at[i].known, known_type(p, e), &ret.at[i].known)))
                ret.at[i].known = KNOWN_NOTHING;
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
    *own = (struct names){.outer = p->names, .scope = ++p->scopes};
    /* a lateral subquery sees the tables before it; they are found in what is around it */
    if (from)
        add_sources(p, from, &own->sources);
    own->select = select;
    p->names = own;
}

/* Behind NOT MATCHED the target is not seen. */
void names_of_statement(struct printer *p, struct names *own)
{
    const struct dialect_context *c = p->c;
    *own = (struct names){.scope = ++p->scopes};
    if (!c->target_columns)
        return;
    if (!c->seen.n) {
        struct source *target = ARENA_NEW(c->arena, struct source);
        *target = (struct source){.alias = c->target, .columns = *c->target_columns};
        own->sources = target;
    }
    if (c->from)
        add_sources(p, c->from, &own->sources);
    p->names = own;
}

void names_leave(struct printer *p)
{
    p->names = (struct names *)p->names->outer;
}

enum known names_of_from(struct printer *p, const struct node *from, struct str name)
{
    const struct source *sources = NULL;
    add_sources(p, from, &sources);
    for (; sources; sources = sources->next) {
        const struct typed_column *c = find_column(&sources->columns, name);
        if (c)
            return c->known;
    }
    return KNOWN_NOTHING;
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

static const struct node **alias_slot(const struct names *names, struct str name)
{
    for (size_t i = str_hash(name);; i++) {
        const struct node **slot = &names->by_alias[i % names->by_alias_size];
        if (!*slot || str_eq((*slot)->text, name))
            return slot;
    }
}

/* The first item of the SELECT that has the name as its alias. */
static const struct node *item_of_alias(struct printer *p, struct names *names, struct str name)
{
    if (!names->select || !name.n)
        return NULL;
    if (!names->by_alias) {
        names->by_alias_size = 2 * node_count(names->select, ROLE_ITEM) + 1;
        names->by_alias = ARENA_ARRAY(p->c->arena, const struct node *, names->by_alias_size);
        for (const struct node *item = node_child(names->select, ROLE_ITEM); item; item = node_sibling(item)) {
            const struct node **slot = alias_slot(names, item->text);
            if (!*slot)
                *slot = item;
        }
    }
    return *alias_slot(names, name);
}

static enum known find_alias(struct printer *p, struct names *names, struct str name)
{
    const struct node *item = item_of_alias(p, names, name);
    if (!item || names->aliases >= MOST_ALIASES || names != p->names)
        return KNOWN_NOTHING;
    names->aliases++;
    enum known known = known_type(p, node_child(item, ROLE_OPERAND));
    names->aliases--;
    return known;
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

static bool has_name_but_for_case(const struct names *names, struct str table, struct str name)
{
    for (const struct source *s = names->sources; s; s = s->next)
        for (size_t i = 0; i < s->columns.n && (!table.n || str_eq(s->alias, table)); i++)
            if (str_ieq(s->columns.at[i].name, name))
                return true;
    return false;
}

bool names_check(struct printer *p, const struct node *column)
{
    struct str table = STR_NULL, name = column->tail->text;
    for (const struct node *part = column->child; part != column->tail; part = part->next)
        table = part->text;
    bool other_case = false;
    for (struct names *names = p->names; names; names = (struct names *)names->outer) {
        enum known known;
        bool partial = false;
        if (find_in(names, table, name, &known, &partial) || partial || (!table.n && item_of_alias(p, names, name)))
            return true;
        other_case = other_case || has_name_but_for_case(names, table, name);
    }
    if (!other_case)
        return true; /* DuckDB does not find it either, and says so */
    return fail_identifier(p, column);
}

/* --- queries ------------------------------------------------------------------------------------------------------ */

static bool is_listed(const struct node *first, struct str name)
{
    for (; first; first = node_sibling(first))
        if (str_eq(first->text, name))
            return true;
    return false;
}

static void add_columns(struct printer *p, const struct source *s, const struct node *excluded,
                        struct typed_columns *to)
{
    to->partial = to->partial || s->columns.partial;
    for (size_t i = 0; i < s->columns.n && to->n < MOST_COLUMNS; i++)
        if (!is_listed(excluded, s->columns.at[i].name))
            add_column(p, to, s->columns.at[i].name, s->columns.at[i].known);
}

/* In the order of the FROM: the list of sources begins with the last. */
static void add_star(struct printer *p, const struct node *star, const struct node *excluded, struct typed_columns *to)
{
    VEC(const struct source *) sources = {0};
    struct str table = STR_NULL;
    for (const struct node *part = node_child(star, ROLE_PART); part; part = node_sibling(part))
        table = part->text;
    for (const struct source *s = p->names->sources; s && to->n < MOST_COLUMNS; s = s->next)
        if (!table.n || str_eq(table, s->alias))
            vec_push(p->c->arena, &sources, s);
    while (sources.n)
        add_columns(p, sources.at[--sources.n], excluded, to);
}

struct typed_columns columns_of_star(struct printer *p, const struct node *star)
{
    struct typed_columns all = {0};
    add_star(p, star, NULL, &all);
    return all;
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
        add_star(p, e, node_child(e, ROLE_EXCLUDE), to);
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
