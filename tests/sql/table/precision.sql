-- Fractions of a second beyond the precision of a TIME or TIMESTAMP are cut off.
create database d;
alter session set timezone = 'UTC';
select to_varchar('2024-01-02 03:04:05.987654'::timestamp_ntz(0), 'SS.FF6'), to_varchar('2024-01-02 03:04:05.987654'::timestamp_ntz(1), 'SS.FF6'),
    to_varchar('2024-01-02 03:04:05.987654'::timestamp_ntz(2), 'SS.FF6'), to_varchar('2024-01-02 03:04:05.987654'::timestamp_ntz(3), 'SS.FF6'),
    to_varchar('2024-01-02 03:04:05.987654'::timestamp_ntz(4), 'SS.FF6'), to_varchar('2024-01-02 03:04:05.987654'::timestamp_ntz(5), 'SS.FF6'),
    to_varchar('2024-01-02 03:04:05.987654'::timestamp_ntz(6), 'SS.FF6'), to_varchar('2024-01-02 03:04:05.987654'::timestamp_ntz, 'SS.FF6');
select to_varchar('1969-12-31 23:59:59.987654'::timestamp_ntz(1), 'YYYY SS.FF6'), to_varchar('1969-12-31 23:59:59.987654'::timestamp_ntz(0), 'YYYY SS.FF6');
select to_varchar('2024-01-02 03:04:05.987654 +0230'::timestamp_ltz(2), 'HH24:MI:SS.FF6');
select to_varchar('03:04:05.987654'::time(0), 'SS.FF6'), to_varchar('03:04:05.987654'::time(2), 'SS.FF6'), to_varchar('03:04:05.987654'::time, 'SS.FF6'), null::time(2);
select to_varchar(try_cast('2024-01-02 03:04:05.987654' as timestamp_ntz(1)), 'SS.FF6'), try_cast('x' as timestamp_ntz(1)), try_cast('x' as time(1));
create table t(a timestamp_ntz(1), b timestamp_ltz(4), c time(3), d time(0));
insert into t values ('2024-01-02 03:04:05.987654', '2024-01-02 03:04:05.987654', '03:04:05.987654', '03:04:05.987654');
update t set a = '2024-01-02 03:04:05.123456' where a = '2024-01-02 03:04:05.9';
create stage s url = 's3://files/';
copy into t from @s/a.csv;
select to_varchar(a, 'SS.FF6'), to_varchar(b, 'SS.FF6'), to_varchar(c, 'SS.FF6'), to_varchar(d, 'SS.FF6') from t order by 1;
truncate table t;
copy into t from (select $1, $2, $3, $4 from @s/a.csv) force = true;
select to_varchar(a, 'SS.FF6'), to_varchar(b, 'SS.FF6'), to_varchar(c, 'SS.FF6'), to_varchar(d, 'SS.FF6') from t order by 1;
create table u(a timestamp_ntz(1), c time(2));
copy into u from (select $1, $3 from @s/a.csv) file_format = (timestamp_format = 'YYYY-MM-DD HH24:MI:SS.FF' time_format = 'HH24:MI:SS.FF');
copy into u from @s/b/ file_format = (timestamp_format = 'YYYY-MM-DD HH24:MI:SS.FF' time_format = 'HH24:MI:SS.FF');
select to_varchar(a, 'SS.FF6'), to_varchar(c, 'SS.FF6') from u;
desc table t;
