/* A region of memory that is freed as a whole: one per statement. Allocations are 16-byte aligned and
 * zeroed. Running out of memory aborts the process, so no caller checks for it. Not thread-safe. */
#pragma once
#include <stddef.h>

struct arena {
    struct arena_block *head;
};

void *arena_alloc(struct arena *a, size_t n);
void *arena_copy(struct arena *a, const void *p, size_t n);
/* The bytes that it takes in memory. */
size_t arena_size(const struct arena *a);
/* Frees the contents; the arena is empty and usable again. */
void arena_clear(struct arena *a);
/* malloc, realloc and strdup that abort when memory runs out. */
void *xmalloc(size_t n);
void *xrealloc(void *p, size_t n);
char *xstrdup(const char *s);

#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, type, n) ((type *)arena_alloc((a), (n) * sizeof(type)))
#define ARENA_SCOPE __attribute__((cleanup(arena_clear)))
