/* A file is the one that is known when its size and its time are: only the others are read for their MD5. */
#include "stage/directory_table.h"

#include "base/map.h"

extern const char embed_directory_table_schema[];
extern const size_t embed_directory_table_schema_size;

static const struct listing_column refresh_columns[] = {
    {"file", LISTING_TEXT}, {"status", LISTING_TEXT}, {"description", LISTING_TEXT}};

struct entry {
    struct stage_file file;
    struct str md5;
    enum change { SAME, NEW, CHANGED, GONE } change;
};

struct entries {
    struct entry *at;
    size_t n;
};

bool directory_table_open(struct connection *conn, struct err *err)
{
    return connection_run(conn, (struct str){embed_directory_table_schema, embed_directory_table_schema_size}, NULL,
                          err);
}

static bool flag(const struct stage_location *l, struct arena *a, const char *key)
{
    struct settings s = definition_settings(a, l->stage);
    return str_ieq(stage_setting(&s, "DIRECTORY", key), STR("TRUE"));
}

bool directory_table_check(const struct stage_location *l, struct arena *a, struct err *err)
{
    if (!l->stage)
        return err_unsupported(err, 0, 0, "directory table of a stage without a name");
    return flag(l, a, "ENABLE") ||
           err_set(err, 1011, "42601",
                   "SQL compilation error:\nStage '%.*s' has no directory table: it is not enabled.",
                   STR_FMT(object_full_name(a, l->stage)));
}

static bool read_known(struct connection *conn, int64_t stage, struct str prefix, struct arena *a, struct entries *ret,
                       struct err *err)
{
    VEC(struct entry) list = {0};
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql,
               "SELECT path, size, modified, md5, etag FROM freshet.directory_files WHERE stage_id = %lld AND "
               "starts_with(path, ",
               (long long)stage);
    buf_literal(&sql, prefix);
    buf_adds(&sql, ") ORDER BY path");
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(conn, buf_str(&sql), &rows, err))
        return false;
    while (rows_next(rows)) {
        struct entry e = {.change = GONE};
        e.file.path = str_dup(a, rows_slice(rows, 0));
        e.file.size = rows_int(rows, 1);
        e.file.modified = rows_int(rows, 2);
        e.md5 = str_dup(a, rows_slice(rows, 3));
        e.file.etag = str_dup(a, rows_slice(rows, 4));
        vec_push(a, &list, e);
    }
    *ret = (struct entries){list.at, list.n};
    return true;
}

/* What is there now, and behind it what is there no more. */
static bool compare(struct connection *conn, const struct stage_location *l, struct arena *a, struct entries *ret,
                    struct err *err)
{
    struct stage_files files;
    struct entries known;
    struct map by_path = {0};
    if (!stage_files(l, NULL, false, a, &files, err) || !read_known(conn, l->stage->id, l->prefix, a, &known, err))
        return false;
    *ret = (struct entries){ARENA_ARRAY(a, struct entry, files.n + known.n), 0};
    for (size_t i = 0; i < known.n; i++)
        map_put(&by_path, known.at[i].file.path, &known.at[i]);
    bool ok = true;
    for (size_t i = 0; i < files.n && ok; i++) {
        struct entry e = {files.at[i], STR(""), NEW}, *before = map_get(&by_path, files.at[i].path);
        bool same = before && before->file.size == e.file.size && before->file.modified == e.file.modified;
        if (before) {
            e.change = same ? SAME : CHANGED;
            e.md5 = before->md5;
            before->change = SAME; /* it is not gone */
        }
        if (!same)
            ok = stage_file_md5(l, &e.file, a, &e.md5, err);
        e.file.etag = e.file.etag.p ? e.file.etag : e.md5;
        ret->at[ret->n++] = e;
    }
    for (size_t i = 0; i < known.n; i++)
        if (known.at[i].change == GONE)
            ret->at[ret->n++] = known.at[i];
    map_clear(&by_path);
    return ok;
}

static void add_row(const struct entry *e, struct listing *out)
{
    static const struct {
        const char *status, *description;
    } changes[] = {[NEW] = {"REGISTERED_NEW", "File registered successfully."},
                   [CHANGED] = {"REGISTERED_UPDATE", "File registered (updated) successfully."},
                   [GONE] = {"UNREGISTERED", "File unregistered successfully."}};
    if (e->change == SAME)
        return;
    listing_text(out, e->file.path);
    listing_cstr(out, changes[e->change].status);
    listing_cstr(out, changes[e->change].description);
}

static void add_values(const struct entries *list, struct buf *out)
{
    const char *between = "";
    for (size_t i = 0; i < list->n; i++) {
        const struct entry *e = &list->at[i];
        if (e->change == GONE)
            continue;
        buf_printf(out, "%s(", between);
        buf_literal(out, e->file.path);
        buf_printf(out, ", %lld, %lld, ", (long long)e->file.size, (long long)e->file.modified);
        buf_literal(out, e->md5);
        buf_adds(out, ", ");
        buf_literal(out, e->file.etag);
        buf_addc(out, ')');
        between = ", ";
    }
}

bool directory_table_refresh(struct connection *conn, const struct stage_location *l, struct arena *a,
                             struct listing *ret, struct err *err)
{
    struct entries list;
    BUF_SCOPE struct buf sql = {0}, values = {0};
    if (!compare(conn, l, a, &list, err))
        return false;
    buf_printf(&sql, "DELETE FROM freshet.directory_files WHERE stage_id = %lld AND starts_with(path, ",
               (long long)l->stage->id);
    buf_literal(&sql, l->prefix);
    buf_adds(&sql, ")");
    add_values(&list, &values);
    if (values.n) {
        buf_printf(&sql, "; INSERT INTO freshet.directory_files SELECT %lld, * FROM (VALUES ", (long long)l->stage->id);
        buf_add(&sql, buf_str(&values));
        buf_addc(&sql, ')');
    }
    if (ret) {
        *ret = (struct listing){
            .arena = a, .columns = refresh_columns, .n_columns = sizeof refresh_columns / sizeof *refresh_columns};
        for (size_t i = 0; i < list.n; i++)
            add_row(&list.at[i], ret);
    }
    return connection_run(conn, buf_str(&sql), NULL, err);
}

bool directory_table_forget(struct connection *conn, int64_t stage, struct err *err)
{
    return connection_runf(conn, err, "DELETE FROM freshet.directory_files WHERE stage_id = %lld", (long long)stage);
}

/* As the path of a URL is written. */
static void add_encoded(struct buf *out, const char *text)
{
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        bool plain =
            (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9') || strchr("-_.~", *c);
        buf_printf(out, plain ? "%c" : "%%%02X", *c);
    }
}

bool directory_table_query(struct connection *conn, const struct stage_location *l, bool look, struct arena *a,
                           struct buf *out, struct err *err)
{
    BUF_SCOPE struct buf url = {0}, values = {0};
    struct entries list = {0};
    if (!directory_table_check(l, a, err))
        return false;
    bool now = look && flag(l, a, "AUTO_REFRESH");
    if (now && !compare(conn, l, a, &list, err))
        return false;
    add_values(&list, &values);
    buf_adds(&url, "https://local/api/files/");
    const char *const names[] = {l->stage->database, l->stage->schema, l->stage->name};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        add_encoded(&url, names[i]);
        buf_addc(&url, '/');
    }
    buf_adds(out, "(SELECT path AS \"RELATIVE_PATH\", size AS \"SIZE\", to_timestamp(modified / 1e6) AS "
                  "\"LAST_MODIFIED\", md5 AS \"MD5\", etag AS \"ETAG\", ");
    buf_literal(out, buf_str(&url));
    buf_adds(out, " || url_encode(path) AS \"FILE_URL\" FROM ");
    if (now && values.n)
        buf_printf(out, "(VALUES %s) t(path, size, modified, md5, etag) WHERE true", values.p);
    else
        buf_printf(out, "freshet.directory_files WHERE stage_id = %lld", now ? -1LL : (long long)l->stage->id);
    buf_adds(out, " AND starts_with(path, ");
    buf_literal(out, l->prefix);
    buf_adds(out, "))");
    return true;
}
