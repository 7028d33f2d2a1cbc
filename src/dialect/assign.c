/* Types in full, as far as an expression's text says them, and which of them a column takes without a cast (Snowflake's
 * page "Data type conversion"). What is not known is left to the conversion, which sees the value. */
#include "dialect/printer.h"

/* --- types in full ------------------------------------------------------------------------------------------------ */

static const struct type *keep_type(struct printer *p, struct type type)
{
    struct type *kept = ARENA_NEW(p->c->arena, struct type);
    *kept = type;
    return kept;
}

/* As long as its text, in characters. */
static const struct type *type_of_string(struct printer *p, struct str text)
{
    struct type type = {.kind = TYPE_VARCHAR};
    for (size_t i = 0; i < text.n; i++)
        type.length += ((unsigned char)text.p[i] & 0xc0) != 0x80;
    return text.n ? keep_type(p, type) : NULL;
}

/* NUMBER(3,2) of 1.50: with as many digits as are written, zeros in front aside. */
static const struct type *type_of_number(struct printer *p, struct str text)
{
    struct type type = {.kind = TYPE_NUMBER};
    bool point = false;
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == '.') {
            point = true;
        } else if (text.p[i] < '0' || text.p[i] > '9') {
            return NULL; /* a FLOAT */
        } else {
            type.precision += type.precision > 0 || text.p[i] != '0';
            type.scale += point;
        }
    if (type.precision <= type.scale)
        type.precision = type.scale + (type.scale == 0);
    return type.precision <= 38 ? keep_type(p, type) : NULL;
}

static const struct type *type_of_call(struct str function)
{
    static const struct type counted = {.kind = TYPE_NUMBER, .precision = 18}, array = {.kind = TYPE_ARRAY},
                             object = {.kind = TYPE_OBJECT}, geography = {.kind = TYPE_GEOGRAPHY};
    static const struct {
        const char *function;
        const struct type *type;
    } all[] = {
        {"COUNT", &counted},
        {"COUNT_IF", &counted},
        {"APPROX_COUNT_DISTINCT", &counted},
        {"ARRAYAGG", &array},
        {"ARRAY_AGG", &array},
        {"ARRAY_APPEND", &array},
        {"ARRAY_CAT", &array},
        {"ARRAY_CONSTRUCT", &array},
        {"OBJECT_KEYS", &array},
        {"SPLIT", &array},
        {"TO_ARRAY", &array},
        {"OBJECT_AGG", &object},
        {"OBJECT_CONSTRUCT", &object},
        {"OBJECT_CONSTRUCT_KEEP_NULL", &object},
        {"TO_OBJECT", &object},
        {"TO_GEOGRAPHY", &geography},
        {"TRY_TO_GEOGRAPHY", &geography},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (str_eq(function, str_from(all[i].function)))
            return all[i].type;
    return NULL;
}

const struct type *type_in_full(struct printer *p, const struct node *e)
{
    static const struct type array = {.kind = TYPE_ARRAY}, object = {.kind = TYPE_OBJECT};
    e = bare(e);
    switch (e->kind) {
    case NODE_CAST:
        return e->type;
    case NODE_COLUMN:
        return names_type(p, e);
    case NODE_STRING:
        return type_of_string(p, e->text);
    case NODE_NUMBER:
        return type_of_number(p, e->text);
    case NODE_UNARY:
        return e->op == '-' && bare(node_child(e, ROLE_OPERAND))->kind == NODE_NUMBER
                   ? type_in_full(p, node_child(e, ROLE_OPERAND))
                   : NULL;
    case NODE_CALL:
        return type_of_call(e->text);
    case NODE_ARRAY:
        return &array;
    case NODE_OBJECT:
        return &object;
    default: /* the other kinds say no more than known_type does */
        return NULL;
    }
}

const struct type *wider_type(struct printer *p, const struct type *a, const struct type *b)
{
    if (!a || !b || a->kind != b->kind)
        return NULL;
    if (a->kind != TYPE_NUMBER)
        return a->length > b->length || (a->length == b->length && a->precision > b->precision) ? a : b;
    int scale = a->scale > b->scale ? a->scale : b->scale;
    int whole = a->precision - a->scale > b->precision - b->scale ? a->precision - a->scale : b->precision - b->scale;
    int precision = whole + scale > 38 ? 38 : whole + scale;
    return keep_type(p, (struct type){.kind = TYPE_NUMBER, .precision = precision, .scale = scale});
}

/* --- assignments -------------------------------------------------------------------------------------------------- */

#define TO(kind) (1u << TYPE_##kind)
#define TIMESTAMPS (TO(TIMESTAMP_NTZ) | TO(TIMESTAMP_LTZ) | TO(TIMESTAMP_TZ))

/* What a column may be that takes a value of the type. */
static const unsigned takers[] = {
    [TYPE_NUMBER] = TO(NUMBER) | TO(FLOAT) | TO(VARCHAR) | TO(BOOLEAN) | TO(VARIANT),
    [TYPE_FLOAT] = TO(NUMBER) | TO(FLOAT) | TO(VARCHAR) | TO(BOOLEAN) | TO(VARIANT),
    [TYPE_VARCHAR] = TO(NUMBER) | TO(FLOAT) | TO(VARCHAR) | TO(BINARY) | TO(BOOLEAN) | TO(DATE) | TO(TIME) |
                     TIMESTAMPS | TO(GEOGRAPHY),
    [TYPE_BINARY] = TO(BINARY) | TO(VARCHAR),
    [TYPE_BOOLEAN] = TO(BOOLEAN) | TO(VARCHAR) | TO(VARIANT),
    [TYPE_DATE] = TO(DATE) | TO(VARCHAR) | TIMESTAMPS | TO(VARIANT),
    [TYPE_TIME] = TO(TIME) | TO(VARCHAR) | TO(VARIANT),
    [TYPE_TIMESTAMP_NTZ] = TO(DATE) | TO(TIME) | TO(VARCHAR) | TIMESTAMPS | TO(VARIANT),
    [TYPE_TIMESTAMP_LTZ] = TO(DATE) | TO(TIME) | TO(VARCHAR) | TIMESTAMPS | TO(VARIANT),
    [TYPE_TIMESTAMP_TZ] = TO(DATE) | TO(TIME) | TO(VARCHAR) | TIMESTAMPS | TO(VARIANT),
    [TYPE_VARIANT] = ~0u,
    [TYPE_OBJECT] = TO(OBJECT) | TO(VARIANT) | TO(GEOGRAPHY),
    [TYPE_ARRAY] = TO(ARRAY) | TO(VARIANT),
    [TYPE_GEOGRAPHY] = TO(GEOGRAPHY) | TO(VARIANT) | TO(OBJECT),
};

/* The family's type, where no more than that is known. */
static const struct type *type_of_known(enum known known)
{
    static const struct type types[] = {
        [KNOWN_NUMBER] = {.kind = TYPE_NUMBER, .precision = 38},
        [KNOWN_FLOAT] = {.kind = TYPE_FLOAT},
        [KNOWN_TEXT] = {.kind = TYPE_VARCHAR, .length = 16777216},
        [KNOWN_BOOLEAN] = {.kind = TYPE_BOOLEAN},
        [KNOWN_DATE] = {.kind = TYPE_DATE},
        [KNOWN_TIME] = {.kind = TYPE_TIME, .precision = 9},
        [KNOWN_TIMESTAMP] = {.kind = TYPE_TIMESTAMP_NTZ, .precision = 9},
        [KNOWN_ZONED] = {.kind = TYPE_TIMESTAMP_LTZ, .precision = 9},
        [KNOWN_OFFSET] = {.kind = TYPE_TIMESTAMP_TZ, .precision = 9},
        [KNOWN_VARIANT] = {.kind = TYPE_VARIANT},
        [KNOWN_BINARY] = {.kind = TYPE_BINARY, .length = 8388608},
    };
    bool is_type = known != KNOWN_NOTHING && known != KNOWN_NULL && known < sizeof types / sizeof *types;
    return is_type ? &types[known] : NULL;
}

const struct type *typed_in_full(const struct typed_column *c)
{
    return c->type && dialect_known(*c->type) == c->known ? c->type : type_of_known(c->known);
}

bool dialect_check_assign(struct typed_column from, struct type to, struct str column, struct err *err)
{
    const struct type *type = typed_in_full(&from);
    if (!type || takers[type->kind] & 1u << to.kind)
        return true;
    ARENA_SCOPE struct arena a = {0};
    return err_set(err, 2023, "22000",
                   "SQL compilation error:\nExpression type does not match column data type, expecting %.*s but got "
                   "%.*s for column %.*s",
                   STR_FMT(type_text(&a, to)), STR_FMT(type_text(&a, *type)), STR_FMT(column));
}

struct typed_column dialect_typed(const struct dialect_context *c, const struct node *n)
{
    struct printer p = {.c = c};
    struct names names;
    names_of_statement(&p, &names, n);
    return (struct typed_column){.known = known_type(&p, n), .type = type_in_full(&p, n)};
}
