-- The net changes that a standard stream shows: every row of the tables there.
create database d;

-- INSERT a; UPDATE a→b: one row, INSERT b, not an update
create table t (id int, v varchar);
create stream s on table t;
insert into t values (1, 'a');
update t set v = 'b' where id = 1;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;

-- UPDATE a→b; UPDATE b→c: DELETE a TRUE, INSERT c TRUE
create or replace stream s on table t;
update t set v = 'c' where id = 1;
update t set v = 'd' where id = 1;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;

-- INSERT; DELETE: empty
create or replace stream s on table t;
insert into t values (2, 'x');
delete from t where id = 2;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;

-- UPDATE d→e; DELETE: DELETE d (the value at the offset), ISUPDATE FALSE
update t set v = 'e' where id = 1;
delete from t where id = 1;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;

-- DELETE a; INSERT a again: both, FALSE, different row ids
insert into t values (3, 'a');
create or replace stream s on table t;
delete from t where id = 3;
insert into t values (3, 'a');
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;
select count(distinct metadata$row_id) from s;

-- TRUNCATE: DELETE for each row of V0; rows inserted since vanish
insert into t values (4, 'b');
create or replace stream s on table t;
insert into t values (5, 'c');
truncate table t;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;
insert into t values (6, 'd');
truncate table t;
insert into t values (7, 'e');
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;

-- INSERT OVERWRITE: old rows deleted, new rows inserted, no matching by value
create or replace stream s on table t;
insert overwrite into t select id, v from t;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;

-- MERGE that hits 2 of 5 rows: only those appear
create or replace table t (id int, v varchar);
insert into t values (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'e');
create or replace stream s on table t;
merge into t using (select 2 as id, 'B' as v union all select 4, 'D') u on t.id = u.id when matched then update set v = u.v;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;

-- UPDATE a→b; UPDATE b→a: nothing; UPDATE set x = x: nothing; NULL equals NULL
create or replace stream s on table t;
update t set v = 'z' where id = 1;
update t set v = 'a' where id = 1;
update t set v = v;
update t set id = null where id = 5;
create or replace stream s on table t;
update t set id = null where id is null;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;
update t set v = null where id is null;
select id, v, metadata$action, metadata$isupdate from s order by 1, 3;

-- The two halves of a pair share the row id, which survives further updates; other rows have others
create or replace stream s on table t;
update t set v = v || '!' where id < 4;
select count(*), count(distinct metadata$row_id) from s;
create table ids as select id, metadata$row_id as r from s where metadata$action = 'INSERT';
select min(length(r)), max(length(r)), count(*) from ids where regexp_like(r, '[0-9a-f]*');
create or replace stream s on table t;
create stream sa on table t append_only = true;
update t set v = v || '?' where id < 4;
select count(*) from s join ids on ids.id = s.id and ids.r = s.metadata$row_id where s.metadata$action = 'INSERT';
-- the same row has the same id in every stream of the table
insert into t values (9, 'n');
select count(*) from s join sa on s.metadata$row_id = sa.metadata$row_id;

-- Names of the metadata columns, and comparison with text
select * exclude metadata$row_id from s where id = 9;
select METADATA$ACTION, "METADATA$ACTION", s.metadata$action, "METADATA$ISUPDATE" from s where id = 9;
select count(*) from s where metadata$isupdate = 'FALSE';
select count(*) from s where metadata$isupdate = 'true' and metadata$action = 'INSERT';
select count(*) from s where metadata$isupdate = 'nonsense';
select count(*) from s where not metadata$isupdate;
-- in lower case it is another name
select "metadata$action" from s;

-- Worked example A
create or replace table t (id int, fee int);
insert into t values (1,0),(2,0),(3,0);
create or replace stream s on table t;
create or replace stream sa on table t append_only = true;
select count(*) from s;
insert into t values (4,0);
update t set fee = 90 where id in (2,4);
delete from t where id = 3;
insert into t values (5,7); delete from t where id = 5;
select id, fee, metadata$action, metadata$isupdate from s order by id, metadata$action;
select id, fee, metadata$action, metadata$isupdate from sa order by id, metadata$action;
