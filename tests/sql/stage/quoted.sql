-- A reference with blanks stands in quotes, in queries too.
create database d;
create stage st; create stage "odd name";
create table t (a int, b varchar);
create file format semi type = csv field_delimiter = ';';
copy into '@st/a b/c d.csv' from (select 1, 'x') single = true file_format = (compression = none);
copy into '@"odd name"/x;y.csv' from (select 2, 'y') single = true file_format = (format_name = semi compression = none);
list '@st/a b/';
select $1, $2, metadata$filename from '@st/a b/';
select s.$1 from '@d.public.st/a b/c d.csv' s;
select s.$1, s.$2 from '@"odd name"/x;y.csv' (file_format => semi, pattern => '.*csv') as s;
copy into t from (select $1, $2 || '!' from '@st/a b/');
select t.a, s.$1 from t join '@st/a b/' s on t.a = s.$1;
select $1 from '@st/a b';
select $1 from '@nix/a b/';
select $1 from 'st/a b/';
select $1 from '@';
select $1 from '@"odd name';
remove '@st/a b/';
