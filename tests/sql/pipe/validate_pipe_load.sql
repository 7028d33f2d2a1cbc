-- VALIDATE_PIPE_LOAD has a row for each record that a pipe could not load; e2e/pipe_errors has such rows.
create database d;
create table t(a int);
create stage s url = 's3://files/';
create pipe p as copy into t from @s;
select * from table(validate_pipe_load(pipe_name => 'p', start_time => dateadd(day, -14, current_timestamp())));
select count(*) from table(information_schema.validate_pipe_load(pipe_name => 'D.PUBLIC.P', start_time => '2024-01-01'::timestamp_ltz, end_time => current_timestamp()));
select * from table(validate_pipe_load(pipe_name => 'nosuch', start_time => current_timestamp()));
select * from table(validate_pipe_load(pipe_name => 'p'));
select * from table(validate_pipe_load(start_time => current_timestamp()));
select * from table(validate_pipe_load(pipe_name => 'p', start_time => current_timestamp(), table_name => 't'));
