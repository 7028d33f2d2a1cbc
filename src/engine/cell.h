/* One value of a DuckDB vector, whatever its type, and its conversion by Snowflake's rules (Snowflake's page "Data type
 * conversion"). Functions that take ANY read cells; so one function serves all types, and nothing is decided from an
 * expression's text. */
#pragma once
#include <duckdb.h>

#include "base/buf.h"

enum cell_kind {
    CELL_NULL,
    CELL_NUMBER, /* number / 10^scale */
    CELL_FLOAT,
    CELL_BOOLEAN,
    CELL_TEXT,
    CELL_DATE,      /* number: days since 1970 */
    CELL_TIME,      /* number: microseconds of the day */
    CELL_TIMESTAMP, /* number: microseconds since 1970, wall clock */
    CELL_ZONED,     /* number: microseconds since 1970 UTC */
    CELL_OFFSET,    /* the same; scale: minutes east of UTC */
    CELL_BINARY,
    CELL_JSON, /* an object or array; text is compact JSON */
    CELL_OTHER,
};

struct cell {
    enum cell_kind kind;
    __int128 number;
    int scale;
    double real;
    struct str text;
};

/* A TIMESTAMP_TZ is a UUID, a type of 128 bits that nothing else has: the microseconds since 1970 UTC above the minutes
 * east of UTC. So DuckDB orders it by the instant, and refuses to compute with it as if it were a number. */
enum { OFFSET_UNIT = 1 << 16, OFFSET_BIAS = 24 * 60 };
static inline __int128 offset_pack(int64_t micros, int minutes)
{
    return (__int128)micros * OFFSET_UNIT + minutes + OFFSET_BIAS;
}
static inline int64_t offset_micros(__int128 packed)
{
    return (int64_t)(packed >> 16);
}
static inline int offset_minutes(__int128 packed)
{
    return (int)(packed & (OFFSET_UNIT - 1)) - OFFSET_BIAS;
}

/* A vector as read. `scratch` holds what a JSON string decodes to: it is valid until the next cell is read. */
struct column {
    duckdb_type type, internal;
    bool json;
    int scale;
    void *data;
    uint64_t *validity;
    char *scratch;
    size_t scratch_size;
};

void column_open(struct column *c, duckdb_vector v);
void column_close(struct column *c);
void column_read(struct column *c, idx_t row, struct cell *ret);

/* Why a conversion failed; the message is written as `freshet:<code>:<sqlstate>:<text>`. */
struct failure {
    char message[400];
};

/* All: false with *f set when the cell cannot be converted; *ret_null when the result is NULL. A TIMESTAMP WITH TIME
 * ZONE needs the session's time zone, which only DuckDB knows: cell_text, cell_wall, cell_day and cell_clock make it
 * NULL, and the macros of prelude.sql convert it. */
bool cell_number(const struct cell *c, int precision, int scale, __int128 *ret, struct failure *f);
bool cell_float(const struct cell *c, double *ret, struct failure *f);
bool cell_boolean(const struct cell *c, bool *ret, struct failure *f);
/* Appends the text that a cast to VARCHAR gives; buf is reused. */
void cell_text(const struct cell *c, char **buf, size_t *size, size_t *ret_n);
/* format empty: Snowflake's automatic formats. *ret_offset: minutes east of UTC, or NO_OFFSET. */
enum { NO_OFFSET = 100000 };
bool cell_moment(const struct cell *c, struct str format, int64_t *ret_micros, int *ret_offset, struct failure *f);
bool cell_clock(const struct cell *c, struct str format, int64_t *ret_micros, struct failure *f);

bool failure_set(struct failure *f, int code, const char *sqlstate, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* [space][sign]digits[.digits][e[sign]digits][space]; *ret_exact false: more digits than fit. */
bool number_parse(struct str text, __int128 *ret, int *ret_scale, bool *ret_exact);
size_t number_text(__int128 n, int scale, char out[64]);
__int128 power_of_ten(int n);
/* Appends a CELL_NUMBER by a model such as 999,990.00; false when the model is none. */
bool number_format(const struct cell *c, struct str format, struct buf *out);
