-- Column lists: what is left out gets its default; with a list records may be short or long.
create database d; use schema d.public;
create stage st url = 's3://files/';
create table t (id int autoincrement, a int, b varchar, c varchar default 'new', n int not null default 3 * 2);
copy into t (b, a) from @st files = ('f.csv');
select * from t order by id;
copy into t (b, nope) from @st files = ('f.csv') force = true;
copy into t (b, b) from @st files = ('f.csv') force = true;
create table strict (a int, b varchar, c int not null);
copy into strict (b, a) from @st files = ('f.csv');
create table m (a int, b varchar, c int);
copy into m from @st files = ('header.csv') file_format = (type = csv parse_header = true) match_by_column_name = case_insensitive;
select * from m;
copy into m from @st files = ('header.csv') match_by_column_name = case_insensitive;
