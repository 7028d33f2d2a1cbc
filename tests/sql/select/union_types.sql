-- Set operations: the branches' columns meet as CASE's do.
create database d; create schema s;
create table t (n number, v varchar, d date, ts timestamp_ntz); insert into t values (1, '2', '2024-01-01', '2024-01-01 10:00:00');
-- text becomes the number of the other branch: NUMBER(18,5)
select n from t union all select v from t order by 1;
select v from t union all select n from t order by 1;
select n, v from t union all select v, n || 'x' from t order by 1;
-- Numeric value 'a' is not recognized
select 1 union select 'a';
select 'a' union all select 1;
select 1 as x union all select '2' order by x;
-- NULL takes the other's type, in any branch and in a column of a subquery
select null as d union all select d from t order by 1;
select d, null as e from t union all select null, ts from t order by 1;
select x.a from (select null a union all select d from t union all select null) x where x.a > '2023-01-01';
-- DATE and TIMESTAMP
select d from t union all select ts from t order by 1;
-- labels come from the first branch, also when it is converted
select v as "Text", count(*) from t group by v union all select 3, 4 order by 1;
-- duplicates: UNION removes them by value, after the conversion
select v from t union select 2 from t;
select 2 intersect select '2'; select 2 minus select '2'; select 2 except select '3';
-- several in a row, left to right; parentheses
select 1 union all select 2 union select 2 order by 1;
select 1 union all (select 2 union select 2) order by 1;
(select n from t) union all (select 5 order by 1 limit 1) order by 1 desc;
select 1, 2 union all select 3;
select d from t union all select 1;
-- VALUES unify their rows
select * from values (1, 'a'), ('2', 'b') order by 1;
select * from values (1), ('a');
select * from values (null, 1), ('x', null) order by 1;
select * from values (1, 2), (3);
-- UNION in a CTE, a view, a subquery of IN with other types
create view w as select n, v from t union all select '7', 'x';
select n + 1 from w order by 1;
with c as (select v as k from t union all select '9') select k + 0 from c order by 1;
select count(*) from t where n in (select '1' union select v from t);
select count(*) from t where v in (select 2);
