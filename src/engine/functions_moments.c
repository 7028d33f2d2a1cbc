/* Dates, times and timestamps: conversions, offsets, formats. */
#include "base/buf.h"
#include "base/clock.h"
#include "engine/call.h"
#include "engine/moment.h"

enum outcome call_timestamp_text(struct call *c, idx_t row)
{
    enum cell_kind kind = c->cell[0].kind;
    return kind == CELL_TIMESTAMP || kind == CELL_OFFSET ? call_text(c, row) : IS_NULL;
}

enum outcome call_zoned(struct call *c, idx_t row)
{
    if (c->cell[0].kind != CELL_ZONED)
        return IS_NULL;
    ((int64_t *)c->data)[row] = (int64_t)c->cell[0].number;
    return DONE;
}

/* The wall clock of a text, a date or a timestamp; a text's offset is dropped. */
enum outcome call_wall(struct call *c, idx_t row)
{
    int offset;
    if (c->cell[0].kind == CELL_ZONED)
        return IS_NULL;
    return cell_moment(&c->cell[0], argument_text(c, 1), (int64_t *)c->data + row, &offset, &c->failure) ? DONE
                                                                                                         : FAILED;
}

/* The instant, where it does not depend on the session's time zone: a text with an offset, a number, a TIMESTAMPTZ. */
enum outcome call_instant(struct call *c, idx_t row)
{
    int offset = NO_OFFSET;
    int64_t *result = (int64_t *)c->data + row;
    enum cell_kind kind = c->cell[0].kind;
    if (kind == CELL_ZONED || kind == CELL_OFFSET) {
        *result = (int64_t)c->cell[0].number;
        return DONE;
    }
    if (kind != CELL_TEXT && kind != CELL_NUMBER && kind != CELL_FLOAT)
        return IS_NULL;
    struct failure ignored;
    if (!cell_moment(&c->cell[0], argument_text(c, 1), result, &offset, &ignored))
        return IS_NULL; /* sf_wall says why */
    if (kind == CELL_TEXT && offset == NO_OFFSET)
        return IS_NULL;
    if (offset != NO_OFFSET)
        *result -= offset * 60 * MICROS_PER_SECOND;
    return DONE;
}

static enum outcome give_offset(struct call *c, idx_t row, int64_t micros, int minutes)
{
    __int128 packed = offset_pack(micros, minutes);
    memcpy((char *)c->data + row * sizeof packed, &packed, sizeof packed);
    return DONE;
}

/* The TIMESTAMP_TZ of what has an offset of its own: such a value, and a text that names one. */
enum outcome call_own_offset(struct call *c, idx_t row)
{
    int64_t wall;
    int offset = NO_OFFSET;
    struct failure ignored;
    const struct cell *cell = &c->cell[0];
    if (cell->kind != CELL_OFFSET && cell->kind != CELL_TEXT)
        return IS_NULL;
    if (!cell_moment(cell, argument_text(c, 1), &wall, &offset, &ignored) || offset == NO_OFFSET)
        return IS_NULL; /* sf_wall says why */
    return give_offset(c, row, wall - offset * 60 * MICROS_PER_SECOND, offset);
}

/* Of an instant and its wall clock. */
enum outcome call_with_offset(struct call *c, idx_t row)
{
    int64_t instant = (int64_t)c->cell[0].number, wall = (int64_t)c->cell[1].number;
    return give_offset(c, row, instant, (int)((wall - instant) / (60 * MICROS_PER_SECOND)));
}

/* Another wall clock, at the same offset. */
enum outcome call_at_offset(struct call *c, idx_t row)
{
    int minutes = c->cell[0].scale;
    int64_t wall = (int64_t)c->cell[1].number;
    return give_offset(c, row, wall - minutes * 60 * MICROS_PER_SECOND, minutes);
}

enum outcome call_cut_offset(struct call *c, idx_t row)
{
    int64_t t = (int64_t)c->cell[0].number, step = (int64_t)c->cell[1].number, rest = t % step;
    return give_offset(c, row, t - rest - (rest < 0 ? step : 0), c->cell[0].scale);
}

enum outcome call_day(struct call *c, idx_t row)
{
    int64_t micros;
    int offset;
    struct str format = argument_text(c, 1);
    if (c->cell[0].kind == CELL_ZONED)
        return IS_NULL;
    if (!cell_moment(&c->cell[0], format.n ? format : STR("DATE"), &micros, &offset, &c->failure))
        return FAILED;
    const int64_t day = 86400 * MICROS_PER_SECOND;
    ((int32_t *)c->data)[row] = (int32_t)(micros >= 0 ? micros / day : -((-micros + day - 1) / day));
    return DONE;
}

enum outcome call_clock(struct call *c, idx_t row)
{
    if (c->cell[0].kind == CELL_ZONED)
        return IS_NULL;
    return cell_clock(&c->cell[0], argument_text(c, 1), (int64_t *)c->data + row, &c->failure) ? DONE : FAILED;
}

/* A time or timestamp to so many microseconds, earlier ones also downwards. */
enum outcome call_cut(struct call *c, idx_t row)
{
    int64_t t = (int64_t)c->cell[0].number, step = (int64_t)c->cell[1].number, rest = t % step;
    ((int64_t *)c->data)[row] = t - rest - (rest < 0 ? step : 0);
    return DONE;
}

/* sf_format(value, model, instant): the instant, when not NULL, gives the offset. */
enum outcome call_format(struct call *c, idx_t row)
{
    struct moment m = {.offset = MOMENT_NO_OFFSET};
    const int64_t minute = 60 * MICROS_PER_SECOND;
    enum cell_kind kind = c->cell[0].kind;
    if (kind == CELL_NULL || c->cell[1].kind != CELL_TEXT)
        return IS_NULL;
    BUF_SCOPE struct buf out = {0};
    if (kind == CELL_NUMBER) {
        if (number_format(&c->cell[0], c->cell[1].text, &out))
            return give_text(c, row, buf_str(&out));
        return failure_set(&c->failure, 2, "0A000", "Unsupported feature 'the number format %.*s'.",
                           STR_FMT(c->cell[1].text)),
               FAILED;
    }
    if (kind == CELL_DATE)
        m.micros = (int64_t)c->cell[0].number * 86400 * MICROS_PER_SECOND;
    else if (kind == CELL_TIMESTAMP || kind == CELL_TIME)
        m.micros = (int64_t)c->cell[0].number;
    else if (kind == CELL_OFFSET)
        m = (struct moment){.micros = (int64_t)c->cell[0].number + c->cell[0].scale * minute,
                            .offset = c->cell[0].scale};
    else
        return failure_set(&c->failure, 2, "0A000", "Unsupported feature 'TO_CHAR of a value of this type'."), FAILED;
    if (c->cell[2].kind == CELL_ZONED)
        m.offset = (int)((m.micros - (int64_t)c->cell[2].number) / minute);
    moment_format(m, c->cell[1].text, &out);
    return give_text(c, row, buf_str(&out));
}
