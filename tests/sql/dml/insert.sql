-- INSERT
create database d;
create table t (a int, b varchar, c number(5,2) default 1.5);
insert into t values (1, 'x', 2), (2, 'y', 3.456);
insert into t (b, a) values ('z', 3);
insert into t (a, b, c) values (4, default, default), (default, 'd', null);
insert into t select a + 10, b, c from t where a < 3;
insert into t (a) select 100;
insert into public.t (a) values (200);
insert into d.public.t (t.a) values (300);
select * from t order by a;
-- expressions in VALUES
insert into t values (1 + 1, upper('q') || 'r', round(2.555, 2)), ((select max(a) from t), null, -1);
select * from t where a = 2 or c = -1 order by a, b;

-- counts
insert into t values (1);
insert into t values (1, 'a', 2, 3);
insert into t (a, b) values (1);
insert into t (a, b) values (1, 'x'), (2);
insert into t (a) select 1, 2;
insert into t (a, a) values (1, 2);
insert into t (a, nosuch) values (1, 2);
-- conversions
insert into t (a) values ('12'), ('13');
insert into t (a) values ('abc');
insert into t (a) values (3), ('d');
insert into t (c) values (12345.6);
insert into t (c) values (999.999);
insert into t (a) values (1.5), (2.5), (-1.5);
select a from t where a in (12, 13, 2, 3, -2) order by a;
-- too long
create table short (v varchar(3), ch char);
insert into short values ('abc', 'd');
insert into short values ('abcd', 'e');
insert into short values ('ab', 'ef');
insert into short select 'abcd', 'e';
insert into short values ('äöü', 'ß');
select * from short order by v;
update short set v = v || 'x';

-- PARSE_JSON is for SELECT
create table j (v variant);
insert into j values (parse_json('{}'));
insert into j select parse_json('{"a": 1}');
select v:a from j;

-- OVERWRITE
insert overwrite into t (a) values (7);
select * from t;
insert overwrite into t select 8, 'e', 1 where false;
select count(*) from t;
insert into t (a) values (1), (2), (3);
-- the table is its own source
insert overwrite into t (a) select a * 2 from t;
select a from t order by a;
insert overwrite into t (a) select max(a) from t;
select a from t;
-- a failing OVERWRITE leaves the rows
insert overwrite into t (a) select 1 / 0;
insert overwrite into t (a) select 'x' || a from t;
select a from t;
insert into t (a) select a from t;
insert into t (a) select x.a + y.a from t x, t y;
select a, count(*) from t group by a order by a;

-- defaults are evaluated once per statement; AUTOINCREMENT
create table d(id int autoincrement, v varchar default 'n', ts timestamp_ntz default current_timestamp());
insert into d(v) values ('a'),(default); insert into d(v) values (null);  select id, v, ts is not null from d order by id;
insert into d(v) select 'many' from table(generator(rowcount => 100));
select count(distinct id), count(distinct ts) from d where v = 'many';
create table e (id int identity(100, 10), k int autoincrement start 5 increment -1, v int);
insert into e (v) values (1), (2), (3);
insert into e values (1, 2, 4);
insert into e (id, k, v) values (default, default, 5);
select * from e order by v;

-- other wrong things
insert into nosuch values (1);
insert into t (a) values (nosuch);
insert into t (a) select a from nosuch;
create view v as select * from t;
insert into v values (1, 'x', 2);
insert t values (1, 'x', 2);
insert into t;
