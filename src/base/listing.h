/* A small table of text in memory: what SHOW, DESCRIBE, LIST and statuses answer. Cells are in the arena; a NULL cell
 * has a null pointer. LISTING_LTZ cells hold microseconds since 1970 UTC as decimal text; whoever prints them knows the
 * zone. */
#pragma once
#include "base/str.h"
#include "base/vec.h"

enum listing_type {
    LISTING_TEXT,
    LISTING_NUMBER,
    LISTING_UNLOADED, /* NUMBER(31,0), which COPY INTO <location> counts in */
    LISTING_BOOLEAN,
    LISTING_LTZ
};

struct listing_column {
    const char *label;
    enum listing_type type;
};

struct listing {
    struct arena *arena;
    const struct listing_column *columns;
    size_t n_columns;
    VEC(struct str) cells; /* row by row */
};

/* Adds cells in order; a row is complete after n_columns of them. */
void listing_text(struct listing *l, struct str text);  /* p NULL: SQL NULL; copied */
void listing_cstr(struct listing *l, const char *text); /* NULL: SQL NULL */
void listing_int(struct listing *l, int64_t n);
static inline void listing_null(struct listing *l)
{
    listing_text(l, STR_NULL);
}
static inline size_t listing_rows(const struct listing *l)
{
    return l->n_columns ? l->cells.n / l->n_columns : 0;
}
