/* The constant tables that customers are drawn from: names by language, and countries with their streets, cities and
 * states. Texts are UTF-8 of at most TABLE_TEXT_MAX bytes and hold no comma, quote or line break, so they go into a CSV
 * file as they are. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define TABLE_TEXT_MAX 40

struct name_list {
    const char *const *at;
    size_t n;
};

struct place {
    const char *city, *state;
};

struct country {
    const char *name;
    unsigned weight; /* how many customers live here, relative to the other countries */
    const struct name_list *first, *last;
    struct name_list streets;
    const struct place *places;
    size_t n_places;
    bool number_first;    /* `12 Main St`, else `Hauptstraße 12` */
    unsigned last_number; /* house numbers go from 1 to this */
    const char *unit;     /* a flat in a house: `Apt` 4 */
};

/* A letter beyond ASCII and what stands for it in a mail address. */
struct folding {
    const char *letter, *ascii;
};

extern const struct name_list first_american, last_american, first_british, last_british, first_german, last_german,
    first_french, last_french, first_spanish, last_spanish, first_mexican, last_mexican, first_italian, last_italian,
    first_polish, last_polish, first_swedish, last_swedish, first_brazilian, last_brazilian, first_indian, last_indian,
    first_japanese, last_japanese, first_nigerian, last_nigerian;
extern const struct folding foldings[];
extern const size_t n_foldings;
extern const struct country countries[];
extern const size_t n_countries;
