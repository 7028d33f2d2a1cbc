/* Each value is the narrowest type that can hold it, and a column what can hold all its values. */
#include "stage/infer.h"

#include "engine/member.h"
#include "engine/moment.h"
#include "stage/parquet_reader.h"
#include "stage/records.h"

enum { MOST_DIGITS = 38, TIME_DIGITS = 9 };

/* --- types ------------------------------------------------------------------------------------------------------- */

/* Digits with a sign and a point, and no exponent. */
static bool is_decimal(struct str s, int *ret_whole, int *ret_scale)
{
    size_t i = s.n && (s.p[0] == '-' || s.p[0] == '+'), whole = 0, scale = 0;
    for (; i < s.n && s.p[i] == '0' && i + 1 < s.n && s.p[i + 1] >= '0' && s.p[i + 1] <= '9'; i++)
        continue; /* zeros in front say nothing */
    for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        whole++;
    bool point = i < s.n && s.p[i] == '.';
    for (i += point; i < s.n && s.p[i] >= '0' && s.p[i] <= '9'; i++)
        scale++;
    *ret_whole = (int)(whole < 1000 ? whole : 1000);
    *ret_scale = (int)(scale < 1000 ? scale : 1000);
    return i == s.n && whole + scale > 0;
}

static bool is_real(struct str s)
{
    ptrdiff_t e = str_find(s, STR("e"));
    int whole, scale;
    if (e < 0)
        e = str_find(s, STR("E"));
    return e > 0 && is_decimal(str_sub(s, 0, (size_t)e), &whole, &scale) &&
           is_decimal(str_sub(s, (size_t)e + 1, s.n), &whole, &scale) && scale == 0;
}

static struct str explicit_format(struct str format)
{
    return str_ieq(format, STR("AUTO")) ? STR("") : format;
}

static bool moment_kind(struct str s, const struct file_format *f, enum type_kind *ret)
{
    struct moment m;
    bool clock = str_find(s, STR(":")) >= 0;
    struct str format = explicit_format(clock ? f->timestamp_format : f->date_format);
    if (clock && moment_parse(s, explicit_format(f->time_format), &m) && !m.has_date) {
        *ret = TYPE_TIME;
        return true;
    }
    if (!moment_parse(s, format, &m) || !m.has_date)
        return false;
    *ret = !clock ? TYPE_DATE : m.offset != MOMENT_NO_OFFSET ? TYPE_TIMESTAMP_TZ : TYPE_TIMESTAMP_NTZ;
    return true;
}

static struct inferred_type of_value(struct str s, const struct file_format *f)
{
    struct inferred_type t = {.some = true, .kind = TYPE_VARCHAR};
    enum type_kind moment;
    if (is_decimal(s, &t.whole, &t.scale))
        t.kind = t.whole + t.scale <= MOST_DIGITS ? TYPE_NUMBER : TYPE_FLOAT;
    else if (is_real(s))
        t.kind = TYPE_FLOAT;
    else if (str_ieq(s, STR("TRUE")) || str_ieq(s, STR("FALSE")))
        t.kind = TYPE_BOOLEAN;
    else if (s.n && moment_kind(s, f, &moment))
        t.kind = moment;
    return t;
}

static bool is_semistructured(enum type_kind kind)
{
    return kind == TYPE_VARIANT || kind == TYPE_OBJECT || kind == TYPE_ARRAY;
}

/* Which type holds the values of both; text holds any but objects and arrays. */
static enum type_kind common(enum type_kind a, enum type_kind b)
{
    static const enum type_kind wider[][3] = {{TYPE_NUMBER, TYPE_FLOAT, TYPE_FLOAT},
                                              {TYPE_DATE, TYPE_TIMESTAMP_NTZ, TYPE_TIMESTAMP_NTZ},
                                              {TYPE_DATE, TYPE_TIMESTAMP_TZ, TYPE_TIMESTAMP_TZ},
                                              {TYPE_TIMESTAMP_NTZ, TYPE_TIMESTAMP_TZ, TYPE_TIMESTAMP_TZ}};
    if (a == b)
        return a;
    if (is_semistructured(a) || is_semistructured(b))
        return TYPE_VARIANT;
    for (size_t i = 0; i < sizeof wider / sizeof *wider; i++)
        if ((wider[i][0] == a && wider[i][1] == b) || (wider[i][0] == b && wider[i][1] == a))
            return wider[i][2];
    return TYPE_VARCHAR;
}

static void meet(struct inferred_type *t, struct inferred_type v)
{
    if (!t->some) {
        *t = v;
        return;
    }
    t->kind = common(t->kind, v.kind);
    t->whole = v.whole > t->whole ? v.whole : t->whole;
    t->scale = v.scale > t->scale ? v.scale : t->scale;
    if (t->kind == TYPE_NUMBER && t->whole + t->scale > MOST_DIGITS)
        t->kind = TYPE_FLOAT;
}

void infer_value(struct inferred_type *t, struct str text, const struct file_format *f)
{
    if (t->some && t->kind == TYPE_VARCHAR)
        return;
    meet(t, of_value(str_trim(text), f));
}

/* A value of JSON. A string is what can be read from it, but no number. */
static void infer_json(struct inferred_type *t, struct str value, const struct file_format *f)
{
    struct inferred_type v = {.some = true, .kind = TYPE_VARCHAR};
    struct str inside = str_sub(value, 1, value.n - 1);
    enum type_kind moment;
    int whole, scale;
    if (str_eq(value, STR("null")))
        return;
    if (value.p[0] == '{' || value.p[0] == '[')
        v.kind = value.p[0] == '{' ? TYPE_OBJECT : TYPE_ARRAY;
    else if (value.p[0] != '"')
        v = of_value(value, f);
    else if (value.n > 2 && !is_decimal(inside, &whole, &scale) && moment_kind(inside, f, &moment))
        v.kind = moment;
    meet(t, v);
}

static struct inferred_type of_type(struct type type)
{
    return (struct inferred_type){
        .some = true, .kind = type.kind, .whole = type.precision - type.scale, .scale = type.scale};
}

struct type infer_result(const struct inferred_type *t)
{
    struct type type = {.kind = t->some ? t->kind : TYPE_VARCHAR};
    if (type.kind == TYPE_VARCHAR)
        type.length = 16777216;
    if (type.kind == TYPE_BINARY)
        type.length = 8388608;
    if (type.kind == TYPE_TIME || type.kind == TYPE_TIMESTAMP_NTZ || type.kind == TYPE_TIMESTAMP_LTZ ||
        type.kind == TYPE_TIMESTAMP_TZ)
        type.precision = TIME_DIGITS;
    if (type.kind == TYPE_NUMBER) {
        type.scale = t->scale;
        type.precision = t->whole + t->scale > 0 ? t->whole + t->scale : 1;
    }
    return type;
}

struct str infer_type_text(struct arena *a, struct type type)
{
    if (type.kind == TYPE_NUMBER)
        return str_printf(a, "NUMBER(%d, %d)", type.precision, type.scale);
    if (type.kind == TYPE_VARCHAR)
        return STR("TEXT");
    return type.kind == TYPE_FLOAT ? STR("REAL") : type_word(type.kind);
}

/* --- files ------------------------------------------------------------------------------------------------------- */

static struct inferred_column *column_named(struct inferred_columns *c, struct str name)
{
    for (size_t i = 0; i < c->list.n; i++)
        if (str_eq(c->list.at[i].name, name))
            return &c->list.at[i];
    return NULL;
}

/* The number of the column of this name, which the file has. */
static size_t meet_column(struct inferred_columns *c, struct str name, size_t position, const struct stage_file *file,
                          const struct infer_options *o, struct arena *a)
{
    name = o->ignore_case ? str_upper(a, name) : str_dup(a, name);
    struct inferred_column *found = column_named(c, name);
    if (!found) {
        vec_push(a, &c->list, ((struct inferred_column){.name = name, .position = position}));
        found = &c->list.at[c->list.n - 1];
    }
    if (!found->files.n || !str_eq(found->files.at[found->files.n - 1].path, file->path))
        vec_push(a, &found->files, *file);
    return (size_t)(found - c->list.at);
}

static bool header_columns(struct records *r, const struct stage_file *file, const struct infer_options *o,
                           struct arena *a, struct inferred_columns *to, size_t **ret, size_t *ret_n, struct err *err)
{
    struct record header;
    bool some;
    if (!records_header(r, &header, &some, err))
        return false;
    *ret_n = some ? header.n : 0;
    *ret = ARENA_ARRAY(a, size_t, *ret_n + 1);
    for (size_t i = 0; i < *ret_n; i++)
        (*ret)[i] = meet_column(to, header.fields[i].text, i, file, o, a);
    return true;
}

/* Without a header the columns are c1, c2 …, as many as the widest record has fields. */
static void number_columns(size_t n, const struct stage_file *file, const struct infer_options *o, struct arena *a,
                           struct inferred_columns *to, size_t **known, size_t *n_known)
{
    size_t *more = ARENA_ARRAY(a, size_t, n);
    for (size_t i = 0; i < n; i++)
        more[i] = i < *n_known ? (*known)[i] : meet_column(to, str_printf(a, "c%zu", i + 1), i, file, o, a);
    *known = more;
    *n_known = n;
}

static bool unreadable(const struct stage_file *file, struct str problem, const struct infer_options *o,
                       struct err *err)
{
    return !problem.p || o->lenient ||
           err_set(err, 100066, "22000", "%.*s\n  File '%.*s'", STR_FMT(problem), STR_FMT(file->path));
}

static bool infer_csv(struct records *r, const struct stage_file *file, const struct file_format *f,
                      const struct infer_options *o, struct arena *a, struct inferred_columns *to, struct err *err)
{
    struct record rec;
    size_t *columns = NULL, n = 0;
    bool some = true;
    if (f->parse_header && !header_columns(r, file, o, a, to, &columns, &n, err))
        return false;
    if (n || !f->parse_header)
        vec_push(a, &to->files, *file);
    for (int64_t i = 0; i != o->max_records; i++) {
        if (!records_next(r, &rec, &some, err))
            return false;
        if (!some)
            break;
        if (rec.fault || (rec.blank && f->skip_blank_lines))
            continue;
        if (rec.n > n && !f->parse_header)
            number_columns(rec.n, file, o, a, to, &columns, &n);
        for (size_t k = 0; k < rec.n && k < n; k++)
            if (!rec.fields[k].null)
                infer_value(&to->list.at[columns[k]].type, rec.fields[k].text, f);
    }
    return true;
}

static bool infer_documents(struct records *r, const struct stage_file *file, const struct file_format *f,
                            const struct infer_options *o, struct arena *a, struct inferred_columns *to,
                            struct err *err)
{
    BUF_SCOPE struct buf scratch = {0};
    struct record rec;
    bool some = true;
    vec_push(a, &to->files, *file);
    for (int64_t i = 0; i != o->max_records; i++) {
        if (!records_next(r, &rec, &some, err))
            return false;
        if (!some)
            break;
        struct members m = members_of(rec.fault || rec.fields[0].null ? STR("") : rec.fields[0].text);
        struct str key, value;
        for (size_t k = 0; members_next(&m, &scratch, &key, &value); k++) {
            size_t column = meet_column(to, key, k, file, o, a);
            infer_json(&to->list.at[column].type, value, f);
        }
    }
    return true;
}

static bool infer_text(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                       const struct infer_options *o, struct arena *a, struct inferred_columns *to, struct err *err)
{
    RECORDS_SCOPE struct records *r = NULL;
    if (!records_open(l, file, f, &r, err))
        return false;
    if (!r)
        return true;
    return (f->type == FILE_CSV ? infer_csv : infer_documents)(r, file, f, o, a, to, err) &&
           unreadable(file, records_problem(r), o, err);
}

static bool infer_parquet(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                          const struct infer_options *o, struct arena *a, struct inferred_columns *to, struct err *err)
{
    struct parquet_reader *r;
    const struct parquet_column *columns;
    size_t n;
    if (!parquet_reader_open(l, file, f, &r, err))
        return false;
    if (!r)
        return true;
    struct str problem = parquet_reader_problem(r);
    parquet_reader_columns(r, &columns, &n);
    if (!problem.p)
        vec_push(a, &to->files, *file);
    for (size_t i = 0; i < n; i++) {
        size_t column = meet_column(to, columns[i].name, i, file, o, a);
        meet(&to->list.at[column].type, of_type(columns[i].type));
        to->list.at[column].required += columns[i].required;
    }
    bool ok = unreadable(file, problem, o, err);
    parquet_reader_close(r);
    return ok;
}

bool infer_nullable(const struct inferred_columns *c, const struct inferred_column *column)
{
    return column->required < c->files.n;
}

bool infer_file(const struct stage_location *l, const struct stage_file *file, const struct file_format *f,
                const struct infer_options *o, struct arena *a, struct inferred_columns *to, struct err *err)
{
    return (f->type == FILE_PARQUET ? infer_parquet : infer_text)(l, file, f, o, a, to, err);
}
