-- The files of a stage go with what it belongs to.
create database d;
create table t (a int);
put file://$FILES/a.csv @%t auto_compress = false;
truncate table t;
ls @%t;
copy into t;
create or replace table t (a int);
ls @%t;
put file://$FILES/a.csv @%t auto_compress = false;
drop table t;
create table t (a int);
ls @%t;
-- a table that is copied has a stage of its own
put file://$FILES/a.csv @%t auto_compress = false;
create table l like t;
ls @%l;
-- named stages
create stage st;
put file://$FILES/a.csv @st auto_compress = false;
create stage if not exists st;
ls @st;
create or replace stage st;
ls @st;
put file://$FILES/a.csv @st auto_compress = false;
drop stage st;
create stage st;
ls @st;
-- a temporary stage hides one of its name
put file://$FILES/a.csv @st/permanent auto_compress = false;
create temporary stage st;
put file://$FILES/a.csv @st/temporary auto_compress = false;
ls @st;
drop stage st;
ls @st;
-- a stage keeps its files under another name
alter stage st rename to moved;
ls @moved;
drop stage if exists st;
drop database d;
