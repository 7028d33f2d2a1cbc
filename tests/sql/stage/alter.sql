-- the columns of what a statement answers that are asked for
create database tools;
create procedure shown(query varchar, columns varchar) returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: QUERY}), lines = [COLUMNS];
  while (rs.next())
    lines.push(COLUMNS.split(" ").map(function (c) { return String(rs.getColumnValueAsString(c)); }).join("|"));
  return lines.join("\n");
$$;
create database d;
create schema other;
use schema public;
create stage st;
create stage ext url = 's3://b/in/' credentials = (aws_key_id = 'K' aws_secret_key = 'S') copy_options = (on_error = continue);
alter stage ext set url = 's3://c/out/', file_format = (type = csv skip_header = 2) copy_options = (size_limit = 10) comment = 'new';
create storage integration i type = external_stage storage_provider = 'S3' enabled = true storage_aws_role_arn = 'arn:aws:iam::1:role/r' storage_allowed_locations = ('*');
alter stage ext set storage_integration = i;
call tools.public.shown('desc stage ext', 'parent_property property property_value property_default');
alter stage ext set credentials = (aws_role = 'arn:aws:iam::1:role/r') encryption = (type = 'AWS_CSE' master_key = 'M');
call tools.public.shown('show stages like ''ext''', 'url has_credentials has_encryption_key comment storage_integration');
-- another name, and with it another schema; what is granted stays
grant usage on stage ext to role public;
alter stage ext rename to d.other."e x t";
call tools.public.shown('show grants on stage other."e x t"', 'privilege name');
list @ext;
alter stage if exists ext set comment = 'x';
alter stage st rename to other."e x t";
alter stage st rename to nowhere.st;
alter stage st rename to d.nowhere.st;
alter stage other."e x t" rename to st;
-- refused
alter stage st set url = 's3://b/';
alter stage st set credentials = (aws_key_id = 'K');
alter stage st set encryption = (master_key = 'M');
alter stage st set no_such_opt = 1;
alter stage st set file_format = nothing;
alter stage st unset comment;
alter stage st set tag t = 'v';
alter stage st set;
alter stage st;
alter stage nowhere set comment = 'x';
create temp stage tmp url = 's3://b/';
alter stage tmp set url = 's3://c/';
alter stage tmp set comment = 'x';
