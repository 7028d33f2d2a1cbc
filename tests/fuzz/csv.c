/* The records of any text, by any options, are the same through any window; and the same when one of them is sought. */
#include "stage/csv.h"
#include "records.h"

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

static void open_reader(void *reader, const struct file_format *f, struct window *w)
{
    csv_open(reader, f, w);
}

static bool next(void *reader, struct record *ret, bool *ret_some, struct err *err)
{
    return csv_next(reader, ret, ret_some, err);
}

static void seek(void *reader, int64_t line, int64_t number)
{
    csv_seek(reader, line, number);
}

static void close_reader(void *reader)
{
    csv_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct reader_kind kind = {.open = open_reader,
                                            .next = next,
                                            .seek = seek,
                                            .close = close_reader,
                                            .ends_lines = true,
                                            .seeks_faults = true};
    struct choices c = {data, data + size};
    struct file_format f = format_of(&c);
    struct csv_reader reader;
    reading_check(&kind, &reader, &f, &c);
    return 0;
}
