-- numbers that outgrow BIGINT in transactions that have deleted, updated, truncated before: the columns are widened, all is committed
create database d;
create table t(a int,b int); insert into t values(1,1),(2,2);
begin; update t set b=3 where a=1; insert into t values(99999999999999999999,1); commit;
select * from t order by a;
create or replace table t(a int,b int); insert into t values(1,1),(2,2);
begin; delete from t where a = 1; insert into t values(99999999999999999999,1); update t set b = a where a > 5; delete from t where a = 2; commit;
select * from t order by a;
create or replace table t(a int,b int); insert into t values(1,1),(2,2),(3,3);
begin; update t set b=3 where a=1; update t set b=99999999999999999999 where a=2; select 1/0; commit;
select * from t order by a;
create or replace table t(a int,b int); insert into t values(1,1),(2,2),(3,3);
begin; delete from t where a=1; truncate table t; insert into t values(99999999999999999999,1); commit;
select * from t order by a;
create or replace table t(a int,b int); insert into t values(1,1),(2,2),(3,3); create stream s on table t;
begin; delete from t where a=1; merge into t using (select 2 a, 99999999999999999999 b union all select 88888888888888888888, 1) n on t.a=n.a when matched then update set b=n.b when not matched then insert values (n.a,n.b); commit;
select * from t order by a; select a, b, metadata$action from s order by 1,2,3;
