-- CREATE, ALTER, SHOW, DESCRIBE and DROP of file formats, and which format counts
create database d; create schema d.s; use schema d.s;
-- SHOW without its times
create procedure shown(pattern varchar) returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: "show file formats like '" + PATTERN + "' in database d"}), lines = [];
  while (rs.next())
    lines.push(["name", "database_name", "schema_name", "type", "owner", "comment", "format_options", "owner_role_type"]
      .map(c => rs.getColumnValue(c)).join("|"));
  return lines.join("\n");
$$;
create file format c;
create or replace file format c type = csv field_delimiter = '|', skip_header = 1 null_if = ('NULL', '') comment = 'first';
create file format if not exists c type = json;
create file format c type = json;
create temp file format tf type = csv trim_space = true;
create file format j type = 'json' strip_outer_array = true compression = zstd;
create or replace file format "p q" type = parquet snappy_compression = false use_logical_type = true compression = snappy;
desc file format c;
desc file format j;
desc file format "p q";
call shown('%');
-- ALTER
alter file format c set skip_header = 0, comment = 'second';
alter file format c set field_delimiter = '||' record_delimiter = '|';
alter file format c set type = json;
alter file format c set strip_outer_array = true;
alter file format j set null_if = () trim_space = true;
alter file format nope set skip_header = 1;
alter file format if exists nope set skip_header = 1;
alter file format c rename to j;
alter file format c rename to c2;
alter file format c2 rename to nope.c3;
alter file format c set skip_header = 1;
call shown('c%');
alter file format j rename to d.public.j2;
desc file format d.public.j2;
drop file format d.public.j2;
drop file format d.public.j2;
drop file format if exists d.public.j2;
-- refused
create file format x type = xml;
create file format x type = avro trim_space = true;
create file format x type = json field_delimiter = ',';
create file format x type = parquet compression = gzip;
create file format x record_delimiter = ',';
create file format x parse_header = true skip_header = 1;
create file format x null_if = (1, 2);
create file format x encoding = utf9;
-- COPY's format counts before the stage's, which counts before the default; they are never merged
create stage st url = 's3://files/' file_format = (type = csv skip_header = 1 field_delimiter = '|');
create stage plain url = 's3://files/';
create stage named url = 's3://files/' file_format = c2;
create table t (a varchar, b varchar);
copy into t from @st;
copy into t from @st file_format = (type = csv field_delimiter = '|') force = true;
copy into t from @st file_format = (skip_header = 1) force = true;
copy into t from @plain force = true;
copy into t from @named file_format = c2 force = true;
copy into t from @named file_format = (format_name = 'd.s.c2') force = true;
copy into t from @named file_format = (format_name = c2 type = csv) force = true;
select a, b, count(*) from t group by all order by all;
