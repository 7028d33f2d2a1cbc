/* Open addressing, linear probing, FNV-1a; removed slots stay as tombstones until the next growth. */
#include "base/map.h"

#include <stdlib.h>

struct map_slot {
    char *key; /* NULL: never used */
    size_t n;
    void *value; /* NULL with a key: removed */
};

uint64_t str_hash(struct str s)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h ^ (h >> 32);
}

void map_clear(struct map *m)
{
    for (size_t i = 0; i < m->size; i++)
        free(m->slots[i].key);
    free(m->slots);
    *m = (struct map){0};
}

static struct map_slot *find(const struct map *m, struct str key)
{
    for (size_t i = str_hash(key);; i++) {
        struct map_slot *s = &m->slots[i & (m->size - 1)];
        if (!s->key || str_eq(key, (struct str){s->key, s->n}))
            return s;
    }
}

void *map_get(const struct map *m, struct str key)
{
    return m->size ? find(m, key)->value : NULL;
}

static void grow(struct map *m)
{
    struct map old = *m;
    *m = (struct map){.size = old.n * 4 < 16 ? 16 : old.size * (old.n * 4 > old.size ? 2 : 1)};
    m->slots = memset(xmalloc(m->size * sizeof *m->slots), 0, m->size * sizeof *m->slots);
    for (size_t i = 0; i < old.size; i++) {
        struct map_slot *s = &old.slots[i];
        if (!s->value) {
            free(s->key);
            continue;
        }
        *find(m, (struct str){s->key, s->n}) = *s;
        m->n++;
        m->used++;
    }
    free(old.slots);
}

void map_put(struct map *m, struct str key, void *value)
{
    if (m->used * 2 >= m->size)
        grow(m);
    struct map_slot *s = find(m, key);
    if (!s->key) {
        if (!value)
            return;
        s->key = xmalloc(key.n + 1);
        if (key.n)
            memcpy(s->key, key.p, key.n);
        s->n = key.n;
        m->used++;
    }
    m->n += (value != NULL) - (s->value != NULL);
    s->value = value;
}

bool map_next(const struct map *m, size_t *i, struct str *ret_key, void **ret_value)
{
    for (; *i < m->size; (*i)++)
        if (m->slots[*i].value) {
            *ret_key = (struct str){m->slots[*i].key, m->slots[*i].n};
            *ret_value = m->slots[(*i)++].value;
            return true;
        }
    return false;
}
