/* What PURGE = TRUE deletes: after the COMMIT, and not at all when there is none. A process that is killed in between
 * leaves the files, which are known to be loaded. */
#include "session/internal.h"

#include <stdlib.h>

struct purges {
    struct arena arena;
    VEC(struct copy_purge) list;
};

void purges_add(struct session *s, const struct copy_purge *purge)
{
    if (!s->purges)
        s->purges = memset(xmalloc(sizeof *s->purges), 0, sizeof *s->purges);
    struct arena *a = &s->purges->arena;
    struct copy_purge kept = {stage_location_copy(a, &purge->location), ARENA_ARRAY(a, struct str, purge->n), purge->n};
    for (size_t i = 0; i < purge->n; i++)
        kept.paths[i] = str_dup(a, purge->paths[i]);
    vec_push(a, &s->purges->list, kept);
}

void purges_run(struct session *s)
{
    for (size_t i = 0; s->purges && i < s->purges->list.n; i++)
        copy_purge(&s->purges->list.at[i]);
    purges_drop(s);
}

void purges_drop(struct session *s)
{
    if (!s->purges)
        return;
    for (size_t i = 0; i < s->purges->list.n; i++)
        copy_purge_release(&s->purges->list.at[i]);
    arena_clear(&s->purges->arena);
    free(s->purges);
    s->purges = NULL;
}
