/* One table; a bit for each kind. The words of GRANT CREATE … are those of the kinds that can be created. */
#include "sql/privileges.h"

#include "sql/parts.h"

#define ON(kind) (1U << OBJECT_##kind)

enum { ELSEWHERE = 1 << OBJECT_KINDS };

static const struct {
    const char *words;
    unsigned all;   /* kinds of which ALL stands for it */
    unsigned apart; /* kinds on which it is granted by its name alone */
} privileges[] = {
    {"ADD SEARCH OPTIMIZATION", ON(SCHEMA), 0},
    {"APPLYBUDGET", ON(DATABASE) | ON(SCHEMA) | ON(TABLE) | ON(WAREHOUSE) | ON(TASK) | ON(PIPE), 0},
    {"CREATE DATABASE ROLE", ON(DATABASE), 0},
    {"CREATE FILE FORMAT", ON(SCHEMA), 0},
    {"CREATE PIPE", ON(SCHEMA), 0},
    {"CREATE PROCEDURE", ON(SCHEMA), 0},
    {"CREATE SCHEMA", ON(DATABASE), 0},
    {"CREATE SEQUENCE", ON(SCHEMA), 0},
    {"CREATE STAGE", ON(SCHEMA), 0},
    {"CREATE STREAM", ON(SCHEMA), 0},
    {"CREATE TABLE", ON(SCHEMA), 0},
    {"CREATE TASK", ON(SCHEMA), 0},
    {"CREATE TEMPORARY TABLE", ON(SCHEMA), 0},
    {"CREATE VIEW", ON(SCHEMA), 0},
    {"DELETE", ON(TABLE), ON(VIEW)},
    {"EVOLVE SCHEMA", ON(TABLE), 0},
    {"IMPORTED PRIVILEGES", 0, ON(DATABASE)},
    {"INSERT", ON(TABLE), ON(VIEW)},
    {"MODIFY", ON(DATABASE) | ON(SCHEMA) | ON(WAREHOUSE), 0},
    {"MONITOR", ON(DATABASE) | ON(SCHEMA) | ON(WAREHOUSE) | ON(TASK) | ON(PIPE), 0},
    {"OPERATE", ON(WAREHOUSE) | ON(TASK) | ON(PIPE), 0},
    {"OWNERSHIP", 0, ELSEWHERE - 1},
    {"READ", ON(STAGE), 0},
    {"REBUILD", 0, ON(TABLE)},
    {"REFERENCES", ON(TABLE) | ON(VIEW), 0},
    {"REFERENCE_USAGE", 0, ON(DATABASE)},
    {"SELECT", ON(TABLE) | ON(VIEW) | ON(STREAM), 0},
    {"TRUNCATE", ON(TABLE), ON(VIEW)},
    {"UPDATE", ON(TABLE), ON(VIEW)},
    {"USAGE",
     ON(DATABASE) | ON(SCHEMA) | ON(WAREHOUSE) | ON(SEQUENCE) | ON(FILE_FORMAT) | ON(PROCEDURE) | ON(STAGE) |
         ON(INTEGRATION),
     ON(ROLE)},
    {"WRITE", ON(STAGE), 0},
};

/* How the privileges begin that only the account has, and what only Snowflake has. */
static const char *const elsewhere[] = {"APPLY",    "ATTACH",   "AUDIT",  "BIND",      "CANCEL",  "CREATE",
                                        "EXECUTE",  "FAILOVER", "IMPORT", "MANAGE",    "MONITOR", "MODIFY",
                                        "OVERRIDE", "PURCHASE", "READ",   "REPLICATE", "RESOLVE", "SERVICE",
                                        "SUPPORT",  "USE",      "VIEW"};

static bool begins_elsewhere(struct str privilege)
{
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        struct str word = str_from(elsewhere[i]);
        if (str_starts(privilege, word) && (privilege.n == word.n || privilege.p[word.n] == ' '))
            return true;
    }
    return false;
}

bool privilege_fits(struct str privilege, enum object_kind kind)
{
    if (str_eq(privilege, STR("ALL")))
        return true;
    for (size_t i = 0; i < sizeof privileges / sizeof *privileges; i++)
        if (str_eq(privilege, str_from(privileges[i].words)))
            return kind == OBJECT_KINDS || ((privileges[i].all | privileges[i].apart) >> kind & 1);
    if (kind == OBJECT_KINDS)
        return begins_elsewhere(privilege);
    return kind == OBJECT_SCHEMA && str_starts(privilege, STR("CREATE ")) &&
           is_object_kind(str_sub(privilege, strlen("CREATE "), privilege.n));
}

const char *privilege_of_all(enum object_kind kind, size_t n)
{
    for (size_t i = 0; i < sizeof privileges / sizeof *privileges; i++)
        if (kind != OBJECT_KINDS && (privileges[i].all >> kind & 1) && n-- == 0)
            return privileges[i].words;
    return NULL;
}
