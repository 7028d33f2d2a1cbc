-- The label of an expression without an alias is its text in upper case.
create database d;
create table t(a int, "b" int);
insert into t values (1, 2);
select count(*) from t;
select 1, 'a', max(a), a + 1, "b", t.a from t group by all;
select a as x, a "y Z", a lower_case from t;
select (select max(a) from t), a in (1, 2) from t;
select t.*, a from t;
select 1 a, 2 "a";
values (1, 'x');
select * from values (1, 'x');
