-- The type of what is created is missing, words are cut or split.
create database d;
create or replace load_raw warehouse = compute_wh schedule = '1 minute' as select 1;
CREATE BATCH_LOG_TBL (id int);
CREATE CUSTOMER_DB;
ELECT * FROM t;
select SYSTEM $PIPE_STATUS('p');
select dateadd(hour, -4.current_timestamp());
(OR) create or replace table t(a int);
create table;
create or table t(a int);
drop t;
alter t resume;
show;
desc t;
describe;
