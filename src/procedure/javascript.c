/* One CALL: a context group of its own, the body compiled as a function of the arguments, run, its result converted.
 * Stopping it is the virtual machine's watchdog, which JavaScript cannot catch, and which is asked every TIME_SLICE
 * seconds of processor time whether the deadline, in elapsed time, has passed; statements check it themselves. */
#include <jsc/jsc.h>
#include <pthread.h>

#include "base/clock.h"
#include "procedure/host.h"

/* Exported, but declared only in WebKit's private headers. */
typedef bool (*JSShouldTerminateCallback)(JSContextRef ctx, void *context);
void JSContextGroupSetExecutionTimeLimit(JSContextGroupRef group, double limit, JSShouldTerminateCallback callback,
                                         void *context);
void JSGlobalContextSetEvalEnabled(JSGlobalContextRef ctx, bool enabled, JSStringRef message);

#define TIME_SLICE 0.1
/* What the engine needs to run a statement, on top of what JavaScript has used. */
#define STATEMENT_STACK (1024 * 1024)

/* Before the first virtual machine: stop JavaScript by flags that its loops read, not by signals, which whoever else
 * handles SIGSEGV (a debugger, a sanitizer, a crash reporter) would take away. */
static void set_options(void)
{
    jsc_options_set_boolean("usePollingTraps", TRUE);
}

bool call_must_end(struct call *call)
{
    if (call->deadline && clock_monotonic() >= call->deadline)
        call->timed_out = true;
    if (call->runner->is_interrupted && call->runner->is_interrupted(call->runner->ctx))
        call->interrupted = true;
    return call->timed_out || call->interrupted;
}

/* A callback that lets JavaScript go on has to ask to be called again. */
static bool should_terminate(JSContextRef ctx, void *context)
{
    struct call *call = context;
    bool end = call_must_end(call);
    if (!end)
        JSContextGroupSetExecutionTimeLimit(JSContextGetGroup(ctx), TIME_SLICE, should_terminate, call);
    return end;
}

static const char *lowest_stack(void)
{
    pthread_attr_t attributes;
    void *low = NULL;
    size_t size = 0;
    if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
        pthread_attr_getstack(&attributes, &low, &size);
        pthread_attr_destroy(&attributes);
    }
    size_t spare = STATEMENT_STACK < size / 4 ? STATEMENT_STACK : size / 4;
    return (const char *)low + spare;
}

/* What a procedure does not have. */
static void remove_globals(JSGlobalContextRef ctx)
{
    static const char *const names[] = {"console", "eval", "WebAssembly", "Atomics"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        JSStringRef name = JSStringCreateWithUTF8CString(names[i]);
        JSObjectDeleteProperty(ctx, JSContextGetGlobalObject(ctx), name, NULL);
        JSStringRelease(name);
    }
    JSStringRef message = JSStringCreateWithUTF8CString("Code generation from strings disallowed for this context");
    JSGlobalContextSetEvalEnabled(ctx, false, message);
    JSStringRelease(message);
}

static void make_host_objects(JSGlobalContextRef ctx, struct call *call)
{
    JSObjectRef global = JSContextGetGlobalObject(ctx);
    call->snowflake = (struct host){HOST_SNOWFLAKE, call};
    call->snowflake_class = snowflake_class_make();
    call->statement_class = statement_class_make();
    call->result_set_class = result_set_class_make();
    call->date_class = date_class_make();
    call->date_value_class = date_value_class_make();
    js_put(ctx, global, "snowflake", JSObjectMake(ctx, call->snowflake_class, &call->snowflake),
           kJSPropertyAttributeReadOnly | kJSPropertyAttributeDontDelete);
    call->date_prototype = JSObjectMake(ctx, call->date_class, NULL);
    JSValueProtect(ctx, call->date_prototype);
    JSValueRef date = js_get(ctx, global, "Date", NULL);
    JSObjectSetPrototype(ctx, call->date_prototype, js_get(ctx, (JSObjectRef)date, "prototype", NULL));
}

static void release_host_objects(JSGlobalContextRef ctx, struct call *call)
{
    JSValueUnprotect(ctx, call->date_prototype);
    JSClassRelease(call->snowflake_class);
    JSClassRelease(call->statement_class);
    JSClassRelease(call->result_set_class);
    JSClassRelease(call->date_class);
    JSClassRelease(call->date_value_class);
}

/* NULL with *exception set when the body does not parse. */
static JSObjectRef compile(JSContextRef ctx, struct arena *a, const struct javascript_call *in, JSValueRef *exception)
{
    JSStringRef *names = ARENA_ARRAY(a, JSStringRef, in->n_arguments);
    for (size_t i = 0; i < in->n_arguments; i++)
        names[i] = js_string(in->argument_names[i]);
    JSStringRef body = js_string(in->body), url = JSStringCreateWithUTF8CString(BODY_URL);
    JSObjectRef ret = JSObjectMakeFunction(ctx, NULL, (unsigned)in->n_arguments, names, body, url, 1, exception);
    JSStringRelease(body);
    JSStringRelease(url);
    for (size_t i = 0; i < in->n_arguments; i++)
        JSStringRelease(names[i]);
    return ret;
}

static JSValueRef call_body(JSContextRef ctx, struct arena *a, struct call *call, JSObjectRef body,
                            JSValueRef *exception)
{
    const struct javascript_call *in = call->in;
    JSValueRef *arguments = ARENA_ARRAY(a, JSValueRef, in->n_arguments);
    for (size_t i = 0; i < in->n_arguments; i++) {
        arguments[i] = value_argument(ctx, call, &in->arguments[i]);
        JSValueProtect(ctx, arguments[i]);
    }
    JSValueRef ret = JSObjectCallAsFunction(ctx, body, NULL, in->n_arguments, arguments, exception);
    for (size_t i = 0; i < in->n_arguments; i++)
        JSValueUnprotect(ctx, arguments[i]);
    return ret;
}

static bool was_ended(const struct call *call, struct err *err)
{
    if (!call->timed_out)
        return err_set(err, 604, "57014", "SQL execution canceled");
    return err_set(err, 604, "57014",
                   "Statement reached its statement or warehouse timeout of %.10g second(s) and was canceled.",
                   call->in->time_limit);
}

static bool run(JSGlobalContextRef ctx, struct arena *a, struct call *call, struct run_value *ret, struct err *err)
{
    JSValueRef exception = NULL;
    JSObjectRef body = compile(ctx, a, call->in, &exception);
    if (!body)
        return error_uncaught(ctx, call->in, exception, true, err);
    remove_globals(ctx);
    make_host_objects(ctx, call);
    JSValueRef value = call_body(ctx, a, call, body, &exception);
    bool over = call->timed_out || call->interrupted;
    bool ok = value && !over && value_return(ctx, a, call->in, value, ret, &exception, err);
    /* after a termination the machine runs nothing more, so nothing is asked of the exception */
    if (over) {
        err_clear(err);
        ok = was_ended(call, err);
    } else if (!ok && !err->set) {
        error_uncaught(ctx, call->in, exception, false, err);
        if (call->timed_out || call->interrupted) {
            err_clear(err);
            was_ended(call, err);
        }
    }
    release_host_objects(ctx, call);
    return ok;
}

bool javascript_run(struct arena *a, const struct javascript_call *in, const struct runner *runner,
                    struct run_value *ret, struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_options);
    struct call call = {.in = in, .runner = runner, .stack_low = lowest_stack()};
    JSContextGroupRef group = JSContextGroupCreate();
    double slice = TIME_SLICE;
    if (in->time_limit > 0) {
        call.deadline = clock_monotonic() + (int64_t)(in->time_limit * (double)MICROS_PER_SECOND);
        slice = in->time_limit < slice ? in->time_limit : slice;
    }
    JSContextGroupSetExecutionTimeLimit(group, slice, should_terminate, &call);
    JSGlobalContextRef ctx = JSGlobalContextCreateInGroup(group, NULL);
    bool ok = run(ctx, a, &call, ret, err);
    JSGlobalContextRelease(ctx);
    JSContextGroupRelease(group);
    return ok;
}
