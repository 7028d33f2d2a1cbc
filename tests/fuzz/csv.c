/* The records of any text, by any options, are the same through any window; and the same when one of them is sought. */
#include "stage/csv.h"
#include "records.h"
#include "stage/repair.h"

enum { MOST = 1 << 22 };

static struct file_format format_of(struct choices *c)
{
    static const char *const fields[] = {",", "", "|", "||", "\t", ";,;", "\xC3\xA9", "n"};
    static const char *const records[] = {"\n", "", "\r\n", ";", "|\n", "~~~~~~~~~~~~~~~~~~~~", "\xC3\xA8", "x"};
    static const int characters[] = {-1, '\\', '"', '\'', 'e', ','};
    static struct str null_if[] = {{"\\N", 2}, {"", 0}, {"NULL", 4}};
    struct file_format f = file_format_default;
    f.field_delimiter = str_from(fields[choose(c, 8)]);
    f.record_delimiter = str_from(records[choose(c, 8)]);
    f.enclosure = characters[(const unsigned[]){0, 2, 3}[choose(c, 3)]];
    f.escape = characters[choose(c, 6)];
    f.escape_unenclosed = characters[choose(c, 6)];
    f.skip_header = choose(c, 4);
    f.null_if = null_if;
    f.n_null_if = choose(c, 4);
    unsigned flags = choose(c, 256);
    f.multi_line = flags & 1;
    f.trim_space = flags & 2;
    f.empty_field_as_null = flags & 4;
    f.skip_bom = flags & 8;
    f.replace_invalid = flags & 16;
    return f;
}

struct reading {
    struct pieces pieces;
    struct repair *repair;
    struct window window;
    struct csv_reader reader;
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
    csv_open(&r->reader, f, &r->window);
}

static void reading_close(struct reading *r)
{
    csv_close(&r->reader);
    window_close(&r->window);
    repair_free(r->repair);
}

static bool next(struct reading *r, struct record *ret)
{
    ERR_SCOPE struct err err = {0};
    bool some;
    PROMISE(csv_next(&r->reader, ret, &some, &err), 0);
    PROMISE(!r->window.problem.p, 0);
    return some;
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
        end = rec.offset + (rec.next - rec.start);
        if (rec.number == number) {
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
    csv_seek(&r.reader, rec.line, rec.number);
    PROMISE(window_seek(&r.window, rec.offset, &err), (size_t)rec.offset);
    PROMISE(next(&r, &again), (size_t)rec.offset);
    record_describe(&again, &sought);
    PROMISE(str_eq(buf_str(&sought), buf_str(&noted)), (size_t)rec.offset);
    reading_close(&r);
    return 0;
}
