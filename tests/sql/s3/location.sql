-- A location in place: its keys, its integration and its encryption are checked, of loads and unloads; a bucket is one with and without a slash.
create database d;
create table t (a int);
create table s as select 1 a;
create storage integration i type = external_stage storage_provider = 'S3' enabled = true storage_aws_role_arn = 'arn:aws:iam::1:role/r'
  storage_allowed_locations = ('s3://$BUCKET/ok/');
copy into 's3://$BUCKET' from s;
copy into t from 's3://$BUCKET' pattern = '.*data.*';
copy into 's3://$BUCKET/ok/' from s storage_integration = i;
copy into t from 's3://$BUCKET/ok/' storage_integration = i;
copy into 's3://$BUCKET/no/' from s
  storage_integration = i;
copy into t from 's3://$BUCKET/no/'
  storage_integration = i;
copy into 's3://$BUCKET' from s
  storage_integration = nix;
copy into 's3://$BUCKET/ok/' from s
  storage_integration = i credentials = (aws_key_id = 'k' aws_secret_key = 'hidden');
copy into 's3://$BUCKET/ok/' from s
  credentials = (aws_key_id = 'k' aws_secret_key = 'hidden' aws_region = 'x');
copy into t from 's3://$BUCKET/ok/'
  credentials = 'hidden';
copy into t from 's3://$BUCKET/ok/'
  encryption = 'AWS_SSE_S3';
copy into 's3://$BUCKET/ok/' from s
  encryption = (type = 'AWS_SSE_S3' key = 'x');
copy into 's3://' from s;
copy into 's3:///x/' from s;
-- A stage has its own.
create stage st url = 's3://$BUCKET/ok/';
copy into t from @st storage_integration = i;
copy into @st from s credentials = (aws_key_id = 'k' aws_secret_key = 'hidden');
copy into t encryption = (type = 'NONE');
select count(*) from t;
select query_text from table(information_schema.query_history()) where query_text ilike '%aws_secret%' order by query_text;
-- What is no URL is none.
copy into t from 'http://h/x/';
copy into t from '/tmp/x';
copy into t from '';
copy into '' from s;
copy into 'foo' from s;
