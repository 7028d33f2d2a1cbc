-- CREATE STREAM on a table: statuses, refusals, SHOW, DESCRIBE, DROP
create database streams;
create table t (id int, v varchar);
create view v as select id from t;
-- Stream S successfully created.
create stream s on table t;
-- 002002: exists
create stream s on table t;
create stream S on table t append_only = true;
-- S already exists, statement succeeded.
create stream if not exists s on table t;
create or replace stream s on table t comment = 'all of it';
-- incompatible
create or replace stream if not exists s on table t;
-- 002003, the full name of the source
create stream s2 on table missing;
create stream s2 on table nowhere.nothing.t;
-- options in any order
create stream sa on table t append_only = true comment = 'inserts only';
create stream si on table streams.public.t show_initial_rows = true append_only = false;
create stream "Mixed" on table t;
-- not a table
create stream s3 on table v;
create stream s3 on table s;
-- unknown option, wrong value
create stream s3 on table t appendonly = true;
create stream s3 on table t append_only = maybe;
-- INSERT_ONLY is for external tables
create stream s3 on table t insert_only = true;
-- not supported, and said so
create stream s3 on view v;
create stream s3 clone s;
create stream s3 on table t at (offset => 0);
create stream s3 on table t before (statement => 'x');
-- SHOW prints times, so only that names are filtered is seen here
show streams like 'nothing%';
desc stream nosuch;
-- a stream is not a table
insert into s values (1, 'x', 'INSERT', false, 'y');
update s set id = 1;
delete from s;
truncate table s;
merge into s using t on s.id = t.id when matched then delete;
drop table s;
drop stream t;
drop stream sa;
drop stream sa;
drop stream if exists sa;
drop stream "Mixed";
drop stream mixed;
-- recreating starts afresh
insert into t values (1, 'a');
select count(*) from s;
create or replace stream s on table t;
select count(*) from s;
select * from streams.public.s;
select * from no_such_stream;
