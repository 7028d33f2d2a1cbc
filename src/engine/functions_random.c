/* Hashes and random numbers. */
#include "base/buf.h"
#include "base/random.h"
#include "engine/call.h"

enum { MOST_TEXT = 16777216 };

/* Equal numbers hash alike whatever their type; a text and a number do not. */
static uint64_t hash_cell(struct call *c, const struct cell *cell, uint64_t seed)
{
    struct cell normal = *cell;
    while (normal.kind == CELL_NUMBER && normal.scale > 0 && normal.number % 10 == 0) {
        normal.number /= 10;
        normal.scale--;
    }
    size_t n = 0;
    if (normal.kind != CELL_NULL)
        cell_text(&normal, &c->text, &c->text_size, &n);
    uint64_t h = UINT64_C(14695981039346656037) ^ seed;
    h = (h ^ (normal.kind == CELL_FLOAT ? CELL_NUMBER : normal.kind)) * UINT64_C(1099511628211);
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)c->text[i]) * UINT64_C(1099511628211);
    h ^= h >> 32;
    return h * UINT64_C(0x9e3779b97f4a7c15);
}

/* sf_hash(so far, value): chained by the printer for several arguments. */
enum outcome call_hash(struct call *c, idx_t row)
{
    uint64_t h = hash_cell(c, &c->cell[1], (uint64_t)c->cell[0].number);
    ((int64_t *)c->data)[row] = (int64_t)(h ^ h >> 29);
    return DONE;
}

enum outcome call_random(struct call *c, idx_t row)
{
    random_os((int64_t *)c->data + row, sizeof(int64_t));
    return DONE;
}

enum outcome call_seeded(struct call *c, idx_t row)
{
    uint64_t seed = (uint64_t)c->cell[0].number, n = (uint64_t)c->cell[1].number;
    ((int64_t *)c->data)[row] = (int64_t)random_mix(random_mix(seed) + n * RANDOM_STEP);
    return DONE;
}

enum outcome call_uniform(struct call *c, idx_t row)
{
    int64_t low = (int64_t)c->cell[0].number, high = (int64_t)c->cell[1].number;
    uint64_t span = (uint64_t)high - (uint64_t)low + 1, r = random_mix((uint64_t)c->cell[2].number);
    if (high < low)
        return failure_set(&c->failure, 100183, "22023", "Invalid parameter: UNIFORM's minimum exceeds its maximum"),
               FAILED;
    ((int64_t *)c->data)[row] = (int64_t)((uint64_t)low + (span ? r % span : r));
    return DONE;
}

enum outcome call_float_uniform(struct call *c, idx_t row)
{
    double unit = (double)(random_mix((uint64_t)c->cell[2].number) >> 11) / 9007199254740992.0;
    ((double *)c->data)[row] = c->cell[0].real + unit * (c->cell[1].real - c->cell[0].real);
    return DONE;
}

enum outcome call_randstr(struct call *c, idx_t row)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    uint64_t r = (uint64_t)c->cell[1].number;
    int64_t n = (int64_t)c->cell[0].number;
    BUF_SCOPE struct buf out = {0};
    if (n < 0)
        return failure_set(&c->failure, 100183, "22023", "Invalid argument for function [RANDSTR]: it is negative"),
               FAILED;
    if (n > MOST_TEXT)
        return failure_set(&c->failure, 100078, "22000", "A string of %lld bytes is too long", (long long)n), FAILED;
    for (int64_t i = 0; i < n; i++) {
        r = random_mix(r + RANDOM_STEP);
        buf_addc(&out, letters[r % 62]);
    }
    return give_text(c, row, buf_str(&out));
}
