-- Names that do not agree: found when the task runs, the file is loaded, the statement is executed.
create database d;
create table t(a int);
create stage s url = 's3://files/';
create procedure pdr_scd_one() returns string language javascript as $$ return 'x'; $$;
create task k schedule = '1 minute' as call pdr_scd_other();
call pdr_scd_other();
create pipe p as copy into t from @s file_format = CSV;
create pipe p as copy into t from @s file_format = (format_name = 'CSV');
copy into t from @s file_format = CSV;
create stage s2 url = 's3://files/' file_format = CSV;
desc integration s3_int;
create pipe p as copy into nowhere from @s;
create pipe p as copy into t from @nowhere;
create stream st on table nowhere;
select system$stream_has_data('nowhere');
execute task nowhere;
