/* The directories are read before the catalog is asked, so that one that is new was there when it was asked. */
#include "stage/sweep.h"

#include "base/os.h"

bool stage_sweep(struct catalog *c, const struct stage_map *map, struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    struct str *names;
    size_t n;
    if (!map->internal_root.n)
        return true;
    if (!os_list_directories(&a, str_cstr(&a, map->internal_root), &names, &n, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        int64_t id;
        if (!str_to_int64(names[i], &id))
            continue; /* the user's */
        OBJECT_SCOPE struct object *owner = catalog_by_id(c, id);
        struct str path = str_printf(&a, "%.*s/%.*s", STR_FMT(map->internal_root), STR_FMT(names[i]));
        if (!owner && !os_remove_directory(path.p, err))
            return false;
    }
    return true;
}
