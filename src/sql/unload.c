/* COPY INTO <location> (Snowflake's page "COPY INTO <location>"). PARTITION BY stands right behind FROM and its source;
 * options may stand before and behind. */
#include "sql/parts.h"

/* FROM t has no alias: the word behind it is an option's. */
static bool parse_source(struct parser *p, struct statement_unload *u)
{
    if (!parser_op(p, '(')) {
        struct node *table = node_new(p->arena, NODE_TABLE, p->at);
        table->name = ARENA_NEW(p->arena, struct object_name);
        if (!parse_name(p, table->name))
            return false;
        u->table = node_new(p->arena, NODE_ALIASED, table->first);
        table->last = u->table->last = p->at;
        node_add(u->table, table, ROLE_TABLE);
        return true;
    }
    u->query = parse_query(p);
    return u->query && parser_expect_op(p, ')');
}

static bool parse_partition(struct parser *p, struct statement_unload *u)
{
    if (!parser_words(p, "PARTITION BY"))
        return true;
    u->partition = parse_expression(p);
    return u->partition;
}

/* HEADER alone is HEADER = TRUE. */
static bool parse_header(struct parser *p, struct settings *s)
{
    const struct token *t = parser_peek(p, 0);
    if (parser_is_op(p, 1, '=') || !parser_word(p, "HEADER"))
        return true;
    return settings_add(
        p, s,
        (struct setting){
            .key = STR("HEADER"), .kind = SETTING_WORD, .text = STR("TRUE"), .line = t->line, .col = t->col});
}

bool parse_unload(struct parser *p, struct statement_unload *u)
{
    const struct token *t = parser_peek(p, 0);
    u->line = t->line;
    u->col = t->col;
    u->location = t->kind == TOK_STAGE ? t->text : t->value;
    p->at++;
    for (;;) {
        uint32_t before = p->at;
        bool from = !u->table && !u->query && parser_word(p, "FROM");
        if ((from && (!parse_source(p, u) || !parse_partition(p, u))) || !parse_settings(p, &u->settings) ||
            !parse_header(p, &u->settings))
            return false;
        if (p->at == before)
            break;
    }
    if ((u->table || u->query) && !parser_words(p, "PARTITION"))
        return true;
    return parser_unexpected(p);
}
