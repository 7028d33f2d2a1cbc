-- A few source rows that meet a large table; many of them are in large_source.
create database d; use schema d.public;
create table t (id number, v varchar, n number);
insert into t select seq8(), 'v' || mod(seq8(), 100), 0 from table(generator(rowcount => 250000));
create stream st on table t;

-- new, changed, unchanged, deleted, and matched without a clause that applies
create table src (id number, v varchar, op varchar);
insert into src values (10, 'ten', 'u'), (249999, 'last', 'u'), (20, 'v20', 'u'), (30, null, 'd'), (40, 'x', 'nothing'),
    (300000, 'new', 'u'), (null, 'null key', 'u'), (300001, 'not wanted', 'd');
-- expected: 2 inserted (a NULL key meets nothing), 2 updated, 1 deleted
merge into t using src on t.id = src.id
    when matched and src.op = 'd' then delete
    when matched and src.op = 'u' and t.v <> src.v then update set v = src.v, n = t.n + 1
    when not matched and src.op = 'u' then insert (id, v, n) values (src.id, src.v, -1);
select * from t where id in (10, 20, 30, 40, 249999, 300000, 300001) or id is null order by id;
select id, v, n, metadata$action, metadata$isupdate from st order by id, metadata$action;
select count(*), count(distinct id) from t;

-- the source is a query, a view or a stream as well
create view w as select id, v || '!' as v from src where op = 'u';
merge into t using w on t.id = w.id when matched then update set v = w.v;
merge into t using (select 10 as id, null as v) s on t.id = s.id when matched then update set v = s.v;
select id, v, n from t where id in (10, 20, 249999, 300000) order by id;
create table sink (id number, v varchar);
insert into sink select seq8(), 'old' from table(generator(rowcount => 200000));
merge into sink using (select * from st where metadata$action = 'INSERT') c on sink.id = c.id
    when matched then update set v = c.v
    when not matched then insert values (c.id, c.v);
select * from sink where v is null or v <> 'old' order by id;
select count(*) from st;

-- one target row, two source rows: an error, or the last one
insert into src values (10, 'again', 'u');
merge into t using src on t.id = src.id when matched and src.op = 'u' then update set v = src.v;
alter session set error_on_nondeterministic_merge = false;
merge into t using src on t.id = src.id when matched and src.op = 'u' and src.id = 10 then update set v = src.v;
select id, v from t where id = 10;
-- deleting twice is no error
alter session set error_on_nondeterministic_merge = true;
merge into t using src on t.id = src.id and src.id = 10 when matched then delete;
select count(*) from t where id = 10;
-- one source row, several target rows
merge into t using (select 1 as k) s on t.id < 3 and s.k = 1 when matched then update set v = 'low';
select id, v from t where v = 'low' order by id;

-- in a transaction: what it wrote itself
begin;
merge into t using (select 5 as id, 'a' as v union all select 400000, 'b') s on t.id = s.id
    when matched then update set v = s.v when not matched then insert values (s.id, s.v, 0);
merge into t using (select 5 as id, 'c' as v union all select 400000, 'd') s on t.id = s.id
    when matched then update set v = s.v when not matched then insert values (s.id, s.v, 0);
select id, v, n from t where id in (5, 400000) order by id;
commit;
select id, v, metadata$action, metadata$isupdate from st where id in (5, 400000) order by id, metadata$action;
-- columns with names of the machinery's
create table odd (_row number, _op varchar, _source varchar);
insert into odd values (1, 'a', 'b');
merge into odd using (select 1 as _row, 'x' as _op, 'y' as _source union all select 2, 'z', 'z') s on odd._row = s._row
    when matched then update set _op = s._op, _source = s._source
    when not matched then insert values (s._row, s._op, s._source);
select * from odd order by 1;
