/* From tables to slices. Folding goes letter by letter: ASCII letters in lower case, letters of the folding table as it
 * says, hyphens as they are, everything else (spaces) is left out. */
#include "generator/world.h"

#include <assert.h>

#include "base/buf.h"

static void fold(struct buf *out, const char *s)
{
    while (*s) {
        size_t i = 0;
        while (i < n_foldings && !str_starts(str_from(s), str_from(foldings[i].letter)))
            i++;
        if (i < n_foldings) {
            buf_adds(out, foldings[i].ascii);
            s += strlen(foldings[i].letter);
            continue;
        }
        if ((*s >= 'a' && *s <= 'z') || *s == '-')
            buf_addc(out, *s);
        else if (*s >= 'A' && *s <= 'Z')
            buf_addc(out, (char)(*s - 'A' + 'a'));
        s++;
    }
}

static struct str checked(const char *s)
{
    struct str text = str_from(s);
    assert(text.n <= TABLE_TEXT_MAX);
    return text;
}

static const struct spelling *spell(struct arena *a, const struct name_list *names)
{
    struct spelling *out = ARENA_ARRAY(a, struct spelling, names->n);
    BUF_SCOPE struct buf mail = {0};
    for (size_t i = 0; i < names->n; i++) {
        buf_reset(&mail);
        fold(&mail, names->at[i]);
        assert(mail.n > 0 && mail.n <= TABLE_TEXT_MAX);
        out[i] = (struct spelling){checked(names->at[i]), str_dup(a, buf_str(&mail))};
    }
    return out;
}

static const struct str *street_texts(struct arena *a, const struct name_list *streets)
{
    struct str *out = ARENA_ARRAY(a, struct str, streets->n);
    for (size_t i = 0; i < streets->n; i++)
        out[i] = checked(streets->at[i]);
    return out;
}

static const struct str *place_texts(struct arena *a, const struct country *c)
{
    struct str *out = ARENA_ARRAY(a, struct str, c->n_places);
    for (size_t i = 0; i < c->n_places; i++)
        out[i] = str_printf(a, "%.*s,%.*s,%.*s", STR_FMT(checked(c->places[i].city)),
                            STR_FMT(checked(c->places[i].state)), STR_FMT(checked(c->name)));
    return out;
}

static void fill_draws(struct world *w)
{
    unsigned total = 0, sum = 0, i = 0;
    for (size_t c = 0; c < n_countries; c++)
        total += countries[c].weight;
    for (size_t c = 0; c < n_countries; c++) {
        sum += countries[c].weight;
        for (; i < WORLD_DRAWS * sum / total; i++)
            w->draw[i] = (unsigned char)c;
    }
}

void world_init(struct world *w, struct arena *a)
{
    w->nations = ARENA_ARRAY(a, struct nation, n_countries);
    for (size_t i = 0; i < n_countries; i++) {
        const struct country *c = &countries[i];
        w->nations[i] = (struct nation){.first = spell(a, c->first),
                                        .last = spell(a, c->last),
                                        .n_first = (unsigned)c->first->n,
                                        .n_last = (unsigned)c->last->n,
                                        .streets = street_texts(a, &c->streets),
                                        .n_streets = (unsigned)c->streets.n,
                                        .places = place_texts(a, c),
                                        .n_places = (unsigned)c->n_places,
                                        .unit = checked(c->unit),
                                        .number_first = c->number_first,
                                        .last_number = c->last_number};
    }
    fill_draws(w);
}
