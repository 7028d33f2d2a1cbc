-- Stages with blank or placeholder keys; the URL with and without a slash at its end; COPY of one file, also in a pipe.
create database d;
create table t(a int, b varchar);
create or replace stage blank url = 's3://files' credentials = (aws_key_id='' aws_secret_key='');
create or replace stage placeholder url = 's3://files/' credentials = (aws_key_id='<aws_key_id>', aws_secret_key='***') file_format = (type = csv);
create storage integration s3_int type = external_stage storage_provider = s3 enabled = true storage_aws_role_arn = 'arn:aws:iam::001234567890:role/x' storage_allowed_locations = ('s3://files/');
create or replace stage integrated url = 's3://files/sub/' storage_integration = s3_int file_format = (type = 'CSV');
copy into t from @blank/one.csv file_format = (type = csv);
copy into t from @placeholder files = ('one.csv') force = true;
copy into t from @placeholder pattern = '.*two[.]csv';
create pipe p as copy into t from @placeholder/sub/three.csv;
copy into t from @placeholder/sub/three.csv;
copy into t from @blank/sub/ file_format = (type = csv) force = true;
select a, b, count(*) from t group by all order by 1;
copy into t from @t;
copy into t from @%t;
