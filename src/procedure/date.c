/* SfDate: a Date of JavaScript whose prototype adds getEpochSeconds and its kin. The Date holds milliseconds in UTC;
 * what it cannot hold (type, text, nanoseconds, offset) is in a hidden property, so that an SfDate that is bound or
 * returned unchanged is the very value that was read. DATE and TIMESTAMP_NTZ count as UTC. */
#include <math.h>
#include <stdlib.h>

#include "base/clock.h"
#include "procedure/host.h"

#define HIDDEN "$sfdate"

struct sfdate {
    struct host host;
    struct arena arena;
    struct run_value value;
    double millis; /* of the Date as it was made */
    int64_t seconds;
    int nanos, offset; /* minutes east of UTC */
};

/* --- text --------------------------------------------------------------------------------------------------------- */

static bool digits(struct str s, size_t *at, size_t least, size_t most, int64_t *ret)
{
    size_t from = *at;
    *ret = 0;
    while (*at < s.n && *at - from < most && s.p[*at] >= '0' && s.p[*at] <= '9')
        *ret = *ret * 10 + (s.p[(*at)++] - '0');
    return *at - from >= least;
}

static bool skip(struct str s, size_t *at, char c)
{
    bool is = *at < s.n && s.p[*at] == c;
    *at += is;
    return is;
}

/* `[ HH:MM[:SS[.fffffffff]]]` behind the date. */
static bool parse_time(struct str s, size_t *at, struct sfdate *ret)
{
    int64_t hour, minute, second = 0, fraction = 0;
    if (!digits(s, at, 1, 2, &hour) || !skip(s, at, ':') || !digits(s, at, 2, 2, &minute))
        return false;
    if (skip(s, at, ':') && !digits(s, at, 2, 2, &second))
        return false;
    if (skip(s, at, '.')) {
        size_t from = *at;
        if (!digits(s, at, 1, 9, &fraction))
            return false;
        for (size_t n = *at - from; n < 9; n++)
            fraction *= 10;
    }
    ret->seconds += hour * 3600 + minute * 60 + second;
    ret->nanos = (int)fraction;
    return true;
}

/* `Z`, `+0130`, `-08:00` or nothing. */
static bool parse_offset(struct str s, size_t *at, struct sfdate *ret)
{
    int64_t hour, minute = 0;
    while (skip(s, at, ' ')) {
    }
    if (*at == s.n || skip(s, at, 'Z'))
        return *at == s.n;
    bool west = skip(s, at, '-');
    if (!west && !skip(s, at, '+'))
        return false;
    if (!digits(s, at, 2, 2, &hour))
        return false;
    skip(s, at, ':');
    if (*at < s.n && !digits(s, at, 2, 2, &minute))
        return false;
    ret->offset = (int)(hour * 60 + minute) * (west ? -1 : 1);
    ret->seconds -= ret->offset * 60;
    return *at == s.n;
}

static bool parse(struct str s, struct sfdate *ret)
{
    size_t at = 0;
    int64_t year, month, day;
    bool before_christ = skip(s, &at, '-');
    if (!digits(s, &at, 1, 6, &year) || !skip(s, &at, '-') || !digits(s, &at, 1, 2, &month) || !skip(s, &at, '-') ||
        !digits(s, &at, 1, 2, &day) || month < 1 || month > 12)
        return false;
    ret->seconds = days_from_civil(before_christ ? -year : year, (int)month, (int)day) * 86400;
    if (at < s.n && (skip(s, &at, 'T') || skip(s, &at, ' ')) && !parse_time(s, &at, ret))
        return false;
    return parse_offset(s, &at, ret);
}

/* As Snowflake prints it by default: three fractional digits, the offset where the type has one. */
static struct str print(struct arena *a, double millis, enum type_kind kind)
{
    int64_t all = (int64_t)millis;
    int64_t days = all / 86400000 - (all % 86400000 < 0), rest = all - days * 86400000, year;
    int month, day;
    civil_from_days(days, &year, &month, &day);
    struct str date = str_printf(a, "%04lld-%02d-%02d", (long long)year, month, day);
    if (kind == TYPE_DATE)
        return date;
    return str_printf(a, "%.*s %02d:%02d:%02d.%03d%s", STR_FMT(date), (int)(rest / 3600000), (int)(rest / 60000 % 60),
                      (int)(rest / 1000 % 60), (int)(rest % 1000), kind == TYPE_TIMESTAMP_NTZ ? "" : " +0000");
}

/* --- making and reading ------------------------------------------------------------------------------------------- */

JSObjectRef date_make(JSContextRef ctx, struct call *call, const struct run_value *value)
{
    struct sfdate parsed = {.host = {HOST_DATE, call}};
    if (!parse(str_trim(value->text), &parsed))
        return NULL;
    int64_t millis_since = parsed.seconds * 1000 + parsed.nanos / 1000000;
    parsed.millis = (double)millis_since;
    JSValueRef millis = JSValueMakeNumber(ctx, parsed.millis);
    JSObjectRef ret = JSObjectMakeDate(ctx, 1, &millis, NULL);
    if (!ret)
        return NULL;
    struct sfdate *own = xmalloc(sizeof *own);
    *own = parsed;
    own->value = *value;
    own->value.text = str_dup(&own->arena, value->text);
    js_put(ctx, ret, HIDDEN, JSObjectMake(ctx, call->date_value_class, own),
           kJSPropertyAttributeDontEnum | kJSPropertyAttributeReadOnly | kJSPropertyAttributeDontDelete);
    JSObjectSetPrototype(ctx, ret, call->date_prototype);
    return ret;
}

/* NULL when it is a plain Date, or an SfDate that was changed with setHours and the like. */
static struct sfdate *unchanged(JSContextRef ctx, JSObjectRef date, double millis)
{
    JSValueRef hidden = js_get(ctx, date, HIDDEN, NULL);
    struct sfdate *own = hidden && JSValueIsObject(ctx, hidden) ? JSObjectGetPrivate((JSObjectRef)hidden) : NULL;
    return own && own->host.kind == HOST_DATE && own->millis == millis ? own : NULL;
}

/* The time value itself, whatever valueOf was made to be. */
static bool millis_of(JSContextRef ctx, JSObjectRef date, double *ret)
{
    JSObjectRef fresh = JSObjectMakeDate(ctx, 1, (JSValueRef[]){date}, NULL);
    *ret = fresh ? JSValueToNumber(ctx, fresh, NULL) : NAN;
    return isfinite(*ret);
}

bool date_value_as(JSContextRef ctx, struct arena *a, JSObjectRef date, struct type type, struct run_value *ret)
{
    double millis;
    if (!millis_of(ctx, date, &millis))
        return false;
    const struct sfdate *own = unchanged(ctx, date, millis);
    bool same = own && own->value.type.kind == type.kind;
    *ret = (struct run_value){.type = type, .text = same ? str_dup(a, own->value.text) : print(a, millis, type.kind)};
    return true;
}

bool date_value(JSContextRef ctx, struct arena *a, JSObjectRef date, struct run_value *ret)
{
    double millis;
    if (!millis_of(ctx, date, &millis))
        return false;
    const struct sfdate *own = unchanged(ctx, date, millis);
    struct type type = own ? own->value.type : (struct type){TYPE_TIMESTAMP_LTZ, 9, 0, 0};
    return date_value_as(ctx, a, date, type, ret);
}

/* --- methods ------------------------------------------------------------------------------------------------------ */

#define METHOD(name)                                                                                                   \
    static JSValueRef name(JSContextRef ctx, __attribute__((unused)) JSObjectRef function, JSObjectRef self,           \
                           __attribute__((unused)) size_t n, __attribute__((unused)) const JSValueRef args[],          \
                           __attribute__((unused)) JSValueRef *exception)

static struct sfdate *sfdate_of(JSContextRef ctx, JSObjectRef self)
{
    double millis;
    return JSValueIsDate(ctx, self) && millis_of(ctx, self, &millis) ? unchanged(ctx, self, millis) : NULL;
}

static double now_of(JSContextRef ctx, JSObjectRef self)
{
    double millis = NAN;
    return JSValueIsDate(ctx, self) && millis_of(ctx, self, &millis) ? millis : NAN;
}

METHOD(get_epoch_seconds)
{
    return JSValueMakeNumber(ctx, floor(now_of(ctx, self) / 1000));
}

METHOD(get_nano_seconds)
{
    const struct sfdate *d = sfdate_of(ctx, self);
    double millis = now_of(ctx, self);
    return JSValueMakeNumber(ctx, d ? d->nanos : (millis - floor(millis / 1000) * 1000) * 1e6);
}

METHOD(get_scale)
{
    const struct sfdate *d = sfdate_of(ctx, self);
    return JSValueMakeNumber(ctx, d ? d->value.type.precision : 9);
}

METHOD(get_timezone)
{
    const struct sfdate *d = sfdate_of(ctx, self);
    return JSValueMakeNumber(ctx, d ? d->offset : 0);
}

/* The text without the offset: as the documentation of SfDate.toString has it. */
METHOD(to_string)
{
    ARENA_SCOPE struct arena a = {0};
    struct run_value value;
    if (!JSValueIsDate(ctx, self) || !date_value(ctx, &a, self, &value))
        return js_text_value(ctx, STR("Invalid Date"));
    struct str text = value.text;
    ptrdiff_t blank = str_find(text, STR(" "));
    ptrdiff_t offset = blank < 0 ? -1 : str_find(str_sub(text, (size_t)blank + 1, text.n), STR(" "));
    return js_text_value(ctx, offset < 0 ? text : str_sub(text, 0, (size_t)(blank + 1 + offset)));
}

static void finalize(JSObjectRef object)
{
    struct sfdate *own = JSObjectGetPrivate(object);
    if (own)
        arena_clear(&own->arena);
    free(own);
}

#define FIXED (kJSPropertyAttributeReadOnly | kJSPropertyAttributeDontEnum)

JSClassRef date_class_make(void)
{
    static const JSStaticFunction functions[] = {
        {"getEpochSeconds", get_epoch_seconds, FIXED},
        {"getNanoSeconds", get_nano_seconds, FIXED},
        {"getScale", get_scale, FIXED},
        {"getTimezone", get_timezone, FIXED},
        {"toString", to_string, FIXED},
        {NULL, NULL, 0},
    };
    JSClassDefinition definition = kJSClassDefinitionEmpty;
    definition.className = "SfDate";
    definition.attributes = kJSClassAttributeNoAutomaticPrototype;
    definition.staticFunctions = functions;
    return JSClassCreate(&definition);
}

JSClassRef date_value_class_make(void)
{
    JSClassDefinition definition = kJSClassDefinitionEmpty;
    definition.className = "SfDateValue";
    definition.finalize = finalize;
    return JSClassCreate(&definition);
}
