/* The tables, made ready for writing rows quickly: lengths known, names folded for mail addresses, city, state and
 * country joined. Made once per generator; constant afterwards. */
#pragma once
#include "base/str.h"
#include "generator/tables.h"

struct spelling {
    struct str text, mail; /* `de la Cruz`, `delacruz` */
};

struct nation {
    const struct spelling *first, *last;
    unsigned n_first, n_last;
    const struct str *streets, *places; /* a place is `city,state,country` */
    unsigned n_streets, n_places;
    struct str unit;
    bool number_first;
    unsigned last_number;
};

#define WORLD_DRAWS 256

struct world {
    struct nation *nations;
    unsigned char draw[WORLD_DRAWS]; /* a uniform draw here gives countries by their weight */
};

/* Everything is in the arena. */
void world_init(struct world *w, struct arena *a);
