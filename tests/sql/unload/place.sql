-- Stages outside, and a URL in place.
create database d; create schema d.s; use schema d.s;
create stage mapped url = 's3://files/out'; create stage direct url = 'file://$FILES/direct/'; create stage nowhere url = 'gcs://nowhere/';
create table t (n int); insert into t values (1), (2), (3);
create storage integration i type = external_stage storage_provider = 's3' enabled = true
  storage_aws_role_arn = 'arn:aws:iam::1:role/r' storage_allowed_locations = ('s3://files/in/');
create file format plain type = csv compression = none;
copy into @mapped from t file_format = plain;
copy into @direct/sub/x from t file_format = plain;
copy into 's3://files/in/place/' from t file_format = plain;
copy into 's3://files/in/place/n' from t storage_integration = i file_format = plain detailed_output = true;
copy into 's3://files/in/place/n' from t file_format = plain;
copy into 'gcs://nowhere/x/' from t;
copy into @nowhere from t;
create stage all_files url = 's3://files/';
select distinct metadata$filename from @all_files order by 1;
select $1 from @mapped order by 1;
