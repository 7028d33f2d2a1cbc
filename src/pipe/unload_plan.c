/* From a parsed COPY INTO <location> to a plan: options by a table, and the names of the files. */
#include "pipe/unload.h"
#include "stage/compress.h"

static const int64_t largest_file = 5368709120;

struct unload_option {
    const char *name;
    enum {
        UNLOAD_FLAG,
        UNLOAD_SIZE,
        UNLOAD_VALIDATION,
        UNLOAD_LOCATION, /* how to get at a URL: stage_check_access */
        UNLOAD_FORMAT,   /* read elsewhere */
    } kind;
    size_t offset; /* in struct unload_options */
};

#define AT(member) offsetof(struct unload_options, member)
static const struct unload_option options[] = {
    {"HEADER", UNLOAD_FLAG, AT(header)},
    {"OVERWRITE", UNLOAD_FLAG, AT(overwrite)},
    {"SINGLE", UNLOAD_FLAG, AT(single)},
    {"INCLUDE_QUERY_ID", UNLOAD_FLAG, AT(include_query_id)},
    {"DETAILED_OUTPUT", UNLOAD_FLAG, AT(detailed_output)},
    {"MAX_FILE_SIZE", UNLOAD_SIZE, AT(max_file_size)},
    {"VALIDATION_MODE", UNLOAD_VALIDATION, AT(return_rows)},
    {"FILE_FORMAT", UNLOAD_FORMAT, 0},
    {"STORAGE_INTEGRATION", UNLOAD_LOCATION, 0},
    {"CREDENTIALS", UNLOAD_LOCATION, 0},
    {"ENCRYPTION", UNLOAD_LOCATION, 0},
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static bool apply(const struct unload_option *o, const struct setting *s, struct unload_options *ret, struct err *err)
{
    void *to = (char *)ret + o->offset;
    switch (o->kind) {
    case UNLOAD_FLAG:
        return s->kind == SETTING_WORD ? setting_boolean(s, to, err) : setting_invalid(s, err);
    case UNLOAD_SIZE:
        return (s->kind == SETTING_NUMBER && str_to_int64(s->text, to) && *(int64_t *)to > 0 &&
                *(int64_t *)to <= largest_file) ||
               setting_invalid(s, err);
    case UNLOAD_VALIDATION:
        *(bool *)to = str_ieq(s->text, STR("RETURN_ROWS"));
        return *(bool *)to || setting_invalid(s, err);
    case UNLOAD_LOCATION:
    case UNLOAD_FORMAT:
        return true;
    }
    return true;
}

/* Options that cannot be together, `one` of which is set by the statement's clause or by another option. */
static bool conflict(const struct setting *s, const char *one, struct err *err)
{
    return err_at(err, s->line, s->col, 1424, "22023",
                  "SQL compilation error:\n%.*s = %.*s is not supported in combination with %s.", STR_FMT(s->key),
                  STR_FMT(s->text), one);
}

static bool check_together(const struct statement_unload *s, const struct unload_options *o, struct err *err)
{
    static const struct {
        const char *option;
        size_t offset;
        bool value; /* that is not allowed */
    } with_partition[] = {{"OVERWRITE", AT(overwrite), true},
                          {"SINGLE", AT(single), true},
                          {"INCLUDE_QUERY_ID", AT(include_query_id), false}},
      with_query_id[] = {{"OVERWRITE", AT(overwrite), true}, {"SINGLE", AT(single), true}};
    for (size_t i = 0; s->partition && i < sizeof with_partition / sizeof *with_partition; i++) {
        const struct setting *set = settings_find(&s->settings, with_partition[i].option);
        if (set && *(const bool *)((const char *)o + with_partition[i].offset) == with_partition[i].value)
            return conflict(set, "PARTITION BY", err);
    }
    for (size_t i = 0; o->include_query_id && i < sizeof with_query_id / sizeof *with_query_id; i++)
        if (*(const bool *)((const char *)o + with_query_id[i].offset))
            return conflict(settings_find(&s->settings, with_query_id[i].option), "INCLUDE_QUERY_ID = TRUE", err);
    return true;
}

static bool make_options(const struct statement_unload *s, struct unload_options *ret, struct err *err)
{
    *ret = (struct unload_options){.max_file_size = 16777216, .include_query_id = s->partition};
    for (size_t i = 0; i < s->settings.n; i++) {
        const struct setting *at = &s->settings.at[i];
        const struct unload_option *o = NULL;
        for (size_t k = 0; k < N_OPTIONS && !o; k++)
            if (str_eq(at->key, str_from(options[k].name)))
                o = &options[k];
        if (!o)
            return err_at(err, at->line, at->col, 1422, "22023", "SQL compilation error:\ninvalid parameter '%.*s'",
                          STR_FMT(at->key));
        if (!apply(o, at, ret, err))
            return false;
    }
    return check_together(s, ret, err);
}

/* csv, json, parquet, then what the compression adds; FILE_EXTENSION stands for both. */
static struct str extension(const struct file_format *f, struct arena *a)
{
    if (f->file_extension.n)
        return str_printf(a, ".%.*s", STR_FMT(f->file_extension));
    bool snappy = f->compression != FILE_COMPRESSION_NONE && f->snappy_compression;
    if (f->type == FILE_PARQUET)
        return snappy ? STR(".snappy.parquet") : STR(".parquet");
    struct str compression = compress_extension(f->compression);
    return str_printf(a, ".%s%s%.*s", f->type == FILE_JSON ? "json" : "csv", compression.n ? "." : "",
                      STR_FMT(compression));
}

static bool is_directory(struct str path)
{
    return path.n == 0 || str_ends(path, STR("/"));
}

/* The written path is how names begin, or a directory; with PARTITION BY it is a directory in any case. */
static void make_names(struct unload_plan *p, struct str query_id, struct arena *a)
{
    struct str path = p->location.prefix;
    const struct unload_options *o = &p->options;
    size_t slash = path.n;
    while (slash > 0 && path.p[slash - 1] != '/')
        slash--;
    p->base = str_sub(path, 0, slash);
    struct str name = is_directory(path) ? STR("data") : str_sub(path, slash, path.n);
    if (p->partitioned) {
        p->base = is_directory(path) ? path : str_printf(a, "%.*s/", STR_FMT(path));
        name = STR("data");
    }
    p->stem = o->include_query_id ? str_printf(a, "%.*s_%.*s", STR_FMT(name), STR_FMT(query_id)) : name;
    p->extension = o->single ? STR("") : extension(&p->format, a);
}

bool unload_plan_make(struct load_context *c, const struct scope *scope, const struct statement_unload *s,
                      struct str query_id, struct arena *a, struct unload_plan *ret, struct err *err)
{
    *ret = (struct unload_plan){.partitioned = s->partition};
    const struct setting *format = settings_find(&s->settings, "FILE_FORMAT");
    if (make_options(s, &ret->options, err) &&
        stage_locate(c->catalog, scope, c->stages, a, s->location, &s->settings, s->line, s->col, &ret->location,
                     err) &&
        stage_check_access(c->catalog, &s->settings, &ret->location, a, err) &&
        file_format_resolve(c->catalog, scope, a, format, ret->location.stage, &ret->format, err)) {
        make_names(ret, query_id, a);
        return true;
    }
    unload_plan_release(ret);
    return false;
}

void unload_plan_release(struct unload_plan *p)
{
    stage_location_release(&p->location);
}
