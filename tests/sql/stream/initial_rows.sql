-- SHOW_INITIAL_ROWS
create database d;
create table t(id int); insert into t values (1),(2);
create stream s on table t show_initial_rows = true;
insert into t values (3);
create table c1 as select id from s;  -- 1,2
create table c2 as select id from s;  -- 3
select * from c1 order by 1;
select * from c2 order by 1;
-- deleted before the first consumption: still shown, the delete comes in the second read
create table t2(id int); insert into t2 values (10), (11);
create stream s2 on table t2 show_initial_rows = true;
create stream s2a on table t2 show_initial_rows = true append_only = true;
delete from t2 where id = 10; update t2 set id = 12 where id = 11; insert into t2 values (20);
select id, metadata$action, metadata$isupdate from s2 order by 1;
select id, metadata$action, metadata$isupdate from s2a order by 1;
select system$stream_has_data('s2');
create temporary table x as select * from s2 where false;
create temporary table xa as select * from s2a where false;
select id, metadata$action, metadata$isupdate from s2 order by 1;
select id, metadata$action, metadata$isupdate from s2a order by 1;
-- an empty table: the first consumption still ends the initial rows
create table t3(id int);
create stream s3 on table t3 show_initial_rows = true;
insert into t3 values (1);
select count(*) from s3;
create or replace temporary table x as select * from s3;
select id from s3;
-- truncated before the first consumption
create table t4(id int); insert into t4 values (1),(2);
create stream s4 on table t4 show_initial_rows = true;
truncate table t4; insert into t4 values (5);
select id, metadata$action, metadata$isupdate from s4 order by 1;
create or replace temporary table x as select id from s4;
select id, metadata$action, metadata$isupdate from s4 order by 1;
-- in the transaction that consumes them they stay
create table t5(id int); insert into t5 values (1);
create stream s5 on table t5 show_initial_rows = true;
insert into t5 values (2);
begin;
insert into c1 select id from s5;
select id, metadata$action, metadata$isupdate from s5 order by 1;
rollback;
select id, metadata$action, metadata$isupdate from s5 order by 1;
