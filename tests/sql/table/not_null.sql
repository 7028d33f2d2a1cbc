-- NOT NULL is enforced, other constraints are not
create database d;
create table t (a int not null, b varchar not null default 'x', c int);
insert into t values (1, 'y', null);
insert into t (a) values (2);
insert into t (c) values (3);
insert into t values (null, 'y', 1);
insert into t values (3, null, 1);
insert into t (a, b) select 4, null;
insert into t select c, b, a from t;
update t set a = null where a = 1;
update t set c = null;
update t set b = default;
merge into t using (select 1 as k) s on t.a = s.k when matched then update set b = null;
merge into t using (select 9 as k) s on t.a = s.k when not matched then insert (c) values (1);
insert overwrite into t values (null, 'o', 1);
select * from t order by a;
-- several rows: none is written
insert into t values (10, 'a', 1), (null, 'b', 2), (11, 'c', 3);
select count(*) from t where a >= 10;
-- in a transaction
begin; insert into t values (20, 'a', 1); insert into t values (null, 'b', 2); insert into t values (21, 'c', 3); commit;
select count(*) from t where a >= 20;
-- truncated: still not null
truncate table t;
insert into t values (null, 'b', 2);
insert into t values (1, 'b', 2);
-- keys are accepted and not enforced
create table k (id int primary key, u varchar unique, r int references t (a), constraint c unique (id, u));
insert into k values (1, 'a', 99), (1, 'a', 99);
select count(*) from k;
-- PRIMARY KEY columns are NOT NULL
insert into k values (null, 'b', 1);
create table k2 (a int, b int, primary key (a, b));
insert into k2 values (1, null);
create table ctas2 (a int not null) as select null;
