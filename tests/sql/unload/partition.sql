-- PARTITION BY: a directory for each value, and the query id in the names.
create database d; create schema d.s; use schema d.s;
create stage st;
create table t (dt date, ts time, v variant);
insert into t select column1, column2, parse_json('{"k": "' || column3 || '"}') from values
  ('2020-01-28', '18:05', 'a'), ('2020-01-28', '22:57', 'b'), ('2020-01-28', null, 'a'), ('2020-01-29', '02:15', 'b'),
  ('2020-01-28', '18:59', 'c');
create file format plain type = csv compression = none;
copy into @st/a/ from t
  partition by ('date=' || to_varchar(dt, 'YYYY-MM-DD') || '/hour=' || to_varchar(date_part(hour, ts)))
  file_format = plain max_file_size = 32000000 header = true;
select regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name, $1, $2 from @st/a/ order by 1, 2, 3;
-- the path is a directory; the clause may do without parentheses; columns of a query, of a VARIANT, with the table's name
copy into @st/b from (select dt, v:k::varchar as k from t) partition by k file_format = plain;
select regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name, $1, $2 from @st/b/ order by 1, 2, 3;
copy into @st/c/ from t partition by (t.v:k::varchar || iff(dt > '2020-01-28', '/late', '')) file_format = plain;
select regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name, $1 from @st/c/ order by 1, 2;
-- values that are no strings
copy into @st/d/ from t partition by (dt) file_format = plain;
copy into @st/e/ from t partition by (date_part(hour, ts)) file_format = plain;
select distinct regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name from @st/d/ order by 1;
select distinct regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name from @st/e/ order by 1;
-- files are split within a partition; the same destination again is no mistake
copy into @st/d/ from t partition by (dt) file_format = plain max_file_size = 30;
select regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name, count(*) from @st/d/ group by 1 order by 1;
-- one that would leave the stage
create procedure climb() returns varchar language javascript as $$
  try { snowflake.execute({sqlText: "copy into @st/f/ from t partition by ('../' || dt) file_format = plain"}); }
  catch (e) { return e.message.replace(/[0-9a-f-]{36}/, "<id>"); }
$$;
call climb();
copy into @st/f/ from t partition by ('') file_format = plain;
select distinct regexp_replace(metadata$filename, '[0-9a-f]{8}-[0-9a-f-]{27}', '<id>') as name from @st/f/ order by 1;
