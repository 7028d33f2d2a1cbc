/* CREATE TABLE and CREATE VIEW: column definitions, constraints, and the query behind AS (Snowflake's page "CREATE
 * TABLE"). Constraints other than NOT NULL are recorded and never enforced, as in Snowflake. */
#include "sql/parts.h"

/* --- constraints -------------------------------------------------------------------------------------------------- */

/* What may follow a constraint; none of it has an effect in Snowflake either. */
static bool skip_constraint_properties(struct parser *p)
{
    static const char *const words[] = {
        "NOT ENFORCED",
        "ENFORCED",
        "NOT DEFERRABLE",
        "DEFERRABLE",
        "INITIALLY DEFERRED",
        "INITIALLY IMMEDIATE",
        "ENABLE",
        "DISABLE",
        "VALIDATE",
        "NOVALIDATE",
        "RELY",
        "NORELY",
        "MATCH FULL",
        "MATCH SIMPLE",
        "MATCH PARTIAL",
        "ON UPDATE CASCADE",
        "ON UPDATE SET NULL",
        "ON UPDATE SET DEFAULT",
        "ON UPDATE RESTRICT",
        "ON UPDATE NO ACTION",
        "ON DELETE CASCADE",
        "ON DELETE SET NULL",
        "ON DELETE SET DEFAULT",
        "ON DELETE RESTRICT",
        "ON DELETE NO ACTION",
    };
    bool any = false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (parser_words(p, words[i])) {
            any = true;
            i = (size_t)-1; /* from the top */
        }
    return any;
}

/* REFERENCES t [(column, …)] */
static bool parse_references(struct parser *p)
{
    struct object_name table;
    struct str column;
    if (!parser_expect_word(p, "REFERENCES") || !parse_name(p, &table))
        return false;
    if (!parser_op(p, '('))
        return true;
    do {
        if (!parse_identifier(p, &column))
            return false;
    } while (parser_op(p, ','));
    return parser_expect_op(p, ')');
}

static struct column_definition *find_column(struct statement_create *c, struct str name)
{
    for (size_t i = 0; i < c->n_columns; i++)
        if (str_eq(c->columns[i].name, name))
            return &c->columns[i];
    return NULL;
}

/* (column, …) of a key, and what the columns become. Foreign keys leave no trace. */
static bool parse_key_columns(struct parser *p, struct statement_create *c, bool primary, bool unique)
{
    if (!parser_expect_op(p, '('))
        return false;
    do {
        const struct token *t = parser_peek(p, 0);
        struct str name;
        if (!parse_identifier(p, &name))
            return false;
        struct column_definition *column = find_column(c, name);
        if (!column)
            return err_at(p->err, t->line, t->col, 904, "42000",
                          "SQL compilation error: error line %d at position %d\ninvalid identifier '%.*s'",
                          t->line - p->line + 1, t->line == p->line ? t->col - p->col : t->col - 1, STR_FMT(name));
        column->primary_key |= primary;
        column->unique |= unique;
    } while (parser_op(p, ','));
    return parser_expect_op(p, ')');
}

static bool begins_table_constraint(struct parser *p)
{
    return parser_is(p, 0, "CONSTRAINT") || (parser_is(p, 0, "PRIMARY") && parser_is(p, 1, "KEY")) ||
           parser_is(p, 0, "UNIQUE") || (parser_is(p, 0, "FOREIGN") && parser_is(p, 1, "KEY")) ||
           (parser_is(p, 0, "CHECK") && parser_is_op(p, 1, '('));
}

static bool parse_table_constraint(struct parser *p, struct statement_create *c)
{
    struct str name;
    if (parser_word(p, "CONSTRAINT") && !parse_identifier(p, &name))
        return false;
    if (parser_is(p, 0, "CHECK"))
        return parser_unsupported(p, "CHECK");
    if (parser_words(p, "FOREIGN KEY")) {
        if (!parse_key_columns(p, c, false, false) || !parse_references(p))
            return false;
    } else {
        bool primary = parser_words(p, "PRIMARY KEY");
        if (!primary && !parser_expect_word(p, "UNIQUE"))
            return false;
        if (!parse_key_columns(p, c, primary, !primary))
            return false;
    }
    (void)skip_constraint_properties(p);
    return true;
}

/* --- columns ------------------------------------------------------------------------------------------------------ */

/* (start, step), or START [WITH] [=] n INCREMENT [BY] [=] n, or nothing; [ORDER | NOORDER] */
static bool parse_identity(struct parser *p, struct column_definition *c)
{
    const struct token *t = parser_peek(p, 0);
    c->identity = true;
    c->identity_start = c->identity_step = 1;
    if (parser_op(p, '(')) {
        if (!parse_integer(p, &c->identity_start))
            return false;
        if (parser_op(p, ',') && !parse_integer(p, &c->identity_step))
            return false;
        if (!parser_expect_op(p, ')'))
            return false;
    }
    if (parser_word(p, "START")) {
        (void)parser_word(p, "WITH");
        (void)parser_op(p, '=');
        if (!parse_integer(p, &c->identity_start))
            return false;
    }
    if (parser_word(p, "INCREMENT")) {
        (void)parser_word(p, "BY");
        (void)parser_op(p, '=');
        if (!parse_integer(p, &c->identity_step))
            return false;
    }
    (void)(parser_word(p, "ORDER") || parser_word(p, "NOORDER")); /* values always rise here, which both allow */
    return c->identity_step || err_at(p->err, t->line, t->col, 1008, "22023",
                                      "SQL compilation error:\ninvalid value [0] for parameter 'INCREMENT'");
}

static bool refuse_attribute(struct parser *p)
{
    static const struct {
        const char *words, *name;
    } refused[] = {
        {"COLLATE", "COLLATE"},
        {"CHECK", "CHECK"},
        {"AS", "virtual column"},
        {"TAG", "TAG"},
        {"WITH TAG", "TAG"},
        {"MASKING POLICY", "MASKING POLICY"},
        {"WITH MASKING POLICY", "MASKING POLICY"},
        {"PROJECTION POLICY", "PROJECTION POLICY"},
        {"WITH PROJECTION POLICY", "PROJECTION POLICY"},
    };
    uint32_t at = p->at;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (parser_words(p, refused[i].words)) {
            p->at = at;
            return parser_unsupported(p, refused[i].name);
        }
    return parser_unexpected(p);
}

static bool parse_attribute(struct parser *p, struct column_definition *c)
{
    struct str name;
    if (parser_word(p, "CONSTRAINT") && !parse_identifier(p, &name))
        return false;
    if (parser_word(p, "NULL") || skip_constraint_properties(p))
        return true;
    if (parser_words(p, "NOT NULL"))
        return c->not_null = true;
    if (parser_words(p, "PRIMARY KEY"))
        return c->primary_key = true;
    if (parser_word(p, "UNIQUE"))
        return c->unique = true;
    if (parser_words(p, "FOREIGN KEY") || parser_is(p, 0, "REFERENCES"))
        return parse_references(p);
    if (parser_word(p, "COMMENT"))
        return parse_string(p, &c->comment);
    if (parser_word(p, "AUTOINCREMENT") || parser_word(p, "IDENTITY"))
        return parse_identity(p, c);
    if (parser_word(p, "DEFAULT"))
        return (c->default_value = parse_expression(p)) != NULL;
    return refuse_attribute(p);
}

static bool ends_item(struct parser *p)
{
    return parser_is_op(p, 0, ',') || parser_is_op(p, 0, ')') || p->at >= p->end;
}

static bool parse_column(struct parser *p, struct column_definition *c, bool view)
{
    const struct token *t = parser_peek(p, 0);
    *c = (struct column_definition){.line = t->line, .col = t->col};
    if (!parse_identifier(p, &c->name))
        return false;
    c->has_type = !view && !ends_item(p);
    if (c->has_type && !parse_type(p, &c->type))
        return false;
    while (!ends_item(p)) {
        if (view && !parser_is(p, 0, "COMMENT"))
            return refuse_attribute(p);
        if (!parse_attribute(p, c))
            return false;
    }
    return true;
}

bool parse_added_column(struct parser *p, struct column_definition *c)
{
    return parse_column(p, c, false) && (c->has_type || parser_unexpected(p));
}

/* Stands behind `(`. *ret_untyped is the token behind the first column without a type, or 0. */
static bool parse_columns(struct parser *p, struct statement_create *c, bool view, uint32_t *ret_untyped)
{
    VEC(struct column_definition) columns = {0};
    *ret_untyped = 0;
    do {
        if (!view && begins_table_constraint(p)) {
            if (!parse_table_constraint(p, c))
                return false;
            continue;
        }
        struct column_definition column;
        if (!parse_column(p, &column, view))
            return false;
        if (!column.has_type && !*ret_untyped)
            *ret_untyped = p->at;
        if (find_column(c, column.name))
            return err_at(p->err, column.line, column.col, 2025, "42S21",
                          "SQL compilation error:\nduplicate column name '%.*s'", STR_FMT(column.name));
        vec_push(p->arena, &columns, column);
        c->columns = columns.at;
        c->n_columns = columns.n;
    } while (parser_op(p, ','));
    return parser_expect_op(p, ')');
}

/* --- TABLE and VIEW ----------------------------------------------------------------------------------------------- */

/* CLUSTER BY (…) */
static bool parse_cluster_by(struct parser *p, struct statement_create *c)
{
    struct node list = {0};
    if (parser_is(p, 0, "LINEAR") && parser_is_op(p, 1, '('))
        p->at++;
    uint32_t first = p->at;
    if (!parser_expect_op(p, '(') || !parse_expressions(p, &list, ROLE_ITEM) || !parser_expect_op(p, ')'))
        return false;
    c->cluster_by = ARENA_NEW(p->arena, struct str);
    *c->cluster_by = tokens_text(p->tokens, first, p->at);
    return true;
}

/* KEY = value, CLUSTER BY (…) and COPY GRANTS, in any order. */
static bool parse_table_properties(struct parser *p, struct statement_create *c)
{
    for (;;) {
        uint32_t before = p->at;
        if (!parse_properties(p, c))
            return false;
        if (parser_words(p, "COPY GRANTS"))
            c->flags |= CREATE_COPY_GRANTS;
        if (!c->cluster_by && parser_words(p, "CLUSTER BY") && !parse_cluster_by(p, c))
            return false;
        if (parser_is(p, 0, "ROW") || (parser_is(p, 0, "WITH") && parser_is(p, 1, "ROW")))
            return parser_unsupported(p, "ROW ACCESS POLICY");
        if (p->at == before)
            return true;
    }
}

static bool parse_as_query(struct parser *p, struct statement_create *c)
{
    uint32_t first = p->at;
    if (!(c->query = parse_query(p)))
        return false;
    c->query_text = tokens_text(p->tokens, first, p->at);
    return true;
}

/* USING TEMPLATE ( query ) [COPY GRANTS …] */
static bool parse_template(struct parser *p, struct statement_create *c)
{
    if (c->n_columns || c->like.line || c->clone.line)
        return parser_unexpected(p);
    p->at += 2;
    if (!parser_expect_op(p, '('))
        return false;
    c->template = parse_query(p);
    return c->template && parser_expect_op(p, ')') && parse_table_properties(p, c);
}

bool parse_create_table(struct parser *p, struct statement_create *c)
{
    uint32_t untyped = 0;
    if (parser_op(p, '(')) {
        if (!parse_columns(p, c, false, &untyped))
            return false;
    } else if (parser_word(p, "LIKE")) {
        if (!parse_name(p, &c->like))
            return false;
    } else if (!parse_clone(p, c)) {
        return false;
    }
    if (!parse_table_properties(p, c))
        return false;
    if (parser_is(p, 0, "USING") && parser_is(p, 1, "TEMPLATE"))
        return parse_template(p, c);
    bool copied = c->like.line || c->clone.line;
    if (!copied && parser_word(p, "AS"))
        return parse_as_query(p, c);
    if (!copied && c->n_columns == 0)
        return parser_unexpected(p);
    return !untyped || (p->at = untyped, parser_unexpected(p));
}

bool parse_create_view(struct parser *p, struct statement_create *c)
{
    uint32_t untyped;
    if (parser_op(p, '(') && !parse_columns(p, c, true, &untyped))
        return false;
    if (!parse_table_properties(p, c))
        return false;
    return parser_expect_word(p, "AS") && parse_as_query(p, c);
}
