-- Files that their writer encrypts are neither read nor written in a bucket; by a key of KMS nothing is written.
create database d;
create table t (a int, b varchar);
insert into t values (1, 'x');
create stage client url = 's3://$BUCKET/in/' encryption = (type = 'AWS_CSE' master_key = 'bm9ib2R5IGtub3dzIGl0') file_format = (type = csv);
create stage kms url = 's3://$BUCKET/in/' encryption = (type = 'AWS_SSE_KMS' kms_key_id = 'k') file_format = (type = csv);
create stage sse url = 's3://$BUCKET/in/' encryption = (type = 'AWS_SSE_S3') file_format = (type = csv);
copy into t from @client;
copy into @client/out/ from t;
select $1, $2 from @kms;
copy into @kms/out/ from t;
select $1, $2 from @sse;
copy into @sse/out/ from t;
copy into t
  from 's3://$BUCKET/in/'
  encryption = (master_key = 'bm9ib2R5IGtub3dzIGl0') file_format = (type = csv);
