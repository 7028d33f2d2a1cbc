/* CREATE and ALTER of integrations. */
#include "stage/integration.h"

#include "session/ddl.h"

bool create_integration(struct run *r, void *ctx, struct err *err)
{
    json_t *definition;
    return integration_create_check(r->statement->sort, &r->statement->create.settings, &r->arena, &definition, err) &&
           create_account_object(r, ctx, definition, err);
}

static bool work_alter_integration(struct run *r, void *ctx, struct err *err)
{
    (void)ctx;
    const struct statement *st = r->statement;
    OBJECT_SCOPE struct object *o = NULL;
    ERR_SCOPE struct err missing = {0};
    json_t *definition;
    struct str comment;
    if (!find_existing(r, OBJECT_INTEGRATION, &st->alter_integration.name, NULL, 0, &o, &missing))
        return st->alter_integration.if_exists && missing.code == 2003 ? run_done(r) : err_move(err, &missing);
    return integration_altered(o, &st->alter_integration.settings, st->alter_integration.unset, &r->arena, &definition,
                               &comment, err) &&
           catalog_alter(r->s->f->catalog, r->s->conn, o, definition, comment, err) && run_done(r);
}

bool run_alter_integration(struct run *r, struct err *err)
{
    return run_ddl(r, work_alter_integration, NULL, err);
}
