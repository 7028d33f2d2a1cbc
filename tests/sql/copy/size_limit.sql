-- Two files of 8 bytes: there is always one, and the next is taken while what there is does not exceed the limit.
create database d;
create stage st url = 's3://files/';
create table t (a int, b varchar);
copy into t from @st size_limit = 1;
copy into t from @st size_limit = 1;
copy into t from @st size_limit = 1;
truncate table t;
copy into t from @st size_limit = 7;
truncate table t;
copy into t from @st size_limit = 8;
truncate table t;
copy into t from @st size_limit = 0;
-- text of another length than the column's
create table short (a int, b varchar(3));
copy into short from @st files = ('a.csv');
copy into short from @st files = ('a.csv') enforce_length = true on_error = continue;
copy into short from @st files = ('a.csv') truncatecolumns = false on_error = skip_file;
copy into short from @st files = ('a.csv') truncatecolumns = true;
copy into short from @st files = ('b.csv') enforce_length = false;
select * from short order by a;
