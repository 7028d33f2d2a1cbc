-- Partitions of different values that have one name: no file takes the place of another.
create database d; create schema d.s; use schema d.s;
create stage st directory = (enable = true auto_refresh = true);
create table t (a int, p varchar, ts timestamp_ntz, tz timestamp_tz);
insert into t values
  (1, '__NULL__', '2024-01-01 00:00:00.001001', '2024-01-01 10:00:00 +0000'),
  (2, 'a', '2024-01-01 00:00:00.001002', '2024-01-01 11:00:00 +0100'),
  (3, null, '2024-01-01 00:00:00.001003', '2024-01-01 10:00:00 +0000'),
  (4, 'a/', '2024-01-02 00:00:00', '2024-01-01 11:00:00 +0100'),
  (5, './a/.', '2024-01-02 00:00:00', '2024-01-01 10:00:00 +0000');
create file format plain type = csv compression = none;
copy into @st/p/ from (select a, p from t) partition by (p) file_format = plain;
select regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name, $1, $2 from @st/p/ order by 2;
copy into @st/tz/ from (select a, tz from t) partition by (tz) file_format = plain;
select count(*), sum($1::int) from @st/tz/;
-- Parquet, whose partitions are found by their values
copy into @st/parquet/ from (select a, ts from t) partition by (ts) file_format = (type = parquet);
select regexp_replace(relative_path, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name from directory(@st)
  where relative_path like 'parquet/%' order by 1;
