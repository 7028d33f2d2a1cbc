/* The kinds of objects: the words that name them in statements and messages, for those that freshet has and for those
 * that only Snowflake has. The latter are known so that CREATE, ALTER, DROP, SHOW … can refuse them by name. */
#include "sql/parts.h"

static const struct {
    const char *word, *plural, *title, *noun; /* noun: where it is not the title */
} kinds[OBJECT_KINDS] = {
    [OBJECT_DATABASE] = {"DATABASE", "DATABASES", "Database", NULL},
    [OBJECT_SCHEMA] = {"SCHEMA", "SCHEMAS", "Schema", NULL},
    [OBJECT_TABLE] = {"TABLE", "TABLES", "Table", NULL},
    [OBJECT_VIEW] = {"VIEW", "VIEWS", "View", NULL},
    [OBJECT_SEQUENCE] = {"SEQUENCE", "SEQUENCES", "Sequence", NULL},
    [OBJECT_STAGE] = {"STAGE", "STAGES", "Stage area", "Stage"},
    [OBJECT_FILE_FORMAT] = {"FILE FORMAT", "FILE FORMATS", "File format", NULL},
    [OBJECT_PIPE] = {"PIPE", "PIPES", "Pipe", NULL},
    [OBJECT_STREAM] = {"STREAM", "STREAMS", "Stream", NULL},
    [OBJECT_TASK] = {"TASK", "TASKS", "Task", NULL},
    [OBJECT_PROCEDURE] = {"PROCEDURE", "PROCEDURES", "Function", "Procedure"},
    [OBJECT_WAREHOUSE] = {"WAREHOUSE", "WAREHOUSES", "Warehouse", NULL},
    [OBJECT_ROLE] = {"ROLE", "ROLES", "Role", NULL},
    [OBJECT_INTEGRATION] = {"INTEGRATION", "INTEGRATIONS", "Integration", NULL},
};

/* Sorts of integrations, which share their names. */
static const char *const integrations[] = {"STORAGE INTEGRATION", "NOTIFICATION INTEGRATION"};

const char *object_kind_word(enum object_kind kind)
{
    return kinds[kind].word;
}

const char *object_kind_plural(enum object_kind kind)
{
    return kinds[kind].plural;
}

const char *object_kind_title(enum object_kind kind)
{
    return kinds[kind].title;
}

const char *object_kind_noun(enum object_kind kind)
{
    return kinds[kind].noun ? kinds[kind].noun : kinds[kind].title;
}

/* What only Snowflake has. Plurals are regular: an S, or IES for a Y. */
static const char *const unknown_kinds[] = {
    "ACCOUNT",
    "AGENT",
    "AGGREGATION POLICY",
    "ALERT",
    "API INTEGRATION",
    "APPLICATION",
    "APPLICATION PACKAGE",
    "APPLICATION ROLE",
    "AUTHENTICATION POLICY",
    "BACKUP SET",
    "CATALOG INTEGRATION",
    "COMPUTE POOL",
    "CONNECTION",
    "CONTACT",
    "CORTEX SEARCH SERVICE",
    "DATA METRIC FUNCTION",
    "DATABASE ROLE",
    "DATASET",
    "DBT PROJECT",
    "DYNAMIC ICEBERG TABLE",
    "DYNAMIC TABLE",
    "EVENT TABLE",
    "EXTERNAL ACCESS INTEGRATION",
    "EXTERNAL FUNCTION",
    "EXTERNAL TABLE",
    "EXTERNAL VOLUME",
    "FAILOVER GROUP",
    "FEATURE POLICY",
    "FUNCTION",
    "GIT REPOSITORY",
    "HYBRID TABLE",
    "ICEBERG TABLE",
    "IMAGE REPOSITORY",
    "INTERACTIVE TABLE",
    "JOIN POLICY",
    "LISTING",
    "MANAGED ACCOUNT",
    "MASKING POLICY",
    "MATERIALIZED VIEW",
    "MODEL",
    "MODEL MONITOR",
    "NETWORK POLICY",
    "NETWORK RULE",
    "NOTEBOOK",
    "ORGANIZATION ACCOUNT",
    "PACKAGES POLICY",
    "PASSWORD POLICY",
    "PRIVACY POLICY",
    "PROJECTION POLICY",
    "REPLICATION GROUP",
    "RESOURCE MONITOR",
    "ROW ACCESS POLICY",
    "SECRET",
    "SECURITY INTEGRATION",
    "SEMANTIC VIEW",
    "SERVICE",
    "SESSION POLICY",
    "SHARE",
    "SNAPSHOT",
    "SNOWFLAKE",
    "STORAGE LIFECYCLE POLICY",
    "STREAMLIT",
    "TAG",
    "TYPE",
    "USER",
};

/* Is the token the last word of a kind, in the plural? */
static bool is_plural(const struct token *t, struct str word)
{
    if (t->kind != TOK_WORD)
        return false;
    if (word.p[word.n - 1] != 'Y')
        return t->value.n == word.n + 1 && str_starts(t->value, word) && t->value.p[word.n] == 'S';
    word.n--;
    return t->value.n == word.n + 3 && str_starts(t->value, word) && str_ends(t->value, STR("IES"));
}

/* How many tokens the words are, when they are next; else 0. */
static uint32_t match(struct parser *p, const char *words, bool plural)
{
    for (uint32_t ahead = 0;; ahead++) {
        struct str word = {words, strcspn(words, " ")};
        bool last = !words[word.n];
        const struct token *t = parser_peek(p, ahead);
        if (plural && last ? !is_plural(t, word) : t->kind != TOK_WORD || !str_eq(t->value, word))
            return 0;
        if (last)
            return ahead + 1;
        words += word.n + 1;
    }
}

bool parse_object_kind(struct parser *p, bool plural, enum object_kind *ret, struct str *ret_words)
{
    uint32_t longest = 0, n;
    for (int kind = 0; kind < OBJECT_KINDS; kind++)
        if ((n = match(p, kinds[kind].word, plural)) > longest) {
            longest = n;
            *ret = (enum object_kind)kind;
            *ret_words = str_from(kinds[kind].word);
        }
    for (size_t i = 0; i < sizeof integrations / sizeof *integrations; i++)
        if ((n = match(p, integrations[i], plural)) > longest) {
            longest = n;
            *ret = OBJECT_INTEGRATION;
            *ret_words = str_from(integrations[i]);
        }
    for (size_t i = 0; i < sizeof unknown_kinds / sizeof *unknown_kinds; i++)
        if ((n = match(p, unknown_kinds[i], plural)) > longest) {
            longest = n;
            *ret = OBJECT_KINDS;
            *ret_words = str_from(unknown_kinds[i]);
        }
    p->at += longest;
    return longest > 0;
}

struct str integration_sort(struct str words)
{
    for (size_t i = 0; i < sizeof integrations / sizeof *integrations; i++)
        if (str_eq(words, str_from(integrations[i])))
            return str_sub(words, 0, strcspn(integrations[i], " "));
    return STR_NULL;
}

bool is_object_kind(struct str words)
{
    if (integration_sort(words).n)
        return true;
    for (int kind = 0; kind < OBJECT_KINDS; kind++)
        if (str_eq(words, str_from(kinds[kind].word)))
            return true;
    for (size_t i = 0; i < sizeof unknown_kinds / sizeof *unknown_kinds; i++)
        if (str_eq(words, str_from(unknown_kinds[i])))
            return true;
    return false;
}

bool refuse_object(struct parser *p, const char *verb, struct str words)
{
    const struct token *t = &p->tokens->at[p->first];
    return err_unsupported(p->err, t->line, t->col, "%s%s%.*s", verb, words.n ? " " : "", STR_FMT(words));
}
