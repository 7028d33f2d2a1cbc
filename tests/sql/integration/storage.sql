-- Storage integrations: what CREATE takes, DESC and SHOW print, ALTER changes, and which stages they allow.
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
create storage integration s3_int type = external_stage storage_provider = 'S3' enabled = true
  storage_aws_role_arn = 'arn:aws:iam::001234567890:role/myrole'
  storage_allowed_locations = ('s3://files/', 's3://other/path') storage_blocked_locations = ('s3://files/secret/') comment = 'for loads';
create storage integration s3_int type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = ('*');
create storage integration if not exists s3_int type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = ('*');
call shown('desc integration s3_int');
call shown('desc storage integration s3_int');
call shown('show integrations');
show storage integrations like 'nothing';
-- what stages may have
create stage allowed url = 's3://files/in/' storage_integration = s3_int;
create stage no_slash url = 's3://files' storage_integration = S3_INT;
create stage a_path url = 's3://other/path/deep' storage_integration = 's3_int';
create stage no_path url = 's3://other/pathology/' storage_integration = s3_int;
create stage elsewhere url = 's3://elsewhere/' storage_integration = s3_int;
create stage blocked url = 's3://files/secret/x/' storage_integration = s3_int;
create stage nowhere url = 's3://files/' storage_integration = no_int;
create stage inside storage_integration = s3_int;
create stage both url = 's3://files/' storage_integration = s3_int credentials = (aws_key_id = 'k' aws_secret_key = 's');
list @no_slash/secret/;
list @allowed;
-- and after the integration has changed
alter storage integration s3_int set storage_allowed_locations = ('s3://other/') comment = 'another';
list @allowed;
alter integration s3_int set enabled = false;
create stage disabled url = 's3://other/x/' storage_integration = s3_int;
alter integration s3_int unset comment, storage_blocked_locations;
alter integration s3_int unset storage_allowed_locations;
alter integration s3_int set no_such = 1;
alter integration if exists no_int set enabled = true;
alter integration no_int set enabled = true;
call shown('desc integration s3_int');
create or replace storage integration s3_int type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'a' storage_aws_external_id = 'mine' storage_allowed_locations = ('*') storage_blocked_locations = ('s3://files/secret/');
list @allowed;
create or replace stage elsewhere url = 's3://elsewhere/' storage_integration = s3_int;
create or replace stage blocked url = 's3://files/secret/x/' storage_integration = s3_int;
drop notification integration s3_int;
drop storage integration s3_int;
list @allowed;
drop integration s3_int;
drop integration if exists s3_int;
desc integration s3_int;
-- what is no integration
create storage integration x type = external_stage storage_provider = s3 enabled = true storage_allowed_locations = ('*');
create storage integration x type = external_stage storage_provider = s3;
create storage integration x type = external_stage storage_provider = gcs enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = ('*');
create storage integration x type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = ('S3');
create storage integration x type = nothing storage_provider = s3 enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = ('*');
create storage integration x type = external_stage storage_provider = s4 enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = ('*');
create storage integration x type = external_stage storage_provider = s3 enabled = maybe storage_aws_role_arn = 'a' storage_allowed_locations = ('*');
create storage integration x type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = '*';
create integration x type = external_stage;
create api integration x api_provider = aws_api_gateway;
create storage integration g type = external_stage storage_provider = 'GCS' enabled = false storage_allowed_locations = ('gcs://b/');
create storage integration z type = external_stage storage_provider = 'AZURE' enabled = true azure_tenant_id = 't' storage_allowed_locations = ('azure://b/c/');
call shown('desc integration g');
call shown('desc integration z');
call shown('show integrations');
call shown('show integrations like ''z%''');
grant usage on integration g to role sysadmin;
grant all on integration z to role sysadmin;
grant select on integration g to role sysadmin;
grant usage on integration nix to role sysadmin;
call shown('show grants on integration z');
-- of a location in place
create table t(a int);
create storage integration k type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'a' storage_allowed_locations = ('s3://files/');
copy into t from 's3://files/in/' storage_integration = k;
copy into t from 's3://elsewhere/in/' storage_integration = k;
copy into t from 's3://files/in/' storage_integration = nix;
copy into t from 's3://files/in/' storage_integration = k credentials = (aws_key_id = 'k' aws_secret_key = 's');
