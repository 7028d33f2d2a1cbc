/* GRANT and REVOKE: privileges on one object, on all or future objects of a kind, or a role; to a role or a user. */
#include "sql/parts.h"
#include "sql/privileges.h"

static bool parse_privileges(struct parser *p, struct statement *s)
{
    VEC(struct str) privileges = {0};
    do {
        uint32_t first = p->at;
        struct str words = STR_NULL;
        while (parser_peek(p, 0)->kind == TOK_WORD && !parser_is(p, 0, "ON") && !parser_is(p, 0, "TO") &&
               !parser_is(p, 0, "FROM")) {
            struct str word = parser_peek(p, 0)->value;
            words = words.n ? str_printf(p->arena, "%.*s %.*s", STR_FMT(words), STR_FMT(word)) : word;
            p->at++;
        }
        if (p->at == first)
            return parser_unexpected(p);
        bool all = str_eq(words, STR("ALL PRIVILEGES"));
        vec_push(p->arena, &privileges, all ? STR("ALL") : words);
    } while (parser_op(p, ','));
    s->grant.privileges = privileges.at;
    s->grant.n_privileges = privileges.n;
    return parser_expect_word(p, "ON");
}

/* ALL TABLES IN SCHEMA s, FUTURE VIEWS IN DATABASE d; stands behind ALL or FUTURE. */
static bool parse_many(struct parser *p, struct statement *s)
{
    uint32_t first = p->at - 1;
    struct str words;
    if (!parse_object_kind(p, true, &s->grant.object, &words))
        return parser_unexpected(p);
    s->grant.extent = token_is(p->tokens, first, "ALL") ? GRANT_ON_ALL : GRANT_ON_FUTURE;
    s->grant.on_kind = words;
    s->grant.in_schema = parser_words(p, "IN SCHEMA");
    if (!s->grant.in_schema && !parser_words(p, "IN DATABASE"))
        return parser_unexpected(p);
    return parse_name(p, &s->grant.on);
}

static bool parse_on(struct parser *p, struct statement *s)
{
    struct str words;
    s->grant.object = OBJECT_KINDS;
    if (parser_word(p, "ACCOUNT")) {
        s->grant.on_kind = STR("ACCOUNT");
        return true;
    }
    if (parser_word(p, "ALL") || parser_word(p, "FUTURE"))
        return parse_many(p, s);
    s->grant.on_kind = STR("TABLE"); /* the word may be left out */
    if (parse_object_kind(p, false, &s->grant.object, &words))
        s->grant.on_kind = words;
    else
        s->grant.object = OBJECT_TABLE;
    if (!parse_name(p, &s->grant.on))
        return false;
    return !parser_is_op(p, 0, '(') || parse_type_list(p, &s->grant.argument_types, &s->grant.n_argument_types);
}

static bool parse_grantee(struct parser *p, struct statement *s)
{
    enum object_kind kind;
    struct str words;
    s->grant.to_kind = STR("ROLE");
    if (parse_object_kind(p, false, &kind, &words))
        s->grant.to_kind = words;
    return parse_name(p, &s->grant.to);
}

/* A privilege that there is not, or not on objects of the kind, is no word that can stand here. `at` is where the list
 * of them begins. */
static bool check_privileges(struct parser *p, const struct statement *s, uint32_t at)
{
    for (size_t i = 0; i < s->grant.n_privileges; i++) {
        struct str privilege = s->grant.privileges[i];
        if (!privilege_fits(privilege, s->grant.object)) {
            p->at = at;
            return parser_unexpected(p);
        }
        while (!token_is_op(p->tokens, at, ',') && !token_is(p->tokens, at, "ON"))
            at++;
        at++;
        if (str_eq(privilege, STR("OWNERSHIP")) && (s->grant.revoke || s->grant.extent == GRANT_ON_FUTURE))
            return refuse_object(p, s->grant.revoke ? "REVOKE" : "GRANT",
                                 s->grant.revoke ? privilege : STR("OWNERSHIP ON FUTURE"));
    }
    return true;
}

/* ROLE r | DATABASE ROLE r | privileges ON …, then TO or FROM. */
static bool parse_granted(struct parser *p, struct statement *s, const char *preposition)
{
    bool database_role = parser_words(p, "DATABASE ROLE");
    uint32_t first = p->at;
    if (database_role || parser_word(p, "ROLE")) {
        s->grant.privileges = ARENA_NEW(p->arena, struct str);
        *s->grant.privileges = STR("ROLE");
        s->grant.n_privileges = 1;
        s->grant.on_kind = database_role ? STR("DATABASE ROLE") : STR("ROLE");
        s->grant.object = database_role ? OBJECT_KINDS : OBJECT_ROLE;
        if (!parse_name(p, &s->grant.on))
            return false;
    } else if (!parse_privileges(p, s) || !parse_on(p, s) || !check_privileges(p, s, first)) {
        return false;
    }
    return parser_expect_word(p, preposition) && parse_grantee(p, s);
}

bool parse_grant(struct parser *p, struct statement *s)
{
    if (!parse_granted(p, s, "TO"))
        return false;
    s->grant.grant_option = parser_words(p, "WITH GRANT OPTION");
    if (str_eq(s->grant.privileges[0], STR("OWNERSHIP")))
        s->grant.current = parser_words(p, "COPY CURRENT GRANTS")     ? GRANT_COPY_CURRENT
                           : parser_words(p, "REVOKE CURRENT GRANTS") ? GRANT_REVOKE_CURRENT
                                                                      : GRANT_NO_CURRENT;
    return true;
}

bool parse_revoke(struct parser *p, struct statement *s)
{
    s->grant.revoke = true;
    s->grant.grant_option = parser_words(p, "GRANT OPTION FOR");
    if (!parse_granted(p, s, "FROM"))
        return false;
    if (parser_is(p, 0, "CASCADE"))
        return parser_unsupported(p, "CASCADE");
    (void)parser_word(p, "RESTRICT"); /* the default */
    return true;
}
