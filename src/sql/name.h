/* Names of objects as they stand in SQL: one to three parts, canonical (unquoted folds to upper case). */
#pragma once
#include "base/str.h"

struct object_name {
    struct str part[3]; /* n of them: [database,] [schema,] name; `db..t` has the schema PUBLIC */
    int n;
    int line, col;
    /* IDENTIFIER('text' | $var | :bind): part is not known until the statement runs; n is 0. The session resolves it.
     */
    struct str identifier_text;     /* 'text', or */
    struct str identifier_variable; /* $var, or */
    int identifier_bind;            /* ? or :n, 1-based; 0 when not */
};
