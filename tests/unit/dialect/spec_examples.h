/* What Snowflake answers where DuckDB, left alone, would answer something else. */
{"select x from values (2),(null),(1) t(x) order by x", "1;2;NULL"},
    {"select x from values (2),(null),(1) t(x) order by x desc", "NULL;2;1"},
    {"select n*2 as d, d+1 as e from values (5) t(n) where d > 3", "10|11"},
    {"select id, v from values (1,'a'),(1,'b'),(2,'c') t(id,v) qualify row_number() over (partition by id order by v "
     "desc) = 1 order by 1",
     "1|b;2|c"},
    {"select id, lag(ts) over (partition by id order by ts desc) as nxt, case when nxt is null then "
     "'9999-12-31'::timestamp_ntz else nxt end as end_ts from values "
     "(1,'2024-01-01'::timestamp_ntz),(1,'2024-02-01'::timestamp_ntz) t(id,ts) order by ts",
     "1|2024-02-01 00:00:00.000|2024-02-01 00:00:00.000;1|NULL|9999-12-31 00:00:00.000"},
    {"select datediff(year,'2023-12-31'::date,'2024-01-01'::date), datediff(hour,'2024-01-01 "
     "00:59'::timestamp,'2024-01-01 01:00'::timestamp)",
     "1|1"},
    {"select dateadd(month,1,'2024-01-31'::date), dateadd(hour,1,'2024-01-31'::date), '2024-03-01'::date - "
     "'2024-02-01'::date",
     "2024-02-29|2024-01-31 01:00:00.000|29"},
    {"select '2024-07-01 12:00:00 +0000'::timestamp_tz::timestamp_ltz::timestamp_ntz", "2024-07-01 08:00:00.000"},
    {"select 7/2, 1/3, 10::number(10,2)/3, mod(-7,3), round(2.5), round(-2.5)", "3.500000|0.333333|3.33333333|-1|3|-3"},
    {"select 'TRUE' = true, '01' = 1, iff(null,1,2), nvl2(null,1,2), equal_null(null,null), zeroifnull(null)",
     "true|true|2|2|true|0"},
    {"select concat('a',null), 'a'||null, greatest(1,null), split_part('a.b',',',2), split_part('11.22.33','.',-1)",
     "NULL|NULL|NULL||33"},
    {"select 'It''s', 'a\\\\tb' = 'a\\tb', $$a\\tb$$", "It's|false|a\\tb"},
    {"select regexp_like('abc','b'), 'abc' rlike '.*b.*', regexp_substr('the best of the "
     "worst','the\\\\W+(\\\\w+)',1,2,'e',1)",
     "false|true|worst"},
    /* labels, operators, numbers */
    {"select 1+1", "2"},
    {"select 2147483647 + 1, 2147483647 * 2147483647, -2147483648 - 1", "2147483648|4611686014132420609|-2147483649"},
    {"select id + 1, n + 1, n * 2, d + 1, d - 1, d + id, f + 1 from t where id = 1",
     "2|2.50|3.00|2024-02-01|2024-01-30|2024-02-01|1.5"},
    {"select d - '2024-01-01'::date, d - d from t where id = 1", "30|0"},
    {"select 10.1/2.1, 2/7, 1.0/3, n/3, f/2, 1/f, -7/2, 0.5/0.0000001 from t where id = 1",
     "4.8095238|0.285714|0.3333333|0.50000000|0.25|2|-3.500000|5000000.0000000"},
    {"select 1/0", "!freshet:100051:22012:Division by zero"}, {"select 1/null, null/1, 1 % 3", "NULL|NULL|1"},
    {"select 5 % 0", "!Division by zero"},
    {"select div0(1, 0), div0(10, 4), div0null(1, null), mod(7.5, 2)", "0.000000|2.500000|0.000000|1.5"},
    {"select 100/8/2, (1+2)*3, 1+2*3, -(-3), 7 - 2 - 1, 2 - (3 - 4)", "6.250000000000|9|7|3|4|3"},
    {"select avg(id), avg(n), avg(f), sum(id), sum(n), count(*), count(v), count(distinct v), count(distinct id, v) "
     "from t",
     "2.000000|-0.37500000|5000000000.25|6|-0.75|3|2|2|2"},
    {"select avg(id) over (order by id) from t order by id", "1.000000;1.500000;2.000000"},
    {"select round(1.005, 2), round(15, -1), round(2.5), trunc(1.99), trunc(-1.567, 1), ceil(1.2), floor(-1.2), "
     "ceil(3), abs(-1.50), sign(-3)",
     "1.01|20|3|1|-1.5|2|-2|3|1.50|-1"},
    {"select square(3), power(2, 10), sqrt(16), exp(0), ln(1), log(10, 100)", "9|1024|4|1|0|2"},
    {"select greatest(1, 2, 3), least(3, 1), least('a', null), greatest_ignore_nulls(1, null)", "3|1|NULL|1"},
    /* casts */
    {"select '12.7'::int, 12.5::int, -12.5::int, 2.5::float::int, '1e3'::number(10,2), ' 12 '::number, true::int, "
     "12.345::number(10,2)",
     "13|13|-13|3|1000.00|12|1|12.35"},
    {"select 'abc'::int", "!freshet:100038:22018:Numeric value 'abc' is not recognized"},
    {"select 12345::number(4,2)", "!freshet:100039:22003:Numeric value '12345' is out of representable range"},
    {"select 'x'::date", "!freshet:100040:22007:Date 'x' is not recognized"},
    {"select 'x'::timestamp_ntz", "!freshet:100035:22007:Timestamp 'x' is not recognized"},
    {"select 'x'::boolean", "!freshet:100037:22018:Boolean value 'x' is not recognized"},
    {"select 'on'::boolean, 'No'::boolean, 0::boolean, 'T'::boolean", "true|false|false|true"},
    {"select try_cast('abc' as int), try_cast('2024-02-30' as date), try_cast('7' as number(5,1)), try_cast('x' as "
     "boolean), try_cast('12:00' as time)",
     "NULL|NULL|7.0|NULL|12:00:00"},
    {"select true::varchar, 1.50::varchar, 1::varchar, '2024-01-01'::timestamp_ntz::varchar, "
     "'2024-01-01'::date::varchar, 0.5::float::varchar, 'abc'::varchar(2), null::varchar",
     "true|1.50|1|2024-01-01 00:00:00.000|2024-01-01|0.5|ab|NULL"},
    {"select tz::varchar, tz::date, tz::timestamp_ntz, tz::time from t where id = 1",
     "2024-07-01 08:00:00.000 -0400|2024-07-01|2024-07-01 08:00:00.000|08:00:00"},
    {"select '01/31/2024'::date, '31-JAN-2024'::date, '2024-01-31T10:20:30.5Z'::timestamp_ntz, "
     "'1700000000'::timestamp_ntz, '1700000000000'::timestamp_ntz, '2024-01-31 10:20:30 +0200'::timestamp_ltz",
     "2024-01-31|2024-01-31|2024-01-31 10:20:30.500|2023-11-14 22:13:20.000|2023-11-14 22:13:20.000|2024-01-31 "
     "03:20:30.000 -0500"},
    {"select date '2024-01-01', timestamp '2024-01-01 01:02:03', '10:20'::time",
     "2024-01-01|2024-01-01 01:02:03.000|10:20:00"},
    {"select cast(ts as date), ts::time, ts::timestamp_ltz from t where id = 1",
     "2024-01-31|10:20:30|2024-01-31 10:20:30.500 -0500"},
    /* comparisons */
    {"select id from t where b = 'FALSE'", "2"},
    {"select id from t where id = '01' and n = '1.5' and d = '2024-01-31' and ts > '2024-01-01' and tz = '2024-07-01 "
     "12:00:00+00'",
     "1"},
    {"select id from t where v is distinct from 'a' and id in (1, 2) order by 1", "2"},
    {"select id from t where id not between 2 and 3", "1"},
    {"select id from t where (id, v) in ((1, 'a'), (2, 'x'))", "1"},
    {"select id from t where id in (select id from t where n > 0)", "1"},
    {"select 'abc' like 'a%', 'ABC' ilike 'a_c', 'abc' like any ('x%', 'a%'), 'abc' like all ('x%', 'a%'), 'abc' not "
     "like 'a%', '10%' like '10!%' escape '!'",
     "true|true|true|false|false|true"},
    {"select b is true, b is not false, b is null, not b from t where id = 1", "true|true|false|false"},
    {"select null = null, null is null, 1 is not null, null is distinct from null", "NULL|true|true|false"},
    {"select id from t where not (id = 1 or id = 2) and true", "3"},
    /* text */
    {"select 'a' || 1 || true || 1.50 || '2024-01-01'::timestamp_ntz, v || id || ts from t where id = 1",
     "a1true1.502024-01-01 00:00:00.000|a12024-01-31 10:20:30.500"},
    {"select concat('a', 1, d), concat_ws('-', 'a', 1, 'c') from t where id = 1", "a12024-01-31|a-1-c"},
    {"select upper('ab'), lower('AB'), initcap('hello wORLD o''neil'), length('äb'), len('abc'), reverse('abc'), "
     "repeat('ab', 2)",
     "AB|ab|Hello World O'Neil|2|3|cba|abab"},
    {"select substr('abcdef', 2), substr('abcdef', -3, 2), substr('abc', 0, 2), substring('abc', 2, -1), left('abc', "
     "2), right('abc', 2), left('abc', -1)",
     "bcdef|de|ab||ab|bc|"},
    {"select trim('  a '), ltrim('xxa', 'x'), rtrim('axx', 'x'), trim('*-a-*', '*-'), lpad('7', 3, '0'), rpad('a', 3), "
     "replace('aXbX', 'X', '-'), replace('aXb', 'X')",
     "a|a|a|a|007|a  |a-b-|ab"},
    {"select charindex('c', 'abcabc'), charindex('c', 'abcabc', 4), position('b' in 'abc'), position('x', 'abc'), "
     "contains('abc', 'b'), startswith('abc', 'a'), endswith('abc', 'c')",
     "3|6|2|0|true|true|true"},
    {"select split_part('a.b.c', '.', 2), split_part('a.b.c', '.', 0), split_part('a.b.c', '.', -1), "
     "split_part('a.b.c', '.', 9), split('a,b', ',')",
     "b|a|c||[\"a\",\"b\"]"},
    {"select regexp_replace('abab', 'a', 'x'), regexp_replace('a1b2', '[0-9]'), regexp_replace('John Smith', '(\\\\w+) "
     "(\\\\w+)', '\\\\2 \\\\1'), regexp_count('abab', 'a'), regexp_substr('abc123', '[0-9]+'), regexp_like('ABC', "
     "'a.*', 'i'), rlike('abc', 'a.c')",
     "xbxb|ab|Smith John|2|123|true|true"},
    {"select md5('a'), sha2('a'), sha1('a'), translate('abc', 'ab', 'x'), ascii('A'), chr(65), insert('abcdef', 2, 3, "
     "'X'), strtok('a b c', ' ', 2), editdistance('abc', 'abd')",
     "0cc175b9c0f1b6a831c399e269772661|ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb|"
     "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8|xc|65|A|aXef|b|1"},
    {"select hash(10) = hash(10.0), hash('10') = hash(10), hash(1, 'a') = hash(1, 'a'), hash(1, 'a') = hash('a', 1), "
     "hash(null) is not null, length(uuid_string())",
     "true|false|true|false|true|36"},
    {"select listagg(v, ',') within group (order by v desc), listagg(distinct b, '-') within group (order by b), "
     "listagg(v) from t",
     "b,a|false-true|ab"},
    {"select listagg(v) from t where id > 9", ""},
    /* conditions */
    {"select iff(1 = 1, 'y', 'n'), nvl(null, 2), ifnull(1, 2), nvl2(1, 2, 3), decode(null, 1, 'a', null, 'b', 'c'), "
     "decode(3, 1, 'a', 2, 'b'), coalesce(null, 3), nullif(1, 1), nullifzero(0), case 1 when 1 then 'x' end",
     "y|2|1|2|b|NULL|3|NULL|NULL|x"},
    {"select booland(1, 0), boolor(1, 0), boolnot(0)", "false|true|true"},
    /* dates */
    {"select current_timestamp, current_timestamp(), current_date, current_time, sysdate(), "
     "current_timestamp()::timestamp_ntz, getdate()",
     "2025-12-31 19:00:00.123 -0500|2025-12-31 19:00:00.123 -0500|2025-12-31|19:00:00|2026-01-01 "
     "00:00:00.123|2025-12-31 19:00:00.123|2025-12-31 19:00:00.123 -0500"},
    {"select dateadd(day, 1, d), dateadd('month', 1, d), dateadd(hour, -1, ts), dateadd(mm, 1, '2024-01-31'), "
     "timestampadd(second, 1.5, ts), dateadd(year, id, d), dateadd(minute, 5, tz) from t where id = 1",
     "2024-02-01|2024-02-29|2024-01-31 09:20:30.500|2024-02-29 00:00:00.000|2024-01-31 "
     "10:20:32.500|2025-01-31|2024-07-01 08:05:00.000 -0400"},
    {"select datediff('day', d, ts), datediff(month, '2024-01-31', '2024-02-01'), timestampdiff(second, ts, tz), "
     "datediff(week, '2024-01-07'::date, '2024-01-08'::date), datediff(quarter, d, '2024-04-01'::date), datediff(hour, "
     "d, ts), timestampdiff(second, current_timestamp, '2026-01-01 00:01:00+00'::timestamp_tz) from t where id = 1",
     "0|1|13120770|1|1|10|60"},
    {"select date_trunc('month', d), date_trunc(hour, ts), date_trunc('day', tz), trunc(d, 'month'), "
     "date_trunc('week', '2024-01-31'::date), last_day(d), last_day('2024-02-10'::date, 'year') from t where id = 1",
     "2024-01-01|2024-01-31 10:00:00.000|2024-07-01 00:00:00.000 -0400|2024-01-01|2024-01-29|2024-01-31|2024-12-31"},
    {"select year(ts), month(ts), day(ts), hour(ts), minute(ts), second(ts), dayofweek(d), dayofweekiso(d), "
     "dayofyear(d), week(d), quarter(d), dayname(d), monthname(d), year('2024-05-06'), hour(tz) from t where id = 1",
     "2024|1|31|10|20|30|3|3|31|5|1|Wed|Jan|2024|8"},
    {"select date_part('epoch_second', ts), extract(dow from d), extract(year from ts), date_part(epoch_millisecond, "
     "ts), extract(week from d) from t where id = 1",
     "1706696430|3|2024|1706696430500|5"},
    {"select to_date('2024-01-31'), to_date('31/01/2024', 'DD/MM/YYYY'), to_timestamp('2024-01-31 10', 'YYYY-MM-DD "
     "HH24'), to_timestamp_ntz(1700000000), to_timestamp(1700000000123, 3), to_timestamp_ntz('1700000000'), "
     "try_to_date('x'), date('2024-01-01'), to_time('10:20:30'), to_date(ts), try_to_timestamp_ntz('x') from t where "
     "id = 1",
     "2024-01-31|2024-01-31|2024-01-31 10:00:00.000|2023-11-14 22:13:20.000|2023-11-14 22:13:20.123|2023-11-14 "
     "22:13:20.000|NULL|2024-01-01|10:20:30|2024-01-31|NULL"},
    {"select to_char(ts, 'YYYY-MM-DD HH12:MI:SS AM'), to_varchar(d, 'DD MON YYYY'), to_char(12.5), to_char(ts), "
     "to_char(tz, 'YYYY-MM-DD\"T\"HH24:MI:SS.FF3TZH:TZM'), to_char(d, 'DY, MMMM') from t where id = 1",
     "2024-01-31 10:20:30 AM|31 Jan 2024|12.5|2024-01-31 10:20:30.500|2024-07-01T08:00:00.000-04:00|Wed, January"},
    {"select convert_timezone('UTC', 'Asia/Tokyo', '2024-01-01 00:00:00'), convert_timezone('UTC', tz)::timestamp_ntz, "
     "convert_timezone('America/Los_Angeles', 'UTC', ts) from t where id = 1",
     "2024-01-01 09:00:00.000|2024-07-01 12:00:00.000|2024-01-31 18:20:30.500"},
    {"select d + interval '1 month', d + interval '1 day, 2 hours', ts - interval '1 hour', '2024-01-01'::date + "
     "interval '2 w' from t where id = 1",
     "2024-02-29|2024-02-01 02:00:00.000|2024-01-31 09:20:30.500|2024-01-15"},
    {"select add_months('2024-02-29'::date, 1), add_months('2024-01-15'::date, 1), next_day('2024-01-31'::date, 'fr'), "
     "previous_day('2024-01-31'::date, 'Wednesday'), date_from_parts(2024, 13, 1), timestamp_from_parts(2024, 1, 2, 3, "
     "4, 5)",
     "2024-03-31|2024-02-15|2024-02-02|2024-01-24|2025-01-01|2024-01-02 03:04:05.000"},
    {"select try_to_number('12x'), try_to_number('12'), to_number('12.345', 10, 2), to_number('12.5'), "
     "to_double('1.5'), to_boolean('yes'), try_to_decimal('1.239', 5, 2)",
     "NULL|12|12.35|13|1.5|true|1.24"},
    /* windows and aggregates */
    {"select id, first_value(v) over (order by id), last_value(id) over (order by id), sum(id) over (order by id), "
     "rank() over (order by v), row_number() over (order by v desc) from t order by id",
     "1|a|3|1|1|3;2|a|3|3|2|2;3|a|3|6|3|1"},
    {"select lead(id, 1, 0) over (order by id), lag(id) ignore nulls over (order by id), ntile(2) over (order by id) "
     "from t order by id",
     "2|NULL|1;3|1|1;0|2|2"},
    {"select sum(id) over (order by id rows between 1 preceding and current row) from t order by id", "1;3;5"},
    {"select count_if(b), max_by(v, id), min(d), max(ts), median(id), boolor_agg(b), any_value(b) from t where id < 3",
     "1|b|2024-01-31|2024-01-31 10:20:30.500|1.5|true|true"},
    {"select sum(id) over w from t window w as (order by id) order by id", "1;3;6"},
    {"select v, count(*) from t group by all having count(*) > 0 order by v nulls first", "NULL|1;a|1;b|1"},
    {"select v, count(*) as c from t group by all qualify row_number() over (order by v) = 1", "a|1"},
    {"select ratio_to_report(id) over () from t order by id", "0.166667;0.333333;0.500000"},
    {"select percentile_cont(0.5) within group (order by id) from t", "2"},
    {"select b, v, sum(id) from t where id < 3 group by grouping sets ((b), (v), ()) order by 3, 1, 2",
     "true|NULL|1;NULL|a|1;false|NULL|2;NULL|b|2;NULL|NULL|3"},
    /* queries */
    {"select top 2 id from t order by id desc", "3;2"}, {"select id from t order by id limit 1 offset 1", "2"},
    {"select id from t order by id fetch first 1 rows only", "1"},
    {"select * exclude (v, n, f, b, d, ts, tz, j) rename (id as x) from t order by 1 limit 1", "1"},
    {"select * ilike 'i%' from t order by 1 limit 1", "1"},
    {"select t.id from t t, t u where t.id = u.id and t.id = 1", "1"},
    {"select a.id, b.id from t a left join t b on a.id = b.id + 1 order by 1", "1|NULL;2|1;3|2"},
    {"select count(*) from t a join t b", "9"}, {"select id from t a join t b using (id) order by id limit 1", "1"},
    {"with x as (select 1 a union all select a + 1 from x where a < 3), y as (select * from x) select sum(a) from y",
     "6"},
    {"with t as (select id from t where id = 1) select * from t", "1"},
    {"select 1 union select 1 union all select 2 minus select 2", "1"},
    {"select 1 union all select 2 intersect select 2 order by 1", "1;2"},
    {"select * from values (1, 'a'), (2, 'b') order by column1 desc", "2|b;1|a"},
    {"select $1, $2 from values (1, 'a') t(x, y)", "1|a"},
    {"select (select max(id) from t), exists (select 1 from t where id = 9)", "3|false"},
    {"select x from (select 1 as x) where x = 1", "1"}, {"select s.nextval", "10"},
    {"select current_database(), $tab", "DB|TAB"},
    {"select seq4(), 1 from table(generator(rowcount => 2)) order by 1", "0|1;1|1"},
    {"select count(*), min(uniform(1, 10, random())) between 1 and 10 from table(generator(rowcount => 1000))",
     "1000|true"},
    {"select index, value from table(split_to_table('a.b', '.')) order by 1", "1|a;2|b"},
    {"select id from identifier('T') where id = 1", "1"},
    /* semi-structured */
    {"select j:a.B[0]::int, j:a.b, j:s::string, j:s, j:n is null, j:n::string is null, j:x is null, j['s']::string, "
     "j:s = 'x' from t where id = 1",
     "10|NULL|x|x|false|true|true|x|true"},
    {"select parse_json('{\"k\": 1.5}'):k::float + 1, array_size(parse_json('[1,2]')), typeof(parse_json('[1]')), "
     "object_construct('k', 1, 'z', null), array_construct(1, 'a')",
     "2.5|2|ARRAY|{\"k\":1}|[1,\"a\"]"},
    {"select parse_json('{')", "!freshet:100069:22P02"},
    {"select try_parse_json('{'), to_json(parse_json('{\"a\": 1}')), [1, 2], {'a': 1}, to_variant(1), "
     "get(parse_json('[5]'), 0), get_path(parse_json('{\"a\":{\"b\":2}}'), 'a.b')",
     "NULL|{\"a\":1}|[1,2]|{\"a\":1}|1|5|2"},
    {"select array_agg(v) within group (order by v desc) from t", "[\"b\",\"a\"]"},
    {"select f.index, f.value:n::int n from (select parse_json('[{\"n\":1},{\"n\":2}]') j) t, lateral "
     "flatten(input=>t.j) f order by 1",
     "0|1;1|2"},
    {"select f.key, f.value from (select parse_json('{\"a\":1,\"b\":[2]}') j) t, table(flatten(t.j)) f order by 1",
     "a|1;b|[2]"},
    {"select t.id, f.value::string from (select 1 id, parse_json('[\"x\"]') j union all select 2, parse_json('[]')) t, "
     "lateral flatten(input=>t.j, outer=>true) f order by 1",
     "1|x;2|NULL"},
    /* refused */
    {"select frobnicate(1)", "!Unknown function FROBNICATE."}, {"select regexp_matches('a', 'b')", "!Unknown function"},
    {"select list_value(1)", "!Unknown function"}, {"select upper()", "!number of arguments for function [UPPER]"},
    {"select upper(x => 1)", "!Unsupported feature 'the named argument X'"},
    {"select * from t at (offset => -60)", "!Unsupported feature 'AT'"},
    {"select dateadd(fortnight, 1, current_date)", "!'fortnight' is not a valid date/time component"},
    {"select $1 from t", "!Unsupported feature '$1"},
    {"select sum(id) within group (order by id) from t", "!WITHIN GROUP"},
    {"select interval '1 day'", "!Unsupported feature 'INTERVAL"},
    /* the customer pipeline's view */
    {"select customer_id, start_time, end_time, is_current, 'I' as dml_type from (select id as customer_id, ts as "
     "start_time, lag(ts) over (partition by id order by ts desc) as next_start, case when next_start is null then "
     "'9999-12-31'::timestamp_ntz else next_start end as end_time, case when next_start is null then TRUE else FALSE "
     "end as is_current from t where v = 'a' and b = 'TRUE') union select id, null, "
     "current_timestamp()::timestamp_ntz, null, 'D' from t where b = 'FALSE' order by 1",
     "1|2024-01-31 10:20:30.500|9999-12-31 00:00:00.000|true|I;2|NULL|2025-12-31 19:00:00.123|NULL|D"},
    /* VARIANT among other types */
    {"select nvl(j:s, 'y'), coalesce(j:zz, 'y'), iff(id = 1, j:s, 1), case when id = 1 then j:s else 'q' end, j:a.B[0] "
     "+ 1, j:a.B[0] / 4, sum(j:a.B[0]) from t where id = 1 group by all",
     "x|y|x|x|11|2.5|10"},
    {"select v from (select parse_json('{\"x\":10}') v union all select parse_json('{\"x\":9}')) order by v:x",
     "{\"x\":9};{\"x\":10}"},
    {"select max(j:s) from t", "!Unsupported feature 'MAX of a VARIANT"},
    {"select object_construct('d', d, 'ts', ts, 'n', 1::int), to_variant(ts) from t where id = 1",
     "{\"d\":\"2024-01-31\",\"n\":1,\"ts\":\"2024-01-31 10:20:30.500\"}|2024-01-31 10:20:30.500"},
    {"select v from (select split_part('5-x', '-', 1) + 1 v)", "6.00000"},
    {"select max_by(a, b), min_by(a, b) from values ('x', 1), (null, 2) t(a, b)", "NULL|x"},
    {"select identifier('v'), identifier('t.id') from t where id = 1", "a|1"},
    {"select substr('abcdef', 2::int, 3::int), left('abc', 2::int), repeat('a', length('xy')), split_part('a-b', '-', "
     "2::int), round(1.25, 1::int), lpad('a', 2::int, 'x'), sum(id)::int / 2 from t",
     "bcd|ab|aa|b|1.3|xa|3.000000"},
    /* the remaining functions */
    {"select acos(1), asin(0), atan(0), atan2(0, 1), cos(0), sin(0), tan(0), cbrt(1), degrees(0), radians(0), "
     "floor(pi()), factorial(4), bitand(6, 3), bitor(6, 3), bitxor(6, 3)",
     "0|0|0|0|1|0|0|1|0|0|3|24|2|7|5"},
    {"select hex_encode('A'), base64_encode('a'), base64_decode_string('YQ=='), space(2), unicode('a'), "
     "octet_length('é'), regexp_replace('aXa', 'x', '-', 1, 0, 'i'), regexp_replace('aa', 'a', 'b', 1, 1), "
     "length(randstr(5, random()))",
     "41|YQ==|a|  |97|2|a-a|ba|5"},
    {"select stddev(id), variance(id), var_pop(id), stddev_pop(id), corr(id, id), covar_pop(id, id), mode(id), "
     "approx_count_distinct(id), skew(id), bitand_agg(id), bitor_agg(id), booland_agg(b) from t where id < 3",
     "0.7071067811865476|0.5|0.25|0.5|1|0.25|1|2|NULL|0|3|false"},
    {"select object_keys(parse_json('{\"a\":1}')), array_contains(1, [1, 2]), array_append([1], 2), array_cat([1], "
     "[2]), array_to_string(['a', 'b'], '-'), to_array(1), is_array([1]), is_object({'a': 1}), "
     "is_null_value(parse_json('null')), typeof(parse_json('1')), object_agg(v, id) from t where id = 1 group by all",
     "[\"a\"]|true|[1,2]|[1,2]|a-b|[1]|true|true|true|INTEGER|{\"a\":1}"},
    {"select cume_dist() over (order by id), percent_rank() over (order by id), dense_rank() over (order by id), "
     "nth_value(id, 2) over (order by id) from t where id < 3 order by 4, 1",
     "0.5|0|1|2;1|1|2|2"},
    {"select time_from_parts(1, 2, 3), dayofmonth(d), weekiso(d), yearofweek(d), timeadd(hour, 1, '10:00:00'::time), "
     "timediff(minute, ts, ts), grouping(v) from t where id = 1 group by v, d, ts",
     "01:02:03|31|5|2024|11:00:00|0|0"},
    {"select v, id from t order by all", "a|1;b|2;NULL|3"},
    {"select count(*) from t where v like any ('a', 'b') and v rlike '[ab]'", "2"},
    {"select a + b, a - b, a * b, a || b, upper(a), nvl(a, b), datediff(day, a, a), to_char(a, 'YYYY'), a::date, -a "
     "from (select null a, id b from t where id = 1)",
     "NULL|NULL|NULL|NULL|NULL|1|NULL|NULL|NULL|NULL"},
    {"select dateadd(day, 1, dateadd(month, 1, date_trunc('month', current_date()))), date_trunc('day', dateadd(hour, "
     "1, dateadd(minute, 1, ts))), dateadd(hour, 1, dateadd(day, 1, '2024-01-01'::date)) from t where id = 1",
     "2026-01-02|2024-01-31 00:00:00.000|2024-01-02 01:00:00.000"},
    {"select null + 1, null || 'a', null::int + 1, dateadd(day, null, d), to_date(null), coalesce(null, null), "
     "nvl(null, 'a') from t where id = 1",
     "NULL|NULL|NULL|NULL|NULL|NULL|a"},
    {"select count(*) from t sample (100)", "3"}, {"select count(*) from t as x tablesample (2 rows)", "2"},
    {"select count(*) from t sample row (0) seed (7)", "0"},
    {"select to_char(1234.5, '999,999.00'), to_char(-7, '099'), to_char(0.5, 'FM990.00'), to_char(12345, '999'), "
     "to_char(12, 'FM$999'), to_char(5, 'S99'), to_char(1.50, 'TM9'), to_char(1234567, 'FM9,999,999')",
     "   1,234.50|-007|0.50|###|$12| +5|1.50|1,234,567"},
    {"select regexp_instr('abc12', '[0-9]+'), regexp_instr('abc', 'x'), regexp_instr('ab', 'a'), "
     "months_between('2024-03-31'::date, '2024-02-29'::date), months_between('2024-03-15'::date, '2024-02-15'::date), "
     "months_between('2024-01-16'::date, '2024-01-01'::date) > 0.48",
     "4|0|1|1|1|true"},
