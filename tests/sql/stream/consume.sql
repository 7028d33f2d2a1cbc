-- What moves a stream's offset.
create database d;
-- Worked example B
create table src(id int); create stream s on table src; create table dst(id int);
insert into src values (1),(2);
select id from s order by 1;
select id from s order by 1;
insert into dst select id from s where id = 1;
select count(*) from s;

-- The idioms that clear a stream
insert into src values (3);
insert into dst select id from s where 0=1;
select count(*) from s;
insert into src values (4);
create temporary table x as select * from s where 1=0;
select count(*) from s;
desc table x;

-- Not by SELECT, SHOW, DESCRIBE, SYSTEM$STREAM_HAS_DATA, CREATE VIEW
insert into src values (5);
select id from s; show streams like 'nothing';
select system$stream_has_data('s'), system$stream_has_data('D.PUBLIC.S'), system$stream_has_data('"D".public."S"');
create view v as select id, metadata$action as a from s;
select * from v;
select count(*) from s;
-- nor by a statement that fails
insert into dst select id / 0 from s;
insert into dst select 'abc'::int from s;
insert into nowhere select id from s;
insert into dst select nothing from s;
select count(*) from s;

-- Through a view, a CTE, a subquery
insert into dst select id from v;
select count(*) from s;
insert into src values (6);
insert into dst with c as (select id from s) select id from c where id in (select id from c);
select count(*) from s;
insert into src values (7);
insert into dst select (select max(id) from s);
select count(*) from s;
insert into src values (8);
update dst set id = -1 where id in (select id from s);
select count(*) from s;
insert into src values (9);
delete from dst where exists (select 1 from s where s.id = dst.id + 1000);
select count(*) from s;
insert into src values (10);
delete from dst using s where s.id = dst.id;
select count(*) from s;
insert into src values (11);
update dst set id = s.id from s where dst.id = 7;
select count(*) from s;
select * from dst order by 1;
insert into src values (12);
merge into dst using s on dst.id = s.id when not matched and 1 = 0 then insert values (s.id);
select count(*) from s;
insert into src values (13);
merge into dst using (select 1 as id) u on dst.id = u.id and exists (select 1 from s) when matched then delete;
select count(*) from s;
insert into src values (14);
create or replace table y as select * from v;
select count(*) from s;
select * from y;

-- An empty stream is consumed as well: has_data says no afterwards
insert into src values (15); delete from src where id = 15;
select count(*) from s;
select system$stream_has_data('s');
insert into dst select id from s;
select system$stream_has_data('s');
select system$stream_has_data('no_such');

-- Several occurrences in one statement see the same interval
insert into src values (16), (17);
insert into dst select a.id + b.id from s a, s b where a.id < b.id;
select max(id) from dst;
select count(*) from s;

-- Streams of one table are independent
create stream s1 on table src; create stream s2 on table src append_only = true;
insert into src values (20);
insert into dst select id from s1;
select (select count(*) from s), (select count(*) from s1), (select count(*) from s2);
-- and two in one statement are both consumed
insert into dst select s.id from s join s2 on s.id = s2.id;
select (select count(*) from s), (select count(*) from s1), (select count(*) from s2);

-- The target is the stream's own source: its inserts come with the next read
insert into src values (30);
insert into src select id + 1 from s;
select id from s;
-- MERGE into the source from the stream
merge into src using (select id from s where metadata$action = 'INSERT') c on src.id = c.id when matched then update set id = src.id + 100
  when not matched then insert values (c.id);
select id, metadata$action, metadata$isupdate from s order by 2;
