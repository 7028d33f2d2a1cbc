-- A column takes no value whose type has no conversion to its own without a cast, whether there are rows or not.
create database d;
create table k(d date, ts timestamp_ntz, a array, o object, t time, n number, b boolean, v variant, x binary);
create table dim(id int, d date);
create table src(i int, s varchar(9), f float, b boolean, d date, a array, o object, v variant);
-- INSERT … SELECT
insert into k(d) select 20240105;
insert into k(ts) select 20240105.5;
insert into k(ts) select i from src;
insert into k(a) select 5;
insert into k(o) select 'x';
insert into k(o) select array_construct(1);
insert into k(a) select object_construct('a', 1);
insert into k(t) select 37000;
insert into k(t) select current_date;
insert into k(n) select true;
insert into k(n) select i = 1 from src;
insert into k(n) select d from src;
insert into k(v) select 'text';
insert into k(x) select 5;
insert into dim(d) select count(*) from src;
insert into dim(d) select f / 2 from src;
insert into dim(d) with w as (select i, s from src) select i from w;
insert into dim(d) select 1 union all select null;
-- VALUES
insert into dim values (2, 45000);
insert into dim values (2, null), (3, 45000);
insert into dim values (2, default), (3, 45000);
insert into k(a) values ('[1');
insert into k(n, d) values (1, true);
-- UPDATE, MERGE, INSERT ALL, and the tables are empty
update dim set d = 20240105;
update dim set d = src.i from src where src.i = dim.id;
update dim set id = d;
merge into dim using src on dim.id = src.i when matched then update set d = src.i;
merge into dim using src on dim.id = src.i when not matched then insert values (src.i, src.i);
merge into k using src on k.n = src.i when not matched then insert (a) values (src.s);
insert all into dim values (i, i) into dim(d) values (d) select i, d from src;
insert all into dim select i, f from src;
-- defaults, CREATE TABLE AS
create table bad(d date default 5);
create table bad(d date) as select 5;
create table bad(a array) as select 'x' as a;
-- A VARIANT converts, or its value does not
insert into k(a) select parse_json('[1,2]');
insert into k(a) select parse_json('7');
insert into k(o) select parse_json('{"a":1}');
insert into k(o) select parse_json('[1]');
insert into k(o) select v from src;
select a, o from k order by a, o;
-- what goes without a cast
truncate table k;
insert into k select '2024-01-05', '2024-01-05', [1], {'a': 1}, '10:00', '5', 'yes', 5, 'AB';
insert into k(d, ts, t, n, b, v) values ('2024-01-05'::timestamp, '2024-01-05'::date, '2024-01-05 11:00'::timestamp, 1.5::float, 1, true);
insert into k(d, ts, a, o, n) values (null, null, null, null, null);
insert into dim values (1, '2024-01-05'), (2, current_date);
update k set d = ts, ts = d, t = ts, n = '7' where n = 5;
select * from k order by n;
-- casts
select 5::array, array_construct(1)::array, 'x'::array, null::array, parse_json('{"a":1}')::object, parse_json('null')::object;
select 'x'::object;
select 5::object;
select [1]::object;
select parse_json('5')::object;
select to_object(parse_json('{"a":1}')), to_array(5);
-- COPY
create table kinds(id int, a array, o object, d date);
create stage s url = 's3://files/' file_format = (type = csv field_delimiter = '|' trim_space = true);
copy into kinds from @s/kinds.csv on_error = continue;
select * from kinds order by id;
truncate table kinds;
copy into kinds from (select $1, $2, $3, $4 from @s) files = ('kinds.csv') on_error = continue force = true;
select * from kinds order by id;
copy into kinds(d) from (select 5 from @s) force = true;
copy into kinds(a) from (select $1::number from @s) force = true;
