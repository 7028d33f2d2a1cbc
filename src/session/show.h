/* What the files of SHOW and DESCRIBE share. */
#pragma once
#include "session/internal.h"

static inline const char *yes_no(bool b)
{
    return b ? "Y" : "N";
}
/* An object that is shown, and where its row goes. */
struct shown {
    struct run *r;
    const struct object *o;
    struct listing *l;
};

typedef bool show_row(struct shown *s, struct err *err);

/* What SHOW prints of a kind of objects. */
struct show_kind {
    const struct listing_column *columns;
    size_t n;
    const size_t *n_elsewhere; /* of columns that another folder counts */
    show_row *row;
};

#define SHOW_COLUMNS(array) array, sizeof(array) / sizeof *(array), NULL

extern const struct show_kind show_kind_table, show_kind_view, show_kind_object, show_kind_sequence, show_kind_stream,
    show_kind_procedure;
extern const struct show_kind show_kind_database, show_kind_schema, show_kind_warehouse, show_kind_role;

/* A LISTING_LTZ; texts, NULL for NULL. */
void show_stamp(struct listing *l, int64_t micros);
void show_texts(struct listing *l, const char *const *texts, size_t n);
/* A procedure's without its arguments. */
struct str show_name(const struct object *o);
/* TABLE, TRANSIENT or TEMPORARY. */
const char *show_table_kind(const struct object *table);

/* SHOW's row of one object, for the kinds whose DESCRIBE is that row. */
bool show_one(struct run *r, const struct object *o, struct err *err) MUST_USE;
/* SHOW of what is no kind of object; run_show has the table. */
statement_function show_columns, show_future_grants, show_grants, show_parameters, show_variables;
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
