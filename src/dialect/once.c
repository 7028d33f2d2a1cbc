/* Operands that have another value each time they are computed: random numbers, UUIDs, values of a sequence. Where the
 * text names an operand several times, or DuckDB does (`CASE e WHEN`, `e IN (…)`), such an operand is computed before
 * and bound to a name: list_transform([e], lambda "x": …)[1]. */
#include "dialect/functions.h"

static bool is_drawn(const struct node *n)
{
    static const char *const functions[] = {"RANDOM", "RANDSTR", "UNIFORM", "UUID_STRING"};
    if (n->kind == NODE_COLUMN)
        return n->child != n->tail && str_eq(n->tail->text, STR("NEXTVAL"));
    for (size_t i = 0; n->kind == NODE_CALL && i < sizeof functions / sizeof *functions; i++)
        if (str_eq(n->text, str_from(functions[i])))
            return true;
    return false;
}

bool has_drawn(const struct node *n)
{
    if (is_drawn(n))
        return true;
    for (const struct node *c = n->child; c; c = c->next)
        if (has_drawn(c))
            return true;
    return false;
}

static bool has_query(const struct node *n)
{
    if (n->kind == NODE_QUERY)
        return true;
    for (const struct node *c = n->child; c; c = c->next)
        if (has_query(c))
            return true;
    return false;
}

bool template_repeats(const char *template)
{
    static const char *const macros[] = {
        "sf_add_months(",     "sf_array_size(", "sf_charindex(",    "sf_div0(",         "sf_mod(",
        "sf_months_between(", "sf_next_day(",   "sf_previous_day(", "sf_regexp_instr(", "sf_split_part(",
        "sf_substr(",         "sf_substr_n(",   "sf_to_array(",     "sf_trunc(",        "sf_typeof(",
        "sf_variant_number(", "sf_zoned_text(", "sf_flatten_list(", "sf_elements(",
    };
    for (size_t i = 0; i < sizeof macros / sizeof *macros; i++)
        if (strstr(template, macros[i]))
            return true;
    int seen[10] = {0};
    for (const char *t = strchr(template, '%'); t; t = strchr(t + 1, '%')) {
        const char *which = t[1] >= 'a' && t[1] <= 'z' ? t + 2 : t + 1;
        if (*which >= '1' && *which <= '9' && seen[*which - '0']++)
            return true;
    }
    return false;
}

/* What has several results computes the one that it takes: of these only the first operand is bound. */
static bool is_bound_in_call(const struct node *call, const struct node *argument)
{
    const struct function *f = function_find(call->text, (int)node_count(call, ROLE_ARGUMENT));
    if (!f || f->kind != SCALAR || is_drawn(call) || argument->role != ROLE_ARGUMENT)
        return false;
    if (f->print == print_decode)
        return argument == call_argument(call, 0);
    return f->print || template_repeats(f->text);
}

static bool is_bound_in(const struct node *n, const struct node *operand)
{
    switch (n->kind) {
    case NODE_CASE:
        return operand->role == ROLE_OPERAND;
    case NODE_IN:
        return operand->role == ROLE_OPERAND && !node_child(n, ROLE_BODY);
    case NODE_BETWEEN:
        return operand == n->child;
    case NODE_LIKE:
        return operand->role == ROLE_OPERAND && node_count(n, ROLE_ARGUMENT) > 1;
    case NODE_BINARY:
        return n->op == '%' || n->op == '/';
    case NODE_CALL:
        return is_bound_in_call(n, operand);
    /* these name their operands once */
    case NODE_STRING:
    case NODE_NUMBER:
    case NODE_KEYWORD:
    case NODE_COLUMN:
    case NODE_PART:
    case NODE_STAR:
    case NODE_POSITION:
    case NODE_VARIABLE:
    case NODE_BIND:
    case NODE_ARGUMENT:
    case NODE_OVER:
    case NODE_FRAME:
    case NODE_UNARY:
    case NODE_CAST:
    case NODE_WHEN:
    case NODE_IS:
    case NODE_EXISTS:
    case NODE_PATH:
    case NODE_SUBSCRIPT:
    case NODE_PAREN:
    case NODE_SUBQUERY:
    case NODE_INTERVAL:
    case NODE_ARRAY:
    case NODE_OBJECT:
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
    return false;
}

static const struct bound *find_bound(const struct printer *p, const struct node *n)
{
    for (const struct bound *b = p->bound; b; b = b->outer)
        if (b->node == n)
            return b;
    return NULL;
}

bool print_bound_operand(struct printer *p, const struct node *n, struct buf *out)
{
    const struct bound *bound = find_bound(p, n);
    if (bound)
        buf_printf(out, "\"\t%zu\"", bound->number);
    return bound;
}

bool print_once(struct printer *p, const struct node *n, struct buf *out, bool *ret_printed)
{
    const struct bound *outer = p->bound;
    const struct node *beside = NULL;
    size_t bound = 0;
    *ret_printed = false;
    for (const struct node *operand = n->child; operand; operand = operand->next) {
        const struct node *inner = bare(operand);
        if (find_bound(p, inner) || !is_bound_in(n, operand) || !has_drawn(operand)) {
            beside = has_query(operand) ? operand : beside;
            continue;
        }
        struct bound *own = ARENA_NEW(p->c->arena, struct bound);
        *own = (struct bound){inner, ++p->bindings, p->bound};
        buf_adds(out, "list_transform([");
        if (!print_wide(p, inner, out))
            return false;
        buf_printf(out, "], lambda \"\t%zu\": ", own->number);
        p->bound = own;
        bound++;
    }
    if (!bound)
        return true;
    if (beside)
        return fail_unsupported(p, beside, "a subquery beside a random value or a sequence");
    *ret_printed = true;
    if (!print_node(p, n, out))
        return false;
    p->bound = outer;
    for (; bound; bound--)
        buf_adds(out, ")[1]");
    return true;
}
