-- What becomes of a view when the tables below it change.
create database d;
create table t(a int, b int);
create view star as select * from t;
create view named as select a, b from t;
insert into t values (1, 2);
select * from star;
drop table t;
select * from star;
select * from named;
desc view named;
create table t(b int, a int, c int);
insert into t values (20, 10, 30);
select * from named;
-- `*` was two columns when the view was made
select * from star;
create or replace table t(a int);
select * from named;
select a from named;
create or replace table t(a int, b int);
insert into t values (5, 6);
select * from star;
-- a view of itself
create view r as select 1 as a;
create or replace view r as select * from r;
select * from r;
