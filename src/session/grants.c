/* GRANT, REVOKE and SHOW GRANTS. Privileges are recorded and shown; nothing is denied. */
#include "session/ddl.h"
#include "session/show.h"

/* --- names ------------------------------------------------------------------------------------------------------ */

static struct str written_name(struct run *r, const struct object_name *name)
{
    struct buf b BUF_SCOPE = {0};
    for (int i = 0; i < name->n; i++) {
        buf_adds(&b, i ? "." : "");
        buf_add(&b, name_quoted_if_needed(&r->arena, name->part[i]));
    }
    return str_dup(&r->arena, buf_str(&b));
}

/* What a privilege is on: the kind's word and the object's full name. Kinds that only Snowflake has, and users, are not
 * looked up. */
struct securable {
    struct str kind, name;
};

static bool find_securable(struct run *r, enum object_kind kind, struct str kind_word, const struct object_name *name,
                           const struct type *types, size_t n_types, struct securable *ret, struct err *err)
{
    struct object *o OBJECT_SCOPE = NULL;
    struct str last = name->n ? name->part[name->n - 1] : STR("");
    *ret = (struct securable){kind_word, written_name(r, name)};
    /* the database that Snowflake shares with everybody is not here: GRANT IMPORTED PRIVILEGES */
    bool shared = kind == OBJECT_DATABASE && str_eq(last, STR("SNOWFLAKE"));
    if (kind == OBJECT_KINDS || shared || is_built_in(kind, last))
        return true;
    if (!find_existing(r, kind, name, types, n_types, &o, err))
        return false;
    /* the word TABLE may be left out, or stand for a view */
    ret->kind = str_from(object_kind_word(o->kind));
    ret->name = str_dup(&r->arena, object_full_name(&r->arena, o));
    return true;
}

static bool find_grantee(struct run *r, struct str kind_word, const struct object_name *name, struct str *ret,
                         struct err *err)
{
    struct securable found;
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
    struct buf sql BUF_SCOPE = {0};
    bool option_alone = st->grant.revoke && st->grant.grant_option;
    buf_adds(&sql, option_alone ? "UPDATE freshet.grants SET grant_option = false" : "DELETE FROM freshet.grants");
    buf_adds(&sql, " WHERE (privilege, granted_on, name, granted_to, grantee_name) = (");
    buf_literal(&sql, privilege);
    add_literal(&sql, on->kind);
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
    add_literal(&sql, on->kind);
    add_literal(&sql, on->name);
    add_literal(&sql, st->grant.to_kind);
    add_literal(&sql, grantee);
    buf_printf(&sql, ", %s", st->grant.grant_option ? "true" : "false");
    add_literal(&sql, str_from(r->s->role));
    buf_addc(&sql, ')');
    return connection_run(r->s->conn, buf_str(&sql), NULL, err);
}

static bool write_privileges(struct run *r, const struct securable *on, struct str grantee, struct err *err)
{
    const struct statement *st = r->statement;
    for (size_t i = 0; i < st->grant.n_privileges; i++) {
        /* a role is granted by its use */
        bool role = str_eq(st->grant.privileges[i], STR("ROLE"));
        if (!write_grant(r, role ? STR("USAGE") : st->grant.privileges[i], on, grantee, err))
            return false;
    }
    return true;
}

/* ON ALL TABLES IN …: each that there is. */
static bool write_all(struct run *r, const struct securable *container, struct str grantee, struct err *err)
{
    const struct statement *st = r->statement;
    enum object_kind kind = st->grant.object;
    size_t n;
    bool ok = true;
    if (kind == OBJECT_KINDS)
        return true; /* there are none */
    struct object_name in;
    if (!name_from_text(&r->arena, container->name, &in, err))
        return false;
    struct str database = in.part[0], schema = st->grant.in_schema ? in.part[1] : STR_NULL;
    struct object **list = catalog_list(r->s->f->catalog, &r->arena, kind, database, schema, &n);
    for (size_t i = 0; i < n && ok; i++) {
        struct securable on = {str_from(object_kind_word(kind)), object_full_name(&r->arena, list[i])};
        ok = write_privileges(r, &on, grantee, err);
    }
    catalog_list_release(list, n);
    return ok;
}

static bool work_grant(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    const struct statement *st = r->statement;
    struct securable on = {st->grant.on_kind, STR("")};
    struct str grantee;
    bool many = st->grant.extent != GRANT_ON_ONE;
    enum object_kind kind = !many ? st->grant.object : st->grant.in_schema ? OBJECT_SCHEMA : OBJECT_DATABASE;
    if (st->grant.on.n && !find_securable(r, kind, st->grant.on_kind, &st->grant.on, st->grant.argument_types,
                                          st->grant.n_argument_types, &on, err))
        return false;
    if (!find_grantee(r, st->grant.to_kind, &st->grant.to, &grantee, err))
        return false;
    if (st->grant.extent == GRANT_ON_FUTURE)
        on.kind = st->grant.on_kind; /* recorded as it is written: it is on no object */
    bool ok =
        st->grant.extent == GRANT_ON_ALL ? write_all(r, &on, grantee, err) : write_privileges(r, &on, grantee, err);
    return ok && run_done(r);
}

bool run_grant(struct run *r, struct err *err)
{
    return run_ddl(r, work_grant, NULL, err);
}

bool grants_forget(struct catalog *c, struct connection *conn, const struct object *o, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct buf sql BUF_SCOPE = {0};
    /* Grants go by names, and a temporary object may have had that of a permanent one. */
    struct object *hidden OBJECT_SCOPE =
        o->session ? catalog_find(c, o->kind, str_from(o->database), str_from(o->schema), str_from(o->name)) : NULL;
    if (hidden)
        return true;
    buf_adds(&sql, "DELETE FROM freshet.grants WHERE (granted_on, name) = (");
    buf_literal(&sql, str_from(object_kind_word(o->kind)));
    add_literal(&sql, object_full_name(&a, o));
    buf_addc(&sql, ')');
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

static bool show_privileges(struct run *r, struct str where, struct err *err)
{
    struct listing *l = run_listing(r, grant_columns, sizeof grant_columns / sizeof *grant_columns);
    struct str sql = str_printf(
        &r->arena,
        "SELECT epoch_us(created_on), privilege, granted_on, name, granted_to, grantee_name, grant_option, granted_by "
        "FROM freshet.grants WHERE granted_on NOT LIKE 'FUTURE %%' AND %.*s ORDER BY created_on, privilege, name",
        STR_FMT(where));
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(r->s->conn, sql, &rows, err))
        return false;
    while (rows_next(rows)) {
        listing_int(l, rows_int(rows, 0));
        for (size_t i = 1; i < 6; i++)
            listing_text(l, rows_slice(rows, i));
        listing_cstr(l, rows_int(rows, 6) ? "true" : "false");
        listing_text(l, rows_slice(rows, 7));
        listing_cstr(l, "ROLE");
    }
    return true;
}

static bool show_roles_granted(struct run *r, struct str where, struct err *err)
{
    struct listing *l = run_listing(r, role_columns, sizeof role_columns / sizeof *role_columns);
    struct str sql = str_printf(&r->arena,
                                "SELECT epoch_us(created_on), name, granted_to, grantee_name, granted_by FROM "
                                "freshet.grants WHERE granted_on = 'ROLE' AND %.*s ORDER BY created_on, name",
                                STR_FMT(where));
    ROWS_SCOPE struct rows *rows = NULL;
    if (!connection_query(r->s->conn, sql, &rows, err))
        return false;
    while (rows_next(rows)) {
        listing_int(l, rows_int(rows, 0));
        for (size_t i = 1; i < 5; i++)
            listing_text(l, rows_slice(rows, i));
    }
    return true;
}

static struct str condition(struct run *r, const char *columns, struct str a, struct str b)
{
    struct buf sql BUF_SCOPE = {0};
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
    struct securable on = {kind, STR("")};
    switch (st->show.direction) {
    case GRANTS_MINE:
        return show_roles_granted(r, condition(r, "granted_to, grantee_name", STR("USER"), STR("FRESHET")), err);
    case GRANTS_ON:
        return (!st->show.in.n || find_securable(r, st->show.kind, kind, &st->show.in, st->show.argument_types,
                                                 st->show.n_argument_types, &on, err)) &&
               show_privileges(r, condition(r, "granted_on, name", on.kind, on.name), err);
    case GRANTS_TO:
        if (!find_grantee(r, kind, &st->show.in, &grantee, err))
            return false;
        return str_eq(kind, STR("USER"))
                   ? show_roles_granted(r, condition(r, "granted_to, grantee_name", kind, grantee), err)
                   : show_privileges(r, condition(r, "granted_to, grantee_name", kind, grantee), err);
    case GRANTS_OF:
        return find_grantee(r, kind, &st->show.in, &grantee, err) &&
               show_roles_granted(r, condition(r, "granted_on, name", kind, grantee), err);
    }
    return true;
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
