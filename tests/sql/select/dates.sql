-- Dates and times.
create database d; create schema s;
alter session set timezone = 'America/New_York';
create table t (id number, d date, ts timestamp_ntz, lt timestamp_ltz, tm time, v varchar);
insert into t values (1, '2024-01-31', '2024-01-31 10:20:30.5', '2024-07-01 12:00:00 +0000', '10:20:30', '2024-02-29');
-- boundaries are counted: 1 | 1
select datediff(year, '2023-12-31'::date, '2024-01-01'::date), datediff(hour, '2024-01-01 00:59'::timestamp, '2024-01-01 01:00'::timestamp);
-- weeks begin on Monday: 1, 0, 1, 1, 3, -1
select datediff(week, '2024-01-07', '2024-01-08') a, datediff(week, '2024-01-08', '2024-01-14') b, datediff(month, '2024-01-31', '2024-02-01') c,
  datediff(quarter, '2024-03-31', '2024-04-01') d, timestampdiff(second, '2024-01-01 00:00:00', '2024-01-01 00:00:03') e, datediff('day', '2024-01-02', '2024-01-01') f;
-- 2024-02-29 | 2024-01-31 01:00:00.000 | 29
select dateadd(month, 1, '2024-01-31'::date), dateadd(hour, 1, '2024-01-31'::date), '2024-03-01'::date - '2024-02-01'::date;
-- a DATE stays a DATE with days and more, a timestamp stays one; text becomes a timestamp
select dateadd(day, 1, d) a, dateadd(minute, -5, d) b, dateadd(year, 1, ts) c, dateadd(quarter, 1, d) d, timestampadd(week, 1, d) e, dateadd(mon, -1, '2024-03-31') f from t;
select dateadd(day, id, d) a, dateadd('hour', id * 2, ts) b, d + interval '1 day' c, d + interval '1 day, 2 hours' d, ts - interval '1 month' e, add_months(d, 1) f from t;
select date_trunc('month', d) a, date_trunc(hour, ts) b, trunc(d, 'year') c, date_trunc('week', d) d, last_day(d) e, last_day(d, 'year') f from t;
select year(d) a, month(d) b, day(d) c, dayofweek(d) d, dayofweekiso(d) e, dayofyear(d) f, week(d) g, quarter(d) h, dayname(d) i, monthname(d) j, hour(ts) k, minute(ts) l, second(ts) m from t;
select date_part(year, ts) a, extract(month from ts) b, date_part('epoch_second', ts) c, date_part(dow, d) d, extract(epoch_millisecond from ts) e, hour(tm) f from t;
select next_day(d, 'mo') a, previous_day(d, 'fr') b, months_between('2024-03-31', '2024-02-29') c, date_from_parts(2024, 14, 0) d, timestamp_from_parts(2024, 1, 2, 3, 4, 5) e from t;
-- text to dates: formats
select '2024-01-05'::date a, to_date('05.01.2024', 'DD.MM.YYYY') b, to_date('01/05/2024') c, '05-JAN-2024'::date d, '20240105'::date e, to_timestamp('2024-01-05T10:11:12Z') f;
select to_timestamp_ntz(1704067200) a, to_timestamp(1704067200123, 3) b, to_timestamp('1704067200') c, to_timestamp('1704067200123') d, '2024-01-05 10:11:12.123456'::timestamp e;
select try_to_date('x') a, try_to_timestamp('2024-13-01') b, try_cast('2024-02-30' as date) c, try_to_time('25:00') d;
-- and back
select to_char(ts, 'YYYY/MM/DD HH12:MI:SS AM') a, to_varchar(d, 'DD MON YYYY') b, to_char(d, 'DY, MMMM') c, ts::varchar d, d::varchar e, tm::varchar f, to_char(ts, 'YYYY"T"HH24') g from t;
-- LTZ is shown in the session's zone, its wall clock is the session's
select lt, lt::timestamp_ntz a, lt::date b, hour(lt) c, lt = '2024-07-01 12:00:00 +0000' d, lt > ts e from t;
create table l (n timestamp_ntz); insert into l select '2024-07-01 12:00:00 +0000'::timestamp_tz::timestamp_ltz; select * from l;
select convert_timezone('UTC', 'Asia/Tokyo', '2024-01-01 00:00:00'::timestamp_ntz) a, convert_timezone('America/Los_Angeles', 'UTC', ts) b from t;
-- the constants of a statement
select current_timestamp() = current_timestamp a, current_date = current_timestamp::date b, sysdate() = current_timestamp()::timestamp_tz::timestamp_ltz c, getdate() = localtimestamp d;
select ts::time a, d::timestamp_ntz b, tm > '09:00' c, datediff(minute, '10:00'::time, tm) d, time_from_parts(1, 2, 3) e from t;
select 'x'::date;
select 'x'::timestamp;
select to_date('2024-01-05', 'DD.MM.YYYY');
select dateadd(fortnight, 1, d) from t;
select '25:00'::time;
