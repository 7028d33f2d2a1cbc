-- Text to every type, and what is wrong when it does not convert.
create database d; use schema d.public;
create stage st url = 's3://files/' file_format = (type = csv skip_header = 1 field_optionally_enclosed_by = '"');
create table t (i int, d number(6,2), f float, b boolean, dt date, tm time, ts timestamp_ntz, v variant, s varchar(5));
copy into t from @st files = ('good.csv') on_error = continue;
select * from t;
create table one (i int, d number(6,2), f float, b boolean, dt date, tm time, ts timestamp_ntz, v variant, s varchar(5) not null);
copy into one from @st/bad/ on_error = continue;
copy into one from @st/bad/ on_error = continue truncatecolumns = true;
select s from one;
-- formats of dates and times
create table g (dt date, tm time, ts timestamp_ntz);
copy into g from @st files = ('german.csv') file_format = (type = csv field_delimiter = ';' date_format = 'DD.MM.YYYY'
  time_format = 'HH24MI' timestamp_format = 'DD.MM.YYYY HH24:MI');
select * from g;
-- numbers of all lengths
create table n (x number);
insert into n values (1);
create stage direct url = 's3://files/';
copy into n from @direct files = ('numbers.txt');
select x from n order by x;
