-- A directory table shows the files as they were at the last refresh.
create database d;
create stage st directory = (enable = true);
put file://$FILES/a.csv @st auto_compress = false;
select * from directory(@st);
alter stage st refresh;
select relative_path, size, md5, etag, file_url, last_modified <= current_timestamp() from directory(@st);
alter stage st refresh;
put 'file://$FILES/dir/*' @st/dir auto_compress = false;
put file://$FILES/a.csv @st/dirx auto_compress = false;
alter stage st refresh subpath = 'dir/';
select relative_path, d.size, file_url from directory(@st) d order by 1;
rm @st/dir/;
alter stage st refresh;
select relative_path from directory('@d.public.st') order by 1;
select count(*), "RELATIVE_PATH" from directory(@st/dirx) where size < 100 group by all;
select relative_path rp from directory(@st) where relative_path like 'a%';
select "relative_path" from directory(@st);
-- one outside: filled when it is created
create stage ext url = 's3://files/' directory = (enable = true);
select relative_path, size from directory(@ext) order by 1;
create stage late url = 's3://files/' directory = (enable = true refresh_on_create = false);
select relative_path, size from directory(@late) order by 1;
-- with AUTO_REFRESH a query sees what is there
create stage auto url = 's3://files/' directory = (enable = true auto_refresh = true);
rm @ext/a.csv;
select relative_path from directory(@ext) order by 1;
select relative_path from directory(@auto) order by 1;
rm @auto;
select relative_path, md5 from directory(@auto);
-- without
create stage none;
alter stage none refresh;
select * from directory(@none);
alter stage st set directory = (enable = false);
select * from directory(@st);
alter stage st set directory = (enable = true);
select * from directory(@st);
alter stage st refresh prefix = 'x';
alter stage st refresh subpath = x;
select * from directory(@~);
select * from table(directory('x'));
select * from directory(@nowhere);
-- a stage that is replaced begins anew, and DDL is done when it is done
alter stage st refresh;
create or replace stage st directory = (enable = true);
select * from directory(@st);
begin;
alter stage ext refresh;
rollback;
select relative_path from directory(@ext) order by 1;
