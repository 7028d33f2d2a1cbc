/* What the files behind javascript.h share: one call's state, the values that cross between SQL and JavaScript, the
 * host objects (`snowflake`, Statement, ResultSet, SfDate) and the wording of uncaught errors.
 *
 * Every host object's private data begins with a struct host, so that a method can tell from `this` alone what it was
 * called on and for which call. JavaScript values that live outside the C stack are protected. */
#pragma once
#include <JavaScriptCore/JavaScript.h>

#include "procedure/javascript.h"

/* The source URL of the body, by which its frames are told from others, and how many lines stand before it in the
 * function that JSObjectMakeFunction builds. */
#define BODY_URL "procedure"
#define BODY_LINES_BEFORE 2

enum host_kind { HOST_SNOWFLAKE, HOST_STATEMENT, HOST_RESULT_SET, HOST_DATE };

struct call;
struct host {
    enum host_kind kind;
    struct call *call;
};

struct call {
    const struct javascript_call *in;
    const struct runner *runner;
    struct host snowflake;
    JSClassRef snowflake_class, statement_class, result_set_class, date_class, date_value_class;
    JSObjectRef date_prototype;  /* protected; its prototype is Date.prototype */
    int64_t deadline;            /* of clock_monotonic; 0: none */
    bool timed_out, interrupted; /* nothing more may run */
    const char *stack_low;       /* below it no statement may start */
};

/* Is the deadline over, or was the statement interrupted? */
bool call_must_end(struct call *call);

/* --- value.c: text and values ------------------------------------------------------------------------------------ */

/* UTF-8 and back; what is not valid becomes U+FFFD. The caller releases. */
JSStringRef js_string(struct str s);
struct str js_string_text(struct arena *a, JSStringRef s);
JSValueRef js_text_value(JSContextRef ctx, struct str s);
/* String(value); false with *exception set when the conversion throws. */
bool js_text(JSContextRef ctx, struct arena *a, JSValueRef value, struct str *ret, JSValueRef *exception) MUST_USE;
/* NULL and *exception set when a getter throws; undefined when there is no such property. */
JSValueRef js_get(JSContextRef ctx, JSObjectRef object, const char *name, JSValueRef *exception);
void js_put(JSContextRef ctx, JSObjectRef object, const char *name, JSValueRef value, JSPropertyAttributes attributes);
/* A value of SQL as JavaScript sees it; NULL is null. */
JSValueRef value_to_js(JSContextRef ctx, struct call *call, const struct run_value *value);
/* An argument: as above, but SQL NULL is undefined, so that it differs from the JSON null of a VARIANT. */
JSValueRef value_argument(JSContextRef ctx, struct call *call, const struct run_value *value);
/* A bind. False without *exception: its type cannot be bound. */
bool value_bind(JSContextRef ctx, struct arena *a, JSValueRef value, struct run_value *ret,
                JSValueRef *exception) MUST_USE;
/* What the body returned, as text of the declared type. False with err set, or with *exception set when the conversion
 * ran JavaScript that threw. */
bool value_return(JSContextRef ctx, struct arena *a, const struct javascript_call *call, JSValueRef value,
                  struct run_value *ret, JSValueRef *exception, struct err *err) MUST_USE;

/* --- date.c ------------------------------------------------------------------------------------------------------ */

/* The SfDate of a DATE or TIMESTAMP; NULL when text is not one. */
JSObjectRef date_make(JSContextRef ctx, struct call *call, const struct run_value *value);
/* What a Date or SfDate is in SQL: an SfDate that was not changed keeps its type and text, any other is a
 * TIMESTAMP_LTZ. False when it is an invalid Date. */
bool date_value(JSContextRef ctx, struct arena *a, JSObjectRef date, struct run_value *ret) MUST_USE;
/* The same instant as text of another date type. */
bool date_value_as(JSContextRef ctx, struct arena *a, JSObjectRef date, struct type type,
                   struct run_value *ret) MUST_USE;
JSClassRef date_class_make(void);
JSClassRef date_value_class_make(void);

/* --- snowflake_object.c ------------------------------------------------------------------------------------------ */

JSClassRef snowflake_class_make(void);
JSClassRef statement_class_make(void);
JSClassRef result_set_class_make(void);

/* --- javascript_error.c ------------------------------------------------------------------------------------------ */

/* The error that a host object throws: an Error with code, state and stackTraceTxt; toString() is the message. */
JSValueRef error_make(JSContextRef ctx, const struct host *host, int code, const char *sqlstate, struct str message);
/* What was thrown and not caught, as the CALL's error; a SyntaxError of the body too. Returns false. */
bool error_uncaught(JSContextRef ctx, const struct javascript_call *call, JSValueRef exception, bool compiling,
                    struct err *err);

/* --- source.c: places in the body -------------------------------------------------------------------------------- */

struct source_place {
    int line;        /* 1-based; 0: unknown */
    size_t position; /* 0-based, in UTF-16 units as JavaScript counts */
};

/* Line n without its end; empty when there is none. */
struct str source_line(struct str body, int line);
/* Bytes before a UTF-16 position of a line, and the other way round. */
size_t source_offset(struct str line, size_t position);
size_t source_position(struct str line, size_t offset);
/* Where the word begins that ends at the offset. */
size_t source_word_start(struct str line, size_t offset);
struct source_throw {
    struct source_place at;
    struct str operand; /* from behind `throw` to the end of the line */
};
/* The throw statements of the body, in order; none from comments, strings or regular expressions. */
struct source_throw *source_throws(struct arena *a, struct str body, size_t *ret_n);
