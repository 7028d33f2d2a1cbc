-- A forgotten `;`: the error names the line of the statement before and stands at the second statement's first word. The
-- two are one statement, so neither runs.
create database d;
create table t(a int);
select * from t
show pipes;
create stage s url = 's3://files/'
create stage s2 url = 's3://files/';
list @s
select 1;
show pipes
select 1;
create table u(a int)
create table v(a int);
use schema public
create table w(a int);
create task k schedule = '1 minute' as select 1;
alter task k suspend
alter task k resume;
select a from t where a = 1
insert into t values (1);
insert into t values (1)
select * from t;
create or replace procedure p() returns string language javascript as $$ return 1; $$
call p();
-- not a forgotten one: words that begin statements stand where they may
select case when a = 1 then 'x' end as show, a as list
from t;
create view z as
select a
from t;
insert into t
select 5;
select * from t;
-- the end of the file may do without
select count(*) from t
