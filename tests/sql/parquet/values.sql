-- What the values of Parquet files are in a VARIANT.
create database d; create stage st url = 's3://files/';
create file format pq type = parquet; create file format lt type = parquet use_logical_type = true;
create file format vec type = parquet use_vectorized_scanner = true;
create file format bin type = parquet binary_as_text = false;
create file format clean type = parquet trim_space = true null_if = ('N/A', 'a') replace_invalid_characters = true;
select $1 as v, metadata$filename, metadata$file_row_number from @st/in/ (file_format => 'pq') order by v:id;
select $1:list[0], $1:obj.y[0].z::varchar, $1:map, $1:numbers, $1:id as id, $2 from @st/in/ (file_format => 'vec') order by id;
-- times and timestamps are numbers, unless they are to be what they are
select $1 from @st/moments.parquet (file_format => 'pq');
select $1 from @st/moments.parquet (file_format => 'lt');
select $1:us::timestamp_ntz = '2024-01-02 03:04:05.123456', $1:tz::timestamp_ltz = '2024-01-02 03:04:05.5 +0000'::timestamp_ltz,
  $1:t::time, $1:d::date from @st/moments.parquet (file_format => 'lt');
-- numbers keep their digits
select $1 from @st/scalars.parquet (file_format => 'pq');
select $1:u64::number(38,0), $1:i64::int, $1:dec::number(38,3), $1:inf::float, $1:nan::float from @st/scalars.parquet (file_format => 'pq');
-- bytes
select $1 as v from @st/binary.parquet (file_format => 'bin') order by v:id;
select $1 as v from @st/binary.parquet (file_format => 'clean') order by v:id;
select $1 from @st/binary.parquet (file_format => 'pq');
create table b (id int, bin varchar);
copy into b from @st/binary.parquet file_format = pq match_by_column_name = case_insensitive on_error = continue;
select * from b order by id;
create table raw (id int, bin binary);
copy into raw from @st/binary.parquet file_format = bin match_by_column_name = case_insensitive;
select * from raw order by id;
