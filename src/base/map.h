/* A hash table from text to pointers. Keys are copied; values are not owned. A zeroed struct is an empty map.
 * Iterate with map_next: `for (size_t i = 0; map_next(&m, &i, &key, &value);)`. */
#pragma once
#include "base/str.h"

struct map {
    struct map_slot *slots;
    size_t n, size, used;
};

void map_clear(struct map *m);
/* NULL when it is not there. */
void *map_get(const struct map *m, struct str key);
/* Replaces what was there; value NULL removes. */
void map_put(struct map *m, struct str key, void *value);
bool map_next(const struct map *m, size_t *i, struct str *ret_key, void **ret_value);
uint64_t str_hash(struct str s);
