-- Parquet files in a bucket.
create database d; create file format pq type = parquet;
create table t (id int, name varchar, amount number(10,2));
create stage st url = 's3://$BUCKET/in/' file_format = (type = parquet);
copy into t from @st match_by_column_name = case_insensitive on_error = skip_file;
select * from t order by id;
copy into t from @st files = ('r1.parquet') match_by_column_name = case_insensitive;
select $1:name::varchar as name, metadata$filename, metadata$file_row_number from @st/r1 order by 1;
select column_name, type, filenames from table(infer_schema(location => '@st/r1', file_format => 'pq')) order by order_id;
copy into @st/out/ from t header = true;
create table u like t;
copy into u from @st/out/ match_by_column_name = case_sensitive;
select count(*) from (select * from t minus select * from u);
