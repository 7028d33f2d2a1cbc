/* Errors in Snowflake's words. A host object throws an Error with code, state, message and stackTraceTxt. What nobody
 * catches becomes the CALL's error: the failed statement's text with the place it was run from, or `Uncaught …` with
 * the line of the body, the position and the stack. JavaScriptCore says where an expression ends, the vendor's engine
 * where the failing part begins, and some texts differ: both are translated here. */
#include "base/buf.h"
#include "procedure/host.h"

/* As many frames as the vendor's engine keeps. */
#define MAX_FRAMES 10

struct frame {
    struct str function; /* empty: a function without a name */
    struct source_place at;
};

/* `name@procedure:3:16` lines of Error.stack that lie in the body; the newest first. */
static size_t parse_stack(struct str stack, struct frame *ret, size_t max)
{
    static const struct str url = {"@" BODY_URL ":", sizeof "@" BODY_URL ":" - 1};
    size_t n = 0;
    for (int line = 1; n < max; line++) {
        struct str text = source_line(stack, line);
        if (!text.p)
            break;
        ptrdiff_t at = str_find(text, url);
        if (at < 0)
            continue;
        struct str rest = str_sub(text, (size_t)at + url.n, text.n);
        ptrdiff_t colon = str_find(rest, STR(":"));
        int64_t row, column;
        if (colon < 0 || !str_to_int64(str_sub(rest, 0, (size_t)colon), &row) ||
            !str_to_int64(str_sub(rest, (size_t)colon + 1, rest.n), &column) || row <= BODY_LINES_BEFORE || column < 1)
            continue;
        ret[n++] = (struct frame){str_sub(text, 0, (size_t)at), {(int)row - BODY_LINES_BEFORE, (size_t)column - 1}};
    }
    return n;
}

enum construct { CONSTRUCT_WORD, CONSTRUCT_READ, CONSTRUCT_WRITE };

/* Where a failing read, write, call or name begins, of the place where JavaScriptCore says that it ends. */
static size_t begin(struct str line, size_t position, enum construct construct)
{
    size_t at = source_offset(line, position);
    switch (construct) {
    case CONSTRUCT_READ:
        while (at < line.n && (line.p[at] == '.' || line.p[at] == '?'))
            at++;
        break;
    case CONSTRUCT_WRITE:
        for (size_t i = at; i < line.n; i++)
            if (line.p[i] == '=')
                return source_position(line, i);
        break;
    case CONSTRUCT_WORD:
        at = source_word_start(line, at);
        break;
    }
    return source_position(line, at);
}

static bool get_text(JSContextRef ctx, struct arena *a, JSValueRef object, const char *name, struct str *ret)
{
    JSValueRef thrown = NULL;
    JSValueRef value = JSValueIsObject(ctx, object) ? js_get(ctx, (JSObjectRef)object, name, &thrown) : NULL;
    return value && JSValueIsString(ctx, value) && js_text(ctx, a, value, ret, &thrown);
}

static JSValueRef message_of(JSContextRef ctx, __attribute__((unused)) JSObjectRef function, JSObjectRef self,
                             __attribute__((unused)) size_t n, __attribute__((unused)) const JSValueRef args[],
                             JSValueRef *exception)
{
    return js_get(ctx, self, "message", exception);
}

JSValueRef error_make(JSContextRef ctx, const struct host *host, int code, const char *sqlstate, struct str message)
{
    static const char *const names[] = {"Snowflake", "Statement", "ResultSet", "SfDate"};
    ARENA_SCOPE struct arena a = {0};
    JSValueRef text = js_text_value(ctx, message);
    JSObjectRef error = JSObjectMakeError(ctx, 1, &text, NULL);
    if (!error) /* no memory or stack for one more object */
        return text;
    struct str stack = STR_NULL, method = STR("getColumnValue"); /* what `rs.NAME` is short for */
    struct frame frame = {0};
    (void)get_text(ctx, &a, error, "stack", &stack);
    struct str first = source_line(stack, 1);
    if (str_ends(first, STR("@[native code]")))
        method = str_sub(first, 0, first.n - sizeof "@[native code]" + 1);
    if (parse_stack(stack, &frame, 1) && host)
        frame.at.position = begin(source_line(host->call->in->body, frame.at.line), frame.at.position, CONSTRUCT_WORD);
    struct str trace = str_printf(&a, "%s.%.*s, line %d position %zu", names[host ? host->kind : HOST_SNOWFLAKE],
                                  STR_FMT(method), frame.at.line, frame.at.position);
    JSStringRef own = JSStringCreateWithUTF8CString("message"); /* enumerable, so that JSON shows it */
    JSObjectDeleteProperty(ctx, error, own, NULL);
    JSStringRelease(own);
    js_put(ctx, error, "message", text, 0);
    js_put(ctx, error, "code", JSValueMakeNumber(ctx, code), 0);
    js_put(ctx, error, "state", js_text_value(ctx, str_from(sqlstate)), 0);
    js_put(ctx, error, "stackTraceTxt", js_text_value(ctx, trace), 0);
    JSStringRef name = JSStringCreateWithUTF8CString("toString");
    JSObjectSetProperty(ctx, error, name, JSObjectMakeFunctionWithCallback(ctx, name, message_of),
                        kJSPropertyAttributeDontEnum, NULL);
    JSStringRelease(name);
    return error;
}

/* --- the text ----------------------------------------------------------------------------------------------------- */

static bool name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

/* `undefined is not an object (evaluating 'x.y = 1')`: which property, and whether it was to be set. */
static bool failed_property(struct str expression, struct str *ret_name, bool *ret_write)
{
    struct str found = STR_NULL;
    *ret_write = false;
    for (size_t i = 0; i < expression.n && !*ret_write; i++) {
        if (expression.p[i] != '.')
            continue;
        size_t end = i + 1, behind;
        while (end < expression.n && name_char(expression.p[end]))
            end++;
        for (behind = end; behind < expression.n && expression.p[behind] == ' '; behind++) {
        }
        found = str_sub(expression, i + 1, end);
        *ret_write = behind < expression.n && expression.p[behind] == '=' &&
                     !(behind + 1 < expression.n && expression.p[behind + 1] == '=');
    }
    *ret_name = found;
    return found.n > 0 && (*ret_write || found.p + found.n == expression.p + expression.n);
}

static struct str translate(struct arena *a, struct str text, enum construct *ret)
{
    static const struct str unknown = {"ReferenceError: Can't find variable: ", 37};
    static const struct str evaluating = {" is not an object (evaluating '", 31}, type = {"TypeError: ", 11};
    *ret = CONSTRUCT_WORD;
    if (str_starts(text, unknown))
        return str_printf(a, "ReferenceError: %.*s is not defined", STR_FMT(str_sub(text, unknown.n, text.n)));
    ptrdiff_t call = str_find(text, STR(" is not a function. (In '"));
    if (call >= 0 && str_starts(text, type))
        return str_sub(text, 0, (size_t)call + sizeof " is not a function" - 1);
    ptrdiff_t at = str_find(text, evaluating);
    if (at < 0 || !str_starts(text, type) || !str_ends(text, STR("')")))
        return text;
    struct str base = str_sub(text, type.n, (size_t)at), name;
    bool is_write;
    if ((!str_eq(base, STR("undefined")) && !str_eq(base, STR("null"))) ||
        !failed_property(str_sub(text, (size_t)at + evaluating.n, text.n - 2), &name, &is_write))
        return text;
    *ret = is_write ? CONSTRUCT_WRITE : CONSTRUCT_READ;
    return str_printf(a, "TypeError: Cannot %s properties of %.*s (%s '%.*s')", is_write ? "set" : "read",
                      STR_FMT(base), is_write ? "setting" : "reading", STR_FMT(name));
}

static bool is_error(JSContextRef ctx, JSValueRef value)
{
    JSValueRef error = js_get(ctx, JSContextGetGlobalObject(ctx), "Error", NULL);
    return error && JSValueIsObject(ctx, error) && JSValueIsInstanceOfConstructor(ctx, value, (JSObjectRef)error, NULL);
}

/* String(value); an object that is no Error is `#<Object>`, by the name of its constructor. */
static struct str describe(JSContextRef ctx, struct arena *a, JSValueRef value)
{
    JSValueRef thrown = NULL;
    struct str ret = STR("exception");
    if (JSValueIsObject(ctx, value) && !is_error(ctx, value)) {
        JSValueRef constructor = js_get(ctx, (JSObjectRef)value, "constructor", NULL);
        ret = STR("Object");
        if (constructor)
            (void)get_text(ctx, a, constructor, "name", &ret);
        return str_printf(a, "#<%.*s>", STR_FMT(ret));
    }
    return js_text(ctx, a, value, &ret, &thrown) ? ret : STR("exception");
}

/* --- the place ---------------------------------------------------------------------------------------------------- */

static bool later(struct source_place a, struct source_place b)
{
    return a.line > b.line || (a.line == b.line && a.position > b.position);
}

/* An Error that was made with `new` is placed at its throw: the one right before, else the only one behind that throws
 * a name. */
static struct source_place throw_of_new(struct arena *a, struct str body, struct source_place made)
{
    struct str line = source_line(body, made.line);
    size_t word = source_offset(line, made.position);
    struct str before = str_trim(str_sub(line, 0, word));
    if (!str_ends(before, STR("new")))
        return made;
    size_t n, behind = 0;
    struct source_place only = made;
    const struct source_throw *throws = source_throws(a, body, &n);
    for (size_t i = 0; i < n; i++) {
        size_t from = source_offset(line, throws[i].at.position);
        if (throws[i].at.line == made.line && from < word &&
            str_eq(str_trim(str_sub(line, from + 5, word)), STR("new")))
            return throws[i].at;
        if (later(throws[i].at, made) && !str_starts(throws[i].operand, STR("new "))) {
            only = throws[i].at;
            behind++;
        }
    }
    return behind == 1 ? only : made;
}

/* How much of a thrown text stands literally behind a throw: the length of the literal that begins the operand. */
static size_t literal_match(struct str operand, struct str thrown)
{
    size_t n = 0;
    if (operand.n == 0 || !strchr("'\"`", operand.p[0]))
        return 0;
    while (n < thrown.n && n + 1 < operand.n && operand.p[n + 1] == thrown.p[n])
        n++;
    return n;
}

/* A thrown value that is no Error does not know its place: the throw whose literal text fits best, else the last. */
static struct source_place throw_of_value(struct arena *a, struct str body, struct str thrown)
{
    size_t n, best = 0;
    struct source_place ret = {0};
    const struct source_throw *throws = source_throws(a, body, &n);
    for (size_t i = 0; i < n; i++) {
        size_t match = literal_match(throws[i].operand, thrown);
        if (match >= best) {
            best = match;
            ret = throws[i].at;
        }
    }
    return ret;
}

/* JavaScriptCore places a SyntaxError by line only: the position is that of the token it names. */
static struct source_place syntax_place(JSContextRef ctx, struct str body, JSValueRef exception, struct str message)
{
    JSValueRef line = JSValueIsObject(ctx, exception) ? js_get(ctx, (JSObjectRef)exception, "line", NULL) : NULL;
    struct source_place ret = {1, 0};
    if (line && JSValueIsNumber(ctx, line))
        ret.line = (int)JSValueToNumber(ctx, line, NULL) - BODY_LINES_BEFORE;
    if (ret.line < 1)
        ret.line = 1;
    struct str text = source_line(body, ret.line);
    ptrdiff_t open = str_find(message, STR("'"));
    struct str rest = open < 0 ? STR_NULL : str_sub(message, (size_t)open + 1, message.n);
    ptrdiff_t close = str_find(rest, STR("'"));
    ptrdiff_t token = close > 0 ? str_find(text, str_sub(rest, 0, (size_t)close)) : -1;
    ret.position = token < 0 ? 0 : source_position(text, (size_t)token);
    return ret;
}

/* --- the whole ---------------------------------------------------------------------------------------------------- */

/* A failed statement that was not caught. */
static bool host_error(JSContextRef ctx, struct arena *a, const struct javascript_call *call, JSValueRef exception,
                       struct err *err)
{
    struct str trace, message;
    if (!get_text(ctx, a, exception, "stackTraceTxt", &trace) || !get_text(ctx, a, exception, "message", &message))
        return false;
    err_set(err, 100183, "P0000", "Execution error in store procedure %.*s:\n%.*s\nAt %.*s", STR_FMT(call->name),
            STR_FMT(message), STR_FMT(trace));
    return true;
}

bool error_uncaught(JSContextRef ctx, const struct javascript_call *call, JSValueRef exception, bool compiling,
                    struct err *err)
{
    ARENA_SCOPE struct arena a = {0};
    if (!compiling && host_error(ctx, &a, call, exception, err))
        return false;
    enum construct construct;
    struct frame frames[MAX_FRAMES];
    struct str stack = STR_NULL;
    struct str message = translate(&a, describe(ctx, &a, exception), &construct);
    struct source_place at;
    size_t n = !compiling && get_text(ctx, &a, exception, "stack", &stack) ? parse_stack(stack, frames, MAX_FRAMES) : 0;
    if (compiling) {
        at = syntax_place(ctx, call->body, exception, message);
    } else if (n > 0) {
        at = frames[0].at;
        at.position = begin(source_line(call->body, at.line), at.position, construct);
        at = throw_of_new(&a, call->body, at);
        frames[0].at = at;
    } else {
        at = throw_of_value(&a, call->body, message);
    }
    BUF_SCOPE struct buf text = {0};
    buf_printf(&text, "JavaScript %s error: Uncaught %.*s in %.*s at '%.*s' position %zu\nstackstrace: ",
               compiling ? "compilation" : "execution", STR_FMT(message), STR_FMT(call->name),
               STR_FMT(source_line(call->body, at.line)), at.position);
    for (size_t i = 0; i < n; i++)
        if (frames[i].function.n > 0)
            buf_printf(&text, "\n%.*s line: %d",
                       STR_FMT(str_eq(frames[i].function, STR("anonymous")) ? call->name : frames[i].function),
                       frames[i].at.line);
    if (n == 0)
        buf_printf(&text, "\n%.*s line: %d", STR_FMT(call->name), at.line);
    return err_set(err, compiling ? 100131 : 100132, "P0000", "%s", text.p);
}
