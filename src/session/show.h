/* What the files of SHOW and DESCRIBE share. */
#pragma once
#include "session/internal.h"

static inline const char *yes_no(bool b)
{
    return b ? "Y" : "N";
}
/* SHOW's row of one object, for the kinds whose DESCRIBE is that row. */
bool show_one(struct run *r, const struct object *o, struct err *err) MUST_USE;
/* SHOW of what is no kind of object; run_show has the table. */
statement_function show_columns, show_grants, show_parameters, show_variables;
/* The database and schema that SHOW looks in; empty: all. */
bool show_scope(struct run *r, struct str *database, struct str *schema, struct err *err) MUST_USE;
/* LIKE, STARTS WITH and LIMIT … FROM; LIMIT. */
bool show_wants_name(const struct run *r, struct str name);
bool show_is_full(const struct run *r);
/* The columns of a table or view as they are now: a view's with the types of its query. */
bool describe_columns(struct run *r, const struct object *o, struct columns *ret, struct err *err) MUST_USE;
/* How an identity column says so where a default stands. */
struct str identity_text(struct run *r, const struct column *c);
/* How many grants of roles have the two values in the two columns. */
bool grants_count(struct run *r, const char *columns, struct str first, struct str second, int64_t *ret,
                  struct err *err) MUST_USE;
