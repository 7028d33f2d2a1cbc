-- Where a reference ends, what each kind of stage takes, and the columns and times of LIST, PUT and GET.
create database d;
create table t (a int, b varchar);
create stage st;
put 'file://$FILES/dir/*' @st/dir auto_compress = false;
put file://$FILES/dirx.csv @st auto_compress = false;
-- a blank, a parenthesis, a comma and a semicolon end it
copy into t from (select $1, $2 from @st/dir/a);
select count(*) from @st/dir/b, @st/dir/a;
select count(*) from (select $1 from @st/dir/)
;
copy into t from @st/dirx.csv, on_error = continue;
select a from t order by a;
-- names fold to upper case and quoted ones do not; the path is as it is written
list @D.Public.ST/dir/b;
list @"st"/dir/b;
list @st/Dir/b;
-- a location in place is for COPY alone
create table u (a int, b varchar);
copy into u from 's3://files/dir/a';
copy into u from 's3://files/dirx';
select * from u order by a;
list 's3://files/dir/';
select $1 from 's3://files/dir/';
remove 's3://files/dir/';
-- a URL without the slash at its end has it
create stage no_slash url = 's3://files/dir';
create stage slash url = 's3://files/dir/';
list @no_slash;
list @slash;
list @no_slash/a;
select metadata$filename, $1 from @no_slash order by 2;
-- the stages that nobody creates have no options
put file://$FILES/dirx.csv @~/mine auto_compress = false;
create stage ~;
alter stage ~ set comment = 'x';
alter stage %t set comment = 'x';
drop stage ~;
drop stage %t;
-- every way to name a format
create file format semi type = csv field_delimiter = ';';
create stage f1 url = 's3://files/a/' file_format = semi;
create stage f2 url = 's3://files/a/' file_format = 'semi';
create stage f3 url = 's3://files/a/' file_format = (format_name = 'd.public.semi');
create stage f4 url = 's3://files/a/' file_format = (format_name = semi);
create stage f5 url = 's3://files/a/', file_format = (type = 'CSV', field_delimiter = ';'), comment = 'commas';
select a.$2, b.$2, c.$2, d.$2, e.$2 from @f1 a, @f2 b, @f3 c, @f4 d, @f5 e;
alter stage f5 set file_format = 'nix';
-- OR REPLACE and IF NOT EXISTS
create or replace stage if not exists st;
create or replace temporary stage tmp url = 's3://files/' directory = (enable = true auto_refresh = false refresh_on_create = false);
create or replace temp stage tmp comment = 'temporary';
drop stage tmp;
drop stage tmp;
drop stage if exists tmp;
-- what other options take, and what is refused
create stage x url = 's3://files/' directory = (enable = true notification_integration = 'nix');
create notification integration n enabled = true type = queue notification_provider = azure_storage_queue
  azure_storage_queue_primary_uri = 'https://a.queue.core.windows.net/q' azure_tenant_id = 't';
create stage v url = 's3://files/' directory = (enable = true notification_integration = 'N');
alter stage v set directory = (notification_integration = 'nix');
create stage x url = 's3://files/' with tag (cost = 'v');
create stage y url = 's3://files/' encryption = (type = 'NONE' master_key = 'M');
create stage z url = 's3://files/' encryption = (type = 'AWS_SSE_KMS');
create stage w url = 's3://files/' encryption = (type = 'AWS_CSE');
create stage x url = 's3://files/' comment = 1;
create stage x url = 1;
create stage x url = 's3://a/' url = 's3://b/';
alter stage slash unset file_format;
alter stage slash unset tag cost;
-- what DESC says of a stage without a URL, with a directory table, and with a named format
create stage din directory = (enable = true);
desc stage din;
desc stage f3;
-- the times that LIST says
ls @st;
select count(*), count_if("last_modified" rlike '(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT') from table(result_scan(last_query_id()));
ls @st/dir pattern = '.*[.]txt';
ls @st/nothing;
-- PUT again what is there: the same name and content are skipped; GET says the path at the stage
put file://$FILES/dir/a.csv @st/again;
put file://$FILES/dir/a.csv @st/again;
put file://$FILES/dir/a.csv @st/again overwrite = true;
get @st/dir/ 'file://$FILES/a/' parallel = 10 pattern = '.*[.]csv';
get @slash file://$FILES/a/;
put file://$FILES/dir/a.csv @slash;
rm @st/dir/ pattern = '.*a[.]csv';
rm @~/mine;
