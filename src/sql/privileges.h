/* The privileges that there are, and on which kinds of objects (Snowflake's page "Access control privileges"). */
#pragma once
#include "sql/statement.h"

/* Can the privilege (in upper case; ALL too) be granted on objects of the kind? OBJECT_KINDS stands for the account,
 * and for the kinds that only Snowflake has. */
bool privilege_fits(struct str privilege, enum object_kind kind);
/* The n-th privilege that ALL stands for, in the order of the alphabet; NULL behind the last. There is none for
 * OBJECT_KINDS. */
const char *privilege_of_all(enum object_kind kind, size_t n);
