/* From tokens to statements: where one ends, and which function parses it, by its first words. A statement ends at a
 * `;`, except that the blocks of Snowflake Scripting, by themselves or as the body of a task or a procedure, hold their
 * own. What a function leaves over is a syntax error, most often a forgotten `;`. */
#include "sql/parts.h"
#include "sql/secrets.h"

static bool parse_select(struct parser *p, struct statement *s)
{
    p->at = p->first;
    return (s->query = parse_query(p)) != NULL;
}

static bool refuse_undrop(struct parser *p, struct statement *s)
{
    (void)s;
    enum object_kind kind;
    struct str words;
    if (!parse_object_kind(p, false, &kind, &words))
        return parser_unexpected(p);
    return refuse_object(p, "UNDROP", words);
}

static bool refuse_block(struct parser *p, struct statement *s)
{
    (void)s;
    return refuse_object(p, "Snowflake Scripting", STR("block"));
}

static const struct {
    const char *words;
    enum statement_kind kind;
    bool (*parse)(struct parser *p, struct statement *s);
} statements[] = {
    {"SELECT", STATEMENT_QUERY, parse_select},
    {"WITH", STATEMENT_QUERY, parse_select},
    {"VALUES", STATEMENT_QUERY, parse_select},
    {"INSERT", STATEMENT_INSERT, parse_insert},
    {"UPDATE", STATEMENT_UPDATE, parse_update},
    {"DELETE", STATEMENT_DELETE, parse_delete},
    {"MERGE", STATEMENT_MERGE, parse_merge},
    {"TRUNCATE", STATEMENT_TRUNCATE, parse_truncate},
    {"COPY", STATEMENT_COPY, parse_copy},
    {"CREATE", STATEMENT_CREATE, parse_create},
    {"DROP", STATEMENT_DROP, parse_drop},
    {"SHOW", STATEMENT_SHOW, parse_show},
    {"DESCRIBE", STATEMENT_DESCRIBE, parse_describe},
    {"DESC", STATEMENT_DESCRIBE, parse_describe},
    {"USE", STATEMENT_USE, parse_use},
    {"GRANT", STATEMENT_GRANT, parse_grant},
    {"REVOKE", STATEMENT_GRANT, parse_revoke},
    {"BEGIN", STATEMENT_BEGIN, parse_begin},
    {"START TRANSACTION", STATEMENT_BEGIN, parse_begin},
    {"COMMIT", STATEMENT_COMMIT, parse_transaction_end},
    {"ROLLBACK", STATEMENT_ROLLBACK, parse_transaction_end},
    {"ALTER", STATEMENT_ALTER_TASK, parse_alter}, /* parse_alter says which */
    {"EXECUTE", STATEMENT_EXECUTE_TASK, parse_execute_task},
    {"CALL", STATEMENT_CALL, parse_procedure_call},
    {"LIST", STATEMENT_LIST, parse_list},
    {"LS", STATEMENT_LIST, parse_list},
    {"REMOVE", STATEMENT_REMOVE, parse_list},
    {"RM", STATEMENT_REMOVE, parse_list},
    {"PUT", STATEMENT_PUT, parse_put},
    {"GET", STATEMENT_GET, parse_get},
    {"SET", STATEMENT_SET, parse_set_variable},
    {"UNSET", STATEMENT_UNSET, parse_unset_variable},
    {"DECLARE", STATEMENT_QUERY, refuse_block},
    {"UNDROP", STATEMENT_QUERY, refuse_undrop},
};

/* First words of statements that only Snowflake has, and their names in the error. */
static const struct {
    const char *words, *name;
} refused[] = {
    {"COMMENT ON", "COMMENT"},
    {"COMMENT IF EXISTS ON", "COMMENT"},
    {"EXECUTE ALERT", "EXECUTE ALERT"},
    {"EXECUTE DBT PROJECT", "EXECUTE DBT PROJECT"},
    {"EXECUTE IMMEDIATE", "EXECUTE IMMEDIATE"},
    {"EXECUTE JOB SERVICE", "EXECUTE JOB SERVICE"},
    {"EXECUTE MANAGED TASK", "EXECUTE MANAGED TASK"},
    {"EXECUTE NOTEBOOK", "EXECUTE NOTEBOOK"},
    {"EXECUTE SERVICE", "EXECUTE SERVICE"},
    {"EXPLAIN", "EXPLAIN"},
};

/* --- splitting ---------------------------------------------------------------------------------------------------- */

/* Does CREATE or ALTER at `at` make a thing whose body may be a block? */
static bool has_body(const struct tokens *t, uint32_t at)
{
    static const char *const owners[] = {"TASK", "PROCEDURE", "FUNCTION"};
    enum { MODIFIERS = 6 }; /* OR REPLACE TEMPORARY SECURE … */
    if (!token_is(t, at, "CREATE") && !token_is(t, at, "ALTER"))
        return false;
    for (uint32_t i = at + 1; i < at + MODIFIERS && i < t->n && t->at[i].kind == TOK_WORD; i++)
        for (size_t j = 0; j < sizeof owners / sizeof *owners; j++)
            if (token_is(t, i, owners[j]))
                return true;
    return false;
}

/* The token at which the statement ends: `;` or the TOK_END. A BEGIN that no END follows starts a transaction (its `;`
 * is missing); a body's block that never ends takes all that is left, lest half of it should run by itself. */
static uint32_t find_end(struct arena *a, const struct tokens *t, uint32_t at)
{
    uint32_t last = (uint32_t)t->n - 1, end;
    bool in_body = false;
    for (uint32_t i = at; i < last; i++) {
        in_body = in_body || has_body(t, i);
        bool block = begins_block(t, i) && (i == at || (in_body && token_is(t, i - 1, "AS")));
        if (block && block_end(a, t, i, &end))
            i = end - 1;
        else if (block && !(i == at && token_is(t, i, "BEGIN")))
            return last;
        else if (token_is_op(t, i, ';'))
            return i;
    }
    return last;
}

/* --- one statement ------------------------------------------------------------------------------------------------ */

bool parse_statement(struct parser *p, struct statement *s)
{
    if (parser_is_op(p, 0, '('))
        return parse_select(p, s);
    uint32_t end;
    if (begins_block(p->tokens, p->at) && block_end(p->arena, p->tokens, p->at, &end))
        return refuse_block(p, s);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (parser_words(p, refused[i].words))
            return p->at = p->first, parser_unsupported(p, refused[i].name);
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++)
        if (parser_words(p, statements[i].words)) {
            s->kind = statements[i].kind;
            return statements[i].parse(p, s);
        }
    return parser_unexpected(p);
}

static bool parse_whole(struct parser *p, struct statement *s)
{
    if (!parse_statement(p, s))
        return false;
    if (parser_is_op(p, 0, OP_FLOW))
        return parser_unsupported(p, "->>");
    return p->at == p->end || parser_unexpected(p);
}

bool sql_next_statement(struct arena *a, const struct tokens *t, uint32_t *at, struct statement **ret, struct err *err)
{
    uint32_t first = *at;
    while (token_is_op(t, first, ';'))
        first++;
    if (first >= t->n || t->at[first].kind == TOK_END) {
        *at = first;
        *ret = NULL;
        return true;
    }
    struct parser p = {.arena = a, .tokens = t, .at = first, .first = first, .err = err};
    p.end = find_end(a, t, first);
    p.line = t->at[first].line;
    p.col = t->at[first].col;
    *at = t->at[p.end].kind == TOK_END ? p.end : p.end + 1;
    if (!tokens_check(t, first, p.end, err))
        return false;

    struct statement *s = ARENA_NEW(a, struct statement);
    s->first = first;
    s->last = p.end;
    s->text = tokens_text(t, first, p.end);
    s->line = p.line;
    s->col = p.col;
    if (!parse_whole(&p, s)) {
        secrets_mask_error(s->text, err);
        return false;
    }
    *ret = s;
    return true;
}
