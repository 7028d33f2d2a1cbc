/* The population and what happens to it from file to file.
 *
 * A file is planned as a quota for each kind of row; each row then draws its kind from what is left, so that counts are
 * exact and kinds mixed. Living customers stand in one array. Those that a file has used are moved to its front, so a
 * draw from the rest never meets a customer twice; deleted ones are taken out when the file is done.
 *
 * Late rows: a customer changes twice within a batch, the file brings the second state, the next file the first. */
#include "generator/generator.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/os.h"
#include "base/random.h"
#include "generator/customer.h"

#define RECENT 256
#define MOST_ROWS 1000000000

struct customers {
    struct customer *at;
    size_t n, size;
};

struct generator {
    struct generator_options options;
    struct row_style style;
    struct arena arena; /* of the world */
    struct world world;
    struct random random;
    int64_t next_id;
    uint32_t batch;
    struct customers living;
    size_t used;                      /* by this file: living.at[0 .. used) */
    struct customers overtaken, held; /* late rows of this file, and of the next */
    struct customer recent[RECENT];   /* rows of this file, from which duplicates are drawn */
    size_t n_recent;
    struct buf text; /* of generator_write */
    bool unwritten;  /* text has not reached its file */
    struct generator_summary summary;
    int64_t last_second; /* of the last file's name */
};

const struct generator_options generator_defaults = {.seed = 1,
                                                     .rows = 10000,
                                                     .new_share = 0.2,
                                                     .changed = 0.5,
                                                     .start = 20454 * 86400 * MICROS_PER_SECOND,
                                                     .step = 60 * MICROS_PER_SECOND};

static bool check_share(const char *what, double share, struct err *err)
{
    if (share >= 0 && share <= 1)
        return true;
    return err_set(err, 1008, "22023", "the share of %s must be between 0 and 1, not %g", what, share);
}

static bool check(const struct generator_options *o, struct err *err)
{
    const int64_t longest = 366 * 86400 * MICROS_PER_SECOND;
    double sum = o->new_share + o->changed + o->deletes + o->late + o->duplicates;
    if (o->rows < 0 || o->rows > MOST_ROWS)
        return err_set(err, 1008, "22023", "the number of rows must be between 0 and %d, not %lld", MOST_ROWS,
                       (long long)o->rows);
    if (o->step < 2 || o->step > longest)
        return err_set(err, 1008, "22023", "the time between two files must be positive and at most a year");
    if (!check_share("new customers", o->new_share, err) || !check_share("changed customers", o->changed, err) ||
        !check_share("deletes", o->deletes, err) || !check_share("late rows", o->late, err) ||
        !check_share("duplicates", o->duplicates, err))
        return false;
    if (sum > 1 + 1e-9)
        return err_set(
            err, 1008, "22023",
            "the shares of new and changed customers, deletes, late rows and duplicates add up to %g; at most "
            "1 is possible",
            sum);
    return true;
}

bool generator_new(const struct generator_options *options, struct generator **ret, struct err *err)
{
    if (!check(options, err))
        return false;
    struct generator *g = xmalloc(sizeof *g);
    *g = (struct generator){.options = *options};
    struct generator_options *o = &g->options;
    o->flag |= o->deletes > 0;
    o->updated_at |= o->late > 0 || o->duplicates > 0;
    g->style = (struct row_style){.seed = (uint64_t)o->seed,
                                  .flag = o->flag,
                                  .updated_at = o->updated_at,
                                  .quote = o->quote,
                                  .start = o->start,
                                  .step = o->step};
    world_init(&g->world, &g->arena);
    random_init(&g->random, (uint64_t)o->seed);
    *ret = g;
    return true;
}

void generator_free(struct generator *g)
{
    if (!g)
        return;
    free(g->living.at);
    free(g->overtaken.at);
    free(g->held.at);
    buf_clear(&g->text);
    arena_clear(&g->arena);
    free(g);
}

static void add(struct customers *list, struct customer c)
{
    if (list->n == list->size) {
        list->size = list->size ? list->size * 2 : 1024;
        list->at = xrealloc(list->at, list->size * sizeof *list->at);
    }
    list->at[list->n++] = c;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* How many of the rows of a file a share is, at most `limit`. The fractions add up over the files: a share of 0.001 of
 * 100 rows is one row in every tenth file. */
static int64_t portion(const struct generator *g, double share, uint32_t batch, int64_t limit)
{
    double each = share * (double)g->options.rows;
    return least((int64_t)(each * (batch + 1.0) + 0.5) - (int64_t)(each * batch + 0.5), limit);
}

struct quota {
    int64_t left[GENERATOR_ROWS];
    int64_t rows; /* sum of left */
    int64_t hold; /* of the new and changed rows, how many leave a late one for the next file */
};

static struct quota plan(const struct generator *g)
{
    const struct generator_options *o = &g->options;
    struct quota q = {.rows = o->rows};
    int64_t *left = q.left, rest = o->rows;
    rest -= left[GENERATOR_LATE] = least((int64_t)g->overtaken.n, rest);
    rest -= left[GENERATOR_DUPLICATE] = portion(g, o->duplicates, g->batch, rest);
    rest -= left[GENERATOR_NEW] = portion(g, o->new_share, g->batch, rest);
    rest -= left[GENERATOR_CHANGED] = portion(g, o->changed, g->batch, rest);
    rest -= left[GENERATOR_DELETED] = portion(g, o->deletes, g->batch, rest);
    left[GENERATOR_UNCHANGED] = rest;

    static const enum generator_row need_customer[] = {GENERATOR_UNCHANGED, GENERATOR_CHANGED, GENERATOR_DELETED};
    int64_t missing = rest + left[GENERATOR_CHANGED] + left[GENERATOR_DELETED] - (int64_t)g->living.n;
    for (size_t i = 0; i < 3 && missing > 0; i++) {
        int64_t instead = least(missing, left[need_customer[i]]);
        left[need_customer[i]] -= instead;
        left[GENERATOR_NEW] += instead;
        missing -= instead;
    }
    q.hold = portion(g, o->late, g->batch + 1, left[GENERATOR_NEW] + left[GENERATOR_CHANGED]);
    return q;
}

static enum generator_row draw_kind(struct generator *g, struct quota *q)
{
    int64_t *left = q->left;
    enum generator_row kind = 0;
    /* There must be a row before one can come twice; duplicates are the last kind. */
    int64_t among = q->rows - (g->n_recent ? 0 : left[GENERATOR_DUPLICATE]);
    q->rows--;
    if (among == 0) {
        left[GENERATOR_DUPLICATE]--;
        return GENERATOR_NEW;
    }
    int64_t r = (int64_t)random_below(&g->random, (uint64_t)among);
    while (r >= left[kind])
        r -= left[kind++];
    left[kind]--;
    return kind;
}

/* A living customer that this file has not used. */
static struct customer *draw_customer(struct generator *g, size_t n_before)
{
    struct customer *at = g->living.at;
    size_t i = g->used++, j = i + random_below(&g->random, n_before - i);
    struct customer drawn = at[j];
    at[j] = at[i];
    at[i] = drawn;
    return &at[i];
}

static void happen(struct generator *g, struct customer *c)
{
    c->batch = g->batch;
    c->second = false;
}

/* When the dice say so, c's state comes late and another follows it. */
static void overtake(struct generator *g, struct quota *q, struct customer *c)
{
    int64_t among = q->left[GENERATOR_NEW] + q->left[GENERATOR_CHANGED] + 1;
    if (q->hold == 0 || (int64_t)random_below(&g->random, (uint64_t)among) >= q->hold)
        return;
    q->hold--;
    add(&g->held, *c);
    customer_change(c, random_next(&g->random));
    c->second = true;
}

static struct customer next_row(struct generator *g, struct quota *q, enum generator_row kind, size_t n_before,
                                int64_t index)
{
    struct customer *c = NULL;
    switch (kind) {
    case GENERATOR_NEW: {
        struct customer fresh = {.id = g->next_id++};
        happen(g, &fresh);
        overtake(g, q, &fresh);
        add(&g->living, fresh);
        return fresh;
    }
    case GENERATOR_CHANGED:
        c = draw_customer(g, n_before);
        happen(g, c);
        customer_change(c, random_next(&g->random));
        overtake(g, q, c);
        return *c;
    case GENERATOR_UNCHANGED:
        return *draw_customer(g, n_before);
    case GENERATOR_DELETED:
        c = draw_customer(g, n_before);
        happen(g, c);
        c->deleted = true;
        return *c;
    case GENERATOR_LATE:
        return g->overtaken.at[index];
    case GENERATOR_DUPLICATE:
        return g->recent[random_below(&g->random, g->n_recent < RECENT ? g->n_recent : RECENT)];
    case GENERATOR_ROWS:
        break;
    }
    abort();
}

static void finish_batch(struct generator *g)
{
    for (size_t i = g->used; i-- > 0;)
        if (g->living.at[i].deleted)
            g->living.at[i] = g->living.at[--g->living.n];
    struct customers done = g->overtaken;
    g->overtaken = g->held;
    g->held = (struct customers){done.at, 0, done.size};
    g->used = g->n_recent = 0;
    g->batch++;
}

void generator_next_file(struct generator *g, struct buf *out, struct generator_summary *ret)
{
    struct quota q = plan(g);
    struct generator_summary summary = {.rows = g->options.rows};
    size_t n_before = g->living.n;
    char row[CUSTOMER_ROW_MAX];
    buf_adds(out, "customer_id,first_name,last_name,email,street,city,state,country");
    buf_adds(out, g->options.flag ? ",is_deleted" : "");
    buf_adds(out, g->options.updated_at ? ",updated_at\r\n" : "\r\n");
    for (int64_t i = 0; i < g->options.rows; i++) {
        enum generator_row kind = draw_kind(g, &q);
        struct customer c = next_row(g, &q, kind, n_before, summary.of[kind]);
        summary.of[kind]++;
        if (g->options.duplicates > 0 && kind != GENERATOR_DUPLICATE)
            g->recent[g->n_recent++ % RECENT] = c;
        char *end = customer_row(&g->world, &g->style, &c, row);
        buf_add(out, (struct str){row, (size_t)(end - row)});
    }
    finish_batch(g);
    *ret = summary;
}

static struct str file_path(struct arena *a, const char *dir, int64_t second)
{
    int64_t days = second / 86400 - (second % 86400 < 0), year;
    int month, day, rest = (int)(second - days * 86400);
    civil_from_days(days, &year, &month, &day);
    const char *slash = *dir && dir[strlen(dir) - 1] == '/' ? "" : "/";
    return str_printf(a, "%s%scustomer_%04d%02d%02d%02d%02d%02d.csv", dir, slash, (int)year, month, day, rest / 3600,
                      rest / 60 % 60, rest % 60);
}

bool generator_write(struct generator *g, struct arena *a, const char *dir, int64_t now, struct str *ret_path,
                     struct generator_summary *ret, struct err *err)
{
    if (!g->unwritten) {
        buf_reset(&g->text);
        generator_next_file(g, &g->text, &g->summary);
        g->unwritten = true;
    }
    int64_t second = now / MICROS_PER_SECOND;
    if (second <= g->last_second)
        second = g->last_second + 1;
    struct str path;
    for (bool taken = true; taken; second++) {
        path = file_path(a, dir, second);
        taken = os_look(path.p, NULL) != OS_NOTHING;
        /* Another process may take the name in this moment: then it is the next second. */
        if (!taken && !os_create_file(path.p, buf_str(&g->text), &taken, err))
            return false;
    }
    g->last_second = second - 1;
    g->unwritten = false;
    *ret_path = path;
    *ret = g->summary;
    return true;
}
