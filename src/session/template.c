/* CREATE TABLE … USING TEMPLATE (SELECT ARRAY_AGG(OBJECT_CONSTRUCT(*)) FROM TABLE(INFER_SCHEMA(…))): a query that gives
 * the columns as one array (Snowflake's page "CREATE TABLE", "USING TEMPLATE"). */
#include "session/ddl.h"

static bool invalid_template(struct err *err, const char *what)
{
    return err_set(err, 2140, "22023", "SQL compilation error:\nInvalid column definition in USING TEMPLATE: %s", what);
}

/* The one value of the query. */
static bool template_json(struct run *r, const struct node *query, json_t **ret, struct err *err)
{
    BUF_SCOPE struct buf sql = {0}, text = {0};
    ROWS_SCOPE struct rows *rows = NULL;
    if (!run_print(r, query, &sql, err) || !connection_query(r->s->conn, buf_str(&sql), &rows, err))
        return false;
    if (rows_columns(rows) != 1 || !rows_next(rows) || rows_null(rows, 0))
        return invalid_template(err, "the query must give one array");
    rows_text(rows, 0, r->s->zone, &text);
    if (rows_next(rows))
        return invalid_template(err, "the query must give one array");
    *ret = json_loadb(text.p, text.n, 0, NULL);
    if (json_is_array(*ret))
        return true;
    json_decref(*ret);
    return invalid_template(err, "the query must give one array");
}

static bool template_type(struct run *r, struct str text, struct type *ret, struct err *err)
{
    struct tokens *tokens = ARENA_NEW(&r->arena, struct tokens);
    uint32_t at = 0;
    bool ok = sql_lex(&r->arena, text, tokens, err) && type_parse(tokens, &at, ret, err);
    err->line = err->col = 0; /* not positions of the statement */
    return ok && (tokens->at[at].kind == TOK_END || invalid_template(err, "TYPE is no type"));
}

/* NULLABLE is a boolean, or left out. */
static bool template_column(struct run *r, const json_t *item, struct column *ret, struct err *err)
{
    struct str name = json_text(item, "COLUMN_NAME"), type = json_text(item, "TYPE");
    const json_t *nullable = json_object_get(item, "NULLABLE");
    if (!name.n || !type.n)
        return invalid_template(err, "COLUMN_NAME and TYPE must be given");
    bool required = json_is_false(nullable) || (nullable && str_ieq(json_text(item, "NULLABLE"), STR("FALSE")));
    *ret = (struct column){.name = str_dup(&r->arena, name), .not_null = required};
    return template_type(r, str_dup(&r->arena, type), &ret->type, err);
}

bool template_columns(struct run *r, const struct node *query, struct columns *ret, struct err *err)
{
    json_t *list;
    if (!template_json(r, query, &list, err))
        return false;
    size_t n = json_array_size(list);
    *ret = (struct columns){ARENA_ARRAY(&r->arena, struct column, n + 1), n};
    bool ok = true;
    for (size_t i = 0; i < n && ok; i++)
        ok = template_column(r, json_array_get(list, i), &ret->at[i], err);
    json_decref(list);
    return ok;
}
