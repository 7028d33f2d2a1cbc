-- Conversions without a cast: text beside a number is a NUMBER(18,5), a literal the number it spells; beside a
-- FLOAT, a VARIANT, NULL or another text, and as the only argument of a numeric function, a FLOAT.
create database d; create schema s;
create table t (n number, m number(10,2), f float, v varchar, b boolean, d date, ts timestamp_ntz, j variant, x varchar);
insert into t select 3, 2.50, 1.5, '5', true, '2024-01-31', '2024-02-01 10:00:00', parse_json('{"a":1}'), null;
-- 6, 2.5, 10 | 6.00000, 15.00000, 2.50000000000, 1.00000
select '5' + 1 a, '1.5' + 1 b, '5' * 2 c, v + 1 d, v * n e, v / 2 f, v % 2 g from t;
-- FLOAT: 10, 6.5, NULL, -5
select v + v a, v + f b, v + null c, -v d from t;
-- a literal of text: 2.500000, 1; 7.50000; 12.5000000
select '5' / 2 a, mod('5', 2) b, v + m c, v * m d from t;
-- aggregates of text are FLOAT, MIN and MAX stay text
select sum(v) a, avg(v) b, min(v) c, max(v) || 'x' d from t;
select system$typeof(1) from t;
-- 3, 3, 3, 1, 3 (round half away from zero), 1, 4, 2024, 35
select n || '' a, length(123) b, substr(n, 1, 2) c, upper(1) d, round('2.5') e, abs('-1') f, length(m) g, left(d, 4) h, concat(n, v) i from t;
-- the rounding family: FLOAT of one argument, NUMBER of two
select ceil(v) a, floor('2.7') b, sign(v) c, sqrt('16') d, power(v, 2) e, round(v, 1) f, trunc(v, 1) g, trunc('2.77', 1) h, round('2.345', 2) i from t;
-- comparisons convert the text
select v = 5 a, n = '03' b, v < 10 c, m = '2.5' d, f = '1.5' e, m = v f, v in (5, 6) g, n in ('3', '4') h, v between 1 and 10 i from t;
-- text is not compared as text: '5' < 10 above, and as text it would not be
select v < '10' a from t;
-- booleans: text by its words, numbers by <> 0
select b = 'true' a, b = 'yes' b, b = 1 c, b = 2 d, 'TRUE' = true e, b in ('f', 'no') f from t;
select count(*) from t where 'true';
-- dates as text
select dateadd(day, 1, '2024-01-01') a, datediff(day, '2024-01-01', ts) b, d < '2024-02-01' c, d between '2024-01-01' and '2024-02-01' d,
  d in ('2024-01-31', '2024-03-01') e, ts = '2024-02-01 10:00' f, last_day('2024-02-05') g, year('2024-05-05') h from t;
select d + 1 a, d - 1 b, 1 + d c, d - '2024-01-01'::date d, d + n e, d - n f, d = '01/31/2024' g, ts > d h from t;
-- VARIANTs are compared as what stands beside them
select j:a = 1 a, j:a = '1' b, j:a + 1 c, j:a || 'x' d, j:a in (1, 2) e, j:a between 0 and 5 f from t;
-- branches of different types: text becomes the number
select case when b then 1 else '2' end a, coalesce(n, '7') b, iff(b, v, 1) c, nvl(x, 0) d, greatest(v, 10) e, least(v, 10) f,
  decode(n, '3', 'x', v) g, nvl2(x, 1, '2') h, ifnull(null, '3') i from t;
select zeroifnull(v) a, nullif(v, 5) b, nullif(n, '4') c, equal_null(v, 5) d, div0(v, 2) e, div0(1, 0) f, div0null(v, null) g from t;
select lag(n, 1, '0') over (order by n) a, lead(d, 1, '2030-01-01') over (order by n) b from t;
select case n when '3' then 'three' end a, case v when 5 then 'five' end b from t;
-- DATE and timestamps meet as timestamps, NUMBER and FLOAT as FLOAT, anything and VARIANT as VARIANT
select iff(b, d, ts) a, coalesce(n, f) b, coalesce(j:a, 'x') c from t;
-- NULL columns of subqueries have no type yet
select a + 1 a, dateadd(day, 1, a) b, a / 2 c, a || 'x' d, coalesce(a, 1) e, a = 'x' f from (select null a);
-- what cannot be converted: 100038, 100037, 100040, 100035
select v + 'a' from t;
select 1 + 'a';
select sum(x || 'a') , sum('a') from t;
select case when b then 1 else 'a' end from t where not b;
select n = 'x' from t;
select v in (1, 'a') from t;
select b = 'maybe' from t;
select d = 'today' from t;
select dateadd(day, 1, 'tomorrow');
select coalesce(n, 'none') from t;
-- what does not go together: 001044, 002016
select b + 1 from t;
select d * 2 from t;
select d + d from t;
select ts + 1 from t;
select -b from t;
select sum(b) from t;
select avg(d) from t;
select d = 1 from t;
select iff(b, n, d) from t;
select coalesce(b, 1) from t;
select n from t where d between 1 and 2;
-- refused by name: Snowflake gives an interval, which cannot be shown either
select ts - ts from t;
