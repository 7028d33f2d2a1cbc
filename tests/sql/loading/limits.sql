-- A NUL is an error of its file; a value of more than 16777216 characters is one wherever it comes from.
create database d;
create stage s url = 'file://$FILES/';
create table t (id int, name varchar);
copy into t from @s files = ('nul.csv') file_format = (skip_header = 1 field_optionally_enclosed_by = '"');
copy into t from @s files = ('nul.csv') file_format = (skip_header = 1 field_optionally_enclosed_by = '"')
  on_error = skip_file;
copy into t from @s files = ('nul.csv') file_format = (skip_header = 1 field_optionally_enclosed_by = '"')
  on_error = continue;
select id, name from t order by id;
create file format f type = csv skip_header = 1;
select $1, $2 from @s/nul.csv (file_format => f);
create or replace table t (id int, name varchar);
copy into t from @s files = ('nul.csv') file_format = (skip_header = 1 replace_invalid_characters = true);
select id, name, length(name) from t order by id;

create or replace table t (id int, name varchar);
copy into t from @s files = ('long.csv.gz');
copy into t from @s files = ('long.csv.gz') on_error = continue;
copy into t from @s files = ('long.csv.gz') force = true truncatecolumns = true;
copy into t from (select $1, $2 || '!' from @s) files = ('long.csv.gz') force = true on_error = continue;
select id, length(name), left(name, 3) from t order by all;
create or replace table t (id int, doc variant);
copy into t from @s files = ('long.csv.gz') on_error = continue;

create or replace table big (a varchar, v variant, short varchar(3));
insert into big (a) select repeat('x', 16777217);
insert into big (a) select repeat('x', 16777216);
insert into big (a) select repeat('é', 16777216);
insert into big (v) select to_variant(repeat('x', 16777217));
update big set a = a || 'x';
merge into big using (select 1 as one) on one = 2 when not matched then insert (a) values (repeat('y', 16777217));
create table made as select repeat('x', 16777217) as a;
insert into big (short) values ('éaé'), (null);
insert into big (short) values ('éaéa');
insert into big (short) select repeat('é', 300);
select length(a), short from big order by 1, 2;
