-- What Snowflake would encrypt itself is refused, of stages and of single statements; S3 is asked for the rest.
create database d;
create table t as select 1 a;
create stage master url = 's3://$BUCKET/m/' encryption = (type = 'AWS_CSE' master_key = 'c2VjcmV0LWtleS1vZi0xNg==');
create stage untyped url = 's3://$BUCKET/m/' encryption = (master_key = 'c2VjcmV0LWtleS1vZi0xNg==');
create stage typed url = 's3://$BUCKET/m/' encryption = (type = 'aws_cse');
create stage plain url = 's3://$BUCKET/p/' encryption = (type = 'NONE');
copy into @master from t;
copy into t from @untyped;
list @typed;
select $1 from @master;
copy into 's3://$BUCKET/m/' from t
  encryption = (master_key = 'c2VjcmV0LWtleS1vZi0xNg==');
copy into t from 's3://$BUCKET/m/'
  encryption = (type = 'AWS_CSE');
copy into 's3://$BUCKET/m/' from t
  encryption = (type = 'ROT13');
copy into @plain from t;
list @plain pattern = 'no';
copy into 's3://$BUCKET/q/' from t encryption = (type = 'NONE');
copy into t from @plain;
select query_text from table(information_schema.query_history()) where query_text ilike '%master_key%' order by query_text;
