-- Numbers, booleans, strings, on constants and on columns.
create database d; create schema s;
create table t (id number, n number(10,2), f float, v varchar, b boolean);
insert into t values (1, 10, 0.5, 'The best of the worst', true), (2, -2.5, 1e20, 'a,b,,c', false), (3, null, null, null, null);
-- 3.500000 | 0.333333 | 3.33333333 | -1 | 3 | -3
select 7/2, 1/3, 10::number(10,2)/3, mod(-7,3), round(2.5), round(-2.5);
-- 0.285714, 4.8095238; a sum has the larger scale; no integer overflows at 2^31 or 2^63
select 2/7 a, 10.1/2.1 b, 1.5 + 1.25 c, 2147483647 + 1 d, 9223372036854775807 + 1 e, 1.50 f, 1e3 g;
select n / 3 a, n * 2 b, n + 0.125 c, id / 2 d, -n e, n % 3 f, f / 2 g, id * f h from t order by id;
select 1 / 0;
select id / (id - 1) from t where id = 1;
-- TRUE | TRUE | 2 | 2 | TRUE | 0
select 'TRUE' = true, '01' = 1, iff(null,1,2), nvl2(null,1,2), equal_null(null,null), zeroifnull(null);
-- NULL | NULL | NULL | '' | 33
select concat('a',null), 'a'||null, greatest(1,null), split_part('a.b',',',2), split_part('11.22.33','.',-1);
-- 'a\tb' holds a TAB; $$a\tb$$ a backslash: TRUE, 3, 4
select 'It''s', 'a\\tb' = 'a\tb', length('a\tb'), length($$a\tb$$), 'a\'b', 'x\u0041\x42\103', '\q';
-- FALSE | TRUE | worst
select regexp_like('abc','b'), 'abc' rlike '.*b.*', regexp_substr('the best of the worst','the\\W+(\\w+)',1,2,'e',1);
select sum(n) a, avg(n) b, avg(id) c, count(*) d, count(n) e, count(distinct v) f, min(v) g, max(f) h, sum(f) i from t;
select sum(n) from t where id > 99;
select id::varchar || '-' a, n::int b, f::number(30,2) c, b::varchar d, b::int e, '12.5'::number(3,1) f, '12.55'::int g, 12.5::varchar h from t order by id;
select 'abc'::varchar(2) a, true::varchar b, 1.0::varchar c, 1e20::float::varchar d, 0.1::float + 0.2::float e, 5::float f, '1e2'::number g;
select 'x'::number; 
select 12345::number(3,0);
select 'maybe'::boolean;
select try_cast('x' as number) a, try_to_number('1.5') b, try_to_number('1,5') c, to_number('12.345', 10, 2) d, to_boolean('off') e, to_char(1234.5, '9,999.00') f;
select div0(1, 0) a, nullif(1, 1) b, nullifzero(0) c, abs(-1.5) d, sign(-2) e, ceil(1.2) f, floor(-1.2) g, trunc(1.99, 1) h, round(15, -1) i, power(2, 10) j, sqrt(16) k, square(3) l;
select n > 0 and b a, not b b, b or null c, n is null d, b is true e, n is distinct from null f, n between -3 and 3 g from t order by id;
-- strings
select upper(v) a, length(v) b, substr(v, 1, 3) c, substr(v, -5) d, substr(v, 0, 3) e, left(v, 3) f, right(v, 5) g, initcap(v) h from t order by id;
select trim('  a ') || '|' a, ltrim('00120', '0') b, rtrim('a.b..', '.') c, lpad('7', 3, '0') d, rpad('ab', 4, '*') e, replace('abcabc', 'b') f, replace('abc', 'b', 'x') g, translate('abc', 'ab', 'xy') h, reverse('abc') i, repeat('ab', 2) j;
select charindex('b', 'abcb') a, charindex('b', 'abcb', 3) b, position('c' in 'abc') c, contains('abc', 'b') d, startswith('abc', 'a') e, endswith('abc', 'c') f, ascii('a') g, chr(65) h, concat_ws('-', 'a', 'b') i, space(2) || '|' j;
select split_part('a.b.c', '.', 0) a, split_part('a.b.c', '.', 2) b, split_part('a.b.c', '.', 9) c, strtok('a b c', ' ', 2) d, md5('a') e, sha2('a') f, length(uuid_string()) g;
select v like 'The%' a, v like '%,_,,%' b, v ilike 'the%' c, v like any ('x%', '%c') d, v like all ('%b%', '%c') e, 'a_b' like 'a\\_b' escape '\\' f, 'ab' not like 'a' g, v rlike '[a-c,]+' h from t order by id;
select regexp_replace('a1b22', '[0-9]+', '#') a, regexp_replace('John Smith', '(\\w+) (\\w+)', '\\2, \\1') b, regexp_count('a1b22c', '\\d') c, regexp_substr('a1b22', '\\d+', 1, 2) d, regexp_instr('abc', 'c') e, regexp_like('ABC', 'abc', 'i') f, regexp_substr('none', '\\d') g;
select 'a' < 'B' a, 'a' = 'A' b, 'b' > 'a' c, '' = '' d, '' is null e, 'a' || 1 || true f;
select decode(1, 1, 'one', 2, 'two', 'many') a, decode(null, null, 'n', 'x') b, case 3 when 1 then 'a' when 3 then 'c' end c, case when null then 1 else 2 end d, coalesce(null, null, 3) e, greatest(1, 5, 3) f, least('b', 'a') g, nvl(null, 'x') h;
select nosuch(1);
select upper();
select length('a', 'b');
