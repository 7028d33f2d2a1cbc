-- What happens to a stream when its source does.
create database d;
create table t (id int);
create stream s on table t;
insert into t values (1);
drop table t;
select * from s;
create table x (id int);
insert into x select id from s;
-- a table of the same name is another one
create table t (id int);
insert into t values (2);
select * from s;
select system$stream_has_data('s');
create or replace stream s on table t;
insert into t values (3);
select id from s;
-- OR REPLACE ends the history as well, by CTAS too
create or replace table t (id int);
select * from s;
create or replace stream s on table t;
create or replace table t as select 1 as id;
select * from s;
-- a view over such a stream, and a task's MERGE from it, fail the same way
create view v as select id from s;
create or replace stream s on table t;
create view v as select id from s;
create or replace table t (id int);
select * from v;
merge into x using v on x.id = v.id when not matched then insert values (v.id);
drop stream s;
select * from v;
