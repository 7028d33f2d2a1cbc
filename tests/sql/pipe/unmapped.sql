-- A stage that nothing maps can be defined and have pipes; whoever asks for its files is told.
create database d;
create table t (a int);
create stage st url = 'gcs://bucket/in/';
create pipe p auto_ingest = true as copy into t from @st;
create pipe q as copy into t from 'gcs://bucket/in/x';
create pipe q as copy into t from @st/x;
select system$pipe_status('p');
select system$pipe_status('q');
copy into t from @st;
copy into t from @st files = ('a.csv') on_error = continue;
alter pipe p refresh;
select $1 from @st;
list @st;
select count(*) from t;
