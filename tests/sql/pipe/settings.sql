-- ALTER PIPE, REFRESH, SYSTEM$PIPE_STATUS and SYSTEM$PIPE_FORCE_RESUME: settings, pausing, what stops a pipe.
create database d;
create table t(a int);
create stage st url = 's3://files/in/';
create file format ff type = csv;
create notification integration errors enabled = true type = queue notification_provider = aws_sns direction = outbound aws_sns_topic_arn = 'arn:t' aws_sns_role_arn = 'arn:r';
create procedure shown() returns string language javascript as $$
    var r = snowflake.execute({sqlText: 'show pipes'});
    r.next();
    return ['comment', 'integration', 'pattern', 'error_integration', 'owner', 'invalid_reason'].map(function (c) { return r.getColumnValue(c); }).join('|');
$$;
create pipe p auto_ingest = true comment = 'first' as copy into t from @st pattern = '.*csv' file_format = ff;
select parse_json(system$pipe_status('p')):executionState::string as state, parse_json(system$pipe_status('p')):pendingFileCount::int as pending;
alter pipe p set comment = 'second' error_integration = errors;
call shown();
alter pipe p set error_integration = nothing;
alter pipe p set pipe_execution_paused = true comment = 'paused';
call shown();
select parse_json(system$pipe_status('p')):executionState::string as state;
-- a paused pipe queues
alter pipe p refresh prefix = 'b';
alter pipe p refresh prefix = 'nothing';
alter pipe p refresh modified_after = '2020-07-30T13:56:46-07:00';
alter pipe p refresh modified_after = '2999-01-01T00:00:00Z';
alter pipe p refresh modified_after = 'yesterday';
alter pipe p refresh suffix = 'b';
select parse_json(system$pipe_status('p')):executionState::string as state, parse_json(system$pipe_status('p')):pendingFileCount::int as pending,
  parse_json(system$pipe_status('p')):oldestPendingFilePath is not null as oldest, parse_json(system$pipe_status('p')):oldestFileTimestamp is not null as stamp;
alter pipe p unset comment, error_integration;
call shown();
alter pipe p unset pipe_execution_paused;
select parse_json(system$pipe_status('p')):executionState::string as state;
-- what cannot be altered
alter pipe p set auto_ingest = false;
alter pipe p set integration = 'errors';
alter pipe p set aws_sns_topic = 'x';
alter pipe p unset auto_ingest;
alter pipe p set pipe_execution_paused = maybe;
alter pipe p set no_such = 1;
alter pipe p set;
alter pipe p unset;
alter pipe p set tag cost = 'x';
alter pipe p unset tag cost;
alter pipe p rename to q;
alter pipe nowhere set comment = 'x';
alter pipe if exists nowhere set comment = 'x';
-- forced
alter pipe p set pipe_execution_paused = true;
select system$pipe_force_resume('p');
select parse_json(system$pipe_status('p')):executionState::string as state;
select system$pipe_force_resume('d.public.p', 'staleness_check_override, OWNERSHIP_TRANSFER_CHECK_OVERRIDE');
select system$pipe_force_resume('p', 'no_such_override');
select system$pipe_force_resume('nowhere');
select system$pipe_force_resume();
create table resumed as select system$pipe_force_resume('p') as r;
-- given to another while it was paused
alter pipe p set pipe_execution_paused = true;
create role loader;
grant ownership on pipe p to role loader;
alter pipe p set pipe_execution_paused = false;
alter pipe p set comment = 'still paused';
select parse_json(system$pipe_status('p')):executionState::string as state;
select system$pipe_force_resume('p');
select parse_json(system$pipe_status('p')):executionState::string as state;
call shown();
-- what stops it
drop file format ff;
select parse_json(system$pipe_status('p')):executionState::string as state, parse_json(system$pipe_status('p')):error::string as error;
create file format ff type = csv;
drop table t;
select parse_json(system$pipe_status('p')):executionState::string as state, parse_json(system$pipe_status('p')):error::string as error;
create table t(a int, b int);
select parse_json(system$pipe_status('p')):executionState::string as state;
drop stage st;
select parse_json(system$pipe_status('p')):executionState::string as state, parse_json(system$pipe_status('p')):error::string as error;
create stage st url = 's3://files/in/';
select parse_json(system$pipe_status('p')):executionState::string as state, parse_json(system$pipe_status('p')):error::string as error;
call shown();
create or replace pipe p auto_ingest = true as copy into t(a, b) from @st;
select parse_json(system$pipe_status('p')):executionState::string as state;
create or replace table t(b int);
select parse_json(system$pipe_status('p')):executionState::string as state, parse_json(system$pipe_status('p')):error::string as error;
