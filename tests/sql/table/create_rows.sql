-- CREATE TABLE in its variants, as far as their rows matter
create database d;
create table t (a int, b varchar);
insert into t values (1, 'x');
create table t (a int);
create table if not exists t (other int);
select * from t;
create or replace table if not exists t (a int);
-- OR REPLACE: empty, new columns
create or replace table t (c date);
select * from t;
-- CTAS: types of the query, names and types that are written, replacing what it reads
create table c as select 1 as one, 'x' as v, 1.5 as n, current_date as d, 1 > 0 as b, null as nothing;
create or replace table c (x, y) as select one, v from c;
select * from c;
create or replace table c (x number(10,2), y varchar(3)) as select 1, 'abc';
desc table c;
create or replace table c (x number(10,2), y varchar(3)) as select 1, 'abcd';
select * from c;
create or replace table c (x) as select 1, 2;
create or replace table c as select 1 / 0 as z;
select * from c;
create table fail as select * from nowhere;
create table dup as select 1 as a, 2 as a;
create or replace table c as select x + 1 as x, y from c union all select x, y from c;
select * from c order by x;
-- LIKE
create table l like c;
select count(*) from l;
-- TEMPORARY shadows a permanent table of the same name
create table p (a int); insert into p values (1);
create temporary table p (a int, b int);
insert into p values (2, 3);
select * from p;
create or replace temp table p as select 9 as z;
select * from p;
update p set z = 9; delete from p where z = 9;
drop table p;
select * from p;
create temporary table only_here (a int);
create temporary table if not exists only_here (a int);
create temporary table only_here (a int);
drop table only_here;
drop table only_here;
drop table if exists only_here;
create transient table tr (a int); insert into tr values (1); select * from tr;
-- TRUNCATE
truncate table tr; select count(*) from tr;
truncate tr; truncate table if exists tr; truncate table if exists nosuch; truncate table nosuch;
create view v as select 1 as a;
truncate table v;
-- AUTOINCREMENT
create table ai (id int autoincrement, v varchar);
insert into ai (v) values ('a'), ('b'); insert into ai (v) select v from ai; insert into ai values (100, 'given'); insert into ai (v) values ('c');
select count(distinct id), min(id) from ai;
select max(id) > 4 from ai where id < 100;
create table ai2 (id number autoincrement start 10 increment 5, n number identity (1, 1) order, v int);
insert into ai2 (v) values (1), (2), (3);
select * from ai2 order by v;
create table ai3 (id int identity start 100 increment -10, v int);
insert into ai3 (v) values (1), (2), (3);
select * from ai3 order by v;
truncate table ai2; insert into ai2 (v) values (4); select id > 20 from ai2;
-- duplicate and reserved names
create table bad (a int, a int);
create table bad (a int, "a" int);
create table bad (_rid int);
create table bad (a nosuchtype);
create table bad ();
create table bad (a);
