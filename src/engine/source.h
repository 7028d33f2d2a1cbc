/* sf_source(n): a table function over rows that C code gives, for what comes from outside of the database; and
 * sf_number(n), which numbers rows.
 *
 * DuckDB inserts with one thread what comes in an order. To insert with several, the query gives up its order
 * (source_unordered), and each thread asks for rows. */
#pragma once
#include "engine/engine.h"

/* The rows that are being given: a field after the other. */
struct source_rows;
bool source_none(const struct source_rows *r); /* is it empty? */
bool source_full(const struct source_rows *r); /* no other row has room */
void source_null(struct source_rows *r);
void source_text(struct source_rows *r, struct str s); /* UTF-8 without NULs */
void source_int(struct source_rows *r, int64_t v);
void source_end_row(struct source_rows *r);

struct source_column {
    char name[16];
    bool is_number; /* BIGINT; otherwise VARCHAR */
};

struct source {
    const struct source_column *columns;
    size_t n_columns;
    int64_t rows; /* about how many; 0: unknown */
    int threads;  /* how many may ask at once */
    /* Gives rows until there is no room, or fewer; none at the end. An error fails the query. */
    bool (*give)(void *ctx, struct source_rows *out, struct err *err);
    void *ctx;
};

/* Readable as sf_source(n), n being what is returned, until source_close; *s must live that long. It gives each row
 * once, so one query reads it, once. Thread-safe. */
int64_t source_open(struct connection *c, const struct source *s);
void source_close(struct connection *c, int64_t source);

/* sf_number(n), n being what is returned, is first, first + 1 … for as many rows as ask, in any order. */
int64_t number_open(struct connection *c, int64_t first);
void number_close(struct connection *c, int64_t number);

/* Behind a query's FROM: makes DuckDB take it for one without an order. */
extern const char source_unordered[];
