-- What is compressed and how: AUTO goes by the first bytes and the extension, a name in COMPRESSION by nothing else
create database d; create schema d.s; use schema d.s;
create stage st url = 's3://files/';
create stage bad url = 's3://files/damaged/';
select metadata$filename as f, $1, $2 from @st (pattern => '.*/(m|p|plain)[.][^/]*[^r]') order by 1, 2;
create table t (a int, b varchar);
copy into t from @st files = ('p.csv.br') file_format = (type = csv);
copy into t from @st files = ('p.csv.br') file_format = (type = csv compression = brotli);
copy into t from @st files = ('m.csv.gz') file_format = (type = csv compression = 'gzip');
copy into t from @st files = ('m.csv.bz2') file_format = (type = csv compression = bz2);
copy into t from @st files = ('m.csv.zst') file_format = (type = csv compression = zstd);
copy into t from @st files = ('p.deflate') file_format = (type = csv compression = deflate);
copy into t from @st files = ('p.raw_deflate') file_format = (type = csv compression = raw_deflate);
copy into t from @st files = ('plain.csv') file_format = (type = csv compression = none);
select a, b, count(*) from t group by all order by all;
-- damaged files
copy into t from @bad files = ('cut.csv.gz');
copy into t from @bad files = ('sum.csv.gz');
copy into t from @bad files = ('text.csv.gz');
copy into t from @bad files = ('text.csv') file_format = (type = csv compression = deflate);
copy into t from @bad files = ('text.csv') file_format = (type = csv compression = zstd);
copy into t from @bad files = ('text.csv') file_format = (type = csv compression = brotli);
copy into t from @bad files = ('cut.csv.bz2');
copy into t from @bad files = ('cut.csv.zst');
copy into t from @bad files = ('text.csv') file_format = (type = csv compression = lzo);
copy into t from @bad files = ('text.csv') on_error = skip_file;
