-- Queries of the wrong width, positions that no item has, and columns that a * does not have.
create database d; create schema s; create table t (a int, b varchar, "c" int); insert into t values (1, 'x', null), (2, 'y', 5);
-- a subquery that stands for a value
select (select 1, 2);
select a, (select a, b from t) from t;
select (select a from t);
select 1 where 1 in (select 1, 2);
select * from t where (a, b) in (select a from t);
select * from t where (a, b) in (select a, b, a from t);
select exists (select 1, 2);
-- set operations
select 1 union select 1, 2;
select a, b from t
  except
  select * from t;
insert into t select 1 union all select 1, 2;
-- positions
select a, count(*) from t group by 9;
select a from t group by 0;
select a, b from t order by 9;
select * from t order by 3, 4;
select a from t union select 1 order by 2;
select a, count(*) from t group by 1 order by 2, 1;
-- *
select * exclude (a, nope) from t;
select t.* exclude a from t order by 1;
select * exclude c from t;
select * replace (1 as nope) from t;
select * rename (nope as x) from t;
select * rename (a as x) from t order by x;
select * exclude b rename (a as x) from (select * from t) order by 1;
select *;
select 1, *;
select count(*);
select count(distinct *) from t;
-- the row as an object
select object_construct(*) from t order by a;
select object_construct_keep_null(*), object_construct(* exclude a) from t order by a;
select object_construct(u.*) from t join (select 7 as k) u on true order by a;
select object_construct(*) from values (1, null), (null, null) order by column1;
select object_construct(*);
