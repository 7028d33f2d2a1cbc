/* GRANT, REVOKE and SHOW GRANTS. Privileges are recorded and shown; nothing is denied. */
#include "session/ddl.h"
#include "session/show.h"
#include "sql/privileges.h"

/* --- names ------------------------------------------------------------------------------------------------------ */

static struct str written_name(struct run *r, const struct object_name *name)
{
    BUF_SCOPE struct buf b = {0};
    for (int i = 0; i < name->n; i++) {
        buf_adds(&b, i ? "." : "");
        buf_add(&b, name_quoted_if_needed(&r->arena, name->part[i]));
    }
    return str_dup(&r->arena, buf_str(&b));
}

/* What a privilege is on: the kind's word and the object's full name. Kinds that only Snowflake has, and users, are not
 * looked up. */
struct securable {
    enum object_kind kind;
    struct str word, name;
    struct object *object; /* NULL: it is not looked up; the one that holds a securable releases it */
};
#define SECURABLE_SCOPE __attribute__((cleanup(securable_cleanup)))

static void securable_cleanup(struct securable *s)
{
    object_unref(s->object);
}

static bool find_securable(struct run *r, enum object_kind kind, struct str kind_word, const struct object_name *name,
                           const struct type *types, size_t n_types, struct securable *ret, struct err *err)
{
    struct str last = name->n ? name->part[name->n - 1] : STR("");
    *ret = (struct securable){.kind = kind, .word = kind_word, .name = written_name(r, name)};
    /* the database that Snowflake shares with everybody is not here: GRANT IMPORTED PRIVILEGES */
    bool shared = kind == OBJECT_DATABASE && str_eq(last, STR("SNOWFLAKE"));
    if (kind == OBJECT_KINDS || shared || is_built_in(kind, last))
        return true;
    if (!find_existing(r, kind, name, types, n_types, &ret->object, err))
        return false;
    /* the word TABLE may be left out, or stand for a view */
    ret->kind = ret->object->kind;
    ret->word = str_from(object_kind_word(ret->kind));
    ret->name = str_dup(&r->arena, object_full_name(&r->arena, ret->object));
    return true;
}

static bool find_grantee(struct run *r, struct str kind_word, const struct object_name *name, struct str *ret,
                         struct err *err)
{
    struct securable found SECURABLE_SCOPE = {0};
    enum object_kind kind = str_eq(kind_word, STR("ROLE")) ? OBJECT_ROLE : OBJECT_KINDS;
    if (!find_securable(r, kind, kind_word, name, NULL, 0, &found, err))
        return false;
    *ret = found.name;
    return true;
}

/* --- GRANT and REVOKE ------------------------------------------------------------------------------------------- */

static void add_literal(struct buf *b, struct str text)
{
    buf_adds(b, ", ");
    buf_literal(b, text);
}

static bool write_grant(struct run *r, struct str privilege, const struct securable *on, struct str grantee,
                        struct err *err)
{
    const struct statement *st = r->statement;
    BUF_SCOPE struct buf sql = {0};
    bool option_alone = st->grant.revoke && st->grant.grant_option;
    buf_adds(&sql, option_alone ? "UPDATE freshet.grants SET grant_option = false" : "DELETE FROM freshet.grants");
    buf_adds(&sql, " WHERE (privilege, granted_on, name, granted_to, grantee_name) = (");
    buf_literal(&sql, privilege);
    add_literal(&sql, on->word);
    add_literal(&sql, on->name);
    add_literal(&sql, st->grant.to_kind);
    add_literal(&sql, grantee);
    buf_addc(&sql, ')');
    if (!connection_run(r->s->conn, buf_str(&sql), NULL, err))
        return false;
    if (st->grant.revoke)
        return true;
    buf_reset(&sql);
    buf_printf(&sql, "INSERT INTO freshet.grants VALUES (make_timestamp(%lld)", (long long)r->now);
    add_literal(&sql, privilege);
    add_literal(&sql, on->word);
    add_literal(&sql, on->name);
    add_literal(&sql, st->grant.to_kind);
    add_literal(&sql, grantee);
    buf_printf(&sql, ", %s", st->grant.grant_option ? "true" : "false");
    add_literal(&sql, str_from(r->s->role));
    buf_addc(&sql, ')');
    return connection_run(r->s->conn, buf_str(&sql), NULL, err);
}

/* What others may do with the object must be taken from them first, or it is said what becomes of that. */
static bool check_dependent(struct run *r, const struct securable *on, struct str where, struct err *err)
{
    const struct object_name *name = &r->statement->grant.on;
    struct str sql = str_printf(
        &r->arena, "SELECT privilege, lower(granted_to), grantee_name%.*s AND privilege <> 'OWNERSHIP' ORDER BY ALL",
        STR_FMT(where));
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(r->s->conn, sql, &rows, err))
        return false;
    if (!rows_next(rows))
        return true;
    return err_at(err, name->line, name->col, 3036, "23001",
                  "SQL execution error: Dependent grant of privilege '%.*s' on securable '%.*s' to %.*s '%.*s' exists. "
                  "It must be revoked first. More than one dependent grant may exist: use 'SHOW GRANTS' command to "
                  "view them. To revoke all dependent grants while transferring object ownership, use convenience "
                  "command 'GRANT OWNERSHIP ON <target_objects> TO <target_role> REVOKE CURRENT GRANTS'.",
                  STR_FMT(rows_slice(rows, 0)), STR_FMT(on->name), STR_FMT(rows_slice(rows, 1)),
                  STR_FMT(rows_slice(rows, 2)));
}

/* GRANT OWNERSHIP */
static bool transfer(struct run *r, const struct securable *on, struct str grantee, struct err *err)
{
    const struct statement *st = r->statement;
    BUF_SCOPE struct buf where = {0};
    buf_adds(&where, " FROM freshet.grants WHERE (granted_on, name) = (");
    buf_literal(&where, on->word);
    add_literal(&where, on->name);
    buf_addc(&where, ')');
    if (st->grant.current == GRANT_NO_CURRENT && !check_dependent(r, on, buf_str(&where), err))
        return false;
    bool keep = st->grant.current == GRANT_COPY_CURRENT;
    struct str sql =
        str_printf(&r->arena, "DELETE%.*s%s", STR_FMT(buf_str(&where)), keep ? " AND privilege = 'OWNERSHIP'" : "");
    return connection_run(r->s->conn, sql, NULL, err) &&
           (!on->object || catalog_give(r->s->f->catalog, r->s->conn, on->object, grantee, err)) &&
           write_grant(r, STR("OWNERSHIP"), on, grantee, err);
}

static bool write_privileges(struct run *r, const struct securable *on, struct str grantee, struct err *err)
{
    const struct statement *st = r->statement;
    bool ok = true;
    for (size_t i = 0; i < st->grant.n_privileges && ok; i++) {
        struct str privilege = st->grant.privileges[i];
        const char *one = str_eq(privilege, STR("ALL")) ? privilege_of_all(on->kind, 0) : NULL;
        if (one)
            for (size_t k = 0; (one = privilege_of_all(on->kind, k)) && ok; k++)
                ok = write_grant(r, str_from(one), on, grantee, err);
        else if (str_eq(privilege, STR("OWNERSHIP")))
            ok = transfer(r, on, grantee, err);
        else /* a role is granted by its use */
            ok = write_grant(r, str_eq(privilege, STR("ROLE")) ? STR("USAGE") : privilege, on, grantee, err);
    }
    return ok;
}

/* ON ALL TABLES IN …: each that there is. */
static bool write_all(struct run *r, const struct object *container, struct str grantee, struct err *err)
{
    const struct statement *st = r->statement;
    enum object_kind kind = st->grant.object;
    size_t n;
    bool ok = true;
    if (kind == OBJECT_KINDS)
        return true; /* there are none */
    bool schema = container->kind == OBJECT_SCHEMA;
    struct object **list =
        catalog_list(r->s->f->catalog, &r->arena, kind, str_from(schema ? container->database : container->name),
                     str_from(schema ? container->name : ""), &n);
    for (size_t i = 0; i < n && ok; i++) {
        struct securable on = {kind, str_from(object_kind_word(kind)), object_full_name(&r->arena, list[i]), list[i]};
        ok = write_privileges(r, &on, grantee, err);
    }
    catalog_list_release(list, n);
    return ok;
}

/* What a privilege on future objects is recorded on: FUTURE TABLE, and D.S.<TABLE> or D.<TABLE>, as it is shown. */
static struct securable future(struct run *r, enum object_kind kind, struct str word, struct str container)
{
    return (struct securable){.kind = kind,
                              .word = str_printf(&r->arena, "FUTURE %.*s", STR_FMT(word)),
                              .name = str_printf(&r->arena, "%.*s.<%.*s>", STR_FMT(container), STR_FMT(word))};
}

static bool work_grant(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    const struct statement *st = r->statement;
    struct securable on SECURABLE_SCOPE = {.kind = OBJECT_KINDS, .word = st->grant.on_kind};
    struct str grantee;
    bool many = st->grant.extent != GRANT_ON_ONE;
    enum object_kind kind = !many ? st->grant.object : st->grant.in_schema ? OBJECT_SCHEMA : OBJECT_DATABASE;
    if (st->grant.on.n && !find_securable(r, kind, st->grant.on_kind, &st->grant.on, st->grant.argument_types,
                                          st->grant.n_argument_types, &on, err))
        return false;
    if (!find_grantee(r, st->grant.to_kind, &st->grant.to, &grantee, err))
        return false;
    bool ok = false;
    switch (st->grant.extent) {
    case GRANT_ON_ONE:
        ok = write_privileges(r, &on, grantee, err);
        break;
    case GRANT_ON_ALL:
        ok = !on.object || write_all(r, on.object, grantee, err);
        break;
    case GRANT_ON_FUTURE: {
        struct securable all = future(r, st->grant.object, st->grant.on_kind, on.name);
        ok = write_privileges(r, &all, grantee, err);
        break;
    }
    }
    return ok && run_done(r);
}

bool run_grant(struct run *r, struct err *err)
{
    return run_ddl(r, work_grant, NULL, err);
}

bool grants_apply_future(struct run *r, const struct object *o, struct err *err)
{
    struct str kind = str_from(object_kind_word(o->kind)), name = object_full_name(&r->arena, o);
    BUF_SCOPE struct buf sql = {0};
    if (o->session || !*o->database)
        return true;
    struct str database = name_quoted_if_needed(&r->arena, str_from(o->database));
    struct securable in_database = future(r, o->kind, kind, database), in_schema = in_database;
    if (*o->schema)
        in_schema = future(r, o->kind, kind,
                           str_printf(&r->arena, "%.*s.%.*s", STR_FMT(database),
                                      STR_FMT(name_quoted_if_needed(&r->arena, str_from(o->schema)))));
    buf_printf(&sql, "INSERT INTO freshet.grants SELECT make_timestamp(%lld), privilege", (long long)r->now);
    add_literal(&sql, kind);
    add_literal(&sql, name);
    buf_adds(&sql, ", granted_to, grantee_name, grant_option, granted_by FROM freshet.grants WHERE granted_on = ");
    buf_literal(&sql, in_schema.word);
    /* those of the schema hide those of its database; D. is a prefix of D.S. alone */
    buf_adds(&sql, " AND name = (SELECT arg_max(name, length(name)) FROM freshet.grants WHERE granted_on = ");
    buf_literal(&sql, in_schema.word);
    buf_adds(&sql, " AND name IN (");
    buf_literal(&sql, in_schema.name);
    add_literal(&sql, in_database.name);
    buf_adds(&sql, "))");
    return connection_run(r->s->conn, buf_str(&sql), NULL, err);
}

bool grants_rename(struct connection *conn, const struct object *o, struct str to, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, "UPDATE freshet.grants SET name = ");
    buf_literal(&sql, to);
    buf_adds(&sql, " WHERE (granted_on, name) = (");
    buf_literal(&sql, str_from(object_kind_word(o->kind)));
    add_literal(&sql, object_full_name(&a, o));
    buf_addc(&sql, ')');
    return connection_run(conn, buf_str(&sql), NULL, err);
}

bool grants_forget(struct catalog *c, struct connection *conn, const struct object *o, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    BUF_SCOPE struct buf sql = {0};
    /* Grants go by names, and a temporary object may have had that of a permanent one. */
    OBJECT_SCOPE struct object *hidden =
        o->session ? catalog_find(c, o->kind, str_from(o->database), str_from(o->schema), str_from(o->name)) : NULL;
    if (hidden)
        return true;
    buf_adds(&sql, "DELETE FROM freshet.grants WHERE (granted_on, name) = (");
    buf_literal(&sql, str_from(object_kind_word(o->kind)));
    add_literal(&sql, object_full_name(&a, o));
    buf_addc(&sql, ')');
    if (o->kind == OBJECT_SCHEMA || o->kind == OBJECT_DATABASE) {
        buf_adds(&sql, " OR (granted_on LIKE 'FUTURE %' AND starts_with(name");
        add_literal(&sql, str_printf(&a, "%.*s.", STR_FMT(object_full_name(&a, o))));
        buf_adds(&sql, "))");
    }
    if (o->kind == OBJECT_ROLE) {
        buf_adds(&sql, " OR (granted_to, grantee_name) = ('ROLE'");
        add_literal(&sql, object_full_name(&a, o));
        buf_addc(&sql, ')');
    }
    return connection_run(conn, buf_str(&sql), NULL, err);
}

/* --- SHOW GRANTS ------------------------------------------------------------------------------------------------ */

static const struct listing_column grant_columns[] = {
    {"created_on", LISTING_LTZ},    {"privilege", LISTING_TEXT},  {"granted_on", LISTING_TEXT},
    {"name", LISTING_TEXT},         {"granted_to", LISTING_TEXT}, {"grantee_name", LISTING_TEXT},
    {"grant_option", LISTING_TEXT}, {"granted_by", LISTING_TEXT}, {"granted_by_role_type", LISTING_TEXT},
};

/* Who has a role; which roles a user has. */
static const struct listing_column role_columns[] = {
    {"created_on", LISTING_LTZ},    {"role", LISTING_TEXT},       {"granted_to", LISTING_TEXT},
    {"grantee_name", LISTING_TEXT}, {"granted_by", LISTING_TEXT},
};

static const struct listing_column future_columns[] = {
    {"created_on", LISTING_LTZ}, {"privilege", LISTING_TEXT},    {"grant_on", LISTING_TEXT},     {"name", LISTING_TEXT},
    {"grant_to", LISTING_TEXT},  {"grantee_name", LISTING_TEXT}, {"grant_option", LISTING_TEXT},
};

/* The columns of a listing and the query of its rows: µs UTC, then texts. Conditions follow, and the order. */
struct grant_listing {
    const struct listing_column *columns;
    size_t n;
    const char *query, *order;
};

#define GRANT_OPTION "CASE WHEN grant_option THEN 'true' ELSE 'false' END"
static const struct grant_listing
    privilege_listing =
        {grant_columns, sizeof grant_columns / sizeof *grant_columns,
         "SELECT epoch_us(created_on), privilege, granted_on, name, granted_to, grantee_name, " GRANT_OPTION
         ", granted_by, 'ROLE' FROM freshet.grants WHERE granted_on NOT LIKE 'FUTURE %' AND ",
         " ORDER BY created_on, privilege, name"},
    future_listing =
        {future_columns, sizeof future_columns / sizeof *future_columns,
         "SELECT epoch_us(created_on), privilege, granted_on[8:], name, granted_to, grantee_name, " GRANT_OPTION
         " FROM freshet.grants WHERE granted_on LIKE 'FUTURE %' AND ",
         " ORDER BY created_on, privilege, name"},
    role_listing = {role_columns, sizeof role_columns / sizeof *role_columns,
                    "SELECT epoch_us(created_on), name, granted_to, grantee_name, granted_by FROM freshet.grants WHERE "
                    "granted_on = 'ROLE' AND ",
                    " ORDER BY created_on, name"};

static bool show_granted(struct run *r, const struct grant_listing *g, struct str where, struct err *err)
{
    BUF_SCOPE struct buf sql = {0};
    buf_adds(&sql, g->query);
    buf_add(&sql, where);
    buf_adds(&sql, g->order);
    struct listing *l = run_listing(r, g->columns, g->n);
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(r->s->conn, buf_str(&sql), &rows, err))
        return false;
    while (!show_is_full(r) && rows_next(rows)) {
        listing_int(l, rows_int(rows, 0));
        for (size_t i = 1; i < g->n; i++)
            listing_text(l, rows_slice(rows, i));
    }
    return true;
}

static struct str condition(struct run *r, const char *columns, struct str a, struct str b)
{
    BUF_SCOPE struct buf sql = {0};
    buf_printf(&sql, "(%s) = (", columns);
    buf_literal(&sql, a);
    add_literal(&sql, b);
    buf_addc(&sql, ')');
    return str_dup(&r->arena, buf_str(&sql));
}

bool show_grants(struct run *r, struct err *err)
{
    const struct statement *st = r->statement;
    struct str kind = st->show.grants_kind, grantee;
    struct securable on SECURABLE_SCOPE = {.kind = OBJECT_KINDS, .word = kind};
    switch (st->show.direction) {
    case GRANTS_MINE:
        return show_granted(r, &role_listing, condition(r, "granted_to, grantee_name", STR("USER"), STR("FRESHET")),
                            err);
    case GRANTS_ON:
        return (!st->show.in.n || find_securable(r, st->show.kind, kind, &st->show.in, st->show.argument_types,
                                                 st->show.n_argument_types, &on, err)) &&
               show_granted(r, &privilege_listing, condition(r, "granted_on, name", on.word, on.name), err);
    case GRANTS_TO:
        if (!find_grantee(r, kind, &st->show.in, &grantee, err))
            return false;
        return str_eq(kind, STR("USER"))
                   ? show_granted(r, &role_listing, condition(r, "granted_to, grantee_name", kind, grantee), err)
                   : show_granted(r, &privilege_listing, condition(r, "granted_to, grantee_name", kind, grantee), err);
    case GRANTS_OF:
        return find_grantee(r, kind, &st->show.in, &grantee, err) &&
               show_granted(r, &role_listing, condition(r, "granted_on, name", kind, grantee), err);
    case GRANTS_IN:
        break;
    }
    return true;
}

bool show_future_grants(struct run *r, struct err *err)
{
    const struct statement *st = r->statement;
    struct securable in SECURABLE_SCOPE = {0};
    BUF_SCOPE struct buf where = {0};
    if (!find_securable(r, st->show.kind, st->show.grants_kind, &st->show.in, NULL, 0, &in, err))
        return false;
    if (st->show.direction == GRANTS_TO)
        return show_granted(r, &future_listing, condition(r, "granted_to, grantee_name", in.word, in.name), err);
    buf_adds(&where, "starts_with(name");
    add_literal(&where, str_printf(&r->arena, "%.*s.<", STR_FMT(in.name)));
    buf_addc(&where, ')');
    return show_granted(r, &future_listing, buf_str(&where), err);
}

bool grants_count(struct run *r, const char *columns, struct str first, struct str second, int64_t *ret,
                  struct err *err)
{
    struct str where = condition(r, columns, first, second);
    return connection_int(
        r->s->conn,
        str_printf(&r->arena, "SELECT count(*) FROM freshet.grants WHERE granted_on = 'ROLE' AND %.*s", STR_FMT(where)),
        0, ret, err);
}
