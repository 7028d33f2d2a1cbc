/* Building trees and finding children. A node knows its last child, so that long lists are built in linear time. */
#include "sql/tree.h"

struct node *node_new(struct arena *a, enum node_kind kind, uint32_t first)
{
    struct node *n = ARENA_NEW(a, struct node);
    n->kind = kind;
    n->first = n->last = first;
    return n;
}

void node_add(struct node *parent, struct node *child, enum node_role role)
{
    child->role = role;
    child->next = NULL;
    if (parent->tail)
        parent->tail->next = child;
    else
        parent->child = child;
    parent->tail = child;
}

static struct node *with_role(struct node *n, enum node_role role)
{
    while (n && n->role != role)
        n = n->next;
    return n;
}

struct node *node_child(const struct node *n, enum node_role role)
{
    return with_role(n->child, role);
}

struct node *node_sibling(const struct node *n)
{
    return with_role(n->next, n->role);
}

size_t node_count(const struct node *n, enum node_role role)
{
    size_t count = 0;
    for (const struct node *c = node_child(n, role); c; c = node_sibling(c))
        count++;
    return count;
}

void node_source(const struct tokens *t, const struct node *n, struct buf *out)
{
    for (uint32_t i = n->first; i < n->last; i++) {
        const struct token *token = &t->at[i];
        if (i > n->first && t->at[i - 1].offset + t->at[i - 1].text.n < token->offset)
            buf_addc(out, ' ');
        buf_add(out, token->text);
    }
}
