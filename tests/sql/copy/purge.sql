-- PURGE deletes what was loaded, once that is committed.
create database d;
create stage st;
create stage ext url = 's3://files/in/';
create table t (a int, b varchar);
begin;
copy into t from @ext purge = true on_error = continue;
select count(*) from t;
rollback;
select count(*) from t;
begin;
copy into t from @ext files = ('a.csv') purge = true;
select $1 from @ext order by 1;
select 1 / 0;
commit;
select $1 from @ext order by 1;
copy into t from @ext purge = true on_error = continue;
select $1 from @ext order by 1;
select * from t order by a;
copy into t from @ext purge = true on_error = continue;
-- DDL commits
create table u (a varchar, b varchar);
begin;
copy into u from @ext purge = true;
create table v (a int);
select $1 from @ext order by 1;
rollback;
select * from u;
copy into u from @ext;
-- from a table's stage
create table own (a int);
copy into @%own/x from (select 1);
copy into own purge = true;
ls @%own;
drop table own;
create table other (a int);
select * from other;
