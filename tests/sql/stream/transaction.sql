-- Streams in explicit transactions.
create database d;
-- Worked example C
create table src(id int, fee int); create stream s on table src; create table dst(id int, fee int);
insert into src values (1,90),(2,90),(3,90),(4,0),(5,0);
create temporary table x as select * from s where false;
select count(*) from s;
begin;
update src set fee = 105 where fee = 90;
select count(*) from s;
merge into dst using s on dst.id = s.id when not matched then insert values (s.id, s.fee);
commit;
select count(*) from s;
select id, fee, metadata$action, metadata$isupdate from s order by 1, 3;

-- Worked example D: two targets from one stream
create table a(id int); create table b(id int);
begin;
insert into a select id from s where metadata$action='INSERT';
insert into b select id from s where metadata$action='DELETE';
commit;
select (select count(*) from a), (select count(*) from b), (select count(*) from s);
-- without begin and commit the second finds nothing
update src set fee = 0;
insert into a select id from s where metadata$action='INSERT';
insert into b select id from s where metadata$action='DELETE';
select (select count(*) from a), (select count(*) from b);

-- Rollback leaves the offset
insert into src values (6, 6);
begin; insert into a select id from s; rollback;
select id from s;
-- SELECT in a transaction consumes nothing
begin; select id from s; commit;
select id from s;

-- Own changes of every kind are invisible, and seen after the commit
begin;
insert into src values (7, 7);
update src set fee = 66 where id = 6;
delete from src where id = 1;
update src set id = 70 where id = 7;
select id, fee, metadata$action, metadata$isupdate from s order by 1, 3;
truncate table src;
insert into src values (8, 8);
update src set fee = 88;
select id, fee, metadata$action, metadata$isupdate from s order by 1, 3;
rollback;
select id, fee, metadata$action, metadata$isupdate from s order by 1, 3;
select * from src order by 1;

begin;
delete from src where id in (1, 2);
update src set fee = fee + 1 where id in (3, 6);
insert into src values (9, 9);
insert into a select id from s;
commit;
select id, fee, metadata$action, metadata$isupdate from s order by 1, 3;

-- A failed statement in the middle undoes itself alone: the offset taken by an earlier one stands
begin;
insert into a select id from s;
insert into b select 1/0 from s;
insert into b select id from s;
commit;
select count(*) from s;
-- and the failed one takes none
insert into src values (10, 10);
begin;
insert into a select 1/0 from s;
insert into dst values (100, 100);
commit;
select id from s;
select count(*) from dst where id = 100;

-- DDL commits first, so what was consumed is consumed
begin;
insert into a select id from s;
create table z(id int);
rollback;
select count(*) from s;

-- A stream made on a table that the transaction wrote: CREATE commits it first
begin;
insert into src values (11, 11);
create stream late on table src;
select count(*) from late;
insert into src values (12, 12);
commit;
select id from late;
