-- Keys and tokens are shown by nothing that shows statements or objects.
-- the columns of what a statement answers that are asked for
create database tools;
create procedure shown(query varchar, columns varchar) returns varchar language javascript execute as caller as $$
  var rs = snowflake.execute({sqlText: QUERY}), lines = [COLUMNS];
  while (rs.next())
    lines.push(COLUMNS.split(" ").map(function (c) { return String(rs.getColumnValueAsString(c)); }).join("|"));
  return lines.join("\n");
$$;
create database d;
create table t (a int);
create stage st url = 's3://b/' credentials = (aws_key_id = 'SECRETID' aws_secret_key = 'SECRETKEY1' aws_token='SECRETTOKEN') encryption = (type = 'AWS_CSE' master_key = 'SECRETMASTER');
call tools.public.shown('show stages', 'name has_credentials has_encryption_key');
call tools.public.shown('desc stage st', 'parent_property property property_value property_default');
-- a line that is repeated in an error
create stage x url = 's3://b/' credentials = (aws_secret_key = 'SECRETKEY2') no_such_opt = 1;
create stage x url = 's3://b/' credentials = (aws_secret_key = 'SECRETKEY2' 'SECRETKEY3');
create stage x url = 's3://b/' credentials = ('SECRETKEY4');
create stage x url = 's3://b/' credentials = (aws_secret_key = ('SECRETKEY5'));
create stage x url = 's3://b/' credentials = (aws_secret_key = SECRETKEY6+SECRETKEY7);
create stage x url = 's3://b/' credentials = ("AWS_SECRET_KEY" /* here */ = $$SECRETKEY8$$) x;
copy into t from 'gcs://b/' credentials = (aws_key_id = 'SECRETID' aws_secret_key = 'SECRETKEY9') encryption = (master_key = 'SECRETMASTER');
alter stage st set credentials = (azure_sas_token = 'SECRETTOKEN') x = 1;
-- pipes, tasks, procedures
create pipe p as copy into t from 's3://b/' credentials = (aws_key_id = 'SECRETID' aws_secret_key = 'SECRETKEY10');
call tools.public.shown('show pipes', 'definition');
create task k schedule = '1 minute' as copy into t from 's3://b/' credentials = (aws_secret_key = 'SECRETKEY11');
call tools.public.shown('show tasks', 'definition');
create procedure pr() returns varchar language javascript as $$
  try { snowflake.execute({sqlText: "copy into t from 's3://b/' credentials = (aws_secret_key = 'SECRETKEY12') x = 1"}); }
  catch (e) { return e.message; }
$$;
call pr();
desc procedure pr();
select current_statement() q, 'aws_secret_key=''SECRETKEY13''' != '' x;
select 'aws_secret_key=\'SECRETKEY14\'' from nothing;
-- what ran
select query_text from table(information_schema.query_history()) where query_text ilike '%cret%' or error_message ilike '%cret%' order by start_time;
select query_text, error_message from table(information_schema.query_history()) where contains(query_text || coalesce(error_message, ''), 'SECR' || 'ET');
-- an unterminated one
create stage x url = 's3://b/' credentials = (aws_secret_key = 'SECRETKEY15);
