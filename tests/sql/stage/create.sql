-- What CREATE STAGE takes. Nothing is asked of the bucket.
-- the columns of what a statement answers that are asked for
create database tools;
create procedure shown(query varchar, columns varchar) returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: QUERY}), lines = [COLUMNS];
  while (rs.next())
    lines.push(COLUMNS.split(" ").map(function (c) { return String(rs.getColumnValueAsString(c)); }).join("|"));
  return lines.join("\n");
$$;
create database d;
create file format ff type = csv skip_header = 1;
create or replace stage s1 url = 's3://b/in/' credentials = (aws_key_id = '' aws_secret_key = '');
create stage s2 url = 's3gov://b/in' credentials = (aws_key_id = 'K', aws_secret_key = 'S' aws_token = 'T') encryption = (type = 'AWS_SSE_KMS' kms_key_id = 'k') comment = 'c';
create stage s3 url = 's3compat://b/x/' endpoint = 'storage.example.com' credentials = (aws_role = 'arn:aws:iam::1:role/r');
create stage s4 url = 'gcs://b/x/' file_format = ff, copy_options = (on_error = 'skip_file_10%', purge = false);
create stage s5 url = 'azure://a.blob.core.windows.net/c/' credentials = (azure_sas_token = '?sv=x') use_privatelink_endpoint = true;
create stage if not exists s6 encryption = (type = 'SNOWFLAKE_SSE') directory = (enable = true auto_refresh = false) file_format = (format_name = 'd.public.ff');
create temp stage s7;
create temporary stage s8 url = 'file:///tmp/' file_format = (type = csv, field_delimiter = ';');
create stage if not exists s6 url = 's3://other/';
create stage s6;
create stage s9 clone s2;
create stage s10 clone s6;
create stage s10 clone nothing;
select 1;
call tools.public.shown('show stages', 'name url has_credentials has_encryption_key comment type cloud endpoint directory_enabled owner');
call tools.public.shown('show stages like ''S1%'' in database d', 'name database_name schema_name region notification_channel storage_integration owner_role_type');
-- what is no stage
create stage x url = 'x';
create stage x url = '/tmp/x';
create stage x url = 'http://b/';
create stage x url = 's3://';
create stage x no_such_opt = 1;
create stage x url = 's3://b/' credentials = (aws_user = 'x');
create stage x credentials = (aws_key_id = 'K' aws_secret_key = 'S');
create stage x credentials = 'S';
create stage x url = 's3://b/' encryption = (type = 'ROT13');
create stage x url = 's3://b/' encryption = (type = 'SNOWFLAKE_SSE');
create stage x encryption = (type = 'AWS_SSE_S3');
create stage x encryption = (master_key = 'M');
create stage x endpoint = 'e';
create stage x storage_integration = i;
create stage x url = 's3://b/' storage_integration = i credentials = (aws_key_id = 'K');
create stage x url = 's3://b/' use_privatelink_endpoint = perhaps;
create stage x directory = (enable = 2);
create stage x directory = true;
create stage x file_format = nothing;
create stage x file_format = (type = csv no_such = 1);
create stage x copy_options = (on_errors = continue);
create stage x copy_options = (size_limit = -1);
create stage x copy_options = (on_error = bogus);
create stage x copy_options = (on_error = skip_file_x);
create stage x tag (t = 'v');
create stage nowhere.x;
desc stage x;
drop stage x;
