/* Each statement of any text has an error with a place, or is read into trees that hold all of its tokens: the children
 * of a node lie within it, in order and apart, and what is printed of a tree is read as the same tokens again. What is
 * kept as text (views, tasks, pipes) can be read again, as it will be when it runs. */
#include "fuzz.h"

static void check_node(const struct tokens *t, const struct node *n)
{
    size_t offset = n->first < t->n ? t->at[n->first].offset : 0;
    PROMISE(n->first <= n->last && n->last < t->n, offset);
    PROMISE(n->kind != NODE_CAST || n->type, offset);
    PROMISE(n->kind != NODE_TABLE || n->name, offset);
    PROMISE(!n->child == !n->tail, offset);
    uint32_t behind = n->first;
    for (const struct node *c = n->child; c; c = c->next) {
        PROMISE(c->role != ROLE_NONE && c->first >= behind && c->last <= n->last, offset);
        PROMISE(c->next || c == n->tail, offset);
        behind = c->last;
        check_node(t, c);
    }
}

/* The text has the same tokens as [first, last). */
static void check_same_tokens(struct arena *a, struct str text, const struct tokens *t, uint32_t first, uint32_t last)
{
    ERR_SCOPE struct err err = {0};
    struct tokens again;
    PROMISE(sql_lex(a, text, &again, &err), t->at[first].offset);
    PROMISE(again.n == last - first + 1, t->at[first].offset);
    for (uint32_t i = 0; i + 1 < again.n; i++) {
        const struct token *x = &again.at[i], *y = &t->at[first + i];
        PROMISE(x->kind == y->kind && x->op == y->op && str_eq(x->text, y->text), y->offset);
    }
}

static void check_tree(struct fuzz_visitor *v, const struct node *n)
{
    BUF_SCOPE struct buf text = {0};
    check_node(v->tokens, n);
    node_source(v->tokens, n, &text);
    check_same_tokens(v->ctx, buf_str(&text), v->tokens, n->first, n->last);
}

/* The statement at the begin of a text, or NULL; *ret_all: it is all of the text. */
static struct statement *parse_one(struct arena *a, struct str text, bool *ret_all)
{
    ERR_SCOPE struct err err = {0};
    struct tokens tokens;
    struct statement *s = NULL;
    uint32_t at = 0;
    if (!sql_lex(a, text, &tokens, &err) || !sql_next_statement(a, &tokens, &at, &s, &err))
        return NULL;
    *ret_all = at + 1 == tokens.n;
    return s;
}

static void check_text(struct arena *a, struct str text, enum statement_kind kind, size_t offset)
{
    bool all = false;
    struct statement *s = parse_one(a, text, &all);
    PROMISE(s && s->kind == kind && all, offset);
}

static void check_expression(struct arena *a, struct str text, size_t offset)
{
    ERR_SCOPE struct err err = {0};
    struct tokens tokens;
    PROMISE(sql_lex(a, text, &tokens, &err), offset);
    struct parser p = {.arena = a, .tokens = &tokens, .end = (uint32_t)tokens.n - 1, .line = 1, .col = 1, .err = &err};
    PROMISE(parse_expression(&p) && p.at == p.end, offset);
}

static void check_kept_texts(struct arena *a, const struct statement *s, size_t offset)
{
    check_text(a, s->text, s->kind, offset);
    if (s->kind == STATEMENT_CREATE) {
        const struct statement_create *c = &s->create;
        PROMISE(!c->query || c->query_text.n, offset);
        if (c->query_text.n)
            check_text(a, c->query_text, STATEMENT_QUERY, offset);
        if (c->copy_text.n)
            check_text(a, c->copy_text, STATEMENT_COPY, offset);
        if (c->when)
            check_expression(a, c->when_text, offset);
    }
    if (s->kind == STATEMENT_ALTER_TASK && s->alter_task.when)
        check_expression(a, s->alter_task.text, offset);
}

static void check_statement(struct arena *a, const struct tokens *t, const struct statement *s)
{
    size_t offset = t->at[s->first].offset;
    PROMISE(s->first < s->last && s->last < t->n, offset);
    PROMISE(token_is_op(t, s->last, ';') || t->at[s->last].kind == TOK_END, offset);
    PROMISE(s->line == t->at[s->first].line && s->col == t->at[s->first].col, offset);
    struct str text = tokens_text(t, s->first, s->last);
    PROMISE(s->text.p == text.p && s->text.n == text.n, offset);
    struct fuzz_visitor v = {.ctx = a, .tokens = t, .tree = check_tree};
    fuzz_visit(&v, s);
    check_kept_texts(a, s, offset);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err lexical = {0};
    struct str source = {(const char *)data, size};
    struct tokens tokens;
    if (!sql_lex(&a, source, &tokens, &lexical))
        return 0;
    for (uint32_t at = 0, before = 0;; before = at) {
        ARENA_SCOPE struct arena each = {0};
        ERR_SCOPE struct err err = {0};
        struct statement *s = NULL;
        bool ok = sql_next_statement(&each, &tokens, &at, &s, &err);
        PROMISE(at < tokens.n && at >= before, tokens.at[before].offset);
        if (ok && !s) {
            PROMISE(at + 1 == tokens.n && !err.set, tokens.at[before].offset);
            return 0;
        }
        PROMISE(at > before, tokens.at[before].offset);
        if (ok)
            check_statement(&each, &tokens, s);
        else
            fuzz_check_error(source, &err);
    }
}
