-- SELECT from a stage: all fields as text, through a named format.
create database d; use schema d.public;
create file format pipes type = csv field_delimiter = '|' skip_header = 1;
create stage st url = 's3://files/in/';
select $1, t.$3, metadata$filename, metadata$file_row_number from @st (file_format => 'pipes', pattern => '.*[.]csv') t order by 1;
select $1 from @st/c order by 1;
select count(*) from @st (file_format => pipes);
select count(*) from @st (file_format => 'nope');
create table target (id int, name varchar);
insert into target select $1, $2 from @st/a (file_format => 'pipes');
merge into target using (select $1 as id, $2 as name from @st/b (file_format => 'pipes')) s on target.id = s.id
  when matched then update set name = s.name when not matched then insert values (s.id, s.name);
select * from target order by id;
create view v as select $2 as name from @st/a (file_format => 'pipes');
select * from v order by name;
