-- TIMESTAMP_TZ: an instant with an offset of its own, which there is no type for. Its instant and its wall clock can be had; where
-- the offset would be shown or stored it is refused by name.
create database d; create schema s;
alter session set timezone = 'America/New_York';
create table t (v varchar, lt timestamp_ltz, ts timestamp_ntz);
insert into t values ('2024-07-01 12:00:00 +0200', '2024-07-01 12:00:00 +0200', '2024-07-01 12:00:00');
-- its own wall clock for NTZ, DATE and TIME; its instant for LTZ
select '2024-07-01 23:00:00 +0000'::timestamp_tz::timestamp_ntz a, '2024-07-01 23:00:00 +0000'::timestamp_tz::timestamp_ltz b,
  '2024-07-01 23:00:00 +0000'::timestamp_tz::date c, v::timestamp_tz::timestamp_ntz d, to_timestamp_tz(v)::timestamp_ltz e, v::timestamp_tz::time f from t;
-- compared by the instant
select v::timestamp_tz = lt a, v::timestamp_tz = '2024-07-01 10:00:00 +0000'::timestamp_tz b, v::timestamp_tz < '2024-07-01 10:00:01 +0000'::timestamp_tz c,
  datediff(second, '2024-07-01 10:00:00 +0000'::timestamp_tz, v::timestamp_tz) d, lt between v::timestamp_tz and '2025-01-01 00:00:00 +0000'::timestamp_tz e from t;
-- parts and formats are those of its wall clock
select hour(v::timestamp_tz) a, to_char(v::timestamp_tz, 'HH24:MI') b, date_part(epoch_second, v::timestamp_tz) c from t;
-- CONVERT_TIMEZONE of two arguments: 10:00, 19:00, 2024-07-01
select convert_timezone('UTC', lt)::timestamp_ntz a, to_char(convert_timezone('Asia/Tokyo', lt), 'YYYY-MM-DD HH24:MI') b, convert_timezone('UTC', lt)::date c,
  convert_timezone('UTC', lt) = lt d, convert_timezone('UTC', lt)::timestamp_ltz e, hour(convert_timezone('UTC', lt)) f, convert_timezone('UTC', ts)::timestamp_ntz g from t;
-- a timestamp of the session's zone takes the session's offset
select lt::timestamp_tz::timestamp_ntz a, lt::timestamp_tz = lt b from t;
-- refused
select '2024-07-01 12:00:00 +0000'::timestamp_tz;
select convert_timezone('UTC', current_timestamp());
select to_timestamp_tz('2024-07-01 12:00:00 +0000');
select v::timestamp_tz::varchar from t;
select to_char(convert_timezone('UTC', lt), 'HH24:MI TZHTZM') from t;
select dateadd(day, 1, v::timestamp_tz) from t;
select max(v::timestamp_tz) from t;
create table z (tz timestamp_tz);
create table z as select v::timestamp_tz tz from t;
insert into t (lt) select convert_timezone('UTC', current_timestamp());
