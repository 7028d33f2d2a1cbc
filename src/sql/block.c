/* Where a Snowflake Scripting block ends. Blocks hold `;`, so they have to be found before statements are split.
 * Nothing is parsed but what opens and closes: BEGIN, CASE, IF, LOOP, FOR, WHILE, REPEAT … END. Most of these words
 * mean something else within a statement (IF EXISTS, REPEAT('a', 3)), so they count where a statement of the block
 * begins. */
#include "sql/parts.h"

static const char *const openers[] = {"BEGIN", "CASE", "IF", "LOOP", "FOR", "WHILE", "REPEAT"};
/* A statement begins behind these; behind THEN and ELSE only when they are not a CASE expression's. */
static const char *const before_statement[] = {"BEGIN", "LOOP", "DO", "REPEAT", "THEN", "ELSE"};

/* What an open END belongs to. */
enum opener { BLOCK, CASE_EXPRESSION };

static bool is_one_of(const struct token *t, const char *const *words, size_t n)
{
    for (size_t i = 0; t->kind == TOK_WORD && i < n; i++)
        if (str_eq(t->value, str_from(words[i])))
            return true;
    return false;
}

#define IS_ONE_OF(token, words) is_one_of((token), (words), sizeof(words) / sizeof *(words))

/* BEGIN TRANSACTION is no block. */
static bool begins_transaction(const struct tokens *t, uint32_t at)
{
    static const char *const words[] = {"TRANSACTION", "WORK", "NAME"};
    const struct token *next = &t->at[at + 1];
    return next->kind == TOK_END || (next->kind == TOK_OP && next->op == ';') || IS_ONE_OF(next, words);
}

bool begins_block(const struct tokens *t, uint32_t at)
{
    return token_is(t, at, "DECLARE") || (token_is(t, at, "BEGIN") && !begins_transaction(t, at));
}

/* `t.end` and `x as end` are names. */
static bool is_name(const struct tokens *t, uint32_t at, uint32_t first)
{
    return at > first && (token_is_op(t, at - 1, '.') || token_is(t, at - 1, "AS"));
}

bool block_end(struct arena *a, const struct tokens *t, uint32_t at, uint32_t *ret)
{
    static const char *const behind_end[] = {"CASE", "IF", "LOOP", "FOR", "WHILE", "REPEAT"};
    VEC(char) open = {0};
    bool begun = false; /* DECLARE's part may hold CASE */
    bool starts = true; /* does a statement of the block begin here? */
    for (uint32_t i = at; t->at[i].kind != TOK_END; i++) {
        const struct token *token = &t->at[i];
        bool started = starts;
        starts = token->kind == TOK_OP && token->op == ';';
        if (token->kind != TOK_WORD || is_name(t, i, at + 1))
            continue;
        if (str_eq(token->value, STR("END"))) {
            if (open.n == 0)
                return false;
            if (--open.n == 0 && begun)
                return *ret = i + 1, true;
            if (IS_ONE_OF(&t->at[i + 1], behind_end))
                i++;
            continue;
        }
        bool is_case = str_eq(token->value, STR("CASE"));
        bool transaction = str_eq(token->value, STR("BEGIN")) && begins_transaction(t, i);
        if (is_case || (started && IS_ONE_OF(token, openers) && !transaction))
            vec_push(a, &open, is_case && !started ? CASE_EXPRESSION : BLOCK);
        begun = begun || (open.n == 1 && str_eq(token->value, STR("BEGIN")));
        starts = IS_ONE_OF(token, before_statement) && !(open.n && open.at[open.n - 1] == CASE_EXPRESSION);
    }
    return false;
}
