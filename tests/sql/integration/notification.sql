-- Notification integrations: recorded, shown, and named by pipes, where they must exist.
create database d;
create procedure shown(q string) returns string language javascript as $$
    var r = snowflake.execute({sqlText: Q}), lines = [];
    while (r.next()) {
        var cells = [];
        for (var i = 1; i <= r.getColumnCount(); i++)
            if (r.getColumnName(i) != 'created_on')
                cells.push(r.getColumnValueAsString(i));
        lines.push(cells.join('|'));
    }
    return lines.join('\n');
$$;
create notification integration errors enabled = true type = queue notification_provider = aws_sns direction = outbound
  aws_sns_topic_arn = 'arn:aws:sns:us-east-1:001234567890:topic' aws_sns_role_arn = 'arn:aws:iam::001234567890:role/r';
create notification integration events enabled = true type = queue notification_provider = azure_storage_queue
  azure_storage_queue_primary_uri = 'https://a.queue.core.windows.net/q' azure_tenant_id = 't' comment = 'for pipes';
create notification integration mail type = email enabled = true;
create notification integration x type = queue notification_provider = aws_sns enabled = true;
create storage integration s type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = ('*');
call shown('desc notification integration errors');
call shown('desc integration events');
call shown('show notification integrations');
desc storage integration errors;
create table t(a int);
create stage st url = 's3://files/';
create pipe p auto_ingest = true error_integration = errors integration = 'events' as copy into t from @st;
create pipe q error_integration = nothing as copy into t from @st;
create pipe q error_integration = s as copy into t from @st;
create stage wrong url = 's3://files/' storage_integration = errors;
call shown('show pipes');
alter pipe p set error_integration = nothing;
-- a pipe without its integrations
select parse_json(system$pipe_status('p')):executionState::string as state;
drop integration errors;
select parse_json(system$pipe_status('p')):executionState::string as state;
drop integration events;
select parse_json(system$pipe_status('p')):executionState::string as state, parse_json(system$pipe_status('p')):error::string as error;
create stage held url = 's3://files/' storage_integration = s;
create pipe h auto_ingest = true as copy into t from @held;
alter integration s set enabled = false;
select parse_json(system$pipe_status('h')):executionState::string as state, parse_json(system$pipe_status('h')):error::string as error;
