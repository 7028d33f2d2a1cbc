-- A failed statement in a transaction undoes itself and nothing else: not even what others had drawn by chance
create database db;
create sequence s;
create table t (n int, id int, u varchar, r float, at timestamp_ntz);
create table seen (step varchar, n int, id int, u varchar, r float);
create table d (id int autoincrement, v varchar default uuid_string());

begin;
insert into t select s.nextval, 1, uuid_string(), uniform(0::float, 1::float, random()), current_timestamp()::timestamp_ntz;
insert into t select s.nextval, 2, uuid_string(), uniform(0::float, 1::float, random()), current_timestamp()::timestamp_ntz from table(generator(rowcount => 3));
insert into d (v) values ('given');
insert into d (id) values (77);
set before = (select md5(listagg(n || u || r || at, ',') within group (order by n)) from t);
set before_d = (select listagg(id || v, ',') within group (order by id) from d);
insert into t select 1/0, 3, 'x', 0, null;
select $before = (select md5(listagg(n || u || r || at, ',') within group (order by n)) from t) as same;
select $before_d = (select listagg(id || v, ',') within group (order by id) from d) as same;
-- of UPDATE, DELETE and MERGE too
update t set u = uuid_string() where n <= 2;
merge into t using (select 1 as n union all select 9) as src on t.n = src.n when matched then update set r = uniform(0::float, 1::float, random()) when not matched then insert (n, id, u) values (s.nextval, 9, uuid_string());
delete from t where n = 3;
update t set id = id + 10 where n = 2;
insert all into seen (step, n, u) values ('all', n, u) into t (n, id, u) values (n + 100, 5, u) select n, uuid_string() as u from t where n = 1;
set before = (select md5(listagg(n || u || coalesce(r, 0) || id, ',') within group (order by n)) from t);
set before_seen = (select md5(listagg(n || u, ',') within group (order by n)) from seen);
select to_number('x');
select $before = (select md5(listagg(n || u || coalesce(r, 0) || id, ',') within group (order by n)) from t) as same;
select $before_seen = (select md5(listagg(n || u, ',') within group (order by n)) from seen) as same;
update t set id = 1/0;
select $before = (select md5(listagg(n || u || coalesce(r, 0) || id, ',') within group (order by n)) from t) as same;
commit;
select $before = (select md5(listagg(n || u || coalesce(r, 0) || id, ',') within group (order by n)) from t) as same;
select n, id from t order by n;
select count(*), count(distinct n) from t;

-- with OVERWRITE, TRUNCATE, and a number that widens its column
create table w (a int, b varchar);
insert into w values (1, 'one');
begin;
insert overwrite into w select 2, uuid_string();
insert into w select 12345678901234567890, uuid_string();
set before = (select md5(listagg(a || b, ',') within group (order by a)) from w);
select 1/0;
select $before = (select md5(listagg(a || b, ',') within group (order by a)) from w) as same, count(*) from w;
truncate table w;
select 1/0;
select count(*) from w;
insert into w values (3, 'three');
insert into w select 1/0, 'x';
commit;
select * from w;

-- streams: what a transaction consumed stays consumed, and they see all changes of it
create table src (id int, u varchar);
create stream st on table src;
create stream ap on table src append_only = true;
create table dst (id int, u varchar, action varchar);
begin;
insert into src select seq4(), uuid_string() from table(generator(rowcount => 5));
update src set u = uuid_string() where id < 2;
delete from src where id = 4;
select 1/0;
commit;
select id, metadata$action, metadata$isupdate from st order by id;
select count(*) from ap;
select st.u = src.u as same from st join src on st.id = src.id order by st.id;
begin;
insert into dst select id, u, metadata$action from st;
select 1/0;
insert into dst select id, u, 'append' from ap;
select 1/0;
commit;
select action, count(*) from dst group by 1 order by 1;
select count(*) from st;

-- every type of column
create table ty (i int, n number(38, 5), f float, v varchar, b binary, o boolean, d date, t time, ntz timestamp_ntz, ltz timestamp_ltz, j variant, ob object, ar array, g geography);
begin;
insert into ty select -5, 1.25, 0.1, 'é', 'ff00'::binary, true, '2024-02-29', '12:34:56', '2024-01-02 03:04:05.678', '2024-01-02 03:04:05.678 +0000', parse_json('{"a": [1, null, "x"]}'), object_construct('k', 1), array_construct(1, 'two'), to_geography('POINT(1 2)');
insert into ty (v) values (null);
insert into ty select 1, 1, 1, 'x', null, false, null, null, null, null, parse_json('null'), null, null, null;
update ty set v = 'later' where i = 1;
select 1/0;
commit;
select * from ty order by i;
