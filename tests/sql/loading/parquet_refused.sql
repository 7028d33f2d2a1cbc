-- Parquet files are not read.
create database d; create stage st url = 's3://files/'; create table v (v variant);
create file format pq type=parquet;
select $1 from @st (file_format => 'pq');
copy into v from @st file_format = (type = parquet);
copy into v from (select $1 from @st (file_format => pq));
