/* Aggregates that DuckDB writes otherwise, and calls that take any number of arguments. */
#include "dialect/functions.h"

static bool is_null_test(struct printer *p, const struct node *call, struct buf *out)
{
    for (const struct node *a = node_child(call, ROLE_ARGUMENT); a; a = node_sibling(a)) {
        if (!print_operand(p, a, out))
            return false;
        buf_adds(out, node_sibling(a) ? " IS NULL OR " : " IS NULL");
    }
    return true;
}

/* COUNT(*), COUNT(t.*), COUNT([DISTINCT] a, b): a row counts when none of its values is NULL. */
bool print_count(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *first = call_argument(call, 0);
    bool several = node_sibling(first);
    if (first->kind == NODE_STAR && first->child)
        return fail_unsupported(p, first, "COUNT of a qualified *");
    if (first->kind == NODE_STAR && call->op & CALL_DISTINCT)
        return fail_unsupported(p, first, "COUNT(DISTINCT *)");
    if (first->kind == NODE_STAR) {
        buf_adds(out, "count(*)");
        return print_tail(p, call, out);
    }
    buf_adds(out, call->op & CALL_DISTINCT ? "count(DISTINCT " : "count(");
    if (several) {
        buf_adds(out, "CASE WHEN ");
        if (!is_null_test(p, call, out))
            return false;
        buf_adds(out, " THEN NULL ELSE (");
    }
    bool distinct = call->op & CALL_DISTINCT;
    if (!(distinct ? print_keys(p, call, ROLE_ARGUMENT, out) : print_list(p, call, ROLE_ARGUMENT, out)))
        return false;
    buf_adds(out, several ? ") END)" : ")");
    return print_tail(p, call, out);
}

/* APPROX_COUNT_DISTINCT([DISTINCT] x) */
bool print_approx_count(struct printer *p, const struct node *call, struct buf *out)
{
    buf_adds(out, "approx_count_distinct(");
    if (!print_key(p, call_argument(call, 0), out))
        return false;
    buf_addc(out, ')');
    return print_tail(p, call, out);
}

static bool check_number(struct printer *p, const struct node *call)
{
    enum known known = known_type(p, call_argument(call, 0));
    bool fits = known == KNOWN_NOTHING || known == KNOWN_NULL || known == KNOWN_NUMBER || known == KNOWN_FLOAT ||
                known == KNOWN_TEXT || known == KNOWN_VARIANT;
    return fits || fail_arguments(p, call, str_cstr(p->c->arena, call->text), known, KNOWN_NOTHING);
}

static bool print_simple(struct printer *p, const struct node *call, const char *name, struct buf *out)
{
    if (!check_number(p, call))
        return false;
    buf_printf(out, "%s(%s", name, call->op & CALL_DISTINCT ? "DISTINCT " : "");
    if (!print_number_operand(p, call_argument(call, 0), out))
        return false;
    buf_addc(out, ')');
    return print_tail(p, call, out);
}

bool print_sum(struct printer *p, const struct node *call, struct buf *out)
{
    return print_simple(p, call, "sum", out);
}

/* DuckDB would compare VARIANTs as text. */
bool print_min_max(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *value = call_argument(call, 0);
    if (known_type(p, value) == KNOWN_VARIANT)
        return fail_unsupported(p, value, "%.*s of a VARIANT that is not cast", STR_FMT(call->text));
    buf_printf(out, "%s(", str_eq(call->text, STR("MAX")) ? "max" : "min");
    if (!print_node(p, value, out))
        return false;
    buf_addc(out, ')');
    return print_tail(p, call, out);
}

/* The exact quotient of sum and count. */
bool print_avg(struct printer *p, const struct node *call, struct buf *out)
{
    BUF_SCOPE struct buf sum = {0};
    BUF_SCOPE struct buf count = {0};
    const char *distinct = call->op & CALL_DISTINCT ? "DISTINCT " : "";
    if (!check_number(p, call))
        return false;
    buf_printf(&sum, "sum(%s", distinct);
    buf_printf(&count, "count(%s", distinct);
    const struct node *value = call_argument(call, 0);
    if (!print_number_operand(p, value, &sum) || !print_number_operand(p, value, &count))
        return false;
    buf_addc(&sum, ')');
    buf_addc(&count, ')');
    if (!print_tail(p, call, &sum) || !print_tail(p, call, &count))
        return false;
    print_quotient(buf_str(&sum), buf_str(&count), out);
    return true;
}

/* x / sum(x) OVER (…) */
bool print_ratio_to_report(struct printer *p, const struct node *call, struct buf *out)
{
    BUF_SCOPE struct buf value = {0};
    BUF_SCOPE struct buf sum = {0};
    if (!check_number(p, call))
        return false;
    if (known_type(p, call_argument(call, 0)) == KNOWN_NULL) {
        buf_adds(out, "CAST(NULL AS DECIMAL(38,6))");
        return true;
    }
    if (!print_as(p, call_argument(call, 0), KNOWN_FLOAT, &value))
        return false;
    buf_printf(&sum, "sum(%s)", value.p);
    if (!print_tail(p, call, &sum))
        return false;
    print_quotient(buf_str(&value), buf_str(&sum), out);
    return true;
}

/* DISTINCT with an order: DuckDB orders by what it aggregates alone, so the values are collected before they become
 * text. */
static bool print_ordered_distinct(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *separator = call_argument(call, 1);
    buf_adds(out, "coalesce(array_to_string(list_transform(list(DISTINCT ");
    if (!print_node(p, call_argument(call, 0), out))
        return false;
    buf_addc(out, ' ');
    if (!print_order_by(p, call, ROLE_WITHIN, out))
        return false;
    buf_addc(out, ')');
    if (!print_tail(p, call, out))
        return false;
    buf_adds(out, ", lambda x: sf_varchar(x)), ");
    if (!separator)
        buf_adds(out, "''");
    else if (!print_node(p, separator, out))
        return false;
    buf_adds(out, "), '')");
    return true;
}

bool print_listagg(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *separator = call_argument(call, 1);
    if (call->op & CALL_DISTINCT && node_child(call, ROLE_WITHIN))
        return print_ordered_distinct(p, call, out);
    buf_printf(out, "coalesce(string_agg(%s", call->op & CALL_DISTINCT ? "DISTINCT " : "");
    if (!print_text(p, call_argument(call, 0), out))
        return false;
    buf_adds(out, ", ");
    if (!separator)
        buf_adds(out, "''");
    else if (!print_node(p, separator, out))
        return false;
    if (node_child(call, ROLE_WITHIN)) {
        buf_addc(out, ' ');
        if (!print_order_by(p, call, ROLE_WITHIN, out))
            return false;
    }
    buf_addc(out, ')');
    if (!print_tail(p, call, out))
        return false;
    buf_adds(out, ", '')");
    return true;
}

/* Is the type's text in a VARIANT another than DuckDB's to_json gives? */
static bool has_own_text(enum known known)
{
    return known == KNOWN_TIMESTAMP || known == KNOWN_ZONED || known == KNOWN_OFFSET || known == KNOWN_NOTHING;
}

/* NULLs are skipped; no rows give an empty array. Values become VARIANTs when they have been collected, so that
 * DISTINCT and the order see what they were before. */
bool print_array_agg(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *value = call_argument(call, 0);
    const struct node *over = node_child(call, ROLE_OVER);
    bool own_text = has_own_text(known_type(p, value));
    buf_adds(out, own_text ? "coalesce(to_json(list_transform(" : "coalesce(to_json(");
    buf_printf(out, "list(%s", call->op & CALL_DISTINCT ? "DISTINCT " : "");
    if (!print_wide(p, value, out))
        return false;
    if (node_child(call, ROLE_WITHIN)) {
        buf_addc(out, ' ');
        if (!print_order_by(p, call, ROLE_WITHIN, out))
            return false;
    }
    buf_adds(out, ") FILTER (WHERE ");
    if (!print_operand(p, value, out))
        return false;
    buf_adds(out, " IS NOT NULL)");
    if (over) {
        buf_adds(out, " OVER ");
        if (!print_over(p, over, false, out))
            return false;
    }
    buf_adds(out, own_text ? ", lambda x: sf_variant(x))), CAST('[]' AS JSON))" : "), CAST('[]' AS JSON))");
    return true;
}

/* PERCENTILE_CONT(f) WITHIN GROUP (ORDER BY x), PERCENTILE_DISC. */
bool print_percentile(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *order = node_child(call, ROLE_WITHIN);
    if (!order || node_sibling(order))
        return fail_unsupported(p, call, "%.*s without WITHIN GROUP (ORDER BY x)", STR_FMT(call->text));
    buf_adds(out, str_ends(call->text, STR("CONT")) ? "percentile_cont(" : "percentile_disc(");
    if (!print_node(p, call_argument(call, 0), out))
        return false;
    buf_adds(out, ") WITHIN GROUP (ORDER BY ");
    if (!print_node(p, node_child(order, ROLE_OPERAND), out))
        return false;
    buf_adds(out, order->op & ORDER_DESC ? " DESC)" : ")");
    return print_tail(p, call, out);
}

/* --- any number of arguments -------------------------------------------------------------------------------------- */

/* GREATEST, LEAST: NULL when any is. */
bool print_extreme(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *const *results;
    size_t n = call_results(p, call, function_find(call->text, 1), &results);
    buf_adds(out, "CASE WHEN ");
    if (!is_null_test(p, call, out))
        return false;
    buf_printf(out, " THEN NULL ELSE %s(", str_starts(call->text, STR("GREATEST")) ? "greatest" : "least");
    if (!print_all_as(p, results, n, out))
        return false;
    buf_adds(out, ") END");
    return true;
}

bool print_div0(struct printer *p, const struct node *call, struct buf *out)
{
    return print_quotient_of(p, call, call_argument(call, 0), call_argument(call, 1),
                             str_eq(call->text, STR("DIV0")) ? "sf_div0" : "sf_div0null", out);
}

bool print_mod(struct printer *p, const struct node *call, struct buf *out)
{
    return print_remainder_of(p, call, call_argument(call, 0), call_argument(call, 1), out);
}

/* LAG, LEAD (x [, offset [, default]]) */
bool print_lag(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *value = call_argument(call, 0), *offset = call_argument(call, 1);
    const struct node *otherwise = call_argument(call, 2), *const both[] = {value, otherwise};
    enum known common;
    if (!known_common_of(p, both, otherwise ? 2 : 1, &common))
        return false;
    buf_adds(out, str_eq(call->text, STR("LAG")) ? "lag(" : "lead(");
    if (!print_as(p, value, common, out))
        return false;
    buf_adds(out, offset ? ", " : "");
    if (offset && !print_node(p, offset, out))
        return false;
    buf_adds(out, otherwise ? ", " : "");
    if (otherwise && !print_as(p, otherwise, common, out))
        return false;
    buf_adds(out, call->op & CALL_IGNORE_NULLS ? " IGNORE NULLS)" : ")");
    return print_tail(p, call, out);
}

bool print_concat_call(struct printer *p, const struct node *call, struct buf *out)
{
    buf_addc(out, '(');
    for (const struct node *a = node_child(call, ROLE_ARGUMENT); a; a = node_sibling(a)) {
        if (!print_text(p, a, out))
            return false;
        buf_adds(out, node_sibling(a) ? " || " : "");
    }
    buf_addc(out, ')');
    return true;
}

bool print_concat_ws(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *separator = call_argument(call, 0);
    buf_addc(out, '(');
    for (const struct node *a = node_sibling(separator); a; a = node_sibling(a)) {
        if (!print_text(p, a, out))
            return false;
        if (!node_sibling(a))
            break;
        buf_adds(out, " || ");
        if (!print_text(p, separator, out))
            return false;
        buf_adds(out, " || ");
    }
    buf_addc(out, ')');
    return true;
}

static size_t decode_results(struct printer *p, const struct node *call, const struct node *const **ret)
{
    size_t n = 0;
    const struct node **list = ARENA_ARRAY(p->c->arena, const struct node *, node_count(call, ROLE_ARGUMENT));
    const struct node *search = call_argument(call, 1);
    for (; search && node_sibling(search); search = node_sibling(node_sibling(search)))
        list[n++] = node_sibling(search);
    if (search)
        list[n++] = search;
    *ret = list;
    return n;
}

/* DECODE(e, s1, r1, … [, default]): NULL matches NULL. */
bool print_decode(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *value = call_argument(call, 0), *search = node_sibling(value);
    const struct node *const *results;
    size_t n = decode_results(p, call, &results);
    enum known common;
    if (!known_common_of(p, results, n, &common))
        return false;
    buf_adds(out, "CASE");
    for (; search && node_sibling(search); search = node_sibling(node_sibling(search))) {
        buf_adds(out, " WHEN ");
        if (!print_compared(p, value, search, out))
            return false;
        buf_adds(out, " IS NOT DISTINCT FROM ");
        if (!print_compared(p, search, value, out))
            return false;
        buf_adds(out, " THEN ");
        if (!print_as(p, node_sibling(search), common, out))
            return false;
    }
    if (search) {
        buf_adds(out, " ELSE ");
        if (!print_as(p, search, common, out))
            return false;
    }
    buf_adds(out, " END");
    return true;
}

static bool print_hash_of(struct printer *p, const struct node *first, const struct node *end, struct buf *out)
{
    const struct node *last = first;
    while (node_sibling(last) != end)
        last = node_sibling(last);
    buf_adds(out, "sf_hash(");
    if (last == first)
        buf_adds(out, "0");
    else if (!print_hash_of(p, first, last, out))
        return false;
    buf_adds(out, ", ");
    if (!print_key(p, last, out))
        return false;
    buf_addc(out, ')');
    return true;
}

bool print_hash(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *first = call_argument(call, 0);
    if (first->kind == NODE_STAR)
        return fail_unsupported(p, first, "HASH(*)");
    return print_hash_of(p, first, NULL, out);
}

/* --- regular expressions ------------------------------------------------------------------------------------------ */

/* The pattern with the parameters c, i, m, s as RE2 writes them in front; e is the caller's. */
static bool print_pattern(struct printer *p, const struct node *pattern, const struct node *parameters,
                          bool *ret_extract, struct buf *out)
{
    char flags[8];
    size_t n = 0;
    *ret_extract = false;
    if (parameters && bare(parameters)->kind != NODE_STRING)
        return fail_unsupported(p, parameters, "parameters of a regular expression that are not a literal");
    struct str text = parameters ? bare(parameters)->text : STR_NULL;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == 'e')
            *ret_extract = true;
        else if (text.p[i] == 'c')
            n = 0;
        else if (!strchr("ims", text.p[i]))
            return fail_unsupported(p, parameters, "the parameter '%c' of a regular expression", text.p[i]);
        else if (n < sizeof flags)
            flags[n++] = text.p[i];
    }
    if (n)
        buf_printf(out, "'(?%.*s)' || ", (int)n, flags);
    return print_text(p, pattern, out);
}

/* REGEXP_LIKE(s, re [, parameters]): the whole text. */
bool print_regexp_like(struct printer *p, const struct node *call, struct buf *out)
{
    bool extract;
    buf_adds(out, "regexp_full_match(");
    if (!print_text(p, call_argument(call, 0), out))
        return false;
    buf_adds(out, ", ");
    if (!print_pattern(p, call_argument(call, 1), call_argument(call, 2), &extract, out))
        return false;
    buf_addc(out, ')');
    return true;
}

static bool is_number(const struct node *n, const char *text)
{
    return !n || (bare(n)->kind == NODE_NUMBER && str_eq(bare(n)->text, str_from(text)));
}

/* REGEXP_REPLACE(s, re [, replacement [, position [, occurrence [, parameters]]]]): all occurrences. */
bool print_regexp_replace(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *replacement = call_argument(call, 2), *occurrence = call_argument(call, 4);
    bool extract, once = occurrence && is_number(occurrence, "1");
    if (!is_number(call_argument(call, 3), "1") || !(is_number(occurrence, "0") || once))
        return fail_unsupported(p, call, "REGEXP_REPLACE from a position or of an occurrence beyond the first");
    buf_adds(out, "regexp_replace(");
    if (!print_text(p, call_argument(call, 0), out))
        return false;
    buf_adds(out, ", ");
    if (!print_pattern(p, call_argument(call, 1), call_argument(call, 5), &extract, out))
        return false;
    buf_adds(out, ", ");
    if (!replacement)
        buf_adds(out, "''");
    else if (!print_text(p, replacement, out))
        return false;
    buf_adds(out, once ? ")" : ", 'g')");
    return true;
}

/* The text from a position on: REGEXP_SUBSTR's and REGEXP_COUNT's third argument. */
static bool print_from_position(struct printer *p, const struct node *text, const struct node *position,
                                struct buf *out)
{
    if (is_number(position, "1"))
        return print_text(p, text, out);
    buf_adds(out, "substring(");
    if (!print_text(p, text, out))
        return false;
    buf_adds(out, ", ");
    if (!print_node(p, position, out))
        return false;
    buf_addc(out, ')');
    return true;
}

/* REGEXP_SUBSTR(s, re [, position [, occurrence [, parameters [, group]]]]) */
bool print_regexp_substr(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *occurrence = call_argument(call, 3), *group = call_argument(call, 5);
    bool extract;
    buf_adds(out, "regexp_extract_all(");
    if (!print_from_position(p, call_argument(call, 0), call_argument(call, 2), out))
        return false;
    buf_adds(out, ", ");
    if (!print_pattern(p, call_argument(call, 1), call_argument(call, 4), &extract, out))
        return false;
    buf_adds(out, ", ");
    if (!group)
        buf_adds(out, extract ? "1" : "0");
    else if (!print_node(p, group, out))
        return false;
    buf_adds(out, ")[");
    if (!occurrence)
        buf_adds(out, "1");
    else if (!print_node(p, occurrence, out))
        return false;
    buf_addc(out, ']');
    return true;
}

/* REGEXP_COUNT(s, re [, position [, parameters]]) */
bool print_regexp_count(struct printer *p, const struct node *call, struct buf *out)
{
    bool extract;
    buf_adds(out, "len(regexp_extract_all(");
    if (!print_from_position(p, call_argument(call, 0), call_argument(call, 2), out))
        return false;
    buf_adds(out, ", ");
    if (!print_pattern(p, call_argument(call, 1), call_argument(call, 3), &extract, out))
        return false;
    buf_adds(out, "))");
    return true;
}

/* SHA2(x [, 224 | 256 | 384 | 512]): DuckDB has 256. */
bool print_sha2(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *size = call_argument(call, 1);
    if (!is_number(size, "256") && !is_number(size, "0"))
        return fail_unsupported(p, size, "SHA2 other than 256");
    buf_adds(out, "sha256(");
    if (!print_text(p, call_argument(call, 0), out))
        return false;
    buf_addc(out, ')');
    return true;
}

/* Numbers of the rows can be had in the items of a SELECT that does not aggregate, and in its ORDER BY. */
static bool can_number_rows(struct printer *p, const struct node *call)
{
    const struct node *select = p->names ? p->names->select : NULL;
    if (!select || node_child(select, ROLE_GROUP) || node_child(select, ROLE_HAVING) || select->op == WORD_DISTINCT)
        return false;
    for (const struct node *item = node_child(select, ROLE_ITEM); item; item = node_sibling(item))
        if (dialect_has_aggregate(item))
            return false;
    for (const struct node *c = select->child; c; c = c->next)
        if (call->first >= c->first && call->last <= c->last)
            return c->role == ROLE_ITEM;
    return true;
}

/* RANDOM(seed) depends on the seed and the number of the row alone, where rows have numbers. */
bool print_random(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *seed = call_argument(call, 0);
    if (!seed) {
        buf_adds(out, "sf_random()");
        return true;
    }
    if (!can_number_rows(p, call))
        return fail_unsupported(p, call, "RANDOM with a seed other than in the items of a SELECT without aggregates");
    buf_adds(out, "sf_seeded(sf_long(");
    if (!print_node(p, seed, out))
        return false;
    buf_adds(out, "), row_number() OVER ())");
    return true;
}
