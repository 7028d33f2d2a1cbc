-- REMOVE takes the files that LIST shows.
create database d;
create stage st;
put file://$FILES/f1* @st auto_compress = false;
put file://$FILES/dir/* @st/dir auto_compress = false;
put file://$FILES/dirx/k @st/dirx auto_compress = false;
remove @st/DIR;
remove @st/f1/;
remove @st/dir pattern = '.*[.]csv';
rm @st/dir/;
rm @st/di;
list @st;
remove @st;
remove @st;
-- a stage outside of freshet, too
create stage ext url = 's3://files/';
rm @ext/dir;
list @ext;
-- it is not undone
begin;
rm @ext/f1.csv;
rollback;
rm @ext pattern = '.*csv';
rm @nowhere;
rm @ext pattern = '(';
rm;
rm ext;
