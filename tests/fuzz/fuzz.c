/* What the fuzzers share: complaints, the checks of an error, and the walk over the trees of a statement. */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

void fuzz_broken(const char *file, int line, const char *promise, size_t offset)
{
    fprintf(stderr, "%s:%d: does not hold at offset %zu: %s\n", file, line, offset, promise);
    abort();
}

void fuzz_check_error(struct str source, const struct err *err)
{
    PROMISE(err->set && err->message && *err->message, 0);
    PROMISE(err->code > 0 && strlen(err->sqlstate) == 5 && strcmp(err->sqlstate, "XX000") != 0, 0);
    PROMISE(err->line >= 1 && err->col >= 1, 0);
    int line = 1;
    size_t start = str_starts(source, STR("\xef\xbb\xbf")) ? 3 : 0, i = start;
    for (; i < source.n && line < err->line; i++)
        if (source.p[i] == '\n' || (source.p[i] == '\r' && !(i + 1 < source.n && source.p[i + 1] == '\n'))) {
            line++;
            start = i + 1;
        }
    PROMISE(line == err->line, i);
    for (i = start; i < source.n && source.p[i] != '\n' && source.p[i] != '\r'; i++)
        ;
    PROMISE((size_t)err->col <= i - start + 1, start);
}

static void visit(struct fuzz_visitor *v, const struct node *n)
{
    if (n)
        v->tree(v, n);
}

static void visit_assignments(struct fuzz_visitor *v, const struct assignment *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        visit(v, set[i].value);
}

static void visit_dml(struct fuzz_visitor *v, const struct statement_dml *dml)
{
    visit(v, dml->query);
    visit(v, dml->source);
    visit(v, dml->condition);
    visit_assignments(v, dml->set, dml->n_set);
    for (size_t i = 0; i < dml->n_conditions; i++)
        visit(v, dml->conditions[i]);
    for (size_t i = 0; i < dml->n_into; i++)
        for (const struct node *e = dml->into[i].values ? dml->into[i].values->child : NULL; e; e = e->next)
            visit(v, e);
    for (size_t i = 0; i < dml->n_clauses; i++) {
        visit(v, dml->clauses[i].condition);
        visit_assignments(v, dml->clauses[i].set, dml->clauses[i].n_set);
    }
}

static void visit_copy(struct fuzz_visitor *v, const struct statement_copy *copy)
{
    const struct tokens *outer = v->tokens;
    v->tokens = copy->tokens ? copy->tokens : outer;
    visit(v, copy->query);
    v->tokens = outer;
}

static void visit_create(struct fuzz_visitor *v, const struct statement_create *c)
{
    visit(v, c->query);
    visit(v, c->when);
    for (size_t i = 0; i < c->n_columns; i++)
        visit(v, c->columns[i].default_value);
    for (size_t i = 0; i < c->n_arguments; i++)
        visit(v, c->arguments[i].default_value);
    if (c->copy)
        visit_copy(v, c->copy);
}

void fuzz_visit(struct fuzz_visitor *v, const struct statement *s)
{
    switch (s->kind) {
    case STATEMENT_QUERY:
        visit(v, s->query);
        break;
    case STATEMENT_INSERT:
    case STATEMENT_UPDATE:
    case STATEMENT_DELETE:
    case STATEMENT_MERGE:
        visit_dml(v, &s->dml);
        break;
    case STATEMENT_COPY:
        visit_copy(v, &s->copy);
        break;
    case STATEMENT_UNLOAD:
        visit(v, s->unload.table);
        visit(v, s->unload.query);
        visit(v, s->unload.partition);
        break;
    case STATEMENT_CREATE:
        visit_create(v, &s->create);
        break;
    case STATEMENT_ALTER_TASK:
        visit(v, s->alter_task.when);
        break;
    case STATEMENT_CALL:
        for (size_t i = 0; i < s->call.n_arguments; i++)
            visit(v, s->call.arguments[i]);
        break;
    case STATEMENT_SET:
        for (size_t i = 0; i < s->set.n; i++)
            visit(v, s->set.values[i]);
        break;
    case STATEMENT_TRUNCATE:
    case STATEMENT_DROP:
    case STATEMENT_SHOW:
    case STATEMENT_DESCRIBE:
    case STATEMENT_USE:
    case STATEMENT_GRANT:
    case STATEMENT_BEGIN:
    case STATEMENT_COMMIT:
    case STATEMENT_ROLLBACK:
    case STATEMENT_ALTER_SESSION:
    case STATEMENT_ALTER_PIPE:
    case STATEMENT_ALTER_FORMAT:
    case STATEMENT_ALTER_WAREHOUSE:
    case STATEMENT_ALTER_INTEGRATION:
    case STATEMENT_EXECUTE_TASK:
    case STATEMENT_LIST:
    case STATEMENT_UNSET:
        break;
    }
}
