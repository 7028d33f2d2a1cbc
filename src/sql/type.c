/* Data types: a table of names (Snowflake's page "Summary of data types") with what may stand in parentheses behind
 * each. Names of two words come before their first word alone. On a syntax error *at is left on the token that does not
 * fit. */
#include "sql/type.h"

enum arguments { NO_ARGUMENTS, PRECISION_SCALE, LENGTH, FRACTION, STRUCTURE };

enum { MAX_PRECISION = 38, MAX_SCALE = 37, MAX_FRACTION = 9, MAX_VARCHAR = 134217728, MAX_BINARY = 67108864 };

#define VARCHAR_LENGTH 16777216
#define BINARY_LENGTH 8388608

static const struct type_name {
    const char *words;
    enum arguments arguments;
    struct type type;
} type_names[] = {
    {"NUMBER", PRECISION_SCALE, {TYPE_NUMBER, 38, 0, 0}},
    {"DECIMAL", PRECISION_SCALE, {TYPE_NUMBER, 38, 0, 0}},
    {"NUMERIC", PRECISION_SCALE, {TYPE_NUMBER, 38, 0, 0}},
    {"DEC", PRECISION_SCALE, {TYPE_NUMBER, 38, 0, 0}},
    {"INT", NO_ARGUMENTS, {TYPE_NUMBER, 38, 0, 0}},
    {"INTEGER", NO_ARGUMENTS, {TYPE_NUMBER, 38, 0, 0}},
    {"BIGINT", NO_ARGUMENTS, {TYPE_NUMBER, 38, 0, 0}},
    {"SMALLINT", NO_ARGUMENTS, {TYPE_NUMBER, 38, 0, 0}},
    {"TINYINT", NO_ARGUMENTS, {TYPE_NUMBER, 38, 0, 0}},
    {"BYTEINT", NO_ARGUMENTS, {TYPE_NUMBER, 38, 0, 0}},
    {"FLOAT", NO_ARGUMENTS, {.kind = TYPE_FLOAT}},
    {"FLOAT4", NO_ARGUMENTS, {.kind = TYPE_FLOAT}},
    {"FLOAT8", NO_ARGUMENTS, {.kind = TYPE_FLOAT}},
    {"DOUBLE PRECISION", NO_ARGUMENTS, {.kind = TYPE_FLOAT}},
    {"DOUBLE", NO_ARGUMENTS, {.kind = TYPE_FLOAT}},
    {"REAL", NO_ARGUMENTS, {.kind = TYPE_FLOAT}},
    {"VARCHAR", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"STRING", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"TEXT", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"NVARCHAR", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"NVARCHAR2", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"VARCHAR2", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"CHARACTER VARYING", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"CHAR VARYING", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"NCHAR VARYING", LENGTH, {.kind = TYPE_VARCHAR, .length = VARCHAR_LENGTH}},
    {"CHAR", LENGTH, {.kind = TYPE_VARCHAR, .length = 1}},
    {"CHARACTER", LENGTH, {.kind = TYPE_VARCHAR, .length = 1}},
    {"NCHAR", LENGTH, {.kind = TYPE_VARCHAR, .length = 1}},
    {"BINARY", LENGTH, {.kind = TYPE_BINARY, .length = BINARY_LENGTH}},
    {"VARBINARY", LENGTH, {.kind = TYPE_BINARY, .length = BINARY_LENGTH}},
    {"BOOLEAN", NO_ARGUMENTS, {.kind = TYPE_BOOLEAN}},
    {"DATE", NO_ARGUMENTS, {.kind = TYPE_DATE}},
    {"TIME", FRACTION, {.kind = TYPE_TIME, .precision = 9}},
    {"DATETIME", FRACTION, {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"TIMESTAMP", FRACTION, {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"TIMESTAMP_NTZ", FRACTION, {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"TIMESTAMPNTZ", FRACTION, {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9}},
    {"TIMESTAMP_LTZ", FRACTION, {.kind = TYPE_TIMESTAMP_LTZ, .precision = 9}},
    {"TIMESTAMPLTZ", FRACTION, {.kind = TYPE_TIMESTAMP_LTZ, .precision = 9}},
    {"TIMESTAMP_TZ", FRACTION, {.kind = TYPE_TIMESTAMP_TZ, .precision = 9}},
    {"TIMESTAMPTZ", FRACTION, {.kind = TYPE_TIMESTAMP_TZ, .precision = 9}},
    {"VARIANT", NO_ARGUMENTS, {.kind = TYPE_VARIANT}},
    {"OBJECT", STRUCTURE, {.kind = TYPE_OBJECT}},
    {"ARRAY", STRUCTURE, {.kind = TYPE_ARRAY}},
    {"GEOGRAPHY", NO_ARGUMENTS, {.kind = TYPE_GEOGRAPHY}},
};

/* TIMESTAMP [(p)] WITH … */
static const struct {
    const char *words;
    enum type_kind kind;
} zones[] = {
    {"WITH TIME ZONE", TYPE_TIMESTAMP_TZ},
    {"WITH LOCAL TIME ZONE", TYPE_TIMESTAMP_LTZ},
    {"WITHOUT TIME ZONE", TYPE_TIMESTAMP_NTZ},
};

/* Takes the words, separated by one blank, if all of them are next. */
static bool take_words(const struct tokens *t, uint32_t *at, const char *words)
{
    uint32_t i = *at;
    while (*words) {
        size_t n = strcspn(words, " ");
        if (i >= t->n || t->at[i].kind != TOK_WORD || !str_eq(t->at[i].value, (struct str){words, n}))
            return false;
        i++;
        words += n + (words[n] == ' ');
    }
    *at = i;
    return true;
}

static bool unexpected(const struct tokens *t, uint32_t at, struct err *err)
{
    const struct token *token = &t->at[at < t->n ? at : t->n - 1];
    struct str text = token->kind == TOK_END ? STR("<EOF>") : token->text;
    return err_at(err, token->line, token->col, 1003, "42000",
                  "SQL compilation error:\nsyntax error line %d at position %d unexpected '%.*s'.", token->line,
                  token->col - 1, STR_FMT(text));
}

static bool read_argument(const struct tokens *t, uint32_t *at, const char *what, int64_t least, int64_t most,
                          int64_t *ret, struct err *err)
{
    const struct token *token = &t->at[*at < t->n ? *at : t->n - 1];
    int64_t value;
    if (token->kind != TOK_NUMBER || !str_to_int64(token->text, &value))
        return unexpected(t, *at, err);
    if (value < least || value > most)
        return err_at(err, token->line, token->col, 2040, "42601",
                      "SQL compilation error:\nInvalid %s: '%lld'. Must be between %lld and %lld.", what,
                      (long long)value, (long long)least, (long long)most);
    (*at)++;
    *ret = value;
    return true;
}

static bool read_arguments(const struct tokens *t, uint32_t *at, enum arguments arguments, struct type *type,
                           struct err *err)
{
    int64_t value;
    (*at)++;
    switch (arguments) {
    case PRECISION_SCALE:
        if (!read_argument(t, at, "number precision", 1, MAX_PRECISION, &value, err))
            return false;
        type->precision = (int)value;
        if (token_is_op(t, *at, ',')) {
            (*at)++;
            int64_t most = value < MAX_SCALE ? value : MAX_SCALE;
            if (!read_argument(t, at, "number scale", 0, most, &value, err))
                return false;
            type->scale = (int)value;
        }
        break;
    case LENGTH:
        if (!read_argument(t, at, type->kind == TYPE_VARCHAR ? "string length" : "binary length", 1,
                           type->kind == TYPE_VARCHAR ? MAX_VARCHAR : MAX_BINARY, &type->length, err))
            return false;
        break;
    case FRACTION:
        if (!read_argument(t, at, "fractional precision", 0, MAX_FRACTION, &value, err))
            return false;
        type->precision = (int)value;
        break;
    case STRUCTURE:
        return err_unsupported(err, t->at[*at - 1].line, t->at[*at - 1].col, "structured type");
    case NO_ARGUMENTS:
        break;
    }
    if (!token_is_op(t, *at, ')'))
        return unexpected(t, *at, err);
    (*at)++;
    return true;
}

bool type_parse(const struct tokens *t, uint32_t *at, struct type *ret, struct err *err)
{
    const struct token *token = &t->at[*at < t->n ? *at : t->n - 1];
    if (token->kind != TOK_WORD)
        return unexpected(t, *at, err);
    const struct type_name *name = NULL;
    for (size_t i = 0; i < sizeof type_names / sizeof *type_names && !name; i++)
        if (take_words(t, at, type_names[i].words))
            name = &type_names[i];
    if (!name)
        return err_at(err, token->line, token->col, 2040, "42601",
                      "SQL compilation error:\nUnsupported data type '%.*s'.", STR_FMT(token->value));
    struct type type = name->type;
    if (name->arguments != NO_ARGUMENTS && token_is_op(t, *at, '(') &&
        !read_arguments(t, at, name->arguments, &type, err))
        return false;
    if (str_eq(token->value, STR("TIMESTAMP")))
        for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
            if (take_words(t, at, zones[i].words))
                type.kind = zones[i].kind;
    *ret = type;
    return true;
}

struct str type_text(struct arena *a, struct type type)
{
    switch (type.kind) {
    case TYPE_NUMBER:
        return str_printf(a, "NUMBER(%d,%d)", type.precision, type.scale);
    case TYPE_FLOAT:
        return STR("FLOAT");
    case TYPE_VARCHAR:
        return str_printf(a, "VARCHAR(%lld)", (long long)type.length);
    case TYPE_BINARY:
        return str_printf(a, "BINARY(%lld)", (long long)type.length);
    case TYPE_BOOLEAN:
        return STR("BOOLEAN");
    case TYPE_DATE:
        return STR("DATE");
    case TYPE_TIME:
        return str_printf(a, "TIME(%d)", type.precision);
    case TYPE_TIMESTAMP_NTZ:
        return str_printf(a, "TIMESTAMP_NTZ(%d)", type.precision);
    case TYPE_TIMESTAMP_LTZ:
        return str_printf(a, "TIMESTAMP_LTZ(%d)", type.precision);
    case TYPE_TIMESTAMP_TZ:
        return str_printf(a, "TIMESTAMP_TZ(%d)", type.precision);
    case TYPE_VARIANT:
        return STR("VARIANT");
    case TYPE_OBJECT:
        return STR("OBJECT");
    case TYPE_ARRAY:
        return STR("ARRAY");
    case TYPE_GEOGRAPHY:
        return STR("GEOGRAPHY");
    }
    return STR_NULL;
}

struct str type_word(enum type_kind kind)
{
    static const char *const words[] = {
        [TYPE_NUMBER] = "NUMBER",
        [TYPE_FLOAT] = "FLOAT",
        [TYPE_VARCHAR] = "VARCHAR",
        [TYPE_BINARY] = "BINARY",
        [TYPE_BOOLEAN] = "BOOLEAN",
        [TYPE_DATE] = "DATE",
        [TYPE_TIME] = "TIME",
        [TYPE_TIMESTAMP_NTZ] = "TIMESTAMP_NTZ",
        [TYPE_TIMESTAMP_LTZ] = "TIMESTAMP_LTZ",
        [TYPE_TIMESTAMP_TZ] = "TIMESTAMP_TZ",
        [TYPE_VARIANT] = "VARIANT",
        [TYPE_OBJECT] = "OBJECT",
        [TYPE_ARRAY] = "ARRAY",
        [TYPE_GEOGRAPHY] = "GEOGRAPHY",
    };
    return str_from(words[kind]);
}
