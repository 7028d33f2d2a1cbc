/* What becomes of the files of internal stages when the stage, or the table that it belongs to, is gone. */
#pragma once
#include "catalog/catalog.h"
#include "stage/stage_map.h"

/* Removes the directories below map->internal_root whose object is not in the catalog: after the commit of a DROP, and
 * from time to time, as a process may have died between the two. */
bool stage_sweep(struct catalog *c, const struct stage_map *map, struct err *err) MUST_USE;
