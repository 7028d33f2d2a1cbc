-- Append-only streams show rows as they were inserted.
create database d;
create table t (id int, v varchar);
insert into t values (1, 'old');
create stream sa on table t append_only = true;
create stream s on table t;

-- updates and deletes of older rows are invisible
update t set v = 'new' where id = 1;
select id, v from sa;
delete from t where id = 1;
select id, v from sa;

-- inserted, then updated, deleted, truncated: shown as inserted
insert into t values (2, 'a'), (3, 'b'), (4, 'c');
update t set v = 'A' where id = 2;
update t set v = 'AA' where id = 2;
delete from t where id = 3;
truncate table t;
select id, v, metadata$action, metadata$isupdate from sa order by id;
select id, v, metadata$action, metadata$isupdate from s order by id;

-- MERGE's inserts count; its updates do not
merge into t using (select 5 as id, 'm' as v) u on t.id = u.id when not matched then insert values (u.id, u.v);
merge into t using (select 5 as id, 'M' as v) u on t.id = u.id when matched then update set v = u.v;
select id, v from sa order by id;

-- consumed: nothing left; then only what is new
create temporary table x as select id from sa where 1 = 0;
select count(*) from sa;
update t set v = 'again';
select count(*) from sa;
insert overwrite into t values (6, 'o'), (7, 'p');
select id, v from sa order by id;
truncate table t;
select id, v from sa order by id;

-- everything of a row in one transaction: insert, update, delete
create or replace stream sa on table t append_only = true;
create or replace stream s on table t;
begin;
insert into t values (10, 'first');
update t set v = 'second' where id = 10;
update t set v = 'third' where id = 10;
insert into t values (11, 'gone');
delete from t where id = 11;
insert into t values (12, 'kept');
commit;
select id, v, metadata$action, metadata$isupdate from sa order by id;
select id, v, metadata$action, metadata$isupdate from s order by id;
-- and after it
update t set v = 'fourth' where id = 10;
delete from t where id = 12;
select id, v from sa order by id;
select id, v from s order by id;

-- the same with TRUNCATE in the transaction
create or replace stream sa on table t append_only = true;
create or replace stream s on table t;
begin;
insert into t values (20, 'first');
update t set v = 'second' where id = 20;
truncate table t;
insert into t values (21, 'after');
truncate table t;
insert into t values (22, 'last');
update t set v = 'LAST' where id = 22;
commit;
select id, v, metadata$action, metadata$isupdate from sa order by id;
select id, v, metadata$action, metadata$isupdate from s order by id;
select * from t;
