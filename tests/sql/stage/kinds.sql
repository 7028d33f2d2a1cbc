-- The stages that every table and the user have, beside those that are created.
create database d;
create schema s;
create or replace table t (a int, b varchar);
create table "t t" (a int, b varchar);
create stage "My stage";
put file://$FILES/a.csv @%t;
put file://$FILES/a.csv @d.s.%t/Path/ auto_compress = false;
put file://$FILES/a.csv '@"D".s.%"t t"/x' auto_compress = false;
put file://$FILES/a.csv @"My stage"/p auto_compress = false;
put file://$FILES/a.csv @~/mine auto_compress = false;
-- the name before a file's path: that of a named stage in lower case, none for tables and the user
ls @%t;
ls @%"t t";
ls @"My stage";
ls @~;
ls @d..%t;
-- METADATA$FILENAME
select $1, $2, metadata$filename from @%t order by 3, 1;
select $1, metadata$filename from @"My stage" order by 1;
select $1, metadata$filename from @~ order by 1;
-- COPY without FROM loads from the table's own stage
copy into t;
copy into t;
copy into "t t" files = ('x/a.csv');
copy into "t t" files = ('x/none.csv');
copy into t from @"My stage" on_error = continue;
copy into t from @~/mi;
copy into t from @~/mine/ files = ('a.csv') force = true;
select count(*) from t;
-- PATTERN is matched against more than the path
ls @%t pattern = 'Path/a.csv';
ls @%t pattern = '.*/Path/a[.]csv';
ls @~ pattern = '.*mine.*';
-- what is no table
create view v as select 1 x;
ls @%v;
ls @%nothing;
ls @d.s.%nothing/x;
ls @e.s.%t;
ls @%;
ls @"";
ls @1st;
ls @a.b.c.d;
ls @st x;
ls '@st"';
