-- A stage in a bucket, with keys of its own and with those of the environment. Its secret is in no history.
create database d;
create table t (a int, b varchar);
create stage keys url = 's3compat://$BUCKET/in/' endpoint = '$S3_ENDPOINT'
  credentials = (aws_key_id = '$S3_KEY' aws_secret_key = '$S3_SECRET') file_format = (type = csv);
create stage st url = 's3://$BUCKET/in/' file_format = (type = csv);
select metadata$filename, $1, $2 from @st order by 2;
copy into t from @st files = ('b.csv');
copy into t from @keys pattern = '.*/a[.]csv';
select * from t order by a;
copy into t from @st files = ('c.csv');
select query_text from table(information_schema.query_history()) where query_text ilike 'create stage%' order by query_text;
