/* Snowflake's data types, with their arguments resolved to the defaults (Snowflake's page "Summary of data types"). */
#pragma once
#include "base/err.h"
#include "sql/token.h"

enum type_kind {
    TYPE_NUMBER, /* precision, scale */
    TYPE_FLOAT,
    TYPE_VARCHAR, /* length */
    TYPE_BINARY,  /* length */
    TYPE_BOOLEAN,
    TYPE_DATE,
    TYPE_TIME,          /* precision: fractional digits */
    TYPE_TIMESTAMP_NTZ, /* precision */
    TYPE_TIMESTAMP_LTZ,
    TYPE_TIMESTAMP_TZ,
    TYPE_VARIANT,
    TYPE_OBJECT,
    TYPE_ARRAY,
    TYPE_GEOGRAPHY,
};

struct type {
    enum type_kind kind;
    int precision, scale;
    int64_t length;
};

/* Parses a type at token *at and moves *at behind it. TIMESTAMP without a suffix is TIMESTAMP_NTZ.
 * Unknown names: 002040 (42601) `SQL compilation error:\nUnsupported data type 'X'.` */
bool type_parse(const struct tokens *t, uint32_t *at, struct type *ret, struct err *err) MUST_USE;
/* `NUMBER(38,0)`, `VARCHAR(16777216)`, `TIMESTAMP_NTZ(9)`: as DESCRIBE TABLE prints it, and as type_parse reads it. */
struct str type_text(struct arena *a, struct type type);
/* The word without arguments: `NUMBER`, `TIMESTAMP_NTZ`. */
struct str type_word(enum type_kind kind);
