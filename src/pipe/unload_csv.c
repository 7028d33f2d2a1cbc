/* Rows as delimited text (Snowflake's page "COPY INTO <location>", format type options of CSV), so that stage/csv.h
 * reads the same values again where the format can tell them apart. Strings, binary and semi-structured values are
 * enclosed when there is an enclosing character; other values only where they hold a delimiter. */
#include <openssl/evp.h>

#include "pipe/unload.h"

static bool is_text(struct type type)
{
    return type.kind == TYPE_VARCHAR || type.kind == TYPE_VARIANT || type.kind == TYPE_BINARY;
}

static bool is_auto(struct str format)
{
    return str_ieq(format, STR("AUTO")) || format.n == 0;
}

static void put_binary(struct str bytes, enum file_binary format, struct buf *out)
{
    switch (format) {
    case FILE_BINARY_HEX:
        for (size_t i = 0; i < bytes.n; i++)
            buf_printf(out, "%02X", (unsigned char)bytes.p[i]);
        break;
    case FILE_BINARY_BASE64:
        for (size_t i = 0; i < bytes.n; i += 3) {
            unsigned char four[5];
            int n = (int)(bytes.n - i < 3 ? bytes.n - i : 3);
            EVP_EncodeBlock(four, (const unsigned char *)bytes.p + i, n);
            buf_add(out, (struct str){(const char *)four, 4});
        }
        break;
    case FILE_BINARY_UTF8:
        buf_add(out, bytes);
        break;
    }
}

/* The value's text before anything is enclosed or escaped. */
static void put_value(const struct file_format *f, const struct rows *rows, size_t col, struct type type,
                      const struct zone *zone, struct buf *out)
{
    struct str format = STR("AUTO");
    if (type.kind == TYPE_DATE)
        format = f->date_format;
    else if (type.kind == TYPE_TIME)
        format = f->time_format;
    else if (type.kind == TYPE_TIMESTAMP_NTZ || type.kind == TYPE_TIMESTAMP_LTZ || type.kind == TYPE_TIMESTAMP_TZ)
        format = f->timestamp_format;
    if (!is_auto(format))
        rows_format(rows, col, zone, format, out);
    else if (type.kind == TYPE_BINARY)
        put_binary(rows_slice(rows, col), f->binary_format, out);
    else if (type.kind == TYPE_VARIANT || type.kind == TYPE_VARCHAR)
        buf_add(out, rows_slice(rows, col)); /* a VARIANT in one line */
    else
        rows_text(rows, col, zone, out);
}

static void put_enclosed(const struct file_format *f, struct str text, struct buf *out)
{
    char quote = (char)f->enclosure;
    buf_addc(out, quote);
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == quote)
            buf_addc(out, quote);
        else if (f->escape >= 0 && text.p[i] == (char)f->escape)
            buf_addc(out, text.p[i]);
        buf_addc(out, text.p[i]);
    }
    buf_addc(out, quote);
}

/* Could the byte begin a delimiter? */
static bool begins_delimiter(const struct file_format *f, char c)
{
    struct str fd = f->field_delimiter, rd = f->record_delimiter;
    bool newline = str_eq(rd, STR("\n")) || str_eq(rd, STR("\r\n")) || str_eq(rd, STR("\r"));
    return (fd.n && c == fd.p[0]) || (rd.n && c == rd.p[0]) || (newline && (c == '\n' || c == '\r'));
}

static void put_unenclosed(const struct file_format *f, struct str text, struct buf *out)
{
    int escape = f->escape_unenclosed;
    for (size_t i = 0; i < text.n; i++) {
        if (escape >= 0 && (text.p[i] == (char)escape || begins_delimiter(f, text.p[i])))
            buf_addc(out, (char)escape);
        buf_addc(out, text.p[i]);
    }
}

static bool holds_delimiter(const struct file_format *f, struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] == (char)f->enclosure || begins_delimiter(f, text.p[i]))
            return true;
    return false;
}

static void put_field(const struct file_format *f, struct str text, bool is_string, struct buf *out)
{
    if (f->enclosure >= 0 && (is_string || holds_delimiter(f, text)))
        put_enclosed(f, text, out);
    else
        put_unenclosed(f, text, out);
}

static void header(const struct unload_plan *p, const struct rows *rows, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_add(out, i ? p->format.field_delimiter : STR(""));
        put_field(&p->format, rows_label(rows, i), true, out);
    }
    buf_add(out, p->format.record_delimiter);
}

static bool row(const struct unload_plan *p, const struct rows *rows, size_t n, const struct zone *zone,
                struct buf *out, struct err *err)
{
    const struct file_format *f = &p->format;
    BUF_SCOPE struct buf text = {0};
    (void)err;
    for (size_t i = 0; i < n; i++) {
        buf_add(out, i ? f->field_delimiter : STR(""));
        if (rows_null(rows, i)) {
            buf_add(out, f->n_null_if ? f->null_if[0] : STR(""));
            continue;
        }
        struct type type = rows_type(rows, i);
        buf_reset(&text);
        put_value(f, rows, i, type, zone, &text);
        put_field(f, buf_str(&text), is_text(type), out);
    }
    buf_add(out, f->record_delimiter);
    return true;
}

const struct unload_writer unload_csv = {.header = header, .row = row};
