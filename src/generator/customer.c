/* Rows. Every attribute is drawn from a hash of (seed, customer, what, how many changes of it). Consecutive draws must
 * differ, so that a change is one: house numbers and last names alternate between odd and even, mail addresses go
 * through forms no two neighbours of which can be equal. */
#include "generator/customer.h"

#include "base/clock.h"
#include "base/random.h"

enum aspect { PERSON, LAST_NAME, MAIL, ADDRESS, MOMENT, SECOND_MOMENT };
enum change { MOVES = 1, MAILS = 2, MARRIES = 4 };

static const struct occasion {
    unsigned percent;
    unsigned changes;
} occasions[] = {{45, MOVES}, {35, MAILS}, {12, MARRIES | MAILS}, {5, MOVES | MAILS}, {3, MOVES | MARRIES | MAILS}};

void customer_change(struct customer *c, uint64_t chance)
{
    unsigned percent = (unsigned)(chance % 100);
    const struct occasion *o = occasions;
    while (percent >= o->percent)
        percent -= o++->percent;
    c->moves += (o->changes & MOVES) != 0;
    c->mails += (o->changes & MAILS) != 0;
    c->names += (o->changes & MARRIES) != 0;
}

/* A mixed number from a key that differs for each argument. */
static uint64_t draw(const struct row_style *style, int64_t id, enum aspect what, uint32_t n)
{
    uint64_t key = style->seed * 0xd1342543de82ef95u + (uint64_t)id * RANDOM_STEP +
                   ((uint64_t)what << 32 | n) * 0xaef17502108ef2d9u + RANDOM_STEP;
    return random_mix(key);
}

/* A number below n out of 16 bits of the hash; four can be taken. */
static unsigned take(uint64_t *h, unsigned n)
{
    unsigned v = (unsigned)((*h & 0xffff) * n >> 16);
    *h >>= 16;
    return v;
}

static char *put(char *p, struct str s)
{
    memcpy(p, s.p, s.n);
    return p + s.n;
}

static char *put_number(char *p, uint64_t v)
{
    char digits[20];
    int n = 0;
    do
        digits[n++] = (char)('0' + v % 10);
    while (v /= 10);
    while (n)
        *p++ = digits[--n];
    return p;
}

static char *put_padded(char *p, unsigned v, int width)
{
    for (int i = width; i-- > 0; v /= 10)
        p[i] = (char)('0' + v % 10);
    return p + width;
}

/* `first.last@example.com` and seven more; see the head of the file for their order. Names hold neither dots nor
 * underscores nor digits. */
static char *put_mail(char *p, struct str first, struct str last, unsigned form, uint64_t h)
{
    static const struct str domains[] = {STR("@example.com"), STR("@example.org"), STR("@example.net")};
    static const struct form {
        bool last_first;
        bool initial;
        const char *between;
        bool only_first;
        bool number;
    } forms[] = {{.between = "."},
                 {.between = ".", .number = true},
                 {.between = "", .initial = true, .number = true},
                 {.between = "_"},
                 {.between = ".", .last_first = true},
                 {.between = "", .only_first = true, .number = true},
                 {.between = ".", .initial = true},
                 {.between = "_", .number = true}};
    const struct form *f = &forms[form % 8];
    struct str left = f->last_first ? last : f->initial ? str_sub(first, 0, 1) : first;
    p = put(p, left);
    if (*f->between)
        *p++ = *f->between;
    if (!f->only_first)
        p = put(p, f->last_first ? first : last);
    unsigned number = take(&h, 9990) + 10;
    if (f->number)
        p = put_number(p, take(&h, 2) ? number : number % 90 + 10);
    return put(p, domains[take(&h, 3)]);
}

static char *put_numbered_street(char *p, const struct nation *n, struct str street, unsigned number)
{
    if (n->number_first) {
        p = put_number(p, number);
        *p++ = ' ';
        return put(p, street);
    }
    p = put(p, street);
    *p++ = ' ';
    return put_number(p, number);
}

/* What makes a value need quotes, as it stands inside them; by how often, of 20. */
static char *put_unit(char *p, const struct nation *n, unsigned kind, unsigned number)
{
    if (kind >= 18)
        return put(p, STR(" \"\"The Old Mill\"\""));
    p = put(p, kind >= 16 ? STR("\n") : STR(", "));
    p = put(p, n->unit);
    *p++ = ' ';
    return put_number(p, number);
}

/* street,city,state,country. Most live where they come from, one in sixteen abroad. */
static char *put_address(char *p, const struct world *w, const struct row_style *style, const struct customer *c,
                         unsigned home)
{
    uint64_t h = draw(style, c->id, ADDRESS, c->moves), which = h >> 48, more = h * 0xd6e8feb86659fd93u;
    const struct nation *n = &w->nations[which % 16 == 0 ? w->draw[which / 16 % WORLD_DRAWS] : home];
    struct str street = n->streets[take(&h, n->n_streets)];
    struct str place = n->places[take(&h, n->n_places)];
    unsigned number = 1 + 2 * take(&h, n->last_number / 2) + ((c->moves ^ (unsigned)c->id) & 1);
    bool quoted = style->quote && more >> 32 < 0x08000000; /* 3.1 % */
    if (quoted)
        *p++ = '"';
    p = put_numbered_street(p, n, street, number);
    if (quoted) {
        p = put_unit(p, n, take(&more, 20), 1 + take(&more, 40));
        *p++ = '"';
    }
    *p++ = ',';
    return put(p, place);
}

static char *put_time(char *p, int64_t micros)
{
    const int64_t day = 86400 * MICROS_PER_SECOND;
    int64_t days = micros / day - (micros % day < 0), year;
    int month, mday;
    civil_from_days(days, &year, &month, &mday);
    unsigned seconds = (unsigned)((micros - days * day) / MICROS_PER_SECOND);
    p = put_padded(p, (unsigned)year, 4);
    *p++ = '-';
    p = put_padded(p, (unsigned)month, 2);
    *p++ = '-';
    p = put_padded(p, (unsigned)mday, 2);
    *p++ = ' ';
    p = put_padded(p, seconds / 3600, 2);
    *p++ = ':';
    p = put_padded(p, seconds / 60 % 60, 2);
    *p++ = ':';
    p = put_padded(p, seconds % 60, 2);
    *p++ = '.';
    return put_padded(p, (unsigned)(micros - days * day - seconds * MICROS_PER_SECOND), 6);
}

static int64_t event_time(const struct row_style *style, const struct customer *c)
{
    int64_t half = style->step / 2;
    uint64_t h = draw(style, c->id, c->second ? SECOND_MOMENT : MOMENT, c->batch);
    int64_t within = (int64_t)((unsigned __int128)h * (uint64_t)half >> 64);
    return style->start + ((int64_t)c->batch - 1) * style->step + (c->second ? half : 0) + within;
}

char *customer_row(const struct world *w, const struct row_style *style, const struct customer *c,
                   char row[CUSTOMER_ROW_MAX])
{
    uint64_t person = draw(style, c->id, PERSON, 0), surname = draw(style, c->id, LAST_NAME, c->names);
    unsigned home = w->draw[take(&person, WORLD_DRAWS)];
    const struct nation *n = &w->nations[home];
    const struct spelling *first = &n->first[take(&person, n->n_first)];
    const struct spelling *last = &n->last[2 * take(&surname, n->n_last / 2) + ((c->names ^ (unsigned)c->id) & 1)];

    char *p = put_number(row, (uint64_t)c->id);
    *p++ = ',';
    p = put(p, first->text);
    *p++ = ',';
    p = put(p, last->text);
    *p++ = ',';
    p = put_mail(p, first->mail, last->mail, take(&person, 8) + c->mails, draw(style, c->id, MAIL, c->mails));
    *p++ = ',';
    p = put_address(p, w, style, c, home);
    if (style->flag)
        p = put(p, c->deleted ? STR(",true") : STR(",false"));
    if (style->updated_at) {
        *p++ = ',';
        p = put_time(p, event_time(style, c));
    }
    return put(p, STR("\r\n"));
}
