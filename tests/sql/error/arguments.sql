-- Arguments that must be constants or names, and the synonyms of types.
create database d;
select seq4() from table(generator(rowcount => -1));
select n from (select 5 n), table(generator(rowcount => n));
select system$stream_has_data(null);
select 1, system$pipe_status(1);
select system$stream_has_data('nope');
select system$stream_has_data();
select a, system$stream_has_data('a.b.c.d') from values (1) t(a);
create table t (a varchar2(10), b nvarchar(3), c nvarchar2, d nchar, e char varying(4), f byteint, g double precision, h float4, i float8, j text, k string, l datetime, m varbinary, n character varying(7), o nchar varying(2), p char(3), q real, r dec(5,1)); desc table t;
