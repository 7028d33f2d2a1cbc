-- UPDATE and DELETE
create database d;
create table t (a int, b varchar, c number(5,2));
insert into t values (1, 'x', 1), (2, 'y', 2), (3, 'z', 3), (4, null, null);
create table s (a int, b varchar);
insert into s values (1, 'one'), (2, 'two'), (2, 'zwei'), (9, 'nine');
-- both counts
update t set b = upper(b), c = c * 2 where a < 3;
update t set c = null;
update t set c = 0 where a > 1000;
select * from t order by a;
-- columns are those of before; swap
update t set a = c, c = a where a = 1;
update t set c = 1, a = 1 where a is null;
create or replace table sw (x int, y int); insert into sw values (1, 2);
update sw set x = y, y = x;
select * from sw;
-- aliases and qualified names
update t x set x.b = 'al' where x.a = 1;
update t as x set b = x.b || 'ias' where x.a = 1;
update t set t.b = t.b || '!' where t.a = 1;
update public.t set t.c = 5 where t.a = 1;
update d.public.t set c = 6 where d.public.t.a = 1;
update d.public.t set public.t.c = 7 where public.t.a = 1;
update t x set t.b = 'wrong' where x.a = 1;
update t x set b = 'wrong' where t.a = 1;
select * from t where a = 1;
-- FROM
update t set b = s.b from s where t.a = s.a and s.b <> 'zwei';
select * from t order by a;
-- a row joined twice: one of them wins, and is counted
update t set b = s.b from s where t.a = s.a;
select a, b in ('two', 'zwei') from t where a = 2;
alter session set error_on_nondeterministic_update = true;
update t set b = s.b from s where t.a = s.a;
alter session unset error_on_nondeterministic_update;
update t set b = x.b from (select a, max(b) as b from s group by a) x where x.a = t.a;
update t set b = s.b || u.b from s join s u on s.a = u.a where t.a = s.a and t.a = 1;
update t a set b = 'self' from t b where a.a = b.a + 1 and b.a = 1;
select * from t order by a;
-- subqueries
update t set c = (select count(*) from s where s.a = t.a);
update t set b = (select b from s where s.a = t.a) where a = 2;
update t set b = null where a in (select a from s where b = 'two') or exists (select 1 from s where s.a = t.a + 6);
select * from t order by a;
-- DEFAULT
create table def (i int default 7, v varchar); insert into def values (1, 'a');
update def set i = default, v = default;
select * from def;
-- conversions
update def set i = '12';
update def set i = 'twelve';
update def set i = 1.5;
select i from def;
-- errors
update t set nosuch = 1;
update t set a = 1, a = 2;
update t set a = nosuch;
update t set b = s.b from s where a = 1;
update nosuch set a = 1;
update t set a = 1 / 0;
create view v as select * from t;
update v set a = 1;
delete from v;
update t set a;
select count(*) from t where a = 1;

-- DELETE
delete from t where a = 4;
delete from t x where x.a = 3;
delete from t using s where t.a = s.a and s.a = 2;
select a from t order by a;
insert into t (a) values (2), (3), (4), (4);
delete from t x using s y, (select 4 as four) z where x.a = z.four;
delete from t using (select a from s) q where q.a = t.a;
delete from d.public.t where public.t.a = 3;
delete from t where nosuch = 1;
delete from nosuch;
delete t where a = 1;
insert into t (a) values (1), (1);
delete from t where a in (select a from t);
insert into t (a) values (1), (2), (3);
delete from t where a = (select max(a) from t);
delete from t;
delete from t;
select count(*) from t;
