-- The parts of the offset.
select extract(timezone_hour from '2024-01-01 00:00:00 +05:30'::timestamp_tz) a, extract(timezone_minute from '2024-01-01 00:00:00 +05:30'::timestamp_tz) b, date_part(tzh, '2024-01-01 00:00:00 -05:30'::timestamp_tz) c, date_part('tzm', '2024-01-01 00:00:00 -05:30'::timestamp_tz) d;
alter session set timezone = 'America/New_York';
select extract(timezone_hour from '2024-01-01'::timestamp_ltz) winter, extract(timezone_hour from '2024-07-01'::timestamp_ltz) summer, extract(timezone_minute from '2024-07-01'::timestamp_ltz) minute;
select extract(timezone_hour from '2024-01-01'::timestamp_ntz) a, extract(timezone_hour from current_timestamp()) in (-5, -4) b, extract(timezone_hour from null::timestamp_tz) c;
select extract(timezone_hour from '2024-01-01'::date);
select date_trunc(timezone_hour, '2024-01-01'::timestamp_ntz);
select dateadd(timezone_minute, 1, '2024-01-01'::timestamp_ntz);
