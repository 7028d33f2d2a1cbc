/* What is known of an expression's type: literals, casts, functions whose row says what they return, and columns whose
 * table is known (names.c). KNOWN_NOTHING is always a right answer; the others save conversions or ask for them. */
#include "dialect/functions.h"

const struct node *bare(const struct node *n)
{
    while (n->kind == NODE_PAREN && n->child && !n->child->next)
        n = n->child;
    return n;
}

enum known dialect_known(struct type type)
{
    switch (type.kind) {
    case TYPE_NUMBER:
        return KNOWN_NUMBER;
    case TYPE_FLOAT:
        return KNOWN_FLOAT;
    case TYPE_VARCHAR:
        return KNOWN_TEXT;
    case TYPE_BINARY:
        return KNOWN_BINARY;
    case TYPE_BOOLEAN:
        return KNOWN_BOOLEAN;
    case TYPE_DATE:
        return KNOWN_DATE;
    case TYPE_TIME:
        return KNOWN_TIME;
    case TYPE_TIMESTAMP_NTZ:
        return KNOWN_TIMESTAMP;
    case TYPE_TIMESTAMP_LTZ:
        return KNOWN_ZONED;
    case TYPE_TIMESTAMP_TZ:
        return KNOWN_OFFSET;
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        return KNOWN_VARIANT;
    }
    return KNOWN_NOTHING;
}

const char *known_name(enum known known)
{
    static const char *const names[] = {
        [KNOWN_NOTHING] = "VARIANT",
        [KNOWN_NULL] = "NULL",
        [KNOWN_NUMBER] = "NUMBER(38,0)",
        [KNOWN_FLOAT] = "FLOAT",
        [KNOWN_TEXT] = "VARCHAR(16777216)",
        [KNOWN_BOOLEAN] = "BOOLEAN",
        [KNOWN_DATE] = "DATE",
        [KNOWN_TIME] = "TIME(9)",
        [KNOWN_TIMESTAMP] = "TIMESTAMP_NTZ(9)",
        [KNOWN_ZONED] = "TIMESTAMP_LTZ(9)",
        [KNOWN_OFFSET] = "TIMESTAMP_TZ(9)",
        [KNOWN_VARIANT] = "VARIANT",
        [KNOWN_BINARY] = "BINARY(8388608)",
    };
    return names[known];
}

/* --- several types become one ------------------------------------------------------------------------------------- */

bool known_common(enum known a, enum known b, enum known *ret)
{
    static const enum known wider[][2] = {
        {KNOWN_NUMBER, KNOWN_FLOAT},    {KNOWN_DATE, KNOWN_TIMESTAMP}, {KNOWN_DATE, KNOWN_ZONED},
        {KNOWN_TIMESTAMP, KNOWN_ZONED}, {KNOWN_DATE, KNOWN_OFFSET},    {KNOWN_TIMESTAMP, KNOWN_OFFSET},
        {KNOWN_ZONED, KNOWN_OFFSET},
    };
    if (a == KNOWN_NULL || b == KNOWN_NULL || a == b)
        *ret = a == KNOWN_NULL ? b : a;
    else if (a == KNOWN_NOTHING || b == KNOWN_NOTHING)
        *ret = KNOWN_NOTHING;
    else if (a == KNOWN_VARIANT || b == KNOWN_VARIANT)
        *ret = KNOWN_VARIANT;
    else if (a == KNOWN_TEXT || b == KNOWN_TEXT)
        *ret = a == KNOWN_TEXT ? b : a;
    else {
        for (size_t i = 0; i < sizeof wider / sizeof *wider; i++)
            if ((a == wider[i][0] && b == wider[i][1]) || (b == wider[i][0] && a == wider[i][1])) {
                *ret = wider[i][1];
                return true;
            }
        return false;
    }
    return true;
}

bool known_common_of(struct printer *p, const struct node *const *n, size_t count, enum known *ret)
{
    enum known common = KNOWN_NULL;
    for (size_t i = 0; i < count; i++) {
        enum known known = known_type(p, n[i]);
        if (!known_common(common, known, &common)) {
            const struct token *t = &p->c->tokens->at[n[i]->first];
            return err_at(p->err, t->line, t->col, 2016, "22000",
                          "SQL compilation error:\nincompatible types: [%s] and [%s]", known_name(common),
                          known_name(known));
        }
        if (common == KNOWN_NOTHING)
            break;
    }
    *ret = common;
    return true;
}

/* TIMESTAMP_TZs are compared by their instants. */
static enum known variant_beside(enum known other)
{
    return other == KNOWN_NUMBER ? KNOWN_FLOAT : other == KNOWN_OFFSET ? KNOWN_ZONED : other;
}

enum known known_compared(enum known a, enum known b)
{
    enum known common;
    if (a == KNOWN_VARIANT && b != KNOWN_NULL && b != KNOWN_NOTHING)
        return variant_beside(b);
    if (b == KNOWN_VARIANT && a != KNOWN_NULL && a != KNOWN_NOTHING)
        return variant_beside(a);
    if ((a == KNOWN_BOOLEAN && (b == KNOWN_NUMBER || b == KNOWN_FLOAT)) ||
        (b == KNOWN_BOOLEAN && (a == KNOWN_NUMBER || a == KNOWN_FLOAT)))
        return KNOWN_BOOLEAN;
    bool offset = a == KNOWN_OFFSET || b == KNOWN_OFFSET;
    if (!known_common(a, b, &common))
        return KNOWN_NOTHING;
    return offset && (common == KNOWN_OFFSET || common == KNOWN_NOTHING) ? KNOWN_ZONED : common;
}

/* --- expressions -------------------------------------------------------------------------------------------------- */

/* The common type of nodes that may not go together: then unknown. */
static void add_known(struct printer *p, const struct node *n, enum known *common)
{
    if (*common != KNOWN_NOTHING && !known_common(*common, known_type(p, n), common))
        *common = KNOWN_NOTHING;
}

static enum known known_binary(struct printer *p, const struct node *n)
{
    if (n->op == OP_CONCAT)
        return KNOWN_TEXT;
    if (n->op != '+' && n->op != '-' && n->op != '*' && n->op != '/' && n->op != '%')
        return KNOWN_BOOLEAN;
    const struct node *right_node = node_child(n, ROLE_RIGHT);
    enum known left = known_type(p, node_child(n, ROLE_LEFT)), right = known_type(p, right_node);
    if (left == KNOWN_NUMBER && right == KNOWN_NUMBER)
        return KNOWN_NUMBER;
    if (bare(right_node)->kind == NODE_INTERVAL)
        return left == KNOWN_TIMESTAMP || left == KNOWN_ZONED || left == KNOWN_OFFSET ? left : KNOWN_NOTHING;
    if (left == KNOWN_DATE && right == KNOWN_DATE)
        return n->op == '-' ? KNOWN_NUMBER : KNOWN_NOTHING;
    if (left == KNOWN_DATE || right == KNOWN_DATE)
        return left == KNOWN_NUMBER || right == KNOWN_NUMBER ? KNOWN_DATE : KNOWN_NOTHING;
    bool texts = (left == KNOWN_TEXT && right == KNOWN_NUMBER) || (left == KNOWN_NUMBER && right == KNOWN_TEXT);
    if (texts)
        return KNOWN_NUMBER;
    bool floats = left == KNOWN_FLOAT || left == KNOWN_TEXT || left == KNOWN_VARIANT;
    bool too = right == KNOWN_FLOAT || right == KNOWN_TEXT || right == KNOWN_VARIANT;
    return (floats && (too || right == KNOWN_NUMBER)) || (too && left == KNOWN_NUMBER) ? KNOWN_FLOAT : KNOWN_NOTHING;
}

/* The arguments of COALESCE, IFF … that may become its result: those that the template converts. */
static const struct node *first_result(const struct node *call, const struct function *f)
{
    const struct node *a = node_child(call, ROLE_ARGUMENT);
    bool all = !f->text || strstr(f->text, "%r1") || strstr(f->text, "%r*");
    return all ? a : node_sibling(a); /* IFF's condition, NVL2's value */
}

static enum known known_results(struct printer *p, const struct node *call, const struct function *f)
{
    enum known common = KNOWN_NULL;
    for (const struct node *a = first_result(call, f); a; a = node_sibling(a))
        add_known(p, a, &common);
    return common;
}

size_t call_results(struct printer *p, const struct node *call, const struct function *f,
                    const struct node *const **ret)
{
    size_t n = 0;
    const struct node **list = ARENA_ARRAY(p->c->arena, const struct node *, node_count(call, ROLE_ARGUMENT) + 1);
    for (const struct node *a = first_result(call, f); a; a = node_sibling(a))
        list[n++] = a;
    *ret = list;
    return n;
}

/* DECODE(e, s1, r1, … [, default]) */
static enum known known_decode(struct printer *p, const struct node *call)
{
    enum known common = KNOWN_NULL;
    const struct node *search = call_argument(call, 1);
    for (; search && node_sibling(search); search = node_sibling(node_sibling(search)))
        add_known(p, node_sibling(search), &common);
    if (search)
        add_known(p, search, &common);
    return common;
}

/* LAG(x [, offset [, default]]) */
static enum known known_lag(struct printer *p, const struct node *call)
{
    enum known common = known_type(p, call_argument(call, 0));
    if (call_argument(call, 2))
        add_known(p, call_argument(call, 2), &common);
    return common;
}

/* DATEADD and DATE_TRUNC give what they are given, but a DATE plus hours is a timestamp, and text is parsed to one. */
static enum known known_moment(struct printer *p, const struct node *call)
{
    enum known known = known_type(p, call_argument(call, node_count(call, ROLE_ARGUMENT) - 1));
    const struct node *part = bare(call_argument(call, 0));
    if (known == KNOWN_TEXT || known == KNOWN_VARIANT || known == KNOWN_NULL)
        return KNOWN_TIMESTAMP;
    if (known == KNOWN_TIMESTAMP || known == KNOWN_ZONED || known == KNOWN_OFFSET || known == KNOWN_TIME)
        return known;
    const struct date_part *found = date_part_find(part->kind == NODE_COLUMN ? part->child->text : part->text);
    if (known != KNOWN_DATE || !found)
        return KNOWN_NOTHING;
    return found->days || str_eq(call->text, STR("DATE_TRUNC")) ? KNOWN_DATE : KNOWN_TIMESTAMP;
}

static enum known known_call(struct printer *p, const struct node *n)
{
    const struct function *f = function_find(n->text, (int)node_count(n, ROLE_ARGUMENT));
    const struct node *first = call_argument(n, 0);
    if (!f)
        return KNOWN_NOTHING;
    if (f->print == print_date_add || f->print == print_date_trunc)
        return known_moment(p, n);
    if (f->print == print_decode)
        return known_decode(p, n);
    if (f->print == print_lag)
        return known_lag(p, n);
    enum known known;
    switch (f->returns) {
    case KNOWN_AS_FIRST:
        return first ? known_type(p, first) : KNOWN_NOTHING;
    case KNOWN_AS_ALL:
        return known_results(p, n, f);
    case KNOWN_AS_NUMBER:
        known = first ? known_type(p, first) : KNOWN_NOTHING;
        return known == KNOWN_TEXT || known == KNOWN_VARIANT   ? KNOWN_FLOAT
               : known == KNOWN_NUMBER || known == KNOWN_FLOAT ? known
                                                               : KNOWN_NOTHING;
    /* a type */
    case KNOWN_NOTHING:
    case KNOWN_NULL:
    case KNOWN_NUMBER:
    case KNOWN_FLOAT:
    case KNOWN_TEXT:
    case KNOWN_BOOLEAN:
    case KNOWN_DATE:
    case KNOWN_TIME:
    case KNOWN_TIMESTAMP:
    case KNOWN_ZONED:
    case KNOWN_OFFSET:
    case KNOWN_VARIANT:
    case KNOWN_BINARY:
        break;
    }
    return f->returns;
}

size_t case_results(struct printer *p, const struct node *n, const struct node *const **ret)
{
    size_t count = 0;
    const struct node *otherwise = node_child(n, ROLE_ELSE);
    const struct node **list = ARENA_ARRAY(p->c->arena, const struct node *, node_count(n, ROLE_WHEN) + 1);
    for (const struct node *when = node_child(n, ROLE_WHEN); when; when = node_sibling(when))
        list[count++] = node_child(when, ROLE_RESULT);
    if (otherwise)
        list[count++] = otherwise;
    *ret = list;
    return count;
}

static enum known known_case(struct printer *p, const struct node *n)
{
    enum known common = KNOWN_NULL;
    const struct node *otherwise = node_child(n, ROLE_ELSE);
    for (const struct node *when = node_child(n, ROLE_WHEN); when; when = node_sibling(when))
        add_known(p, node_child(when, ROLE_RESULT), &common);
    if (otherwise)
        add_known(p, otherwise, &common);
    return common;
}

static enum known known_subquery(struct printer *p, const struct node *query)
{
    struct typed_columns c = columns_of_query(p, query);
    return c.n && !c.partial ? c.at[0].known : KNOWN_NOTHING;
}

static enum known known_negated(struct printer *p, const struct node *operand)
{
    enum known known = known_type(p, operand);
    return known == KNOWN_TEXT || known == KNOWN_VARIANT ? KNOWN_FLOAT : known;
}

static enum known known_position(struct printer *p, const struct node *n)
{
    const struct node *qualifier = node_child(n, ROLE_PART);
    const struct positions at = qualifier ? names_positions(p, qualifier) : p->positions;
    const struct resolver *r = p->c->resolver;
    bool text = at.kind == POSITIONS_STAGE && r && r->stage_is_text &&
                r->stage_is_text(r->ctx, node_child(at.aliased, ROLE_TABLE));
    return text ? KNOWN_TEXT : KNOWN_NOTHING;
}

static enum known find_known(struct printer *p, const struct node *n)
{
    switch (n->kind) {
    case NODE_STRING:
        return KNOWN_TEXT;
    case NODE_NUMBER:
        return memchr(n->text.p, 'e', n->text.n) || memchr(n->text.p, 'E', n->text.n) ? KNOWN_FLOAT : KNOWN_NUMBER;
    case NODE_KEYWORD:
        return str_eq(n->text, STR("NULL")) ? KNOWN_NULL : KNOWN_BOOLEAN;
    case NODE_COLUMN:
        return names_find(p, n);
    case NODE_CALL:
        return known_call(p, n);
    case NODE_BINARY:
        return known_binary(p, n);
    case NODE_UNARY:
        return n->op == WORD_NOT ? KNOWN_BOOLEAN : known_negated(p, node_child(n, ROLE_OPERAND));
    case NODE_CAST:
        return dialect_known(*n->type);
    case NODE_BETWEEN:
    case NODE_IN:
    case NODE_IS:
    case NODE_LIKE:
    case NODE_EXISTS:
        return KNOWN_BOOLEAN;
    case NODE_PATH:
    case NODE_SUBSCRIPT:
    case NODE_ARRAY:
    case NODE_OBJECT:
        return KNOWN_VARIANT;
    case NODE_CASE:
        return known_case(p, n);
    case NODE_SUBQUERY:
        return known_subquery(p, node_child(n, ROLE_BODY));
    case NODE_POSITION:
        return known_position(p, n);
    /* these say nothing of their type */
    case NODE_PART:
    case NODE_STAR:
    case NODE_VARIABLE:
    case NODE_BIND:
    case NODE_ARGUMENT:
    case NODE_OVER:
    case NODE_FRAME:
    case NODE_WHEN:
    case NODE_PAREN:
    case NODE_INTERVAL:
    case NODE_QUERY:
    case NODE_CTE:
    case NODE_SET:
    case NODE_SELECT:
    case NODE_ITEM:
    case NODE_VALUES:
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
    return KNOWN_NOTHING;
}

/* --- what was found before ---------------------------------------------------------------------------------------- */

static struct known_slot *known_slot(const struct known_memo *m, const struct node *n, size_t scope)
{
    uint64_t hash = ((uintptr_t)n ^ scope * UINT64_C(0xff51afd7ed558ccd)) * UINT64_C(0x9e3779b97f4a7c15);
    for (size_t i = hash >> 32;; i++) {
        struct known_slot *slot = &m->slots[i % m->size];
        if (!slot->node || (slot->node == n && slot->scope == scope))
            return slot;
    }
}

static void remember(struct printer *p, const struct node *n, size_t scope, enum known known)
{
    struct known_memo *m = &p->memo;
    if (m->n * 2 >= m->size) {
        struct known_memo grown = {.n = m->n, .size = m->size ? m->size * 2 : 64};
        grown.slots = ARENA_ARRAY(p->c->arena, struct known_slot, grown.size);
        for (size_t i = 0; i < m->size; i++)
            if (m->slots[i].node)
                *known_slot(&grown, m->slots[i].node, m->slots[i].scope) = m->slots[i];
        *m = grown;
    }
    m->n++;
    *known_slot(m, n, scope) = (struct known_slot){n, scope, known};
}

/* Does the type depend on that of other nodes? Printing asks at every level of a tree, so these answers are kept. */
static bool is_derived(const struct node *n)
{
    return n->kind == NODE_COLUMN || n->kind == NODE_CALL || n->kind == NODE_BINARY || n->kind == NODE_UNARY ||
           n->kind == NODE_CASE || n->kind == NODE_SUBQUERY;
}

enum known known_type(struct printer *p, const struct node *n)
{
    n = bare(n);
    size_t scope = p->names ? p->names->scope : 0;
    if (!is_derived(n))
        return find_known(p, n);
    const struct known_slot *slot = p->memo.size ? known_slot(&p->memo, n, scope) : NULL;
    if (slot && slot->node)
        return slot->known;
    enum known known = find_known(p, n);
    remember(p, n, scope, known);
    return known;
}
