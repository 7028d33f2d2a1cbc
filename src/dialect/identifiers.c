/* What an identifier means: a column of the FROM or of a query around it, or an alias of an item. What is neither is
 * refused here, because DuckDB would take it for something else: the row of a table of that name, a field of a column,
 * a name in other letters, the first of several columns. Where not everything is known of a FROM (a stage, results of
 * the session's table functions), DuckDB decides. */
#include "base/map.h"
#include "dialect/functions.h"

/* Aliases of a SELECT may name each other: so deep they are followed. */
enum { MOST_ALIASES = 6 };

/* DuckDB puts the expression in place of an alias, binds it, and at each step goes through the whole of it again: so
 * much takes it half a second. */
enum { MOST_EXPANDED = 1 << 18 };

enum finding { FOUND_NOTHING, FOUND_COLUMN, FOUND_SEVERAL, FOUND_UNKNOWN };

/* --- tables ------------------------------------------------------------------------------------------------------- */

/* Do the last parts of d.s.t, all but t, name the schema and the database of the table? */
static bool is_place(const struct node *const *part, size_t n, struct str schema, struct str database)
{
    return (n < 1 || str_eq(part[n - 1]->text, schema)) && (n < 2 || str_eq(part[n - 2]->text, database)) && n < 3;
}

bool names_qualifies(const struct source *s, const struct node *first, const struct node *end)
{
    const struct node *part[4];
    size_t n = 0;
    for (; first && first != end && n < 4; first = node_sibling(first))
        part[n++] = first;
    if (n < 2)
        return !n || str_eq(part[0]->text, s->alias);
    const struct typed_columns *c = &s->columns;
    const struct node *table = s->node ? node_child(s->node, ROLE_TABLE) : NULL;
    if (!str_eq(part[n - 1]->text, s->alias) || (s->node && s->node->text.n))
        return false;
    if (c->table.n)
        return is_place(part, n - 1, c->schema, c->database);
    const struct object_name *name = table && table->kind == NODE_TABLE ? table->name : NULL;
    return name && (size_t)name->n >= n &&
           is_place(part, n - 1, name->part[name->n - 2], name->n > 2 ? name->part[0] : STR_NULL);
}

static bool has_alias(const struct source *s, struct str name)
{
    return s->alias.n && str_ieq(s->alias, name);
}

/* --- columns ------------------------------------------------------------------------------------------------------ */

/* Of columns that USING makes one, the last is as good as any. */
static enum finding find_in(const struct names *names, const struct node *column, struct found *ret)
{
    bool partial = false;
    *ret = (struct found){0};
    for (const struct source *s = names->sources; s; s = s->next) {
        if (!names_qualifies(s, column->child, column->tail))
            continue;
        partial = partial || s->columns.partial;
        for (size_t i = 0; i < s->columns.n; i++) {
            if (!str_eq(s->columns.at[i].name, column->tail->text))
                continue;
            if (ret->source && !(names->merged && ret->source != s))
                return FOUND_SEVERAL;
            if (!ret->source)
                *ret = (struct found){.source = s, .column = i};
        }
    }
    return ret->source ? FOUND_COLUMN : partial ? FOUND_UNKNOWN : FOUND_NOTHING;
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
        names->expansions = ARENA_ARRAY(p->c->arena, struct expansion, names->by_alias_size);
        for (const struct node *item = node_child(names->select, ROLE_ITEM); item; item = node_sibling(item)) {
            const struct node **slot = alias_slot(names, item->text);
            if (!*slot)
                *slot = item;
        }
    }
    return *alias_slot(names, name);
}

static bool renames_to(const struct node *star, struct str name)
{
    for (const struct node *c = node_child(star, ROLE_RENAME); c; c = node_sibling(c))
        if (str_eq(c->text, name))
            return true;
    return false;
}

/* Does an item have the name without having been given it? Columns have theirs, where ORDER BY sees the items. */
static bool is_label(struct printer *p, const struct names *names, struct str name)
{
    const struct node *item = names->select ? node_child(names->select, ROLE_ITEM) : NULL;
    for (; item; item = node_sibling(item)) {
        const struct node *e = node_child(item, ROLE_OPERAND);
        if (e->kind == NODE_STAR && names->orders && renames_to(e, name))
            return true;
        if (item->text.n || e->kind == NODE_STAR || (e->kind == NODE_COLUMN && !names->orders))
            continue;
        if (str_eq(e->kind == NODE_COLUMN ? e->tail->text : label_of(p, e), name))
            return true;
    }
    return false;
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
    bool qualified = column->child != column->tail;
    struct found found;
    for (struct names *names = p->names; names; names = (struct names *)names->outer) {
        if (names->orders && !qualified && item_of_alias(p, names, column->tail->text))
            return find_alias(p, names, column->tail->text);
        enum finding finding = find_in(names, column, &found);
        if (found.source)
            return found.source->columns.at[found.column].known;
        if (finding == FOUND_UNKNOWN)
            return KNOWN_NOTHING;
        enum known known = qualified || !names->select ? KNOWN_NOTHING : find_alias(p, names, column->tail->text);
        if (known != KNOWN_NOTHING)
            return known;
    }
    return KNOWN_NOTHING;
}

const struct type *names_type(struct printer *p, const struct node *column)
{
    struct found found = {0};
    for (const struct names *names = p->names; names; names = names->outer)
        if (find_in(names, column, &found) != FOUND_NOTHING)
            break;
    return found.source ? found.source->columns.at[found.column].type : NULL;
}

/* --- aliases in place of one another ------------------------------------------------------------------------------ */

/* The earlier item that an alias in an item stands for. */
static const struct node *item_meant(struct printer *p, struct names *names, const struct node *column)
{
    struct found found;
    if (column->kind != NODE_COLUMN || column->child != column->tail || find_in(names, column, &found) == FOUND_COLUMN)
        return NULL;
    const struct node *item = item_of_alias(p, names, column->tail->text);
    return item && item->last < column->first ? item : NULL;
}

static const struct expansion *expansion_of(struct printer *p, struct names *names, const struct node *item);

static void add_expansion(struct printer *p, struct names *names, const struct node *n, struct expansion *to)
{
    const struct node *item = item_meant(p, names, n);
    const struct expansion *own = item ? expansion_of(p, names, item) : NULL;
    to->nodes += own ? own->nodes : 1;
    if (to->nodes > MOST_EXPANDED)
        to->nodes = MOST_EXPANDED;
    to->queries = to->queries || n->kind == NODE_QUERY || (own && own->queries);
    to->steps = own && own->steps > to->steps ? own->steps : to->steps;
    for (const struct node *c = n->child; c && n->kind != NODE_QUERY; c = c->next)
        add_expansion(p, names, c, to);
}

static const struct expansion *expansion_of(struct printer *p, struct names *names, const struct node *item)
{
    struct expansion *e = &names->expansions[alias_slot(names, item->text) - names->by_alias];
    if (!e->nodes) {
        add_expansion(p, names, node_child(item, ROLE_OPERAND), e);
        e->steps++;
    }
    return e;
}

static bool check_expansion(struct printer *p, struct names *names, const struct node *column)
{
    const struct node *item = item_meant(p, names, column);
    if (!item)
        return true;
    const struct expansion *e = expansion_of(p, names, item);
    names->expanded += e->nodes * e->steps;
    return names->expanded <= MOST_EXPANDED || fail_unsupported(p, column, "an expression of this size");
}

const struct node *names_again(struct printer *p, const struct node *column)
{
    const struct node *item = p->names && p->names->items ? item_meant(p, p->names, column) : NULL;
    const struct node *e = item ? node_child(item, ROLE_OPERAND) : NULL;
    bool again = e && !node_child(p->names->select, ROLE_GROUP) && expansion_of(p, p->names, item)->queries;
    return again && !has_drawn(e) ? e : NULL;
}

static bool fail_ambiguous(struct printer *p, const struct node *n)
{
    const struct token *t = &p->c->tokens->at[n->first];
    return err_at(p->err, t->line, t->col, 2028, "42601",
                  "SQL compilation error: error line %d at position %d\nambiguous column name '%.*s'",
                  t->line - p->c->line + 1, t->line == p->c->line ? t->col - p->c->col : t->col - 1,
                  STR_FMT(n->tail ? n->tail->text : n->text));
}

static bool has_name_but_for_case(const struct names *names, const struct node *column)
{
    for (const struct source *s = names->sources; s; s = s->next)
        for (size_t i = 0; i < s->columns.n && names_qualifies(s, column->child, column->tail); i++)
            if (str_ieq(s->columns.at[i].name, column->tail->text))
                return true;
    return false;
}

/* The table of a column that is not known: the one that it says, or the one of its own name, which DuckDB would take
 * for the row of the table. */
static void qualify_unknown(const struct names *names, const struct node *column, struct found *ret)
{
    bool qualified = column->child != column->tail;
    for (const struct source *s = names->sources; s; s = s->next)
        if (qualified ? names_qualifies(s, column->child, column->tail) : has_alias(s, column->tail->text))
            ret->table = s->printed_alias;
}

void names_hide(struct printer *p, struct names *names)
{
    for (struct source *s = names->sources; s; s = s->next)
        for (const struct node *item = node_child(names->select, ROLE_ITEM); item && s->alias.n;
             item = node_sibling(item))
            if (has_alias(s, item->text))
                s->printed_alias = str_printf(p->c->arena, "\t%u", s->node->first);
}

struct str names_printed_alias(struct printer *p, struct str alias)
{
    for (const struct names *names = p->names; names; names = names->outer)
        for (const struct source *s = names->sources; s; s = s->next)
            if (str_eq(s->alias, alias))
                return s->printed_alias;
    return alias;
}

bool names_look_up(struct printer *p, const struct node *column, struct found *ret)
{
    bool unqualified = column->child == column->tail, misread = false;
    struct str name = column->tail->text;
    *ret = (struct found){0};
    for (struct names *names = p->names; names; names = (struct names *)names->outer) {
        if (names->orders && unqualified && (item_of_alias(p, names, name) || is_label(p, names, name)))
            return true;
        switch (find_in(names, column, ret)) {
        case FOUND_COLUMN:
            return true;
        case FOUND_SEVERAL:
            return fail_ambiguous(p, column);
        case FOUND_UNKNOWN:
            qualify_unknown(names, column, ret);
            return check_expansion(p, names, column);
        case FOUND_NOTHING:
            break;
        }
        if (unqualified && (item_of_alias(p, names, name) || is_label(p, names, name)))
            return check_expansion(p, names, column);
        misread = misread || has_name_but_for_case(names, column);
        for (const struct source *s = names->sources; s && unqualified; s = s->next)
            misread = misread || has_alias(s, name);
    }
    /* what is unknown outside of the queries DuckDB may know, or says that it does not */
    return (p->open && !misread) || fail_identifier(p, column);
}

bool names_of_using(struct printer *p, const struct source *sources, const struct node *part, enum known *ret)
{
    *ret = KNOWN_NOTHING;
    for (bool found = false; sources; sources = sources->next, found = false)
        for (size_t i = 0; i < sources->columns.n; i++) {
            if (!str_eq(sources->columns.at[i].name, part->text))
                continue;
            if (found)
                return fail_ambiguous(p, part);
            found = true;
            if (*ret == KNOWN_NOTHING)
                *ret = sources->columns.at[i].known;
        }
    return true;
}

/* --- * ------------------------------------------------------------------------------------------------------------ */

static bool fail_star(struct printer *p, const struct node *star)
{
    const struct token *t = &p->c->tokens->at[star->first];
    BUF_SCOPE struct buf name = {0};
    for (const struct node *part = node_child(star, ROLE_PART); part; part = node_sibling(part)) {
        buf_add(&name, part->text);
        buf_addc(&name, '.');
    }
    return err_at(p->err, t->line, t->col, 904, "42000",
                  "SQL compilation error: error line %d at position %d\ninvalid identifier '%s*'",
                  t->line - p->c->line + 1, t->line == p->c->line ? t->col - p->c->col : t->col - 1, name.p);
}

static bool is_excluded(const struct node *star, struct str name)
{
    for (const struct node *e = node_child(star, ROLE_EXCLUDE); e; e = node_sibling(e))
        if (str_eq(e->text, name))
            return true;
    return false;
}

static const struct node *table_of(const struct source *s)
{
    return s->node ? node_child(s->node, ROLE_TABLE) : NULL;
}

bool names_is_generator(const struct source *s)
{
    const struct node *table = table_of(s);
    return table && table->kind == NODE_TABLE_FUNCTION &&
           str_eq(node_child(table, ROLE_OPERAND)->text, STR("GENERATOR"));
}

bool names_check_star(struct printer *p, const struct node *star)
{
    const struct node *qualifier = node_child(star, ROLE_PART);
    bool generator = false, other = false;
    for (const struct source *s = p->names->sources; s; s = s->next) {
        if (!names_qualifies(s, qualifier, NULL))
            continue;
        if (table_of(s) && table_of(s)->kind == NODE_STAGE)
            return fail_unsupported(p, star, "* of a stage");
        generator = generator || names_is_generator(s);
        other = other || !names_is_generator(s);
    }
    return !generator || other || fail_unsupported(p, star, "* of a GENERATOR, which has no columns");
}

bool names_star(struct printer *p, const struct node *star, struct buf *out, bool *ret_printed)
{
    VEC(const struct source *) sources = {0};
    const struct node *qualifier = node_child(star, ROLE_PART);
    bool renamed = false, partial = false, generator = false;
    const char *comma = "";
    *ret_printed = false;
    for (const struct source *s = p->names ? p->names->sources : NULL; s; s = s->next) {
        if (!names_qualifies(s, qualifier, NULL))
            continue;
        vec_push(p->c->arena, &sources, s);
        renamed = renamed || s->printed;
        partial = partial || s->columns.partial;
        generator = generator || names_is_generator(s);
    }
    if (qualifier && !sources.n && !p->open)
        return fail_star(p, star);
    if (!renamed && !generator)
        return true;
    if (!renamed && (partial || p->names->merged))
        return fail_unsupported(p, star, "* of a GENERATOR and of a table whose columns are not known");
    if (partial || p->names->merged || node_child(star, ROLE_FILTER) || node_child(star, ROLE_RENAME) ||
        node_child(star, ROLE_REPLACE))
        return fail_unsupported(p, star, "* of columns with the same name, together with more than EXCLUDE");
    *ret_printed = true;
    /* the last table of the FROM is the first of the list */
    while (sources.n) {
        const struct source *s = sources.at[--sources.n];
        for (size_t i = 0; i < s->columns.n; i++) {
            if (is_excluded(star, s->columns.at[i].name))
                continue;
            buf_adds(out, comma);
            buf_ident(out, s->printed_alias);
            buf_addc(out, '.');
            buf_ident(out, s->printed ? s->printed[i] : s->columns.at[i].name);
            buf_adds(out, " AS ");
            buf_ident(out, s->columns.at[i].name);
            comma = ", ";
        }
    }
    return true;
}
