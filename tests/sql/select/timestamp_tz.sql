-- TIMESTAMP_TZ: an instant with an offset of its own, which it is shown with.
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
-- shown with its own offset
select '2024-07-01 12:00:00 +0000'::timestamp_tz a, convert_timezone('UTC', lt) b, to_timestamp_tz('2024-07-01 12:00:00 -0330') c,
  to_timestamp_tz('01.02.2024 03:04 +0500', 'DD.MM.YYYY HH24:MI TZHTZM') d, try_to_timestamp_tz('x') e, v::timestamp_tz::varchar f,
  to_char(convert_timezone('Asia/Kolkata', lt), 'HH24:MI TZHTZM TZH:TZM') g, '2024-01-01'::timestamp_tz h, to_timestamp_tz(ts) i from t;
select 'x'::timestamp_tz;
-- computed with by its wall clock, at the same offset
select dateadd(day, 1, v::timestamp_tz) a, dateadd(hour, 1, v::timestamp_tz) b, v::timestamp_tz + interval '1 month' c, date_trunc(day, v::timestamp_tz) d,
  last_day(v::timestamp_tz) e, dateadd(hour, 1, v::timestamp_tz) = dateadd(hour, 1, lt) f from t;
-- beside other types it is what they become
select max(v::timestamp_tz) a, coalesce(null, v::timestamp_tz, lt) b, iff(true, ts, v::timestamp_tz) c, greatest(v::timestamp_tz, ts) d,
  v::timestamp_tz::variant e, object_construct('k', v::timestamp_tz) f, array_construct(v::timestamp_tz) g from t group by all;
select v::timestamp_tz a from t union all select '2020-01-01'::timestamp_ntz union all select lt from t order by 1;
-- no number
select v::timestamp_tz + 1 from t;
select v::timestamp_tz > 5 from t;
select sum(v::timestamp_tz) from t;
select v::timestamp_tz - lt from t;
create table z as select v::timestamp_tz tz from t; desc table z;
insert into t (lt) select convert_timezone('UTC', '2024-02-02 00:00:00 -0500'::timestamp_ltz); select lt from t order by 1;
