/* Growing arrays in an arena. Declare one as `VEC(struct column) columns;`, add with vec_push(arena, &v, item).
 * Elements move when it grows, so keep indexes, not pointers, while pushing. */
#pragma once
#include "base/arena.h"
#include <string.h>

#define VEC(type)                                                                                                      \
    struct {                                                                                                           \
        type *at;                                                                                                      \
        size_t n, size;                                                                                                \
    }

#define vec_push(arena, v, item)                                                                                       \
    do {                                                                                                               \
        if ((v)->n == (v)->size) {                                                                                     \
            size_t vec_size_ = (v)->size ? (v)->size * 2 : 8;                                                          \
            void *vec_to_ = arena_alloc((arena), vec_size_ * sizeof *(v)->at);                                         \
            if ((v)->n)                                                                                                \
                memcpy(vec_to_, (v)->at, (v)->n * sizeof *(v)->at);                                                    \
            (v)->at = vec_to_;                                                                                         \
            (v)->size = vec_size_;                                                                                     \
        }                                                                                                              \
        (v)->at[(v)->n++] = (item);                                                                                    \
    } while (0)
