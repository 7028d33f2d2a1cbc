/* The documents of any text, by any options, are the same through any window; and the same when one of them is sought.
 * What is given as JSON is JSON, as a VARIANT holds it. */
#include "engine/canonical.h"
#include "records.h"
#include "stage/json_reader.h"

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

static void check_canonical(const struct record *rec)
{
    if (rec->fault)
        return;
    BUF_SCOPE struct buf again = {0};
    struct json_fault fault;
    struct str text = rec->fields[0].text;
    PROMISE(json_canonical(text, &again, &fault), (size_t)rec->offset);
    PROMISE(str_eq(text, buf_str(&again)), (size_t)rec->offset);
}

static void open_reader(void *reader, const struct file_format *f, struct window *w)
{
    json_reader_open(reader, f, w);
}

static bool next(void *reader, struct record *ret, bool *ret_some, struct err *err)
{
    return json_reader_next(reader, ret, ret_some, err);
}

static void seek(void *reader, int64_t line, int64_t number)
{
    json_reader_seek(reader, line, number);
}

static void close_reader(void *reader)
{
    json_reader_close(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct reader_kind kind = {
        .open = open_reader, .next = next, .seek = seek, .close = close_reader, .check = check_canonical};
    struct choices c = {data, data + size};
    struct file_format f = format_of(&c);
    struct json_reader reader;
    reading_check(&kind, &reader, &f, &c);
    return 0;
}
