-- Unloading is DML: it consumes the streams that it reads, unless it fails.
create database d; create schema d.s; use schema d.s;
create stage st; create file format plain type = csv compression = none;
create table t (n int); create stream s on table t; create stream other on table t;
insert into t values (1), (2);
copy into @st/look from (select n from s) validation_mode = return_rows;
select system$stream_has_data('s');
copy into @st/fails from (select 1 / (n - 2) from s) file_format = plain;
copy into @st/fails from (select n from s) single = true max_file_size = 1 file_format = plain;
select count(*) from @st/;
select system$stream_has_data('s');
copy into @st/one from (select n, metadata$action, metadata$isupdate from s) file_format = plain;
select $1, $2, $3 from @st/one order by 1;
select system$stream_has_data('s');
-- FROM s, and a transaction that is taken back: its files stay, the changes too
begin;
copy into @st/two from other file_format = plain;
insert into t values (3);
rollback;
select system$stream_has_data('other');
select $1, $2, $3 from @st/two order by 1;
begin;
insert into t values (4);
copy into @st/three from (select n from other) file_format = plain;
select system$stream_has_data('other');
commit;
select $1 from @st/three order by 1;
select n from other;
-- a failure in the middle leaves no file, however many there were
insert into t select seq4() + 10 from table(generator(rowcount => 1000));
copy into @st/many/ from (select iff(n = 1009, 1 / (n - 1009), n) from t order by n) file_format = plain max_file_size = 10;
select count(*) from @st/many/;
