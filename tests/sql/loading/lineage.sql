-- FRESHET.LINEAGE: which files put which rows into which version of a table, and how many of them are there now; a file
-- with the same content under another name is warned of.
create database d;
create schema s;
create table t(a int, b varchar);
create stage st url = 's3://files/';
select * from table(freshet.lineage('t'));
copy into t from @st files = ('a.csv', 'b.csv', 'c.csv', 'empty.csv', 'empty2.csv') on_error = continue;
select * from table(freshet.lineage('d.s.t')) where false;
select * from table(freshet.lineage('s.t')) where version is null;
select version - min(version) over () as version, committed_on is not null as committed, file_name, stage_location, content_hash, file_size, row_count, rows_now,
  first_row, last_row, loaded_by, query_id is not null as has_query from table(freshet.lineage('d.s.t')) order by file_name;
select file_name, status, warning from table(information_schema.copy_history(table_name => 't', start_time => dateadd(hour, -1, current_timestamp()))) order by file_name;
-- rows that were changed are the file's still, deleted ones are not
update t set b = 'changed' where a = 1;
delete from t where a in (2, 4);
insert into t values (100, 'of no file');
select file_name, row_count, rows_now from table(freshet.lineage('t')) order by file_name;
-- the same content under another name
copy into t from @st/sub/;
select file_name, row_count, warning from table(information_schema.copy_history(table_name => 't', start_time => dateadd(hour, -1, current_timestamp()))) where warning is not null;
select file_name, row_count, rows_now, first_row, last_row from table(freshet.lineage('t')) order by first_row;
-- and again under its own
copy into t from @st files = ('c.csv') force = true;
select file_name, row_count, warning from table(information_schema.copy_history(table_name => 't', start_time => dateadd(hour, -1, current_timestamp()))) where warning is not null;
truncate table t;
select file_name, row_count, rows_now from table(freshet.lineage('t')) order by first_row;
-- several loads in one transaction are one version
begin;
copy into t from (select $1, $2 from @st/a.csv);
copy into t from @st/c.csv;
select file_name, rows_now from table(freshet.lineage('t')) where rows_now > 0 order by first_row;
commit;
select count(distinct version), count(*), sum(row_count) from table(freshet.lineage('t')) where rows_now > 0;
begin;
copy into t from @st/b.csv on_error = continue;
rollback;
select file_name, rows_now from table(freshet.lineage('t')) where rows_now > 0 order by first_row;
insert overwrite into t select a, b from t where a = 7;
select count(*) from t;
select file_name, rows_now from table(freshet.lineage('t')) where rows_now > 0 order by first_row;
create or replace table t(a int, b varchar);
select count(*) from table(freshet.lineage('t'));
copy into t from @st/c.csv;
select file_name, rows_now from table(freshet.lineage('"D".s."T"')) order by first_row;
-- what is no table
select * from table(freshet.lineage('nowhere'));
select * from table(freshet.lineage('d.nowhere.t'));
select * from table(freshet.lineage(null));
select * from table(freshet.lineage('a b'));
select * from table(freshet.lineage());
create view v as select 1 as one;
select * from table(freshet.lineage('v'));
