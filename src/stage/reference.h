/* References to stages and to places outside of them, taken apart: `@[db.][schema.]name[/path]`, `@[db.][schema.]%table
 * [/path]`, `@~[/path]`, and URLs (Snowflake's pages "CREATE STAGE" and "LIST"). It is not asked whether they exist.
 *
 * The path is a case-sensitive prefix of the keys of the files, not a directory, and is kept as it is written. */
#pragma once
#include "base/err.h"

enum stage_reference_kind { STAGE_NAMED, STAGE_OF_TABLE, STAGE_OF_USER, STAGE_URL };

struct stage_reference {
    enum stage_reference_kind kind;
    struct str
        part[3]; /* n of them, canonical: [database,] [schema,] name of the stage or table; `db..st` has PUBLIC */
    int n;
    struct str path; /* behind the name's /, or of a URL behind its last one; may be empty */
    bool whole;      /* no / stands behind the name */
    struct str url;  /* of STAGE_URL, up to and with its last / */
};

/* `text` is a stage with its @, else a URL. 001003 (42000) where a name is wrong. All is in the arena. */
bool stage_reference_parse(struct arena *a, struct str text, struct stage_reference *ret, struct err *err) MUST_USE;
