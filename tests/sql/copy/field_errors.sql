-- What does not convert: message, code, line, character and column.
create database d;
create stage st url = 's3://files/';
create table num (id int, v int);
create table bool (id int, v boolean);
create table dat (id int, v date);
create table ts (id int, v timestamp_ntz);
create table tz (id int, v timestamp_tz);
create table tim (id int, v time);
create table short (id int, v varchar(3));
create table req (id int, v int not null);
create table small (id int, v number(4, 0));
create table bin (id int, v binary);
create table js (id int, v variant);
create table three (id int, b varchar, v int);
copy into num from @st files = ('n.csv');
copy into num from @st files = ('number.csv');
copy into bool from @st files = ('boolean.csv');
copy into dat from @st files = ('date.csv');
copy into ts from @st files = ('stamp.csv');
copy into tz from @st files = ('stamp.csv');
copy into tim from @st files = ('time.csv');
copy into short from @st files = ('long.csv');
copy into req from @st files = ('null.csv');
copy into small from @st files = ('range.csv');
copy into bin from @st files = ('binary.csv');
copy into js from @st files = ('json.csv');
-- lines count from the file's first, headers and blank lines too; characters with the quotes
copy into num from @st files = ('header.csv') file_format = (type = csv skip_header = 2);
copy into short from @st files = ('quoted.csv') file_format = (type = csv field_optionally_enclosed_by = '"') on_error = continue;
copy into three from @st files = ('multi.csv') file_format = (type = csv field_optionally_enclosed_by = '"');
copy into three from @st files = ('multi.csv') file_format = (type = csv field_optionally_enclosed_by = '"') on_error = continue;
-- columns that a list leaves out get their default, those that the file has empty do not
create table def (id int, v int default 7, n int autoincrement);
copy into def (id) from @st files = ('null.csv');
copy into def (id, v) from @st files = ('null.csv') force = true;
select * from def order by n;
