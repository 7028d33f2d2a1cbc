-- What the page of CREATE STORAGE INTEGRATION writes, as it is, and how DESC and SHOW name their columns.
create or replace storage integration n type=external_stage storage_provider='S3' enabled=true storage_aws_role_arn='arn:aws:iam::1:role/r'
  storage_aws_external_id='x' storage_allowed_locations=('s3://files/p/', 's3://files/q') storage_blocked_locations=('s3://files/p/no/') comment='c';
desc integration n;
describe storage integration n;
-- a stage below an allowed location, at it, beside it, above it, below a blocked one
create database d;
create stage below url = 's3://files/p/x/' storage_integration = n;
create stage at_it url = 's3://files/p' storage_integration = n;
create stage beside url = 's3://files/pp/' storage_integration = n;
create stage above url = 's3://files/' storage_integration = n;
create stage blocked url = 's3://files/p/no/' storage_integration = n;
create stage elsewhere url = 's3://other/p/' storage_integration = n;
create or replace storage integration if not exists n type=external_stage storage_provider='S3' enabled=true storage_aws_role_arn='a' storage_allowed_locations=('*');
create or replace storage integration n type=external_stage storage_provider='S3' enabled=true storage_aws_role_arn='a' storage_allowed_locations=('*') storage_blocked_locations=('s3://other/');
create stage elsewhere url = 's3://other/p/' storage_integration = n;
create stage above url = 's3://files/' storage_integration = n;
drop storage integration if exists n;
drop storage integration if exists n;
