/* JavaScript procedures against a runner that knows a handful of statements and remembers what it was given. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/vec.h"
#include "procedure/javascript.h"

#define NUMBER(p, s)                                                                                                   \
    {                                                                                                                  \
        TYPE_NUMBER, p, s, 0                                                                                           \
    }
#define KIND(k)                                                                                                        \
    {                                                                                                                  \
        TYPE_##k, 9, 0, 0                                                                                              \
    }

/* --- the runner --------------------------------------------------------------------------------------------------- */

struct log {
    struct buf text; /* `sql [type:text, …]` a line */
};

static const char *const kind_names[] = {"NUMBER", "FLOAT", "VARCHAR", "BINARY",  "BOOLEAN", "DATE", "TIME",
                                         "NTZ",    "LTZ",   "TZ",      "VARIANT", "OBJECT",  "ARRAY"};

static void fill(struct arena *a, struct run_result *ret, size_t n_rows, size_t n_columns, const char *const *labels,
                 const struct type *types, const char *const *texts)
{
    *ret = (struct run_result){.query_id = STR("01b2"), .n_rows = n_rows, .n_columns = n_columns};
    ret->inserted = ret->updated = ret->deleted = ret->multi_joined = -1;
    ret->labels = ARENA_ARRAY(a, struct str, n_columns);
    ret->types = ARENA_ARRAY(a, struct type, n_columns);
    ret->values = ARENA_ARRAY(a, struct run_value, n_rows * n_columns);
    for (size_t i = 0; i < n_columns; i++) {
        ret->labels[i] = str_from(labels[i]);
        ret->types[i] = types[i];
    }
    for (size_t i = 0; i < n_rows * n_columns; i++)
        ret->values[i] = (struct run_value){!texts[i], types[i % n_columns], str_from(texts[i])};
}

static const struct type all_types[] = {NUMBER(3, 2),        KIND(FLOAT),        KIND(VARCHAR), KIND(BINARY),
                                        KIND(BOOLEAN),       KIND(DATE),         KIND(TIME),    KIND(TIMESTAMP_NTZ),
                                        KIND(TIMESTAMP_LTZ), KIND(TIMESTAMP_TZ), KIND(VARIANT), KIND(OBJECT),
                                        KIND(ARRAY),         KIND(VARCHAR)};
static const char *const all_labels[] = {"N", "F", "S", "B", "BO", "D", "T", "NTZ", "LTZ", "TZ", "V", "O", "A", "NUL"};
static const char *const all_texts[] = {"1.50",
                                        "2.5e-7",
                                        "sm\xC3\xB6rg\xF0\x9F\x98\x80",
                                        "00FF10",
                                        "true",
                                        "2024-02-29",
                                        "12:34:56",
                                        "2024-02-29 01:02:03.123456789",
                                        "2024-02-29 01:02:03.500 +0000",
                                        "2024-02-29 01:02:03.000 -0800",
                                        "\"text\"",
                                        "{\n  \"a\": [1, null]\n}",
                                        "[\n  1,\n  \"x\"\n]",
                                        NULL};

static bool fake_run(void *ctx, struct arena *a, struct str sql, const struct run_value *binds, size_t n_binds,
                     struct run_result *ret, struct err *err)
{
    struct log *log = ctx;
    buf_add(&log->text, sql);
    for (size_t i = 0; i < n_binds; i++)
        buf_printf(&log->text, " [%s:%.*s]", kind_names[binds[i].type.kind],
                   STR_FMT(binds[i].is_null ? STR("NULL") : binds[i].text));
    buf_addc(&log->text, '\n');
    if (str_starts(sql, STR("Invalid")))
        return err_set(err, 1003, "42000",
                       "SQL compilation error:\nsyntax error line 1 at position 0 unexpected 'Invalid'.");
    if (str_starts(sql, STR("insert into nowhere")))
        return err_set(err, 2003, "42S02", "SQL compilation error:\nObject 'NOWHERE' does not exist.");
    if (str_starts(sql, STR("call"))) { /* a procedure inside a procedure */
        struct runner runner = {.ctx = log, .run = fake_run};
        struct javascript_call inner = {.name = STR("Q"), .returns = KIND(VARCHAR), .body = str_sub(sql, 4, sql.n)};
        struct run_value value;
        if (!javascript_run(a, &inner, &runner, &value, err))
            return false;
        fill(a, ret, 1, 1, (const char *const[]){"Q"}, &value.type, (const char *const[]){str_cstr(a, value.text)});
        return true;
    }
    if (str_starts(sql, STR("sleep"))) {
        nanosleep(&(struct timespec){0, 30000000}, NULL);
        sql = STR("select count");
    }
    if (str_starts(sql, STR("select all")))
        fill(a, ret, 1, 14, all_labels, all_types, all_texts);
    else if (str_starts(sql, STR("select id")))
        fill(a, ret, 2, 2, (const char *const[]){"ID", "NAME"}, (const struct type[]){NUMBER(38, 0), KIND(VARCHAR)},
             (const char *const[]){"1", "a", "2", "b"});
    else if (str_starts(sql, STR("insert")))
        fill(a, ret, 1, 1, (const char *const[]){"number of rows inserted"}, (const struct type[]){NUMBER(38, 0)},
             (const char *const[]){"3"});
    else
        fill(a, ret, 1, 1, (const char *const[]){"next"}, (const struct type[]){NUMBER(38, 0)},
             (const char *const[]){"7"});
    if (str_starts(sql, STR("insert"))) {
        ret->is_dml = true;
        ret->inserted = 3;
    }
    if (str_starts(sql, STR("merge"))) {
        ret->is_dml = true;
        ret->inserted = 1;
        ret->updated = 2;
        ret->multi_joined = 5;
        ret->deleted = 4;
    }
    return true;
}

/* --- calling ------------------------------------------------------------------------------------------------------ */

/* The result's text, `NULL`, or `code (state): message`; freed by the caller. */
static char *call(struct javascript_call *c, const char *body, struct log *log)
{
    ARENA_SCOPE struct arena a = {0};
    ERR_SCOPE struct err err = {0};
    struct log own = {0};
    struct runner runner = {.ctx = log ? log : &own, .run = fake_run};
    struct run_value ret;
    c->name = STR("P");
    c->body = str_from(body);
    bool ok = javascript_run(&a, c, &runner, &ret, &err);
    assert_int_equal(ok, !err.set);
    buf_clear(&own.text);
    struct buf text = {0};
    if (!ok)
        buf_printf(&text, "%06d (%s): %s", err.code, err.sqlstate, err.message);
    else if (ret.is_null)
        buf_adds(&text, "NULL");
    else
        buf_add(&text, ret.text.n ? ret.text : STR(""));
    return text.p ? text.p : xstrdup("");
}

static void expect(struct javascript_call c, const char *body, const char *expected)
{
    char *got = call(&c, body, NULL);
    assert_string_equal(got, expected);
    free(got);
}

static void expect_text(const char *body, const char *expected)
{
    expect((struct javascript_call){.returns = KIND(VARCHAR)}, body, expected);
}

static void expect_type(struct type type, const char *body, const char *expected)
{
    expect((struct javascript_call){.returns = type}, body, expected);
}

static void expect_starts(struct javascript_call c, const char *body, const char *expected)
{
    char *got = call(&c, body, NULL);
    if (strncmp(got, expected, strlen(expected)) != 0)
        assert_string_equal(got, expected);
    free(got);
}

/* --- tests -------------------------------------------------------------------------------------------------------- */

static void test_returns(void **state)
{
    (void)state;
    expect_text("return 'x'", "x");
    expect_text("", "NULL");
    expect_text("return null", "NULL");
    expect_text("return 5", "5");
    expect_text("return 1e21", "1e+21");
    expect_text("return true", "true");
    expect_text("return {a: [1, 'b']}", "{\"a\":[1,\"b\"]}");
    expect_text("return new Date(0)", "1970-01-01 00:00:00.000 +0000");
    expect_text("return '\\u0000' + 'sm\xC3\xB6rg\xF0\x9F\x98\x80'.length", "");
    expect_text("return 'sm\xC3\xB6rg\xF0\x9F\x98\x80'", "sm\xC3\xB6rg\xF0\x9F\x98\x80");
    expect_text("return '\\ud800'", "\xEF\xBF\xBD");
    expect_text("var cmd = `merge\r\n  into t;`;\r\nreturn cmd+'\\n'+1;\r\n", "merge\n  into t;\n1");
    expect_type((struct type)NUMBER(38, 0), "return 5", "5");
    expect_type((struct type)NUMBER(38, 0), "return 2.5", "3");
    expect_type((struct type)NUMBER(38, 0), "return -0.1", "0");
    expect_type((struct type)NUMBER(38, 0), "return '12345678901234567890123456789'", "12345678901234567890123456789");
    expect_type((struct type)NUMBER(10, 2), "return 5", "5.00");
    expect_type((struct type)NUMBER(10, 2), "return true", "1.00");
    expect_type((struct type)NUMBER(10, 2), "return 'x'", "100038 (22018): Numeric value 'x' is not recognized");
    expect_type((struct type)NUMBER(3, 2), "return 10", "100039 (22003): Numeric value '10' is out of range");
    expect_type((struct type)KIND(FLOAT), "return 5", "5");
    expect_type((struct type)KIND(FLOAT), "return '0.10'", "0.1");
    expect_type((struct type)KIND(FLOAT), "return 0/0", "NaN");
    expect_type((struct type)KIND(FLOAT), "return -1/0", "-inf");
    expect_type((struct type)KIND(BOOLEAN), "return 0", "false");
    expect_type((struct type)KIND(BOOLEAN), "return 'Yes'", "true");
    expect_type((struct type)KIND(BOOLEAN), "return 'perhaps'",
                "100037 (22018): Boolean value 'perhaps' is not recognized");
    expect_type((struct type)KIND(DATE), "return new Date(Date.UTC(2024, 1, 29, 5))", "2024-02-29");
    expect_type((struct type)KIND(TIMESTAMP_NTZ), "return new Date(Date.UTC(1969, 11, 31, 23, 59, 59, 1))",
                "1969-12-31 23:59:59.001");
    expect_type((struct type)KIND(TIMESTAMP_NTZ), "return '2024-01-01'", "2024-01-01");
    expect_type((struct type)KIND(BINARY), "return new Uint8Array([0, 255, 16])", "00FF10");
    expect_type((struct type)KIND(OBJECT), "return {a: 1, extra: 5}", "{\n  \"a\": 1,\n  \"extra\": 5\n}");
    expect_type((struct type)KIND(ARRAY), "return []", "[]");
    expect_type((struct type)KIND(ARRAY), "return 1",
                "100132 (P0000): JavaScript execution error: a procedure that returns ARRAY must return an array");
    expect_type((struct type)KIND(VARIANT), "return 'x'", "\"x\"");
    expect_type((struct type)KIND(VARIANT), "return null", "null");
    expect_type((struct type)KIND(VARIANT), "return undefined", "NULL");
    expect((struct javascript_call){.returns = KIND(VARCHAR), .returns_not_null = true}, "return null",
           "100132 (P0000): JavaScript execution error: NULL result in a non-nullable column: P is declared NOT NULL");
}

static void test_arguments(void **state)
{
    (void)state;
    struct str names[] = {STR("T"), STR("N"), STR("O"), STR("D"), STR("U"), STR("V"), STR("B")};
    struct run_value values[] = {
        {false, KIND(VARCHAR), STR("customer")},  {false, KIND(FLOAT), STR("2.5")},
        {false, KIND(OBJECT), STR("{\"a\": 1}")}, {false, KIND(DATE), STR("2024-02-29")},
        {true, KIND(VARCHAR), STR_NULL},          {false, KIND(VARIANT), STR("null")},
        {false, KIND(BOOLEAN), STR("false")},
    };
    struct javascript_call c = {
        .argument_names = names, .arguments = values, .n_arguments = 7, .returns = KIND(VARCHAR)};
    expect(c, "return T + N * 2", "customer5");
    expect(c, "O.extra = 5; return O", "{\"a\":1,\"extra\":5}");
    expect(c, "return D.getTime() + ' ' + (D instanceof Date)", "1709164800000 true");
    expect(c, "return [U === undefined, V === null, B === false].join()", "true,true,true");
    expect(c, "return arguments.length", "7");
    expect(c, "return typeof t", "undefined");
}

static void test_environment(void **state)
{
    (void)state;
    expect_text("return [typeof eval, typeof require, typeof console, typeof setTimeout, typeof WebAssembly].join()",
                "undefined,undefined,undefined,undefined,undefined");
    expect_text("try { return new Function('return 1')() } catch (e) { return e.name }", "EvalError");
    expect_text("try { return (()=>{}).constructor('return 1')() } catch (e) { return e.name }", "EvalError");
    expect_text("i = 5; for (j = 0; j < 3; j++) i++; return i", "8");
    expect_text("return (async () => 1)()",
                "000002 (0A000): Unsupported feature 'Promise as the result of a procedure'.");
    expect_text("leak = 1; return typeof other", "undefined");
    expect_text("return typeof leak", "undefined");
    expect_text("snowflake.log('info', 'x'); snowflake = 1; return typeof snowflake", "object");
    expect_starts((struct javascript_call){.returns = KIND(VARCHAR)}, "return 1 } function x() {",
                  "100131 (P0000): JavaScript compilation error: Uncaught SyntaxError");
}

static void test_values(void **state)
{
    (void)state;
#define ALL "var rs = snowflake.execute({sqlText: 'select all'}); rs.next(); "
    expect_text(ALL "return rs.N + rs.F", "1.50000025");
    expect_text(ALL "return rs.getColumnValueAsString('N') + typeof rs.getColumnValue(1)", "1.50number");
    expect_text(ALL "return rs.S + rs.S.length", "sm\xC3\xB6rg\xF0\x9F\x98\x80"
                                                 "7");
    expect_text(ALL "return Array.from(rs.B).join()", "0,255,16");
    expect_text(ALL "return [rs.BO === true, rs.NUL === null, rs.T, rs.nosuch].join()", "true,true,12:34:56,");
    expect_text(ALL "return rs.getColumnValueAsString(14)", "NULL");
    expect_text(ALL "return [rs.V, rs.O.a[0], rs.O.a[1], rs.A.length].join()", "text,1,,2");
    expect_text(ALL "var d = rs.NTZ; return [d.getEpochSeconds(), d.getNanoSeconds(), d.getScale(), d.getTimezone(), "
                    "d.getUTCFullYear(), d.toISOString(), d].join()",
                "1709168523,123456789,9,0,2024,2024-02-29T01:02:03.123Z,2024-02-29 01:02:03.123456789");
    expect_text(ALL "var d = rs.TZ; return [d.getTimezone(), d.getTime(), d.toString()].join()",
                "-480,1709197323000,2024-02-29 01:02:03.000");
    expect_text(ALL "return '' + rs.D + rs.LTZ", "2024-02-292024-02-29 01:02:03.500");
    expect_text(ALL "return rs.NTZ", "2024-02-29 01:02:03.123456789");
    expect_text(ALL "var d = rs.NTZ; d.setUTCFullYear(2025, 0, 1); return d", "2025-01-01 01:02:03.123 +0000");
    expect_type((struct type)KIND(DATE), ALL "return rs.NTZ", "2024-02-29");
    expect_text(ALL "return JSON.stringify({d: rs.D})", "{\"d\":\"2024-02-29T00:00:00.000Z\"}");
    expect_text(ALL "return [rs.getColumnCount(), rs.getColumnSqlType('N'), rs.getColumnType(3), rs.getColumnScale(1),"
                    "rs.getColumnName(14), rs.getRowCount(), rs.getQueryId(), rs.getNumRowsAffected()].join()",
                "14,NUMBER,string,2,NUL,1,01b2,0");
}

static void test_cursor(void **state)
{
    (void)state;
    expect_text("var r = snowflake.execute({sqlText: 'select id'}), out = [];"
                "while (r.next()) out.push(r.getColumnValue(1) + '=' + r.NAME);"
                "out.push(r.next()); return out.join()",
                "1=a,2=b,false");
    expect_text("var r = snowflake.execute({sqlText: 'select id'}); try { return r.ID } catch (e) { return e }",
                "{\"message\":\"ResultSet is empty or not prepared, call next() first\",\"code\":100183,"
                "\"state\":\"P0000\",\"stackTraceTxt\":\"ResultSet.getColumnValue, line 1 position 64\"}");
#define CAUGHT(code) "var r = snowflake.execute({sqlText: 'select id'});\n try {" code "} catch (e) { return '' + e }"
    expect_text(CAUGHT("return r.ID"), "ResultSet is empty or not prepared, call next() first");
    expect_text(CAUGHT("return r.getColumnValue('ID')"), "ResultSet is empty or not prepared, call next() first");
    expect_text(CAUGHT("while (r.next()); return r.ID"), "ResultSet is empty or not prepared, call next() first");
    expect_text(CAUGHT("r.next(); return r.getColumnValue('id')"), "Given column name/index does not exist: id");
    expect_text(CAUGHT("r.next(); return r.getColumnValue(3)"), "Given column name/index does not exist: 3");
    expect_text(CAUGHT("var next = r.next; return next()"), "Illegal invocation");
    expect_text("var r = snowflake.execute({sqlText: 'select x'}); r.next(); return r.getColumnValue('next')", "7");
    expect_text("var s = snowflake.createStatement({sqlText: 'select id'}); return s.getSqlText()", "select id");
    expect_text("try { snowflake.createStatement({sqlText: 'select id'}).getRowCount() } catch (e) { return ''+e }",
                "Statement is not executed yet.");
    expect_text("var s = snowflake.createStatement({sqlText: 'merge'}); s.execute(); return [s.getNumRowsAffected(),"
                "s.getNumRowsInserted(), s.getNumRowsUpdated(), s.getNumRowsDeleted(), s.getNumDuplicateRowsUpdated(),"
                "s.getRowCount(), s.getColumnCount(), s.getColumnName(1), s.isColumnNumber(1), s.isColumnText(1)]"
                ".join()",
                "7,1,2,4,5,1,1,next,true,false");
    expect_text("var out = []; for (var i = 0; i < 20000; i++) { var r = snowflake.execute({sqlText: 'select id'});"
                " r.next(); r.next(); } return r.NAME",
                "b");
}

static void test_binds(void **state)
{
    (void)state;
    struct log log = {0};
    struct javascript_call c = {.returns = KIND(VARCHAR)};
    char *got = call(
        &c, ALL "snowflake.execute({sqlText: 'i', binds: [1, -2.5, 'x', true, null, new Date(0), rs.NTZ, 1/0]})", &log);
    assert_string_equal(got, "NULL");
    assert_string_equal(log.text.p,
                        "select all\ni [NUMBER:1] [FLOAT:-2.5] [VARCHAR:x] [BOOLEAN:true] [VARCHAR:NULL] "
                        "[LTZ:1970-01-01 00:00:00.000 +0000] [NTZ:2024-02-29 01:02:03.123456789] [FLOAT:inf]\n");
    free(got);
    buf_clear(&log.text);
#define BIND(binds) "try { snowflake.execute({sqlText: 'i', binds: " binds "}) } catch (e) { return e.message }"
    expect_text(BIND("[1, undefined]"), "Unsupported type for binding argument 2undefined");
    expect_text(BIND("[{}]"), "Unsupported type for binding argument 1[object Object]");
    expect_text(BIND("[new Date(NaN)]"), "Unsupported type for binding argument 1Invalid Date");
    expect_text(BIND("5"), "binds must be an array");
    expect_text("try { snowflake.execute('select 1') } catch (e) { return e.message }",
                "Missing sqlText: an argument like {sqlText: 'select 1', binds: []} is wanted");
}

static void test_statement_errors(void **state)
{
    (void)state;
    expect_text(
        "\nvar result = \"\";\ntry {\n          snowflake.execute( {sqlText: \"Invalid Command!;\"} );\n"
        "result = \"Succeeded\"; }\ncatch (err) { result = \"Failed: Code: \" + err.code + \"\\n  State: \" + "
        "err.state + \"\\n  Message: \" + err.message + \"\\nStack Trace:\\n\" + err.stackTraceTxt; }\n"
        "return result;",
        "Failed: Code: 1003\n  State: 42000\n  Message: SQL compilation error:\nsyntax error line 1 at position "
        "0 unexpected 'Invalid'.\nStack Trace:\nSnowflake.execute, line 4 position 20");
    expect_text("try { snowflake.createStatement({sqlText: 'insert into nowhere'}).execute() } "
                "catch (e) { return [e.code + 1, e.state, e.stackTraceTxt, e instanceof Error].join() }",
                "2004,42S02,Statement.execute, line 1 position 66,true");
    expect_text("snowflake.execute({sqlText: 'select 1'});\n\tsnowflake.execute({sqlText: `insert into nowhere`});",
                "100183 (P0000): Execution error in store procedure P:\nSQL compilation error:\nObject 'NOWHERE' does "
                "not exist.\nAt Snowflake.execute, line 2 position 11");
    expect_text(
        "try { snowflake.execute({sqlText: 'Invalid'}) } catch (e) { throw 'Failed: ' + e }",
        "100132 (P0000): JavaScript execution error: Uncaught Failed: SQL compilation error:\nsyntax error line "
        "1 at position 0 unexpected 'Invalid'. in P at 'try { snowflake.execute({sqlText: 'Invalid'}) } catch "
        "(e) { throw 'Failed: ' + e }' position 60\nstackstrace: \nP line: 1");
}

static void test_uncaught(void **state)
{
    (void)state;
    static const struct {
        const char *body, *text, *line, *position, *stack;
    } cases[] = {
        {"return null.x;", "TypeError: Cannot read properties of null (reading 'x')", NULL, "12", "P line: 1"},
        {"  return   null.x;", "TypeError: Cannot read properties of null (reading 'x')", NULL, "16", "P line: 1"},
        {"throw new Error('boom');", "Error: boom", NULL, "0", "P line: 1"},
        {"var a = 1;\r\nvar b = 2;\r\n  return a.x.y;", "TypeError: Cannot read properties of undefined (reading 'y')",
         "  return a.x.y;", "13", "P line: 3"},
        {"  throw 'str';", "str", NULL, "2", "P line: 1"},
        {"throw {a: 1};", "#<Object>", NULL, "0", "P line: 1"},
        {"undefined.y = 1; return 1;", "TypeError: Cannot set properties of undefined (setting 'y')", NULL, "12",
         "P line: 1"},
        {"function inner() { return null.q; } return inner();",
         "TypeError: Cannot read properties of null (reading 'q')", NULL, "31", "inner line: 1\nP line: 1"},
        {"var e = new Error('m'); e.name = 'Custom'; throw e;", "Custom: m", NULL, "43", "P line: 1"},
        {"return x * 2;", "ReferenceError: x is not defined", NULL, "7", "P line: 1"},
        {"var x = {};\n  x.foo(1)", "TypeError: x.foo is not a function", "  x.foo(1)", "4", "P line: 2"},
        {"if (0) throw 'no';\n// throw 'yes'\nvar q = /['\"`]/;\nthrow `yes ${q ? 1 : 2}`;\nif (0) throw 'no';",
         "yes 1", "throw `yes ${q ? 1 : 2}`;", "0", "P line: 4"},
        {"var s = '\xF0\x9F\x98\x80\xC3\xB6'; return y", "ReferenceError: y is not defined", NULL, "22", "P line: 1"},
        {"return Symbol('a') + ''", NULL, NULL, NULL, NULL},
        {"return {toJSON() { throw 'late' }}", "late", NULL, "19", "P line: 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct javascript_call c = {.returns = KIND(VARCHAR)};
        char *got = call(&c, cases[i].body, NULL);
        BUF_SCOPE struct buf expected = {0};
        if (!cases[i].text) {
            assert_non_null(strstr(got, "100132 (P0000): JavaScript execution error: Uncaught TypeError: "));
            free(got);
            continue;
        }
        buf_printf(&expected,
                   "100132 (P0000): JavaScript execution error: Uncaught %s in P at '%s' position %s\n"
                   "stackstrace: \n%s",
                   cases[i].text, cases[i].line ? cases[i].line : cases[i].body, cases[i].position, cases[i].stack);
        assert_string_equal(got, expected.p);
        free(got);
    }
}

static void test_syntax_errors(void **state)
{
    (void)state;
    expect_text("\n  var a = ;\n",
                "100131 (P0000): JavaScript compilation error: Uncaught SyntaxError: Unexpected token ';' in P at '  "
                "var a = ;' position 10\nstackstrace: \nP line: 2");
    expect_starts((struct javascript_call){.returns = KIND(VARCHAR)}, "\n\n-- an SQL comment\nreturn 1;",
                  "100131 (P0000): JavaScript compilation error: Uncaught SyntaxError: ");
    expect_starts((struct javascript_call){.returns = KIND(VARCHAR)}, "return `a",
                  "100131 (P0000): JavaScript compilation error: Uncaught SyntaxError: ");
}

static void test_limits(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "while (true);",
        "while (true) { try { while (true); } catch (e) { } finally { continue; } }",
        "for (;;) { try { snowflake.execute({sqlText: 'sleep'}) } catch (e) { } }",
        "return {toString() { for (;;); }, toJSON() { for (;;); }}",
        "Promise.resolve().then(() => { for (;;); }); return 1",
        "throw {get constructor() { for (;;); }}",
        "var a = [3, 2, 1, 0]; for (;;) a.sort(() => 1)",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        int64_t start = clock_monotonic();
        expect((struct javascript_call){.returns = KIND(VARCHAR), .time_limit = 0.2}, bodies[i],
               "000604 (57014): Statement reached its statement or warehouse timeout of 0.2 second(s) and was "
               "canceled.");
        assert_true(clock_monotonic() - start < 5 * MICROS_PER_SECOND);
    }
    expect((struct javascript_call){.returns = KIND(VARCHAR), .time_limit = 60}, "return 1", "1");
    expect_starts((struct javascript_call){.returns = KIND(VARCHAR)}, "function f() { return f() + 1 }\nreturn f()",
                  "100132 (P0000): JavaScript execution error: Uncaught RangeError: Maximum call stack size exceeded.");
    expect_text("function f() { try { return f() } catch (e) { return e.name } }\nreturn f()", "RangeError");
    expect_text("function f() { snowflake.execute({sqlText: 'select 1'}); return f() }\n"
                "try { f() } catch (e) { return e.message }",
                "Maximum call stack size exceeded.");
}

static void test_nested(void **state)
{
    (void)state;
    expect_text("x = 1; var r = snowflake.execute({sqlText: 'call return typeof x'}); r.next(); return x + r.Q",
                "1undefined");
    expect_text("snowflake.execute({sqlText: 'call y'})",
                "100183 (P0000): Execution error in store procedure P:\nJavaScript execution error: Uncaught "
                "ReferenceError: y is not defined in Q at ' y' position 1\nstackstrace: \nQ line: 1\nAt "
                "Snowflake.execute, line 1 position 10");
}

static void *run_many(void *arg)
{
    (void)arg;
    for (int i = 0; i < 20; i++) {
        struct javascript_call c = {.returns = KIND(VARCHAR), .time_limit = 10};
        char *got = call(&c,
                         "var r = snowflake.execute({sqlText: 'select id'}), n = 0; while (r.next()) n += r.ID;"
                         "function f() { return f() } try { f() } catch (e) { n += 1 } return n",
                         NULL);
        bool fits = strcmp(got, "4") == 0;
        free(got);
        if (!fits)
            return (void *)1;
    }
    return NULL;
}

static void test_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, run_many, NULL), 0);
    for (size_t i = 0; i < 4; i++) {
        void *failed;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_returns),  cmocka_unit_test(test_arguments),        cmocka_unit_test(test_environment),
        cmocka_unit_test(test_values),   cmocka_unit_test(test_cursor),           cmocka_unit_test(test_binds),
        cmocka_unit_test(test_uncaught), cmocka_unit_test(test_statement_errors), cmocka_unit_test(test_syntax_errors),
        cmocka_unit_test(test_limits),   cmocka_unit_test(test_nested),           cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
