/* A call of one of the scalar functions in C on a chunk, and what does one row of each; for the functions*.c of this
 * folder. What a function is called in SQL, and what it takes, says the table in functions.c. */
#pragma once
#include "engine/cell.h"

enum { MAX_ARGUMENTS = 4, MOST_QUOTIENT_DIGITS = 12 };

/* What a registered function knows of itself: its extra info. */
struct kind {
    const struct row *row;
    bool try;
    int scale;
};

/* A call of a function on one chunk. */
struct call {
    const struct kind *kind;
    duckdb_vector output;
    void *data; /* the output's */
    idx_t columns, rows;
    struct column column[MAX_ARGUMENTS];
    struct cell cell[MAX_ARGUMENTS]; /* of the row at hand */
    struct failure failure;
    char *text; /* a result under construction */
    size_t text_size;
};

/* HAS_TRY: there is a sf_try_ twin. PER_SCALE: see functions.c. TAKES_NULL: without it a NULL argument gives NULL.
 * OF_JSON: TEXT stands for DuckDB's JSON, as a parameter and as what is returned. */
enum flag { HAS_TRY = 1, PER_SCALE = 2, VOLATILE = 4, TAKES_NULL = 8, OF_JSON = 16 };
enum outcome { DONE, IS_NULL, FAILED }; /* FAILED: the call's failure is set */

/* Reads the cells of the row and writes its result, unless it is NULL. */
typedef enum outcome call_function(struct call *c, idx_t row);

struct row {
    const char *name;
    duckdb_type parameters[MAX_ARGUMENTS]; /* up to the first INVALID */
    duckdb_type returns;
    call_function *run;
    unsigned flags; /* bits of enum flag */
    int scale;      /* of a DECIMAL that is returned */
};

static inline struct str argument_text(const struct call *c, idx_t i)
{
    return i < c->columns && c->cell[i].kind == CELL_TEXT ? c->cell[i].text : STR_NULL;
}

static inline int argument_int(const struct call *c, idx_t i)
{
    return (int)c->cell[i].number;
}

static inline enum outcome give_text(struct call *c, idx_t row, struct str text)
{
    duckdb_vector_assign_string_element_len(c->output, row, text.p ? text.p : "", text.n);
    return DONE;
}

/* functions_moments.c: dates, times, timestamps */
call_function call_timestamp_text, call_zoned, call_wall, call_instant, call_own_offset, call_with_offset,
    call_at_offset, call_cut_offset, call_day, call_clock, call_cut, call_format;
/* functions_numbers.c */
call_function call_number, call_int, call_float, call_bool, call_quotient, call_float_quotient, call_division_check;
/* functions_json.c */
call_function call_size_check, call_array, call_only_array, call_only_object, call_json, call_check_json, call_object,
    call_member;
/* functions_random.c: hashes, too */
call_function call_hash, call_random, call_seeded, call_uniform, call_float_uniform, call_randstr;
/* functions.c */
call_function call_text;
