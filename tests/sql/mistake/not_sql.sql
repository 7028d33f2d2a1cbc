-- What is no SQL between statements: an error each, with its line, and what follows runs.
create database d;
# Load the data
create table t1(a int);
This is how we load the data:
create table t2(a int);
```sql
create table t3(a int);
{% for x in y %}
create table t4(a int);
select * from {{ table }};
select 'ok' \
from t1;
import snowflake.connector;
{"Version": "2012-10-17", "Statement": []};
arn:aws:sqs:us-east-1:000000000000:sf-snowpipe;
create table t5(a int);
insert into t5 values (5);
select * from t5;
