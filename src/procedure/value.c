/* Values between SQL and JavaScript: text in UTF-8 against UTF-16, a run_value of a Snowflake type against the
 * JavaScript value that scripts expect, binds, and what the body returned as text of the declared type
 * ("Writing stored procedures in JavaScript", "SQL and JavaScript data type mapping"). Converting can run JavaScript
 * (toString, toJSON, getters) and so can throw. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "procedure/host.h"

/* --- text --------------------------------------------------------------------------------------------------------- */

#define REPLACEMENT 0xFFFD

/* One code point from s at *i, which moves behind it. */
static uint32_t utf8_next(struct str s, size_t *i)
{
    unsigned char first = (unsigned char)s.p[(*i)++];
    if (first < 0x80)
        return first;
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    if (first < 0xC2 || first > 0xF4)
        return REPLACEMENT;
    uint32_t code = first & (0x3F >> more);
    for (int k = 0; k < more; k++, (*i)++) {
        if (*i == s.n || ((unsigned char)s.p[*i] & 0xC0) != 0x80)
            return REPLACEMENT;
        code = code << 6 | ((unsigned char)s.p[*i] & 0x3F);
    }
    bool valid = code >= least[more] && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    return valid ? code : REPLACEMENT;
}

JSStringRef js_string(struct str s)
{
    JSChar *to = xmalloc((s.n + 1) * sizeof *to); /* UTF-16 never has more units than UTF-8 has bytes */
    size_t n = 0;
    for (size_t i = 0; i < s.n;) {
        uint32_t code = utf8_next(s, &i);
        if (code >= 0x10000) {
            to[n++] = (JSChar)(0xD800 + ((code - 0x10000) >> 10));
            to[n++] = (JSChar)(0xDC00 + ((code - 0x10000) & 0x3FF));
        } else {
            to[n++] = (JSChar)code;
        }
    }
    JSStringRef ret = JSStringCreateWithCharacters(to, n);
    free(to);
    return ret;
}

struct str js_string_text(struct arena *a, JSStringRef s)
{
    const JSChar *from = JSStringGetCharactersPtr(s);
    size_t n = JSStringGetLength(s), size = 0;
    char *to = arena_alloc(a, n * 3 + 1);
    for (size_t i = 0; i < n; i++) {
        uint32_t code = from[i];
        if (code >= 0xD800 && code <= 0xDFFF) {
            bool pair = code < 0xDC00 && i + 1 < n && from[i + 1] >= 0xDC00 && from[i + 1] <= 0xDFFF;
            code = pair ? 0x10000 + ((code - 0xD800) << 10) + (from[++i] - 0xDC00u) : REPLACEMENT;
        }
        size += utf8_put(to + size, code);
    }
    return (struct str){to, size};
}

JSValueRef js_text_value(JSContextRef ctx, struct str s)
{
    JSStringRef string = js_string(s);
    JSValueRef ret = JSValueMakeString(ctx, string);
    JSStringRelease(string);
    return ret;
}

bool js_text(JSContextRef ctx, struct arena *a, JSValueRef value, struct str *ret, JSValueRef *exception)
{
    JSStringRef string = JSValueToStringCopy(ctx, value, exception);
    if (!string)
        return false;
    *ret = js_string_text(a, string);
    JSStringRelease(string);
    return true;
}

JSValueRef js_get(JSContextRef ctx, JSObjectRef object, const char *name, JSValueRef *exception)
{
    JSStringRef string = JSStringCreateWithUTF8CString(name);
    JSValueRef thrown = NULL;
    JSValueRef ret = JSObjectGetProperty(ctx, object, string, &thrown);
    JSStringRelease(string);
    if (thrown && exception)
        *exception = thrown;
    return thrown ? NULL : ret;
}

void js_put(JSContextRef ctx, JSObjectRef object, const char *name, JSValueRef value, JSPropertyAttributes attributes)
{
    JSStringRef string = JSStringCreateWithUTF8CString(name);
    JSObjectSetProperty(ctx, object, string, value, attributes, NULL);
    JSStringRelease(string);
}

/* --- from SQL ----------------------------------------------------------------------------------------------------- */

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : 0;
}

static JSValueRef binary_to_js(JSContextRef ctx, struct str hex)
{
    JSObjectRef ret = JSObjectMakeTypedArray(ctx, kJSTypedArrayTypeUint8Array, hex.n / 2, NULL);
    unsigned char *to = ret ? JSObjectGetTypedArrayBytesPtr(ctx, ret, NULL) : NULL;
    for (size_t i = 0; to && i < hex.n / 2; i++)
        to[i] = (unsigned char)(hex_digit(hex.p[2 * i]) << 4 | hex_digit(hex.p[2 * i + 1]));
    return ret ? (JSValueRef)ret : JSValueMakeNull(ctx);
}

/* strtod reads what SQL prints: digits, exponents, NaN, inf. */
static double number_of(struct str text)
{
    ARENA_SCOPE struct arena a = {0};
    return strtod(str_cstr(&a, text), NULL);
}

static JSValueRef json_to_js(JSContextRef ctx, struct str text)
{
    JSStringRef string = js_string(text);
    JSValueRef ret = JSValueMakeFromJSONString(ctx, string);
    JSStringRelease(string);
    return ret ? ret : js_text_value(ctx, text);
}

JSValueRef value_to_js(JSContextRef ctx, struct call *call, const struct run_value *value)
{
    if (value->is_null)
        return JSValueMakeNull(ctx);
    switch (value->type.kind) {
    case TYPE_NUMBER:
    case TYPE_FLOAT:
        return JSValueMakeNumber(ctx, number_of(value->text));
    case TYPE_BOOLEAN:
        return JSValueMakeBoolean(ctx, str_ieq(value->text, STR("true")));
    case TYPE_BINARY:
        return binary_to_js(ctx, value->text);
    case TYPE_DATE:
    case TYPE_TIMESTAMP_NTZ:
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ: {
        JSObjectRef date = date_make(ctx, call, value);
        return date ? (JSValueRef)date : js_text_value(ctx, value->text);
    }
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
    case TYPE_GEOGRAPHY:
        return json_to_js(ctx, value->text);
    case TYPE_VARCHAR:
    case TYPE_TIME:
        return js_text_value(ctx, value->text);
    }
    return JSValueMakeUndefined(ctx);
}

JSValueRef value_argument(JSContextRef ctx, struct call *call, const struct run_value *value)
{
    return value->is_null ? JSValueMakeUndefined(ctx) : value_to_js(ctx, call, value);
}

/* --- to SQL ------------------------------------------------------------------------------------------------------- */

bool value_bind(JSContextRef ctx, struct arena *a, JSValueRef value, struct run_value *ret, JSValueRef *exception)
{
    static const struct type text = {TYPE_VARCHAR, 0, 0, 16777216};
    static const struct type whole = {TYPE_NUMBER, 38, 0, 0};
    struct run_value bind = {.type = text};
    if (JSValueIsNull(ctx, value)) {
        bind.is_null = true;
    } else if (JSValueIsBoolean(ctx, value)) {
        bind.type = (struct type){.kind = TYPE_BOOLEAN};
        bind.text = JSValueToBoolean(ctx, value) ? STR("true") : STR("false");
    } else if (JSValueIsNumber(ctx, value)) {
        double number = JSValueToNumber(ctx, value, NULL);
        bool is_whole = fabs(number) < 1e21 && number == trunc(number);
        bind.type = is_whole ? whole : (struct type){.kind = TYPE_FLOAT};
        if (isinf(number))
            bind.text = number > 0 ? STR("inf") : STR("-inf");
        else if (!js_text(ctx, a, value, &bind.text, exception))
            return false;
    } else if (JSValueIsString(ctx, value)) {
        if (!js_text(ctx, a, value, &bind.text, exception))
            return false;
    } else if (!JSValueIsDate(ctx, value) || !date_value(ctx, a, (JSObjectRef)value, &bind)) {
        return false;
    }
    *ret = bind;
    return true;
}

static bool json_text(JSContextRef ctx, struct arena *a, JSValueRef value, unsigned indent, struct run_value *ret,
                      JSValueRef *exception)
{
    JSValueRef thrown = NULL;
    JSStringRef json = JSValueCreateJSONString(ctx, value, indent, &thrown);
    if (thrown) {
        *exception = thrown;
        return false;
    }
    if (!json) { /* a function or a symbol, which JSON has not */
        ret->is_null = true;
        return true;
    }
    ret->text = js_string_text(a, json);
    JSStringRelease(json);
    return true;
}

static bool not_recognized(struct err *err, int code, const char *sqlstate, const char *what, struct str text)
{
    return err_set(err, code, sqlstate, "%s value '%.*s' is not recognized", what, STR_FMT(text));
}

/* The number in a returned value: a number, a boolean, or a string that holds one. */
static bool return_number(JSContextRef ctx, struct arena *a, JSValueRef value, double *ret, struct str *ret_text,
                          JSValueRef *exception, struct err *err)
{
    if (!js_text(ctx, a, value, ret_text, exception))
        return false;
    *ret_text = str_trim(*ret_text);
    if (JSValueIsBoolean(ctx, value) || JSValueIsNumber(ctx, value)) {
        *ret = JSValueToNumber(ctx, value, NULL);
        return true;
    }
    char *end, *start = str_cstr(a, *ret_text);
    *ret = strtod(start, &end);
    return (end != start && !*end) || not_recognized(err, 100038, "22018", "Numeric", *ret_text);
}

static bool is_digits(struct str s)
{
    size_t i = s.n && s.p[0] == '-';
    if (i == s.n)
        return false;
    for (; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static bool return_fixed(JSContextRef ctx, struct arena *a, struct type type, JSValueRef value, struct run_value *ret,
                         JSValueRef *exception, struct err *err)
{
    double number;
    struct str text;
    if (!return_number(ctx, a, value, &number, &text, exception, err))
        return false;
    if (!isfinite(number))
        return not_recognized(err, 100038, "22018", "Numeric", text);
    if (fabs(number) >= pow(10, type.precision - type.scale))
        return err_set(err, 100039, "22003", "Numeric value '%.*s' is out of range", STR_FMT(text));
    double unit = pow(10, type.scale);
    ret->text =
        type.scale == 0 && is_digits(text) ? text : str_printf(a, "%.*f", type.scale, round(number * unit) / unit);
    if (ret->text.n && ret->text.p[0] == '-' && strspn(str_cstr(a, ret->text), "-0.") == ret->text.n)
        ret->text = str_sub(ret->text, 1, ret->text.n);
    return true;
}

static bool return_float(JSContextRef ctx, struct arena *a, JSValueRef value, struct run_value *ret,
                         JSValueRef *exception, struct err *err)
{
    double number;
    struct str text;
    if (!return_number(ctx, a, value, &number, &text, exception, err))
        return false;
    if (isnan(number))
        ret->text = STR("NaN");
    else if (isinf(number))
        ret->text = number > 0 ? STR("inf") : STR("-inf");
    else if (!js_text(ctx, a, JSValueMakeNumber(ctx, number), &ret->text, exception))
        return false;
    return true;
}

static bool return_boolean(JSContextRef ctx, struct arena *a, JSValueRef value, struct run_value *ret,
                           JSValueRef *exception, struct err *err)
{
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"true", true},   {"t", true},  {"yes", true}, {"y", true},  {"on", true},   {"1", true},
                 {"false", false}, {"f", false}, {"no", false}, {"n", false}, {"off", false}, {"0", false}};
    bool is_true = JSValueToBoolean(ctx, value);
    if (JSValueIsString(ctx, value)) {
        struct str text;
        size_t i = 0, n = sizeof words / sizeof *words;
        if (!js_text(ctx, a, value, &text, exception))
            return false;
        while (i < n && !str_ieq(str_from(words[i].word), str_trim(text)))
            i++;
        if (i == n)
            return not_recognized(err, 100037, "22018", "Boolean", text);
        is_true = words[i].value;
    }
    ret->text = is_true ? STR("true") : STR("false");
    return true;
}

static bool return_binary(JSContextRef ctx, struct arena *a, JSValueRef value, struct run_value *ret, struct err *err)
{
    if (JSValueGetTypedArrayType(ctx, value, NULL) != kJSTypedArrayTypeUint8Array)
        return err_set(err, 100132, "P0000",
                       "JavaScript execution error: a procedure that returns BINARY must return a Uint8Array");
    JSObjectRef array = (JSObjectRef)value;
    size_t n = JSObjectGetTypedArrayByteLength(ctx, array, NULL);
    const unsigned char *from = n ? JSObjectGetTypedArrayBytesPtr(ctx, array, NULL) : NULL;
    if (from)
        from += JSObjectGetTypedArrayByteOffset(ctx, array, NULL);
    char *to = arena_alloc(a, n * 2 + 1);
    for (size_t i = 0; from && i < n; i++) {
        to[2 * i] = "0123456789ABCDEF"[from[i] >> 4];
        to[2 * i + 1] = "0123456789ABCDEF"[from[i] & 15];
    }
    ret->text = (struct str){to, from ? n * 2 : 0};
    return true;
}

static bool return_semistructured(JSContextRef ctx, struct arena *a, struct type type, JSValueRef value,
                                  struct run_value *ret, JSValueRef *exception, struct err *err)
{
    bool is_array = JSValueIsArray(ctx, value);
    bool fits = type.kind == TYPE_VARIANT || (JSValueIsObject(ctx, value) && is_array == (type.kind == TYPE_ARRAY));
    if (!fits)
        return err_set(err, 100132, "P0000", "JavaScript execution error: a procedure that returns %s must return %s",
                       type.kind == TYPE_ARRAY ? "ARRAY" : "OBJECT",
                       type.kind == TYPE_ARRAY ? "an array" : "an object");
    return json_text(ctx, a, value, 2, ret, exception);
}

static bool return_text(JSContextRef ctx, struct arena *a, JSValueRef value, struct run_value *ret,
                        JSValueRef *exception)
{
    if (JSValueIsDate(ctx, value)) {
        struct run_value date;
        ret->is_null = !date_value(ctx, a, (JSObjectRef)value, &date);
        ret->text = ret->is_null ? STR_NULL : date.text;
        return true;
    }
    if (JSValueIsObject(ctx, value))
        return json_text(ctx, a, value, 0, ret, exception);
    return js_text(ctx, a, value, &ret->text, exception);
}

static bool return_date(JSContextRef ctx, struct arena *a, struct type type, JSValueRef value, struct run_value *ret,
                        JSValueRef *exception, struct err *err)
{
    if (JSValueIsDate(ctx, value)) {
        ret->is_null = !date_value_as(ctx, a, (JSObjectRef)value, type, ret);
        return true;
    }
    if (!js_text(ctx, a, value, &ret->text, exception))
        return false;
    if (JSValueIsString(ctx, value))
        return true;
    bool is_date = type.kind == TYPE_DATE;
    return not_recognized(err, is_date ? 100040 : 100035, "22007", is_date ? "Date" : "Timestamp", ret->text);
}

/* An async function's result comes after the call has ended. */
static bool is_promise(JSContextRef ctx, JSValueRef value)
{
    JSValueRef promise = js_get(ctx, JSContextGetGlobalObject(ctx), "Promise", NULL);
    return promise && JSValueIsObject(ctx, promise) &&
           JSValueIsInstanceOfConstructor(ctx, value, (JSObjectRef)promise, NULL);
}

static bool return_kind(JSContextRef ctx, struct arena *a, struct type type, JSValueRef value, struct run_value *ret,
                        JSValueRef *exception, struct err *err)
{
    switch (type.kind) {
    case TYPE_NUMBER:
        return return_fixed(ctx, a, type, value, ret, exception, err);
    case TYPE_FLOAT:
        return return_float(ctx, a, value, ret, exception, err);
    case TYPE_BOOLEAN:
        return return_boolean(ctx, a, value, ret, exception, err);
    case TYPE_BINARY:
        return return_binary(ctx, a, value, ret, err);
    case TYPE_DATE:
    case TYPE_TIMESTAMP_NTZ:
    case TYPE_TIMESTAMP_LTZ:
    case TYPE_TIMESTAMP_TZ:
        return return_date(ctx, a, type, value, ret, exception, err);
    case TYPE_VARIANT:
    case TYPE_OBJECT:
    case TYPE_ARRAY:
        return return_semistructured(ctx, a, type, value, ret, exception, err);
    case TYPE_VARCHAR:
    case TYPE_TIME:
        return return_text(ctx, a, value, ret, exception);
    case TYPE_GEOGRAPHY:
        return err_unsupported(err, 0, 0, "RETURNS GEOGRAPHY");
    }
    return err_internal(err, "return type %d", (int)type.kind);
}

bool value_return(JSContextRef ctx, struct arena *a, const struct javascript_call *call, JSValueRef value,
                  struct run_value *ret, JSValueRef *exception, struct err *err)
{
    struct run_value to = {.type = call->returns};
    /* null is the JSON null of a VARIANT, and NULL of every other type */
    bool json_null = call->returns.kind == TYPE_VARIANT && JSValueIsNull(ctx, value);
    if (is_promise(ctx, value))
        return err_unsupported(err, 0, 0, "Promise as the result of a procedure");
    if (JSValueIsUndefined(ctx, value) || (JSValueIsNull(ctx, value) && !json_null))
        to.is_null = true;
    else if (!return_kind(ctx, a, call->returns, value, &to, exception, err))
        return false;
    if (to.is_null && call->returns_not_null)
        return err_set(err, 100132, "P0000",
                       "JavaScript execution error: NULL result in a non-nullable column: %.*s is declared NOT NULL",
                       STR_FMT(call->name));
    *ret = to;
    return true;
}
