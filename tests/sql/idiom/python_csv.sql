-- Files of Python's csv module: CRLF, a header, quotes where a value holds a comma, while the format has no enclosing
-- quotes: such a line has a field too many.
create database d;
create table client(id number, name varchar, street varchar);
create stage s url = 's3://files/';
create file format csv type = csv, field_delimiter = ',' skip_header = 1;
copy into client from @s/client_20260101000000.csv file_format = csv;
select * from client order by id;
copy into client from @s/client_20260101000100.csv file_format = csv;
copy into client from @s/client_20260101000100.csv file_format = csv on_error = continue;
copy into client from @s/client_20260101000100.csv file_format = (type = csv skip_header = 1 field_optionally_enclosed_by = '"') force = true;
select * from client order by id, street;
