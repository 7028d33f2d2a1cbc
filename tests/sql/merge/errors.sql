-- What MERGE refuses
create database d;
create table t (a int, b varchar); insert into t values (1, 'x'), (2, null), (3, 'z');
create table u (a int, b varchar); insert into u values (1, 'p'), (1, 'q'), (2, 'r');

-- 100090 with the row: UPDATE twice; UPDATE and DELETE
merge into t using u on t.a = u.a when matched then update set b = u.b;
merge into t using (select 2 id union all select 2) s on t.a = s.id when matched then update set b = 'z';
merge into t using u on t.a = u.a when matched and u.b = 'p' then delete when matched then update set b = u.b;
select * from t order by a;
-- DELETE twice: deleted once, no error
begin;
merge into t using u on t.a = u.a when matched then delete;
select * from t order by a;
rollback;
-- rows whose condition is false do not count
merge into t using u on t.a = u.a when matched and u.b <> 'q' then update set b = u.b;
select * from t order by a;
-- all kinds of values in the message
create table kinds (i int, n number(10,2), f float, s varchar, bo boolean, d date, ts timestamp_ntz, nu int);
insert into kinds select 1, 2.5, 1.25, 'say "hi"', true, '2024-01-02', '2024-01-02 03:04:05', null;
merge into kinds using u on kinds.i = u.a when matched then update set s = u.b;

-- ERROR_ON_NONDETERMINISTIC_MERGE = FALSE: one of them, and always the same: the source's last
alter session set error_on_nondeterministic_merge = false;
merge into t using u on t.a = u.a when matched then update set b = u.b;
merge into t using (select * from u order by b desc) u on t.a = u.a when matched then update set b = u.b;
select a, b from t order by a;
merge into t using u on t.a = u.a when matched and u.b = 'q' then delete when matched then update set b = u.b || '2';
select a, b from t order by a;
insert into t values (1, 'p');
alter session unset error_on_nondeterministic_merge;
merge into t using u on t.a = u.a when matched then update set b = u.b;

-- unreachable clauses
merge into t using u on t.a = u.a when matched then delete when matched then update set b = 'n';
merge into t using u on t.a = u.a when not matched then insert values (1, 'a') when not matched and u.a = 1 then insert values (2, 'b');
merge into t using u on t.a = u.a
  when matched then delete
  when not matched then insert values (1, 'a')
  when matched and u.a = 1 then delete;

-- wrong number of values
merge into t using u on t.a = u.a when not matched then insert values (u.a);
merge into t using u on t.a = u.a when not matched then insert (a) values (u.a, u.b);
merge into t using u on t.a = u.a when not matched then insert (a, b) values (u.a);
merge into t using u on t.a = u.a when not matched then insert (a, a) values (u.a, 1);
merge into t using u on t.a = u.a when matched then update set b = 'x', b = 'y';

-- unknown columns, the source's prefix in SET and in the list
merge into t using u on t.a = u.a when matched then update set nosuch = 1;
merge into t using u on t.a = u.a when matched then update set u.b = 'x';
merge into t using u on t.a = u.a when not matched then insert (u.a) values (1);
merge into t using u on t.a = u.a when matched then update set b = u.nosuch;
merge into t using u on t.a = u.nosuch when matched then delete;
merge into t x using u on t.a = u.a when matched then delete;

-- INSERT and NOT MATCHED see only the source
merge into t using (select 77 as k) s on t.a = s.k when not matched then insert values (t.a, 'x');
merge into t using (select 77 as k) s on t.a = s.k when not matched and t.a is null then insert values (s.k, 'x');
merge into t using (select 77 as k) s on t.a = s.k when not matched then insert values (k, b);

-- a name of both sides
merge into t using u on t.a = u.a when matched then update set b = b;
merge into t using u on a = u.a when matched then delete;
merge into t using (select distinct a, b from u where a = 2) u on t.a = u.a when matched and b = 'r' then delete;
-- but in INSERT only the source has names
merge into t using (select 5 as a, 'five' as b) u on t.a = u.a when not matched and a = 5 then insert values (a, b);
select * from t where a = 5;

-- what is no table
create view v as select * from t;
merge into v using u on v.a = u.a when matched then delete;
merge into nosuch using u on nosuch.a = u.a when matched then delete;
merge into t using nosuch on t.a = nosuch.a when matched then delete;
-- grammar
merge into t using u on t.a = u.a;
merge into t using u when matched then delete;
merge into t using u on t.a = u.a when matched then insert values (1, 'x');
merge into t using u on t.a = u.a when not matched then delete;
merge into t using u on t.a = u.a when not matched by source then delete;
merge into t using (select 77 as a) u on t.a = u.a when not matched by target then insert values (-1, 'bt');
select * from t where a = -1;

-- BY NAME: the same columns in any order
merge into t using (select 'by name' as b, 3 as a union all select 'new', 30) u on t.a = u.a
  when matched then update all by name when not matched then insert all by name;
select * from t where a in (3, 30) order by a;
merge into t using (select 'x' as b, 3 as a, 1 as c) u on t.a = u.a when matched then update all by name;
merge into t using (select 3 as a) u on t.a = u.a when not matched then insert all by name;

-- NOT NULL
create table nn (a int not null, b int); insert into nn values (1, 1);
merge into nn using u on false when not matched then insert (b) values (u.a);
merge into nn using (select 1 as a) s on nn.a = s.a when matched then update set a = null;
select * from nn;
