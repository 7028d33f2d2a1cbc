-- Errors carry code, SQLSTATE, text, line:column and the line with a caret; positions in the text count from the
-- statement's first token: lines from 1, columns from 0.
create database d;
create table t(a int, b varchar);
create table u(a int, c int);
insert into t values (1, 'x');
select x from t;
select
    a,
  x from t;
  /* a comment before it */ select a,
 t.x from t;
select t.x, 1 from t;
select z.a from t;
select upper(x) from t;
select a from t where x = 1;
select a from t where a in (select nope from u);
select a from t order by x;
select a from t group by x;
select max(a) from t having x > 1;
select "lower" from t;
select a as x, x + y from t;
select a from t, u;
select * from t join u on t.a = u.nope;
select * from t join u using (b);
select t.a, b from t qualify row_number() over (partition by zz order by a) = 1;
with w as (select nope from t) select * from w;
insert into t select x, 'y' from t;
insert into t (a, x) values (1, 2);
update t set b = x;
update t set x = 1;
delete from t where x = 1;
merge into t using u on t.a = u.x when matched then delete;
merge into t using u on t.a = u.a when matched then update set b = u.x;
merge into t using u on t.a = u.a when not matched then insert (a, x) values (1, 2);
create table c as select x from t;
create view v as
  select a,
         x
    from t;
set v = (select x from t);
select (select max(x) from u) from t;
select case when x then 1 end from t;
