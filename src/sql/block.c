/* Where a Snowflake Scripting block ends. Blocks hold `;`, so they have to be found before statements are split.
 * Nothing is parsed but what opens and closes: BEGIN, CASE, IF, LOOP, FOR, WHILE, REPEAT … END. Most of these words
 * mean something else within a statement (IF EXISTS, REPEAT('a', 3)), so they count where a statement of the block
 * begins. */
#include "sql/parts.h"

enum word_bits {
    OPENS = 1,
    BEFORE_STATEMENT = 2, /* a statement begins behind it; behind THEN and ELSE only when they are not a CASE's */
    BEHIND_END = 4,
    IS_CASE = 8,
    IS_BEGIN = 16,
    IS_END = 32,
    TRANSACTION = 64, /* behind BEGIN */
};

static const struct {
    struct str word;
    unsigned bits;
} words[] = {
    {STR("BEGIN"), OPENS | BEFORE_STATEMENT | IS_BEGIN},
    {STR("CASE"), OPENS | BEHIND_END | IS_CASE},
    {STR("DO"), BEFORE_STATEMENT},
    {STR("ELSE"), BEFORE_STATEMENT},
    {STR("END"), IS_END},
    {STR("FOR"), OPENS | BEHIND_END},
    {STR("IF"), OPENS | BEHIND_END},
    {STR("LOOP"), OPENS | BEFORE_STATEMENT | BEHIND_END},
    {STR("NAME"), TRANSACTION},
    {STR("REPEAT"), OPENS | BEFORE_STATEMENT | BEHIND_END},
    {STR("THEN"), BEFORE_STATEMENT},
    {STR("TRANSACTION"), TRANSACTION},
    {STR("WHILE"), OPENS | BEHIND_END},
    {STR("WORK"), TRANSACTION},
};

/* What an open END belongs to. */
struct opener {
    uint32_t at;
    bool is_expression; /* a CASE within a statement */
};

static unsigned bits_of(const struct token *t)
{
    for (size_t i = 0; t->kind == TOK_WORD && i < sizeof words / sizeof *words; i++)
        if (*t->value.p == *words[i].word.p && str_eq(t->value, words[i].word))
            return words[i].bits;
    return 0;
}

/* BEGIN TRANSACTION is no block. */
static bool begins_transaction(const struct tokens *t, uint32_t at)
{
    const struct token *next = &t->at[at + 1];
    return next->kind == TOK_END || (next->kind == TOK_OP && next->op == ';') || bits_of(next) & TRANSACTION;
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
    VEC(struct opener) open = {0};
    bool begun = false; /* DECLARE's part may hold CASE */
    bool starts = true; /* does a statement of the block begin here? */
    for (uint32_t i = at; !t->at[at].unclosed && t->at[i].kind != TOK_END; i++) {
        const struct token *token = &t->at[i];
        bool started = starts;
        starts = token->kind == TOK_OP && token->op == ';';
        unsigned bits = bits_of(token);
        if (!bits || is_name(t, i, at + 1))
            continue;
        if (bits & IS_END) {
            if (open.n == 0)
                return false;
            if (--open.n == 0 && begun)
                return *ret = i + 1, true;
            if (bits_of(&t->at[i + 1]) & BEHIND_END)
                i++;
            continue;
        }
        bool transaction = bits & IS_BEGIN && begins_transaction(t, i);
        if (bits & IS_CASE || (started && bits & OPENS && !transaction))
            vec_push(a, &open, ((struct opener){i, bits & IS_CASE && !started}));
        begun = begun || (open.n == 1 && bits & IS_BEGIN);
        starts = bits & BEFORE_STATEMENT && !(open.n && open.at[open.n - 1].is_expression);
    }
    while (open.n)
        t->at[open.at[--open.n].at].unclosed = true;
    return false;
}
