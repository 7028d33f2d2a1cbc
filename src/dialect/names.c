/* Which columns a query has and of what types, from its tree and what the session says of its tables: enough to know
 * the type of a column that an expression names. Nothing here fails: what cannot be told is unknown, and an error in a
 * query shows when it is printed. */
#include "dialect/functions.h"

/* Queries with * upon * have so many columns that are looked at; the rest is unknown. */
enum { MOST_COLUMNS = 10000 };

static void add_column(struct printer *p, struct typed_columns *to, struct str name, enum known known,
                       const struct type *type)
{
    if (to->n < MOST_COLUMNS)
        vec_push(p->c->arena, to, ((struct typed_column){name, known, type}));
    to->partial = to->partial || to->n == MOST_COLUMNS;
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
        add_column(p, &ret, str_printf(p->c->arena, "COLUMN%zu", i + 1), KNOWN_NULL, NULL);
    for (const struct node *row = first; row; row = node_sibling(row)) {
        const struct node *e = node_child(row, ROLE_ARGUMENT);
        for (size_t i = 0; i < ret.n; i++, e = e ? node_sibling(e) : NULL) {
            struct typed_column *c = &ret.at[i];
            enum known known = e ? known_type(p, e) : KNOWN_NOTHING;
            if (e && known != KNOWN_NULL)
                c->type = c->known == KNOWN_NULL ? type_in_full(p, e) : wider_type(p, c->type, type_in_full(p, e));
            if (c->known != KNOWN_NOTHING && !known_common(c->known, known, &c->known))
                c->known = KNOWN_NOTHING;
        }
    }
    return ret;
}

static struct typed_columns columns_of_function(struct printer *p, const struct node *call)
{
    static const struct {
        const char *function, *column;
        enum known known;
    } all[] = {
        {"FLATTEN", "SEQ", KNOWN_NUMBER},
        {"FLATTEN", "KEY", KNOWN_TEXT},
        {"FLATTEN", "PATH", KNOWN_TEXT},
        {"FLATTEN", "INDEX", KNOWN_NUMBER},
        {"FLATTEN", "VALUE", KNOWN_VARIANT},
        {"FLATTEN", "THIS", KNOWN_VARIANT},
        {"INFER_SCHEMA", "COLUMN_NAME", KNOWN_TEXT},
        {"INFER_SCHEMA", "TYPE", KNOWN_TEXT},
        {"INFER_SCHEMA", "NULLABLE", KNOWN_BOOLEAN},
        {"INFER_SCHEMA", "EXPRESSION", KNOWN_TEXT},
        {"INFER_SCHEMA", "FILENAMES", KNOWN_TEXT},
        {"INFER_SCHEMA", "ORDER_ID", KNOWN_NUMBER},
        {"SPLIT_TO_TABLE", "SEQ", KNOWN_NUMBER},
        {"SPLIT_TO_TABLE", "INDEX", KNOWN_NUMBER},
        {"SPLIT_TO_TABLE", "VALUE", KNOWN_TEXT},
    };
    struct typed_columns ret = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(call->text, str_from(all[i].function)))
            add_column(p, &ret, str_from(all[i].column), all[i].known, NULL);
    ret.partial = !ret.n && !str_eq(call->text, STR("GENERATOR"));
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
                add_column(p, &ret, c->columns.at[i].name, c->columns.at[i].known, c->columns.at[i].type);
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

static uint64_t hash_but_for_case(struct str s)
{
    uint64_t h = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (uint64_t)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32 : s.p[i])) * UINT64_C(1099511628211);
    return h ^ h >> 32;
}

/* The same name, or one that DuckDB takes for the same, twice: from the second on columns go by a name of ours, so that
 * each can be named. */
static void name_printed(struct printer *p, struct source *s)
{
    size_t size = 2 * s->columns.n + 1;
    if (s->columns.partial || s->columns.n < 2)
        return;
    size_t *slots = ARENA_ARRAY(p->c->arena, size_t, size);
    for (size_t i = 0; i < s->columns.n; i++) {
        size_t slot = hash_but_for_case(s->columns.at[i].name) % size;
        while (slots[slot] && !str_ieq(s->columns.at[slots[slot] - 1].name, s->columns.at[i].name))
            slot = (slot + 1) % size;
        if (!slots[slot]) {
            slots[slot] = i + 1;
            continue;
        }
        if (!s->printed) {
            s->printed = ARENA_ARRAY(p->c->arena, struct str, s->columns.n);
            for (size_t k = 0; k < s->columns.n; k++)
                s->printed[k] = s->columns.at[k].name;
        }
        s->printed[i] = str_printf(p->c->arena, "%.*s\t%zu", STR_FMT(s->columns.at[i].name), i + 1);
    }
}

static void add_sources(struct printer *p, const struct node *from, struct source **list);

static void add_source(struct printer *p, const struct node *n, struct source **list)
{
    const struct node *table = node_child(n, ROLE_TABLE);
    struct source *s = ARENA_NEW(p->c->arena, struct source);
    *s = (struct source){.node = n, .alias = n->text, .next = *list};
    if (table->kind == NODE_PAREN && !n->text.n) {
        add_sources(p, table->child, list);
        return;
    }
    if (table->kind == NODE_TABLE) {
        s->columns = columns_of_table(p, table);
        s->alias = n->text.n ? n->text : s->columns.table.n ? s->columns.table : last_part(table);
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
    s->printed_alias = s->alias.n ? s->alias : str_printf(p->c->arena, "\t%u", n->first);
    name_printed(p, s);
    *list = s;
}

/* The last table of the FROM is the first of the list. */
static void add_sources(struct printer *p, const struct node *from, struct source **list)
{
    if (from->kind != NODE_JOIN) {
        add_source(p, from, list);
        return;
    }
    add_sources(p, node_child(from, ROLE_LEFT), list);
    add_sources(p, node_child(from, ROLE_RIGHT), list);
}

const struct source *names_source(struct printer *p, const struct node *aliased)
{
    for (const struct source *s = p->names ? p->names->sources : NULL; s; s = s->next)
        if (s->node == aliased)
            return s;
    struct source *own = NULL;
    add_sources(p, aliased, &own);
    return own;
}

/* Columns that are joined by name stand once in a *: then only the names can be trusted, not the places. */
static bool merges_columns(const struct node *from)
{
    return from && from->kind == NODE_JOIN &&
           (node_child(from, ROLE_PART) || str_starts(from->text, STR("NATURAL")) ||
            merges_columns(node_child(from, ROLE_LEFT)) || merges_columns(node_child(from, ROLE_RIGHT)));
}

static bool is_values_query(const struct node *table)
{
    const struct node *query = table->kind == NODE_SUBQUERY ? node_child(table, ROLE_BODY) : NULL;
    return query && query->child == query->tail && query->child->kind == NODE_VALUES;
}

static struct positions positions_of_table(const struct node *aliased)
{
    const struct node *table = node_child(aliased, ROLE_TABLE);
    if (table->kind == NODE_STAGE)
        return (struct positions){.kind = POSITIONS_STAGE, .aliased = aliased};
    if (table->kind == NODE_VALUES || is_values_query(table))
        return (struct positions){.kind = POSITIONS_VALUES, .aliased = aliased};
    return (struct positions){0};
}

struct positions positions_of(const struct node *from)
{
    if (!from)
        return (struct positions){0};
    if (from->kind != NODE_JOIN)
        return positions_of_table(from);
    struct positions left = positions_of(node_child(from, ROLE_LEFT)),
                     right = positions_of(node_child(from, ROLE_RIGHT));
    bool none = left.kind == POSITIONS_NONE && right.kind == POSITIONS_NONE;
    return (struct positions){.kind = none ? POSITIONS_NONE : POSITIONS_SEVERAL};
}

struct positions names_positions(struct printer *p, const struct node *qualifier)
{
    for (const struct names *names = p->names; names; names = names->outer)
        for (const struct source *s = names->sources; s; s = s->next)
            if (s->node && names_qualifies(s, qualifier, NULL))
                return positions_of_table(s->node);
    return p->positions;
}

void names_enter(struct printer *p, struct names *own, const struct node *select)
{
    const struct node *from = node_child(select, ROLE_FROM);
    *own = (struct names){.outer = p->names, .scope = ++p->scopes};
    /* a lateral subquery sees the tables before it; they are found in what is around it */
    if (from)
        add_sources(p, from, &own->sources);
    for (const struct source *s = own->sources; s; s = s->next)
        own->renamed = own->renamed || s->printed || names_is_generator(s);
    own->select = select;
    names_hide(p, own);
    own->merged = merges_columns(from);
    p->names = own;
}

/* The ORDER BY behind a query names its columns; of a SELECT's, the tables' too. */
void names_enter_order(struct printer *p, struct names *own, const struct node *body)
{
    if (body->kind == NODE_SELECT) {
        names_enter(p, own, body);
    } else {
        struct source *s = ARENA_NEW(p->c->arena, struct source);
        *s = (struct source){.columns = columns_of_body(p, body)};
        *own = (struct names){.outer = p->names, .scope = ++p->scopes, .sources = s};
        p->names = own;
    }
    own->orders = true;
}

static bool is_query(const struct node *n)
{
    return n->kind == NODE_QUERY || n->kind == NODE_SUBQUERY;
}

/* Behind NOT MATCHED the target is not seen. */
void names_of_statement(struct printer *p, struct names *own, const struct node *root)
{
    const struct dialect_context *c = p->c;
    *own = (struct names){.scope = ++p->scopes};
    p->open = !c->target_columns && !is_query(root);
    if (!c->target_columns)
        return;
    if (!c->seen.n) {
        struct source *target = ARENA_NEW(c->arena, struct source);
        *target = (struct source){.alias = c->target, .printed_alias = c->target, .columns = *c->target_columns};
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

bool names_of_from(struct printer *p, const struct node *from, const struct node *part, enum known *ret)
{
    struct source *sources = NULL;
    add_sources(p, from, &sources);
    return names_of_using(p, sources, part, ret);
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
            add_column(p, to, s->columns.at[i].name, s->columns.at[i].known, s->columns.at[i].type);
}

/* In the order of the FROM: the list of sources begins with the last. */
static void add_star(struct printer *p, const struct node *star, const struct node *excluded, struct typed_columns *to)
{
    VEC(const struct source *) sources = {0};
    const struct node *qualifier = node_child(star, ROLE_PART);
    for (const struct source *s = p->names->sources; s && to->n < MOST_COLUMNS; s = s->next)
        if (names_qualifies(s, qualifier, NULL))
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

static void add_item(struct printer *p, const struct node *select, const struct node *item, struct typed_columns *to)
{
    const struct node *e = node_child(item, ROLE_OPERAND);
    if (e->kind != NODE_STAR) {
        struct str name = item->text.n ? item->text : e->kind == NODE_COLUMN ? e->tail->text : label_of(p, e);
        add_column(p, to, name, known_type(p, e), type_in_full(p, e));
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
    for (size_t i = 0; i < left.n; i++) {
        left.at[i].type = places ? wider_type(p, left.at[i].type, right.at[i].type) : NULL;
        if (!places || !known_common(left.at[i].known, right.at[i].known, &left.at[i].known))
            left.at[i].known = KNOWN_NOTHING;
    }
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
    /* no queries */
    case NODE_STRING:
    case NODE_NUMBER:
    case NODE_KEYWORD:
    case NODE_COLUMN:
    case NODE_PART:
    case NODE_STAR:
    case NODE_POSITION:
    case NODE_VARIABLE:
    case NODE_BIND:
    case NODE_CALL:
    case NODE_ARGUMENT:
    case NODE_OVER:
    case NODE_FRAME:
    case NODE_BINARY:
    case NODE_UNARY:
    case NODE_CAST:
    case NODE_CASE:
    case NODE_WHEN:
    case NODE_BETWEEN:
    case NODE_IN:
    case NODE_IS:
    case NODE_LIKE:
    case NODE_EXISTS:
    case NODE_PATH:
    case NODE_SUBSCRIPT:
    case NODE_PAREN:
    case NODE_INTERVAL:
    case NODE_ARRAY:
    case NODE_OBJECT:
    case NODE_QUERY:
    case NODE_CTE:
    case NODE_ITEM:
    case NODE_ROW:
    case NODE_ORDER_ITEM:
    case NODE_GROUP:
    case NODE_LIMIT:
    case NODE_TABLE:
    case NODE_TABLE_FUNCTION:
    case NODE_STAGE:
    case NODE_ALIASED:
    case NODE_JOIN:
    case NODE_SAMPLE:
    case NODE_AT:
        break;
    }
    return (struct typed_columns){.partial = true};
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
        for (size_t i = 0; i < own->columns.n; i++)
            own->columns.at[i].type = NULL; /* the others may be longer */
    } else {
        own->columns = columns_of_query(p, query);
    }
    rename_columns(&own->columns, node_child(cte, ROLE_PART));
    p->ctes = own;
}

struct typed_columns dialect_columns(const struct dialect_context *c, const struct node *query)
{
    struct printer p = {.c = c};
    return query->kind == NODE_QUERY ? columns_of_query(&p, query) : columns_of_body(&p, query);
}
