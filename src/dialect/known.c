/* What is known of an expression's type from its text alone: literals, casts, functions whose row says what they
 * return. KNOWN_NOTHING is always a right answer; the others save conversions or ask for them. */
#include "dialect/functions.h"

const struct node *bare(const struct node *n)
{
    while (n->kind == NODE_PAREN && n->child && !n->child->next)
        n = n->child;
    return n;
}

enum known known_of(struct type type)
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
    case TYPE_TIMESTAMP_TZ:
        return KNOWN_ZONED;
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        return KNOWN_VARIANT;
    }
    return KNOWN_NOTHING;
}

static enum known known_binary(const struct node *n)
{
    if (n->op == OP_CONCAT)
        return KNOWN_TEXT;
    if (n->op != '+' && n->op != '-' && n->op != '*' && n->op != '/' && n->op != '%')
        return KNOWN_BOOLEAN;
    enum known left = known_type(node_child(n, ROLE_LEFT)), right = known_type(node_child(n, ROLE_RIGHT));
    if (left == KNOWN_NUMBER && right == KNOWN_NUMBER)
        return KNOWN_NUMBER;
    if ((left == KNOWN_FLOAT && right == KNOWN_NUMBER) || (left == KNOWN_NUMBER && right == KNOWN_FLOAT))
        return KNOWN_FLOAT;
    return left == KNOWN_DATE && right == KNOWN_NUMBER ? KNOWN_DATE : KNOWN_NOTHING;
}

bool call_gives_variant(const struct node *call)
{
    const struct function *f = function_find(call->text, (int)node_count(call, ROLE_ARGUMENT));
    if (!f || !f->text || !strstr(f->text, "%r"))
        return false;
    const struct node *a = node_child(call, ROLE_ARGUMENT);
    if (!strstr(f->text, "%r1") && !strstr(f->text, "%r*"))
        a = node_sibling(a); /* IFF's condition, NVL2's value */
    for (; a; a = node_sibling(a))
        if (known_type(a) == KNOWN_VARIANT)
            return true;
    return false;
}

/* DATEADD and DATE_TRUNC give what they are given, but a DATE plus hours is a timestamp, and text is parsed to one. */
static enum known known_moment(const struct node *call)
{
    enum known known = known_type(call->tail);
    const struct node *part = bare(call_argument(call, 0));
    if (known == KNOWN_TEXT)
        return KNOWN_TIMESTAMP;
    if (known == KNOWN_TIMESTAMP || known == KNOWN_ZONED || known == KNOWN_TIME)
        return known;
    const struct date_part *found = date_part_find(part->kind == NODE_COLUMN ? part->child->text : part->text);
    if (known != KNOWN_DATE || !found)
        return KNOWN_NOTHING;
    return found->days || str_eq(call->text, STR("DATE_TRUNC")) ? KNOWN_DATE : KNOWN_TIMESTAMP;
}

static enum known known_call(const struct node *n)
{
    const struct function *f = function_find(n->text, (int)node_count(n, ROLE_ARGUMENT));
    if (f && f->returns == KNOWN_NOTHING && call_gives_variant(n))
        return KNOWN_VARIANT;
    if (f && (f->print == print_date_add || f->print == print_date_trunc) && n->tail->role == ROLE_ARGUMENT)
        return known_moment(n);
    return f ? f->returns : KNOWN_NOTHING;
}

bool case_gives_variant(const struct node *n)
{
    const struct node *otherwise = node_child(n, ROLE_ELSE);
    for (const struct node *when = node_child(n, ROLE_WHEN); when; when = node_sibling(when))
        if (known_type(node_child(when, ROLE_RESULT)) == KNOWN_VARIANT)
            return true;
    return otherwise && known_type(otherwise) == KNOWN_VARIANT;
}

enum known known_type(const struct node *n)
{
    n = bare(n);
    switch (n->kind) {
    case NODE_STRING:
        return KNOWN_TEXT;
    case NODE_NUMBER:
        return memchr(n->text.p, 'e', n->text.n) || memchr(n->text.p, 'E', n->text.n) ? KNOWN_FLOAT : KNOWN_NUMBER;
    case NODE_KEYWORD:
        return str_eq(n->text, STR("NULL")) ? KNOWN_NULL : KNOWN_BOOLEAN;
    case NODE_CALL:
        return known_call(n);
    case NODE_BINARY:
        return known_binary(n);
    case NODE_UNARY:
        return n->op == WORD_NOT ? KNOWN_BOOLEAN : known_type(node_child(n, ROLE_OPERAND));
    case NODE_CAST:
        return known_of(*n->type);
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
        return case_gives_variant(n) ? KNOWN_VARIANT : KNOWN_NOTHING;
    default: /* the other kinds say nothing of their type */
        return KNOWN_NOTHING;
    }
}
