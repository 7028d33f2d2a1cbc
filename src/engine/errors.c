/* A const table of the texts that DuckDB uses about the user's data and names; what is not in it is our own bug and is
 * reported as such. A pattern is a sequence of pieces to find in order: `%` keeps what stands there for the message. */
#include "engine/errors.h"

#include <stdlib.h>

#include "base/buf.h"

/* In these the captured texts are types: the second of each, or all. */
enum { INVALID_ARGUMENT_TYPES = 1044, FAILED_CAST = 100071, TYPE_MISMATCH = 2016 };

struct error_rule {
    const char *pattern;
    int code;
    const char *sqlstate, *message; /* each % takes the next captured text */
};

static const struct error_rule rules[] = {
    {"Out of Memory Error: %)", 603, "53200", "out of memory: %)"},
    {"Could not convert string '%' to BOOL", 100037, "22018", "Boolean value '%' is not recognized"},
    {"Could not convert string \"%\" to BOOL", 100037, "22018", "Boolean value '%' is not recognized"},
    {"Could not convert string '%' to ", 100038, "22018", "Numeric value '%' is not recognized"},
    {"Could not convert string \"%\" to ", 100038, "22018", "Numeric value '%' is not recognized"},
    {"invalid date field format: \"%\"", 100040, "22007", "Date '%' is not recognized"},
    {"date field value out of range: \"%\"", 100040, "22007", "Date '%' is not recognized"},
    {"invalid timestamp field format: \"%\"", 100035, "22007", "Timestamp '%' is not recognized"},
    {"timestamp field value out of range: \"%\"", 100035, "22007", "Timestamp '%' is not recognized"},
    {"time field value out of range: \"%\"", 100108, "22007", "Time '%' is not recognized"},
    {" with value % can't be cast because the value is out of range", 100039, "22003",
     "Numeric value '%' is out of representable range"},
    {"Casting value \"%\" to type % failed: value is out of range", 100039, "22003",
     "Numeric value '%' is out of representable range"},
    {"cannot take square root of a negative number", 100183, "22023",
     "Invalid floating point operation: sqrt of a negative number"},
    {"cannot take logarithm of ", 100183, "22023",
     "Invalid floating point operation: logarithm of a number below or at 0"},
    {"in based logarithm", 100183, "22023", "Invalid floating point operation: logarithm to the base 1"},
    {"ACOS is undefined outside", 100183, "22023", "Invalid floating point operation: acos outside of [-1, 1]"},
    {"ASIN is undefined outside", 100183, "22023", "Invalid floating point operation: asin outside of [-1, 1]"},
    {"input value % is out of range for numeric function", 100183, "22023", "Invalid floating point operation: %"},
    {"factorial of a negative number", 100183, "22023", "Invalid argument for function [FACTORIAL]: it is negative"},
    {"Argument for ntile must be greater than zero", 2140, "22023",
     "SQL compilation error:\nInvalid value [0] for function 'NTILE', parameter 1: must be greater than 0"},
    {"Cannot create a string of size: '%'", 100078, "22000", "A string of % bytes is too long"},
    {"Insufficient padding in %.", 100183, "22023", "Invalid argument for function [%]: the padding is empty"},
    {"no argument for repetition operator: %", 100048, "2201B",
     "Invalid regular expression: no argument for repetition operator: %"},
    {"missing ): %", 100048, "2201B", "Invalid regular expression: missing ): %"},
    {"unexpected ): %", 100048, "2201B", "Invalid regular expression: unexpected ): %"},
    {"missing ]: %", 100048, "2201B", "Invalid regular expression: missing ]: %"},
    {"invalid escape sequence: %", 100048, "2201B", "Invalid regular expression: invalid escape sequence: %"},
    {"invalid perl operator: %", 100048, "2201B", "Invalid regular expression: invalid perl operator: %"},
    {"invalid character class range: %", 100048, "2201B",
     "Invalid regular expression: invalid character class range: %"},
    {"invalid character class: %", 100048, "2201B", "Invalid regular expression: invalid character class: %"},
    {"invalid named capture group: %", 100048, "2201B", "Invalid regular expression: invalid named capture group: %"},
    {"bad repetition operator: %", 100048, "2201B", "Invalid regular expression: bad repetition operator: %"},
    {"invalid repetition size: %", 100048, "2201B", "Invalid regular expression: invalid repetition size: %"},
    {"trailing \\", 100048, "2201B", "Invalid regular expression: trailing \\"},
    {"pattern too large", 100048, "2201B", "Invalid regular expression: pattern too large"},
    {"Unknown TimeZone '%'", 100184, "22023", "Unknown timezone: '%'"},
    {"as base64", 100116, "22000", "The string is not a legal base64-encoded value"},
    {"Failure in decode: ", 100144, "22000", "Invalid UTF8 detected in string"},
    {"Invalid UTF8 Codepoint %", 100183, "22023", "Invalid Unicode code point: %"},
    {"Separator argument to StringAgg must be a constant", 2140, "22023",
     "SQL compilation error:\nthe second argument of LISTAGG must be a constant"},
    {"can only take parameters in ", 2140, "22023",
     "SQL compilation error:\nthe fraction of a percentile must be between 0 and 1"},
    {"Invalid escape string. Escape string must be empty or one character", 100183, "22025",
     "Invalid escape character: it must be a single character"},
    {"Sample sample_size % out of range", 2140, "22023",
     "SQL compilation error:\ninvalid sample size: %, must be between 0 and 100"},
    {"Date and time not in timestamp range", 100046, "22003", "Timestamp is out of range"},
    {"Date out of range: %", 100046, "22003", "Date is out of range: %"},
    {"Time out of range: %", 100046, "22003", "Time is out of range: %"},
    {"Interval value ", 100046, "22003", "Interval is out of range"},
    {"Substring % outside of supported range", 100046, "22003", "Number out of representable range"},
    {"Overflow ", 100046, "22003", "Number out of representable range"},
    {"is out of range!", 100046, "22003", "Number out of representable range"},
    {"NOT NULL constraint failed: %.%\n", 100072, "22000", "NULL result in a non-nullable column"},
    {"NOT NULL constraint failed: ", 100072, "22000", "NULL result in a non-nullable column"},
    {"Referenced column \"%\" not found in FROM clause", 904, "42000",
     "SQL compilation error:\ninvalid identifier '%'"},
    {"Referenced column \"%\" was not found because the FROM clause is missing", 904, "42000",
     "SQL compilation error:\ninvalid identifier '%'"},
    {"Referenced table \"%\" not found", 904, "42000", "SQL compilation error:\ninvalid identifier '%'"},
    {"Referenced column % not found in FROM clause and can't find in alias map", 904, "42000",
     "SQL compilation error:\ninvalid identifier '%'"},
    {"Column \"%\" does not exist on ", 904, "42000", "SQL compilation error:\ninvalid identifier '%'"},
    {"Table \"%\" does not have a column named \"%\"", 904, "42000",
     "SQL compilation error:\ninvalid identifier '%.%'"},
    {"does not have a column named \"%\"", 904, "42000", "SQL compilation error:\ninvalid identifier '%'"},
    {"Column \"%\" referenced that exists in the SELECT clause - but this column cannot be referenced before", 904,
     "42000", "SQL compilation error:\ninvalid identifier '%'"},
    {"Ambiguous reference to column name \"%\"", 2028, "42601", "SQL compilation error:\nambiguous column name '%'"},
    {"Ambiguous reference to table \"%\"", 2027, "42601", "SQL compilation error:\nduplicate alias '%'"},
    {"column \"%\" must appear in the GROUP BY clause", 979, "42601",
     "SQL compilation error:\n'%' in select clause is neither an aggregate nor in the group by clause."},
    {"column % must appear in the GROUP BY clause", 979, "42601",
     "SQL compilation error:\n'%' in select clause is neither an aggregate nor in the group by clause."},
    {"No function matches the given name and argument types '%(%)'", INVALID_ARGUMENT_TYPES, "42P13",
     "SQL compilation error:\nInvalid argument types for function '%': (%)"},
    {"Macro %() has multiple overloads that match the supplied arguments", 1044, "42P13",
     "SQL compilation error:\nInvalid argument types for function '%'"},
    {"LIMIT/OFFSET cannot be negative", 1003, "42000", "SQL compilation error:\nLIMIT and OFFSET can not be negative."},
    {"Cannot compare values of type % and %type % - an explicit cast", TYPE_MISMATCH, "22000",
     "SQL compilation error:\nCan not convert a value of type [%] into expected type %[%]"},
    {"Cannot compare values of type % and % in IN/ANY/ALL clause", TYPE_MISMATCH, "22000",
     "SQL compilation error:\nCan not convert a value of type [%] into expected type [%]"},
    {"Cannot combine types of % and % - an explicit cast", TYPE_MISMATCH, "22000",
     "SQL compilation error:\nincompatible types: [%] and [%]"},
    {"Could not choose a best candidate function for the function call \"%\"", 1044, "42P13",
     "SQL compilation error:\nInvalid argument types for function '%'"},
    {"Failed to cast value to numerical: % when casting", FAILED_CAST, "22000",
     "Failed to cast variant value % to FIXED"},
    {"Failed to cast value to decimal: % when casting", FAILED_CAST, "22000",
     "Failed to cast variant value % to FIXED"},
    {"Unable to cast '%' to % when casting", FAILED_CAST, "22000", "Failed to cast variant value % to %"},
    {"Invalid input for hex digit", 100115, "22000", "The string is not a legal hex-encoded value"},
    {"ROUND(DECIMAL, INTEGER) with non-constant precision", 2, "0A000",
     "Unsupported feature 'ROUND of a NUMBER to a scale that is not constant'."},
    {"Malformed JSON at byte", 100069, "22P02", "Error parsing JSON"},
    {"JSON path error near", 1044, "42P13", "SQL compilation error:\nInvalid argument types for function 'GET'"},
    {"\"%\" units \"%\" not recognized", 1044, "42P13",
     "SQL compilation error:\nInvalid argument types for a function of dates: a % has no part '%'"},
    {"Unimplemented type for cast (% -> %)", TYPE_MISMATCH, "22000",
     "SQL compilation error:\nCan not convert a value of type [%] into expected type [%]"},
    {"Cannot mix values of type % and %", TYPE_MISMATCH, "22000",
     "SQL compilation error:\nincompatible types: [%] and [%]"},
    {"More than one row returned by a subquery", 90150, "22000", "Single-row subquery returns more than one row."},
    {"Subquery returns % columns - expected 1", 1003, "42601",
     "SQL compilation error:\nA subquery that stands for a value must have one column, not %."},
    {"Duplicate alias \"%\" in query", 2027, "42601", "SQL compilation error:\nduplicate alias '%'"},
    {"referenced in a SELECT clause - but the expression has a subquery", 2, "0A000",
     "Unsupported feature 'an alias of a subquery in another item of a SELECT with GROUP BY'."},
    {"referenced - but the expression has side effects", 2, "0A000",
     "Unsupported feature 'an alias of a random value or a sequence in another expression'."},
    {"LATERAL join cannot contain aggregates", 2035, "42601",
     "SQL compilation error:\naggregate functions are not allowed in a LATERAL join"},
    {"GROUP BY clause cannot contain window functions", 2035, "42601",
     "SQL compilation error:\nwindow functions are not allowed in the GROUP BY clause"},
    {"window functions are not allowed in window definitions", 2035, "42601",
     "SQL compilation error:\nwindow functions can not be nested"},
    {"aggregate function calls cannot contain window function calls", 2035, "42601",
     "SQL compilation error:\nwindow functions are not allowed inside of an aggregate function"},
    {"ORDER term out of range", 2017, "42601", "SQL compilation error:\nORDER BY position is not in the select list"},
    {"Set operations can only apply to expressions with the same number of result columns", 1789, "42601",
     "SQL compilation error:\ninvalid number of result columns for set operator input branches"},
    {"aggregate function calls cannot be nested", 2035, "42601",
     "SQL compilation error:\naggregate functions can not be nested"},
    {"WHERE clause cannot contain aggregates", 2035, "42601",
     "SQL compilation error:\naggregate functions are not allowed in the WHERE clause"},
    {"WHERE clause cannot contain window functions", 2035, "42601",
     "SQL compilation error:\nwindow functions are not allowed in the WHERE clause"},
    {"GROUP BY clause cannot contain aggregates", 2035, "42601",
     "SQL compilation error:\naggregate functions are not allowed in the GROUP BY clause"},
    {"at least one window function must appear in the SELECT column or QUALIFY clause", 2035, "42601",
     "SQL compilation error:\na QUALIFY clause needs a window function in it or in the SELECT list"},
    {"Could not write file \"%\": %", 603, "58030", "cannot write '%': %"},
    {"Could not fsync file \"%\": %", 603, "58030", "cannot write '%' to the disk: %"},
    {"Could not truncate file \"%\": %", 603, "58030", "cannot truncate '%': %"},
    {"Could not read from file \"%\": %", 603, "58030", "cannot read '%': %"},
    {"Cannot CHECKPOINT: there are other write transactions active", 603, "55006",
     "there is no checkpoint while another transaction writes"},
    /* what else DuckDB finds too large */
    {"Out of Range Error: ", 100046, "22003", "Number out of representable range"},
    {"INTERRUPT Error", 604, "57014", "SQL execution canceled"},
};

/* Matches the pattern anywhere in the message; captured texts go to `found`. */
static bool match(struct str message, const char *pattern, struct str found[4])
{
    struct str rest = message, piece = str_from(pattern);
    int n = 0;
    for (bool capture = false;; capture = true) {
        ptrdiff_t percent = str_find(piece, STR("%"));
        struct str literal = percent < 0 ? piece : str_sub(piece, 0, (size_t)percent);
        ptrdiff_t at = str_find(rest, literal);
        if (at < 0)
            return false;
        if (capture && n < 4)
            found[n++] = str_sub(rest, 0, literal.n ? (size_t)at : rest.n);
        rest = str_sub(rest, (size_t)at + literal.n, rest.n);
        if (percent < 0)
            return true;
        piece = str_sub(piece, (size_t)percent + 1, piece.n);
    }
}

/* `VARCHAR, DECIMAL(38,0)`, or one type, as Snowflake names the types. */
static struct str type_names(struct arena *a, struct str types)
{
    static const struct {
        const char *duckdb, *snowflake;
    } names[] = {
        {"VARCHAR", "VARCHAR(16777216)"},
        {"TINYINT", "NUMBER(38,0)"},
        {"SMALLINT", "NUMBER(38,0)"},
        {"INTEGER", "NUMBER(38,0)"},
        {"BIGINT", "NUMBER(38,0)"},
        {"HUGEINT", "NUMBER(38,0)"},
        {"DOUBLE", "FLOAT"},
        {"TIMESTAMP", "TIMESTAMP_NTZ(9)"},
        {"TIMESTAMP WITH TIME ZONE", "TIMESTAMP_LTZ(9)"},
        {"TIME", "TIME(9)"},
        {"STRING_LITERAL", "VARCHAR(16777216)"},
        {"INTEGER_LITERAL", "NUMBER(38,0)"},
        {"\"NULL\"", "NULL"},
        {"UBIGINT", "NUMBER(38,0)"},
        {"UINTEGER", "NUMBER(38,0)"},
        {"TIMESTAMP_NS", "TIMESTAMP_NTZ(9)"},
        {"UUID", "TIMESTAMP_TZ(9)"},
        {"BLOB", "BINARY(8388608)"},
        {"JSON", "VARIANT"},
    };
    BUF_SCOPE struct buf out = {0};
    while (types.n) {
        ptrdiff_t comma = str_find(types, STR(", "));
        struct str one = comma < 0 ? types : str_sub(types, 0, (size_t)comma);
        types = comma < 0 ? STR_NULL : str_sub(types, (size_t)comma + 2, types.n);
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (str_eq(one, str_from(names[i].duckdb))) {
                one = str_from(names[i].snowflake);
                break;
            }
        if (str_starts(one, STR("DECIMAL("))) {
            buf_adds(&out, "NUMBER");
            one = str_sub(one, strlen("DECIMAL"), one.n);
        }
        buf_add(&out, one);
        buf_adds(&out, types.n ? ", " : "");
    }
    return str_dup(a, buf_str(&out));
}

static void fill(struct buf *out, const char *message, const struct str found[4])
{
    for (int n = 0; *message; message++) {
        if (*message == '%' && n < 4)
            buf_add(out, found[n++]);
        else
            buf_addc(out, *message);
    }
}

/* freshet:<code>:<sqlstate>:<message> */
static bool our_own(struct str message, struct err *err)
{
    ptrdiff_t at = str_find(message, STR("freshet:"));
    if (at < 0)
        return false;
    struct str rest = {message.p + at + 8, message.n - (size_t)at - 8};
    ptrdiff_t colon = str_find(rest, STR(":"));
    int64_t code;
    if (colon < 0 || !rest.p || !str_to_int64(str_sub(rest, 0, (size_t)colon), &code) || rest.n < (size_t)colon + 7 ||
        rest.p[colon + 6] != ':')
        return false;
    char sqlstate[6] = "";
    memcpy(sqlstate, rest.p + colon + 1, 5);
    rest = str_sub(rest, (size_t)colon + 7, rest.n);
    /* DuckDB appends the statement behind a blank line. */
    ptrdiff_t end = str_find(rest, STR("\n\nLINE "));
    if (end >= 0)
        rest.n = (size_t)end;
    err_set(err, (int)code, sqlstate, "%.*s", STR_FMT(rest));
    return true;
}

bool engine_error(struct err *err, const char *text)
{
    struct str message = str_from(text);
    if (our_own(message, err))
        return false;
    BUF_SCOPE struct buf filled = {0};
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct str found[4] = {{0}};
        if (!match(message, rules[i].pattern, found))
            continue;
        ARENA_SCOPE struct arena a = {0};
        for (int n = 0; n < 4 && rules[i].code == TYPE_MISMATCH; n++)
            found[n] = type_names(&a, found[n]);
        if (rules[i].code == INVALID_ARGUMENT_TYPES || rules[i].code == FAILED_CAST)
            found[1] = type_names(&a, found[1]);
        if (rules[i].code == INVALID_ARGUMENT_TYPES) {
            found[0] = str_upper(&a, str_sub(found[0], str_starts(found[0], STR("sf_")) ? 3 : 0, found[0].n));
        }
        fill(&filled, rules[i].message, found);
        return err_set(err, rules[i].code, rules[i].sqlstate, "%s", filled.p);
    }
    return err_internal(err, "%s", text);
}
