-- SELECT TOP, // comments, a stage in FROM, remove, LIST with a pattern.
create database d;
create stage s url = 's3://files/';
create file format f type = csv skip_header = 1;
create table t(a int, b varchar);
insert into t values (1, 'a'), (2, 'b'), (3, 'c');
select top 2 * from t order by a; // the first two
select top 1 a from t order by a desc;
select t.$1, t.$2, metadata$filename from @s (file_format => 'f', pattern => '.*one.*') t order by 1;
select $1, $2 from @s/one.csv (file_format => f) order by 1;
ls @~;
rm @%t;
remove @~/x;
put file:///tmp/x.csv @~;
get @~/x.csv file:///tmp/;
