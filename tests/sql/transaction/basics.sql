-- BEGIN, COMMIT, ROLLBACK
create database db;
create table t (id int, v varchar);
-- every spelling
begin; rollback;
begin work; commit work;
begin transaction; rollback work;
begin name mine; commit;
begin transaction name "mine too"; commit;
start transaction; commit;
start transaction name x; rollback;
-- without an open one: no-op
commit; rollback;
-- BEGIN inside an open one is ignored
begin; insert into t values (1, 'a'); begin; insert into t values (2, 'b'); rollback;
select count(*) from t;
begin; insert into t values (1, 'a'); begin; commit; rollback;
select count(*) from t;

-- own changes are seen; rollback of every kind of change
begin;
insert into t values (2, 'b'), (3, 'c');
update t set v = v || '!' where id <= 2;
delete from t where id = 3;
merge into t using (select 1 as id union all select 9) s on t.id = s.id when matched then update set v = 'm' when not matched then insert values (s.id, 'new');
select * from t order by id;
rollback;
select * from t order by id;

-- TRUNCATE and OVERWRITE are part of the transaction
begin; truncate table t; select count(*) from t; insert into t values (5, 'e'); select * from t; rollback;
select * from t;
begin; insert overwrite into t values (6, 'f'), (7, 'g'); truncate t; truncate t; insert into t values (8, 'h'); truncate t; rollback;
select * from t;
begin; insert into t values (2, 'b'); truncate table t; insert into t values (3, 'c'); update t set v = 'C'; commit;
select * from t;

-- 13.8: DDL commits the open transaction
create table d (id int autoincrement, v varchar);
begin; insert into d(v) values ('t'); create table x1(a int); rollback;  select count(*) from d where v='t';
begin; insert into d(v) values ('t2'); create table x2 as select 1 as one; rollback;  select count(*) from d where v='t2';
begin; insert into d(v) values ('t3'); drop table x1; rollback;  select count(*) from d where v='t3';
begin; insert into d(v) values ('t4'); create or replace view vw as select * from d; rollback;  select count(*) from d where v='t4';
-- others do not
begin; insert into d(v) values ('no'); alter session set timezone = 'UTC'; set n = 5; show tables like 'nothing'; use schema public; rollback;
select count(*) from d where v = 'no';

-- a failed statement undoes itself alone; the transaction stays open
begin; insert into d(v) values ('u'); select * from nowhere; /* fails */ commit;  select count(*) from d where v='u';
begin;
insert into d(v) values ('w1');
insert into d(v) select 1/0;
insert into d(v) values ('w2');
update d set v = 1/0;
update d set v = v || '+' where v in ('w1', 'w2');
select 'x'::int;
delete from d where 1/0 = 1;
select v from d where v like 'w%' order by 1;
create table t; -- a syntax error commits nothing
merge into t using (select id from t union all select id from t) s on t.id = s.id when matched then update set v = 'twice';
select v from d where v like 'w%' order by 1;
truncate table nowhere;
insert into d (v) select v || '+' from d where v like 'w%';
select to_number('z');
commit;
select v from d where v like 'w%' order by 1;
begin;
insert into d(v) values ('r1');
select 1/0;
insert into d(v) values ('r2');
rollback;
select count(*) from d where v like 'r%';
-- the first statement fails
begin; select 1/0; insert into d(v) values ('f1'); commit;
select count(*) from d where v = 'f1';
-- several tables
create table a (x int); create table b (x int);
begin; insert into a values (1), (2); insert into b select x * 10 from a; update a set x = b.x from b where b.x = a.x * 10; delete from b where x = 10; commit;
select * from a order by x; select * from b order by x;
begin; insert into a select x from b; insert into b select x from a; truncate table a; rollback;
select * from a order by x; select * from b order by x;

-- TRUNCATE in a transaction with a failure behind it
begin; insert into a values (3); truncate table a; select 1/0; insert into a values (4); select x from a; rollback;
select x from a order by x;
begin; truncate table a; insert into a values (5); select 1/0; insert into a values (6); commit;
select x from a order by x;

select current_transaction();
-- what is no transaction statement
savepoint s;
begin nonsense;
