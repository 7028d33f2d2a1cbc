/* The documents of any text, by any options, are the same through any window; and the same when one of them is sought.
 * What is given as JSON is JSON, as a VARIANT holds it. */
#include "engine/canonical.h"
#include "records.h"
#include "stage/json_reader.h"
#include "stage/repair.h"

enum { MOST = 1 << 22 };

static struct file_format format_of(struct choices *c)
{
    static struct str null_if[] = {{"\\N", 2}, {"", 0}, {"2", 1}};
    struct file_format f = file_format_default;
    unsigned flags = choose(c, 256);
    f.type = FILE_JSON;
    f.strip_outer_array = flags & 1;
    f.strip_null_values = flags & 2;
    f.allow_duplicate = flags & 4;
    f.enable_octal = flags & 8;
    f.trim_space = flags & 16;
    f.multi_line = flags & 32;
    f.skip_bom = flags & 64;
    f.replace_invalid = flags & 128;
    f.null_if = null_if;
    f.n_null_if = choose(c, 4);
    return f;
}

struct reading {
    struct pieces pieces;
    struct repair *repair;
    struct window window;
    struct json_reader reader;
};

static void reading_open(struct reading *r, const struct file_format *f, struct str text, size_t window, size_t piece)
{
    *r = (struct reading){.pieces = {{.read = pieces_read}, text, piece}};
    struct feed *feed = &r->pieces.base;
    if (f->replace_invalid) {
        r->repair = repair_new(feed);
        feed = repair_feed(r->repair);
    }
    window_open(&r->window, feed, window, MOST);
    json_reader_open(&r->reader, f, &r->window);
}

static void reading_close(struct reading *r)
{
    json_reader_close(&r->reader);
    window_close(&r->window);
    repair_free(r->repair);
}

static bool next(struct reading *r, struct record *ret)
{
    ERR_SCOPE struct err err = {0};
    bool some;
    PROMISE(json_reader_next(&r->reader, ret, &some, &err), 0);
    PROMISE(!r->window.problem.p, 0);
    return some;
}

static void check_canonical(const struct record *rec)
{
    BUF_SCOPE struct buf again = {0};
    struct json_fault fault;
    struct str text = rec->fields[0].text;
    PROMISE(json_canonical(text, &again, &fault), (size_t)rec->offset);
    PROMISE(str_eq(text, buf_str(&again)), (size_t)rec->offset);
}

/* All records; notes one of them. */
static void read_all(const struct file_format *f, struct str text, size_t window, size_t piece, int64_t number,
                     struct record *ret_noted, struct buf *noted, struct buf *out)
{
    struct reading r;
    struct record rec;
    int64_t end = 0;
    reading_open(&r, f, text, window, piece);
    while (next(&r, &rec)) {
        PROMISE(rec.offset >= end, (size_t)rec.offset);
        end = rec.offset + (rec.end - rec.start);
        if (!rec.fault)
            check_canonical(&rec);
        if (rec.number == number && !rec.fault) {
            *ret_noted = rec;
            record_describe(&rec, noted);
        }
        record_describe(&rec, out);
    }
    reading_close(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct choices c = {data, data + size};
    struct file_format f = format_of(&c);
    size_t window = 1 + choose(&c, 100), piece = 1 + choose(&c, 50);
    int64_t number = 1 + choose(&c, 20);
    struct str text = {(const char *)c.at, (size_t)(c.end - c.at)};
    BUF_SCOPE struct buf whole = {0}, parts = {0}, noted = {0}, ignored = {0}, sought = {0};
    struct record rec = {0}, again;
    read_all(&f, text, text.n * 3 + 64, text.n + 1, number, &rec, &noted, &whole);
    read_all(&f, text, window, piece, number, &again, &ignored, &parts);
    PROMISE(str_eq(buf_str(&whole), buf_str(&parts)), 0);
    if (!rec.number)
        return 0;
    struct reading r;
    ERR_SCOPE struct err err = {0};
    reading_open(&r, &f, text, window, piece);
    json_reader_seek(&r.reader, rec.line, rec.number);
    PROMISE(window_seek(&r.window, rec.offset, &err), (size_t)rec.offset);
    PROMISE(next(&r, &again), (size_t)rec.offset);
    record_describe(&again, &sought);
    PROMISE(str_eq(buf_str(&sought), buf_str(&noted)), (size_t)rec.offset);
    reading_close(&r);
    return 0;
}
