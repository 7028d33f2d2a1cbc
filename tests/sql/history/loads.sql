-- COPY_HISTORY, the view LOAD_HISTORY, PIPE_USAGE_HISTORY and VALIDATE_PIPE_LOAD: their columns, arguments and what they refuse.
create database d;
create table t(a int);
create stage st url = 's3://files/in/';
create pipe p auto_ingest = true as copy into t from @st;
copy into t from @st on_error = skip_file;
copy into t from @st files = ('b.csv') on_error = continue;
select * from table(information_schema.copy_history(table_name => 't', start_time => dateadd(hour, -1, current_timestamp()))) where false;
select file_name, stage_location, row_count, row_parsed, file_size, first_error_message, first_error_line_number as line, first_error_character_pos as pos,
  first_error_column_name as col, error_count, error_limit, status, table_catalog_name as c, table_schema_name as s, table_name as t, pipe_name, pipe_received_time, bytes_billed
  from table(d.information_schema.copy_history(table_name => 'D.PUBLIC.T', start_time => dateadd(hour, -1, current_timestamp()))) order by file_name, status;
select count(*) from table(information_schema.copy_history(table_name => 't', start_time => dateadd(hour, -1, current_timestamp()), end_time => dateadd(minute, -1, current_timestamp())));
select count(*) from table(information_schema.copy_history(table_name => 't', start_time => dateadd(hour, -1, current_timestamp()), pipe_name => 'p'));
select count(*) from table(information_schema.copy_history(table_name => 't'));
select count(*) from table(information_schema.copy_history(start_time => current_timestamp()));
select count(*) from table(information_schema.copy_history(table_name => 't', start_time => current_timestamp(), no_such => 1));
-- the view
select * from information_schema.load_history where false;
select schema_name, file_name, table_name, status, row_count, row_parsed, first_error_message, first_error_line_number as line, first_error_character_position as pos,
  first_error_col_name as col, error_count, error_limit from d.information_schema.load_history order by file_name, status;
select l.table_name, count(*) from information_schema.load_history l group by 1;
select count(*) from nowhere.information_schema.load_history;
create database other;
select count(*) from information_schema.load_history;
select count(*) from d.information_schema.load_history where last_load_time > dateadd(hour, -1, current_timestamp());
use database d;
select count(*) from information_schema.tables;
-- what pipes have used
select * from table(information_schema.pipe_usage_history());
select * from table(information_schema.pipe_usage_history(date_range_start => dateadd(day, -14, current_timestamp()), date_range_end => current_timestamp(), pipe_name => 'd.public.p'));
select * from table(information_schema.pipe_usage_history(dateadd(hour, -1, current_timestamp()), current_timestamp(), 'p'));
select * from table(information_schema.pipe_usage_history(date_range_start => dateadd(day, -16, current_timestamp())));
select * from table(information_schema.pipe_usage_history(pipe_name => 'nowhere'));
select * from table(information_schema.pipe_usage_history(no_such => 1));
-- what a pipe found wrong
select * from table(information_schema.validate_pipe_load(pipe_name => 'p', start_time => dateadd(hour, -1, current_timestamp())));
select * from table(information_schema.validate_pipe_load(start_time => dateadd(hour, -1, current_timestamp())));
