-- INFER_SCHEMA: the columns of files, and tables made from them.
create database d;
create stage st url = 's3://files/';
create file format with_header type = csv parse_header = true;
create file format no_header type = csv;
select * from table(infer_schema(location => '@st/h', file_format => 'with_header'));
select * from table(infer_schema(location => '@st', file_format => 'no_header', files => 'nohead.csv'));
select * from table(infer_schema(location => '@st/p/', file_format => 'd.public.with_header')) order by order_id;
select column_name, type, filenames from table(infer_schema(location => '@st/p/', file_format => with_header, ignore_case => true)) order by order_id;
select column_name, type from table(infer_schema(location => '@st/', files => ('p/schema_B.csv', 'h/emp.csv'), file_format => 'with_header')) order by order_id;
select count(*) from table(infer_schema(location => '@st/p/', file_format => 'with_header', max_file_count => 1));
select type from table(infer_schema(location => '@st/nohead.csv', file_format => 'no_header', max_records_per_file => 1));
select count(*) from table(infer_schema(location => '@st/nothing', file_format => 'no_header'));
-- tables from it
create table emp using template (
  select array_agg(object_construct(*)) from table(infer_schema(location => '@st/h/', file_format => 'with_header')));
desc table emp;
copy into emp from @st/h/ file_format = (format_name = 'with_header') match_by_column_name = case_insensitive;
select * from emp order by empno;
create or replace table emp using template (
  select array_agg(object_construct(*)) within group (order by order_id desc)
    from table(infer_schema(location => '@st/h/', file_format => 'with_header')));
select * from emp;
create table ab using template (
  select array_agg(object_construct('COLUMN_NAME', column_name, 'TYPE', type, 'NULLABLE', nullable)) within group (order by order_id)
    from table(infer_schema(location => '@st/p/', file_format => 'with_header', ignore_case => true)));
desc table ab;
create table texts using template (
  select array_agg(object_construct('COLUMN_NAME', upper(column_name), 'TYPE', 'VARCHAR(10)', 'NULLABLE', false)) as columns
    from table(infer_schema(location => '@st/h/', file_format => 'with_header')));
desc table texts;
create transient table tt using template (select parse_json('[{"COLUMN_NAME": "lower case", "TYPE": "NUMBER(10, 2)"}]')) comment = 'made';
desc table tt;
-- what is wrong
select * from table(infer_schema(location => '@st'));
select * from table(infer_schema(file_format => 'no_header'));
select * from table(infer_schema(location => '@nosuch', file_format => 'no_header'));
select * from table(infer_schema(location => '@st', file_format => 'nosuch'));
select * from table(infer_schema(location => '@st', file_format => 'no_header', files => 'none.csv'));
select * from table(infer_schema(location => '@st', file_format => 'no_header', max_file_count => 0));
select * from table(infer_schema(location => '@st', file_format => 'no_header', ignore_case => 'perhaps'));
select * from table(infer_schema(location => 'st', file_format => 'no_header'));
select * from table(infer_schema(location => '@st', file_format => 'no_header', bogus => 1));
select * from table(infer_schema('@st', 'no_header'));
select * from table(infer_schema(location => '@st', file_format => 'no_header', kind => 'ICEBERG'));
create table bad using template (select array_agg(object_construct(*)) from table(infer_schema(location => '@st/nothing', file_format => 'no_header')));
create table bad using template (select 1);
create table bad using template (select parse_json('[{"COLUMN_NAME": "A"}]'));
create table bad using template (select parse_json('[{"COLUMN_NAME": "A", "TYPE": "NUMBER; drop table x"}]'));
create table bad using template (select parse_json('[1]'));
create table bad using template (select null);
create table bad (a int) using template (select 1);
