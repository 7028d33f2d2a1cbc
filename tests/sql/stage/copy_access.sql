-- CREDENTIALS, ENCRYPTION and STORAGE_INTEGRATION of a COPY: what a stage takes, beside a URL alone, where the integration allows it.
create database d; create schema d.s; use schema d.s;
create table t (a int, b varchar);
create stage st url = 's3://files/';
create storage integration i type = external_stage storage_provider = 's3' enabled = true
  storage_aws_role_arn = 'arn:aws:iam::1:role/r' storage_allowed_locations = ('s3://files/in/');
copy into t from 's3://files/in/' storage_integration = i file_format = (type = csv);
copy into t from 's3://files/out/' storage_integration = i file_format = (type = csv);
copy into t from 's3://files/in/' storage_integration = nobody file_format = (type = csv);
copy into t from 's3://files/in/' credentials = (aws_key_id = 'k' aws_secret_key = 'never shown') encryption = (type = 'AWS_SSE_S3') file_format = (type = csv);
copy into t from 's3://files/in/' credentials = (aws_secret = 'never shown') file_format = (type = csv);
copy into t from 's3://files/in/' encryption = (type = 'rot13') file_format = (type = csv);
copy into t from @st credentials = (aws_key_id = 'k' aws_secret_key = 'never shown');
copy into t from @st storage_integration = i;
copy into t encryption = (type = 'NONE');
create pipe p as copy into t from @st storage_integration = i;
-- unloading alike
copy into 's3://files/in/u1/' from t storage_integration = i;
copy into 's3://files/out/u1/' from t storage_integration = i;
copy into 's3://files/in/u2/' from t encryption = (type = 'rot13');
copy into @st/u3/ from t storage_integration = i;
select * from t order by a;
