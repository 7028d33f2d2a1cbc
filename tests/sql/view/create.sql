-- Views are texts, found in their own schema; columns may be named.
create database d;
create table t(a int, b varchar);
insert into t values (1, 'x'), (2, 'y');
create view v as select a, upper(b) as u from t;
create view v as select 1 as a;
create view if not exists v as select 1 as a;
select * from v order by a;
create or replace view v(k, label) comment = 'named' as select a, b from t;
select * from v order by k;
select a from v;
create view w(one) as select a, b from t;
create view x as select a, a from t;
create view y as select nothing from t;
create view y as select * from nowhere;
create secure view sv as select a from t;
-- a view on a view
create view vv as select label, count(*) as n from v group by label;
select * from vv order by label;
desc view vv;
desc view v;
desc table v;
-- names in it are those of the view's schema
create schema s;
create table t(a varchar);
insert into t values ('of s');
select * from d.public.v order by k;
create view v as select * from t;
select * from v;
-- it sees what the table has now
use schema d.public;
insert into t values (3, 'z');
select max(k), count(*) from v;
-- DML on a view, DROP with the wrong word
insert into v values (1, 'q');
drop table v;
drop view t;
drop view v;
drop view if exists v;
drop view v;
-- the view on it is broken now, and works again
select * from vv;
create view v as select 1 as k, 'l' as label;
select * from vv;
