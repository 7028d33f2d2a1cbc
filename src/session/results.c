/* Results: their interface for callers, and the last ones that a session keeps. Statements are numbered from 0; ids and
 * kept results stand in arrays that the last ones go round. */
#include "session/results.h"

#include <stdlib.h>

#include "dialect/dialect.h"
#include "session/session.h"

/* --- one result --------------------------------------------------------------------------------------------------- */

static void unreference(struct result *r)
{
    if (!r || --r->references)
        return;
    rows_free(r->rows);
    arena_clear(&r->arena);
    free(r);
}

struct str result_query_id(const struct result *r)
{
    return str_from(r->query_id);
}

size_t result_columns(const struct result *r)
{
    return r->rows ? rows_columns(r->rows) : r->listing->n_columns;
}

struct str result_label(const struct result *r, size_t col)
{
    return r->rows ? rows_label(r->rows, col) : str_from(r->listing->columns[col].label);
}

static struct type listing_type(enum listing_type type)
{
    switch (type) {
    case LISTING_NUMBER:
        return (struct type){.kind = TYPE_NUMBER, .precision = 38};
    case LISTING_UNLOADED:
        return (struct type){.kind = TYPE_NUMBER, .precision = 31};
    case LISTING_BOOLEAN:
        return (struct type){.kind = TYPE_BOOLEAN};
    case LISTING_LTZ:
        return (struct type){.kind = TYPE_TIMESTAMP_LTZ, .precision = 9};
    case LISTING_TEXT:
        break;
    }
    return (struct type){.kind = TYPE_VARCHAR, .length = 16777216};
}

struct type result_type(const struct result *r, size_t col)
{
    if (r->rows)
        return rows_type(r->rows, col);
    return r->types ? r->types[col] : listing_type(r->listing->columns[col].type);
}

bool result_next(struct result *r)
{
    if (r->rows)
        return rows_next(r->rows);
    return r->at < listing_rows(r->listing) && ++r->at;
}

static struct str cell(const struct result *r, size_t col)
{
    return r->listing->cells.at[(r->at - 1) * r->listing->n_columns + col];
}

bool result_null(const struct result *r, size_t col)
{
    return r->rows ? rows_null(r->rows, col) : !cell(r, col).p;
}

void result_text(const struct result *r, size_t col, struct buf *out)
{
    int64_t micros;
    if (r->rows)
        rows_text(r->rows, col, r->zone, out);
    else if (r->listing->columns[col].type == LISTING_LTZ && str_to_int64(cell(r, col), &micros))
        ltz_text(out, micros, r->zone);
    else
        buf_add(out, cell(r, col));
}

/* --- what a session keeps ----------------------------------------------------------------------------------------- */

static void forget(struct results *r, size_t slot, enum result_fate fate)
{
    struct result *result = r->kept[slot].result;
    if (result)
        result->keeper = NULL;
    unreference(result);
    r->kept[slot].result = NULL;
    r->kept[slot].fate = fate;
}

/* Drops what does not fit beside the results after it. What is being read counts later. */
static void trim(struct results *r)
{
    size_t room = RESULTS_BYTES;
    for (size_t i = r->n; i > 0 && i + RESULTS_KEPT > r->n; i--) {
        struct result *kept = r->kept[(i - 1) % RESULTS_KEPT].result;
        if (!kept || kept->references > 1)
            continue;
        size_t size = arena_size(&kept->arena) + (kept->rows ? rows_size(kept->rows, room + 1) : 0);
        if (size > room)
            forget(r, (i - 1) % RESULTS_KEPT, RESULT_TOO_LARGE);
        else
            room -= size;
    }
}

void result_free(struct result *r)
{
    if (r && r->keeper)
        r->references--, trim(r->keeper);
    else
        unreference(r);
}

void results_release(struct results *r)
{
    for (size_t i = 0; i < RESULTS_KEPT; i++)
        forget(r, i, RESULT_KEPT);
    free(r->ids);
}

static size_t id_slot(size_t statement)
{
    return statement < RESULT_IDS ? statement : RESULT_IDS + statement % RESULT_IDS;
}

void results_add(struct results *r, const char *query_id, struct result *result)
{
    size_t slot = id_slot(r->n);
    if (slot >= r->ids_size) {
        r->ids_size = r->ids_size ? r->ids_size * 2 : 16;
        r->ids = xrealloc(r->ids, r->ids_size * sizeof *r->ids);
    }
    snprintf(r->ids[slot], sizeof r->ids[slot], "%s", query_id);
    slot = r->n++ % RESULTS_KEPT;
    forget(r, slot, RESULT_FAILED);
    if (!result)
        return;
    result->references++;
    result->keeper = r;
    r->kept[slot].result = result;
    r->kept[slot].fate = RESULT_KEPT;
}

static bool has_id(const struct results *r, size_t statement)
{
    return statement < r->n && (statement < RESULT_IDS || statement + RESULT_IDS >= r->n);
}

struct str results_id(const struct results *r, int64_t n)
{
    size_t statement = n > 0 ? (size_t)n - 1 : r->n - (size_t)-n;
    if (n == 0 || !has_id(r, statement))
        return STR_NULL;
    return str_from(r->ids[id_slot(statement)]);
}

/* --- reading one again -------------------------------------------------------------------------------------------- */

static bool find(const struct results *r, struct str query_id, struct result **ret, struct err *err)
{
    size_t i = r->n;
    while (i > 0 && !(has_id(r, i - 1) && str_ieq(str_from(r->ids[id_slot(i - 1)]), query_id)))
        i--;
    if (i == 0)
        return err_set(err, 2003, "02000", "SQL compilation error:\nStatement %.*s not found", STR_FMT(query_id));
    if (i + RESULTS_KEPT <= r->n)
        return err_set(err, 2003, "02000",
                       "SQL compilation error:\nThe statement's result is no longer kept: a session keeps those of its "
                       "last %d statements.",
                       RESULTS_KEPT);
    size_t slot = (i - 1) % RESULTS_KEPT;
    if (r->kept[slot].fate == RESULT_TOO_LARGE)
        return err_set(err, 2003, "02000",
                       "SQL compilation error:\nThe statement's result was too large to keep: a session keeps %d MB of "
                       "results.",
                       RESULTS_BYTES >> 20);
    if (r->kept[slot].fate == RESULT_FAILED)
        return err_set(err, 2003, "02000", "SQL compilation error:\nThe statement failed: it has no result.");
    *ret = r->kept[slot].result;
    return true;
}

/* The cell of a listing, which is text, as the value that it shows. */
static void add_cell(const struct result *r, size_t col, struct str text, struct buf *out)
{
    struct type type = result_type(r, col);
    bool json =
        type.kind == TYPE_VARIANT || type.kind == TYPE_OBJECT || type.kind == TYPE_ARRAY || type.kind == TYPE_GEOGRAPHY;
    if (r->listing->columns[col].type == LISTING_LTZ)
        buf_printf(out, "make_timestamptz(CAST(%.*s AS BIGINT))", STR_FMT(text));
    else if (json)
        buf_printf(out, "CAST(%.*s AS JSON)", STR_FMT(text));
    else
        dialect_assign(out, text, type);
}

bool results_scan(struct results *r, struct engine *e, struct str query_id, struct buf *out, const struct result **ret,
                  struct err *err)
{
    struct result *result;
    if (!find(r, query_id, &result, err))
        return false;
    result->references++;
    int64_t scan = scan_open(e, result->rows, result->listing);
    vec_push(&r->arena, &r->reading, ((struct reading){scan, result}));
    buf_adds(out, "(SELECT ");
    for (size_t i = 0; i < result_columns(result); i++) {
        char column[32];
        snprintf(column, sizeof column, "c%zu", i);
        buf_adds(out, i ? ", " : "");
        if (result->rows)
            buf_adds(out, column);
        else
            add_cell(result, i, str_from(column), out);
        buf_adds(out, " AS ");
        buf_ident(out, result_label(result, i));
    }
    buf_printf(out, " FROM sf_scan(%lld))", (long long)scan);
    *ret = result;
    return true;
}

void results_end_scans(struct results *r, struct engine *e)
{
    for (size_t i = 0; i < r->reading.n; i++) {
        scan_close(e, r->reading.at[i].scan);
        unreference(r->reading.at[i].result);
    }
    r->reading.at = NULL;
    r->reading.n = r->reading.size = 0;
    arena_clear(&r->arena);
}
