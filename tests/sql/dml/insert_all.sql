-- INSERT ALL and INSERT FIRST
create database d;
create table t1 (n int); create table t2 (n int);
create table src(n int); insert into src values (1),(11),(101);
-- the worked example: t1 gets 101, 101, 11, t2 gets 101, 11, 1
insert all when n>100 then into t1 when n>10 then into t1 into t2 else into t2 select n from src;
select n from t1 order by n; select n from t2 order by n;
-- FIRST: t1 101, 11, t2 11, 1
insert overwrite first when n>100 then into t1 when n>10 then into t1 into t2 else into t2 select n from src;
select n from t1 order by n; select n from t2 order by n;
-- without conditions, with columns, values, NULL and DEFAULT
create table w (id int autoincrement, a int default 7, b varchar);
insert all into t1 values (n) into t2 values (n + 1) into w (b, a) values ('x' || n, default) into w (a, b) values (null, v) select n, 'v' as v from src where n < 100;
select n from t1 order by n; select n from t2 order by n; select a, b from w order by b, a;
-- the same table twice is one column of the result
insert all into t1 into t1 into t1 select 5;
-- a NULL condition is not true; nobody's rows are nobody's
insert overwrite all when n > 5 then into t1 when n <= 5 then into t2 select column1 as n from values (null), (1), (9);
select n from t1; select n from t2;
-- the query reads its targets
insert overwrite all into t1 into t2 select n + 1 as n from t1 union all select n from t2;
select n from t1 order by n; select n from t2 order by n;
-- a stream is read once and consumed once
create stream s on table src;
insert into src values (1001), (2);
insert all when n > 100 then into t1 else into t2 select n from s;
select count(*) from s;
select n from t1 order by n; select n from t2 order by n;
-- in a transaction, beyond 64 bits, and undone
begin;
insert all into t1 into t2 values (-n) select 1000000000000000000000000000000 as n;
select max(n) from t1; select min(n) from t2;
insert first when n = 1 then into t1 values (n / 0) select 1 as n;
rollback;
select max(n) from t1; select min(n) from t2;
-- wrong
insert all into t1 into nosuch select 1;
insert all into t1 (n, m) select 1, 2;
insert all into t1 select 1, 2;
insert all into t1 values (1, 2) select 1;
insert all into t1 values (nosuch) select 1 as n;
insert all when nosuch > 1 then into t1 select 1 as n;
insert first into t1 select 1;
insert all when true then into t1 else into t2;
insert all select 1;
