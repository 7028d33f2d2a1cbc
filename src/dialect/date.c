/* Functions whose first argument is a date part, written as a word, an abbreviation or a string, and conversions to
 * dates and numbers whose printing depends on what the further arguments are. */
#include "dialect/functions.h"

static const struct date_part parts[] = {
    {"year y yy yyy yyyy yr years yrs", "year", "to_years", true},
    {"quarter q qtr qtrs quarters", "quarter", "to_quarters", true},
    {"month mm mon mons months", "month", "to_months", true},
    {"week w wk weekofyear woy wy weeks wks", "week", "to_weeks", true},
    {"day d dd days dayofmonth", "day", "to_days", true},
    {"hour h hh hr hours hrs", "hour", "to_hours", false},
    {"minute m mi min minutes mins", "minute", "to_minutes", false},
    {"second s sec seconds secs", "second", "to_seconds", false},
    {"millisecond ms msec milliseconds", "millisecond", "to_milliseconds", false},
    {"microsecond us usec microseconds", "microsecond", "to_microseconds", false},
    {"nanosecond ns nsec nanosec nsecond nanoseconds nanosecs nseconds", "nanosecond", NULL, false},
    {"dayofweek weekday dow dw", "dow", NULL, true},
    {"dayofweekiso weekday_iso dow_iso dw_iso dayofweek_iso", "isodow", NULL, true},
    {"dayofyear yearday doy dy", "doy", NULL, true},
    {"weekiso week_iso weekofyeariso weekofyear_iso", "week", NULL, true},
    {"yearofweek", "isoyear", NULL, true},
    {"yearofweekiso", "isoyear", NULL, true},
    {"epoch_second epoch epoch_seconds", "epoch", NULL, false},
    {"epoch_millisecond epoch_milliseconds", "epoch_ms", NULL, false},
    {"epoch_microsecond epoch_microseconds", "epoch_us", NULL, false},
    {"epoch_nanosecond epoch_nanoseconds", "epoch_ns", NULL, false},
    {"timezone_hour tzh", "timezone_hour", NULL, false},
    {"timezone_minute tzm", "timezone_minute", NULL, false},
};

static bool has_name(const char *words, struct str word)
{
    while (*words) {
        size_t n = strcspn(words, " ");
        if (str_ieq((struct str){words, n}, word))
            return true;
        words += n + (words[n] == ' ');
    }
    return false;
}

const struct date_part *date_part_find(struct str name)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (has_name(parts[i].names, name))
            return &parts[i];
    return NULL;
}

/* The part that an argument names; NULL with the error set. */
static const struct date_part *part_of(struct printer *p, const struct node *n)
{
    n = bare(n);
    struct str name = n->kind == NODE_STRING                          ? n->text
                      : n->kind == NODE_COLUMN && n->child == n->tail ? n->child->text
                                                                      : STR_NULL;
    const struct date_part *part = date_part_find(name);
    if (part)
        return part;
    BUF_SCOPE struct buf text = {0};
    node_source(p->c->tokens, n, &text);
    const struct token *t = &p->c->tokens->at[n->first];
    err_at(p->err, t->line, t->col, 1035, "22023", "SQL compilation error:\n'%s' is not a valid date/time component.",
           text.p);
    return NULL;
}

static bool is_literal_number(const struct node *n)
{
    n = bare(n);
    if (n->kind == NODE_UNARY && n->op == '-')
        n = bare(n->child);
    return n->kind == NODE_NUMBER && !memchr(n->text.p, '.', n->text.n);
}

bool print_date_add(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *amount = call_argument(call, 1);
    const struct date_part *part = part_of(p, call_argument(call, 0));
    BUF_SCOPE struct buf moment = {0};
    if (!part)
        return false;
    if (!part->adder)
        return fail_unsupported(p, call, "%.*s of %s", STR_FMT(call->text), part->name);
    if (!print_moment(p, call_argument(call, 2), &moment))
        return false;
    BUF_SCOPE struct buf sum = {0};
    buf_printf(&sum, "%s(%s + %s(%s", part->days ? "cast_to_type(" : "", moment.p, part->adder,
               is_literal_number(amount) ? "" : "CAST(sf_int(");
    if (!print_node(p, amount, &sum))
        return false;
    buf_printf(&sum, "%s))", is_literal_number(amount) ? "" : part->days ? ") AS INTEGER)" : ") AS BIGINT)");
    if (part->days)
        buf_printf(&sum, ", %s)", moment.p);
    return print_at_offset_of(p, call_argument(call, 2), buf_str(&sum), out);
}

static bool print_span_end(struct printer *p, const struct node *n, struct buf *out)
{
    return has_offset(p, n) ? print_instant(p, n, out) : print_moment(p, n, out);
}

bool print_date_diff(struct printer *p, const struct node *call, struct buf *out)
{
    const struct date_part *part = part_of(p, call_argument(call, 0));
    if (!part)
        return false;
    bool nanoseconds = strcmp(part->name, "nanosecond") == 0;
    if (!part->adder && !nanoseconds)
        return fail_unsupported(p, call, "%.*s of %s", STR_FMT(call->text), part->name);
    if (strcmp(part->name, "week") == 0) /* DuckDB counts spans of seven days */
        buf_adds(out, "(sf_weeks(");
    else
        buf_printf(out, "(date_diff('%s', ", nanoseconds ? "microsecond" : part->name);
    /* Where days begin depends on the offset, where seconds begin does not. */
    bool (*print)(struct printer *, const struct node *, struct buf *) = part->days ? print_moment : print_span_end;
    if (!print(p, call_argument(call, 1), out))
        return false;
    buf_adds(out, ", ");
    if (!print(p, call_argument(call, 2), out))
        return false;
    buf_adds(out, nanoseconds ? ") * 1000)" : "))");
    return true;
}

static bool print_truncation(struct printer *p, const struct date_part *part, const struct node *n, struct buf *out)
{
    BUF_SCOPE struct buf moment = {0};
    BUF_SCOPE struct buf start = {0};
    if (!print_moment(p, n, &moment))
        return false;
    buf_printf(&start, "cast_to_type(date_trunc('%s', %s), %s)", part->name, moment.p, moment.p);
    return print_at_offset_of(p, n, buf_str(&start), out);
}

bool print_date_trunc(struct printer *p, const struct node *call, struct buf *out)
{
    const struct date_part *part = part_of(p, call_argument(call, 0));
    if (!part)
        return false;
    if (!part->adder)
        return fail_unsupported(p, call, "DATE_TRUNC to %s", part->name);
    return print_truncation(p, part, call_argument(call, 1), out);
}

/* A NUMBER cut to a literal number of digits: its scale is that number, as ROUND's is. */
static bool print_exact_trunc(struct printer *p, const struct node *value, const struct node *second, struct buf *out)
{
    BUF_SCOPE struct buf x = {0};
    BUF_SCOPE struct buf digits = {0};
    int64_t n;
    if (!print_exact_operand(p, value, &x) || !print_node(p, second, &digits))
        return false;
    if (!str_to_int64(buf_str(&digits), &n) || n > 37 || n < -37)
        return fail_unsupported(p, second, "TRUNC to %s digits", digits.p);
    buf_printf(out, "cast_to_type((%s) - (%s) %% ", x.p, x.p);
    if (n > 0)
        buf_printf(out, "0.%0*d", (int)n, 1);
    else
        buf_printf(out, "1%.*s", (int)-n, "00000000000000000000000000000000000000");
    buf_printf(out, ", round(%s, %lld))", x.p, (long long)n);
    return true;
}

/* TRUNC(number [, digits]) or TRUNC(date, 'part'). */
bool print_trunc(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *value = call_argument(call, 0), *second = call_argument(call, 1);
    if (second && bare(second)->kind == NODE_STRING) {
        const struct date_part *part = part_of(p, second);
        return part && print_truncation(p, part, value, out);
    }
    if (second && known_type(p, value) != KNOWN_FLOAT && known_type(p, value) != KNOWN_VARIANT &&
        known_type(p, value) != KNOWN_NOTHING && is_literal_number(second))
        return print_exact_trunc(p, value, second, out);
    buf_adds(out, second ? "sf_trunc(" : "trunc(");
    if (!(second ? print_exact_operand(p, value, out) : print_number_operand(p, value, out)))
        return false;
    if (second) {
        buf_adds(out, ", ");
        if (!print_node(p, second, out))
            return false;
    }
    buf_addc(out, ')');
    return true;
}

/* How far the wall clock is ahead of UTC; a TIMESTAMP_NTZ is its own. */
static bool print_offset_part(struct printer *p, const struct node *call, const struct date_part *part, struct buf *out)
{
    const struct node *value = call_argument(call, 1);
    enum known known = known_type(p, value);
    if (known == KNOWN_DATE || known == KNOWN_TIME)
        return fail_unsupported(p, call, "%s of a %s", part->name, known_name(known));
    buf_adds(out, str_ends(str_from(part->name), STR("hour")) ? "sf_offset_hours(" : "sf_offset_minutes(");
    buf_adds(out, "epoch_us(CAST(");
    if (!print_wall(p, value, out))
        return false;
    buf_adds(out, " AS TIMESTAMP)) - epoch_us(");
    if (!print_span_end(p, value, out))
        return false;
    buf_adds(out, "))");
    return true;
}

bool print_date_part(struct printer *p, const struct node *call, struct buf *out)
{
    const struct date_part *part = part_of(p, call_argument(call, 0));
    if (!part)
        return false;
    if (str_starts(str_from(part->name), STR("timezone")))
        return print_offset_part(p, call, part, out);
    bool epoch = str_starts(str_from(part->name), STR("epoch"));
    if (strcmp(part->name, "epoch") == 0)
        buf_adds(out, "CAST(floor(epoch(");
    else if (epoch)
        buf_printf(out, "CAST((%s(", part->name);
    else
        buf_printf(out, "CAST((date_part('%s', ", part->name);
    if (!(epoch ? print_span_end(p, call_argument(call, 1), out) : print_wall(p, call_argument(call, 1), out)))
        return false;
    buf_adds(out, ")) AS BIGINT)");
    return true;
}

bool print_last_day(struct printer *p, const struct node *call, struct buf *out)
{
    const struct node *second = call_argument(call, 1);
    const struct date_part *part = second ? part_of(p, second) : date_part_find(STR("month"));
    BUF_SCOPE struct buf moment = {0};
    if (!part || !print_moment(p, call_argument(call, 0), &moment))
        return false;
    if (!part->adder || !part->days || strcmp(part->name, "day") == 0)
        return fail_unsupported(p, call, "LAST_DAY of %s", part->name);
    buf_printf(out, "CAST(date_trunc('%s', %s) + %s(1) - INTERVAL 1 DAY AS DATE)", part->name, moment.p, part->adder);
    return true;
}

/* [TRY_]TO_DATE, TO_TIME, TO_TIMESTAMP[_NTZ|_LTZ|_TZ] (x [, format | scale]) and their short names. */
bool print_to_moment(struct printer *p, const struct node *call, struct buf *out)
{
    static const struct {
        const char *name, *function;
    } targets[] = {
        {"DATE", "date"},       {"TIME", "time"},         {"TIMESTAMP_LTZ", "ltz"},
        {"TIMESTAMP_TZ", "tz"}, {"TIMESTAMP_NTZ", "ntz"}, {"TIMESTAMP", "ntz"},
    };
    const struct node *value = call_argument(call, 0), *format = call_argument(call, 1);
    struct str name = call->text;
    bool try = str_starts(name, STR("TRY_"));
    name = str_sub(name, try ? 4 : 0, name.n);
    if (str_starts(name, STR("TO_")))
        name = str_sub(name, 3, name.n);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++)
        if (str_eq(name, str_from(targets[i].name)))
            buf_printf(out, "%s%s%s(", try ? "sf_try_" : "sf_", targets[i].function, format ? "_by" : "");
    if (!print_wide(p, value, out))
        return false;
    if (format) {
        buf_adds(out, ", ");
        if (bare(format)->kind == NODE_NUMBER)
            buf_literal(out, bare(format)->text);
        else if (!print_node(p, format, out))
            return false;
    }
    buf_addc(out, ')');
    return true;
}

/* [TRY_]TO_NUMBER(x [, precision [, scale]]); a format model is refused. */
bool print_to_number(struct printer *p, const struct node *call, struct buf *out)
{
    struct type type = {.kind = TYPE_NUMBER, .precision = 38};
    const struct node *precision = call_argument(call, 1), *scale = call_argument(call, 2);
    int64_t n;
    if (precision && bare(precision)->kind == NODE_STRING)
        return fail_unsupported(p, precision, "%.*s with a format", STR_FMT(call->text));
    if (precision) {
        if (!str_to_int64(bare(precision)->text, &n) || n < 1 || n > 38)
            return fail_unsupported(p, precision, "a precision that is not a literal");
        type.precision = (int)n;
    }
    if (scale) {
        if (!str_to_int64(bare(scale)->text, &n) || n < 0 || n > type.precision || n > 37)
            return fail_unsupported(p, scale, "a scale that is not a literal");
        type.scale = (int)n;
    }
    BUF_SCOPE struct buf sql = {0};
    if (!print_wide(p, call_argument(call, 0), &sql))
        return false;
    print_cast(out, buf_str(&sql), type, str_starts(call->text, STR("TRY_")));
    return true;
}
