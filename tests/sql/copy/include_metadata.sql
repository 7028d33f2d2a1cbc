-- INCLUDE_METADATA: columns that are filled with what is known of the record.
create database d;
create stage st url = 's3://files/';
create file format f type = csv parse_header = true;
create table t (id int, name varchar, file varchar, n int, modified timestamp_ntz, scanned timestamp_ltz);
copy into t from @st/in/ file_format = (format_name = f) match_by_column_name = case_insensitive
  include_metadata = (file = METADATA$FILENAME, n = metadata$file_row_number, modified = METADATA$FILE_LAST_MODIFIED,
    scanned = METADATA$START_SCAN_TIME);
select id, name, file, n, modified > '2020-01-01', abs(datediff(minute, scanned, current_timestamp())) < 10 from t order by id;
-- NOT NULL, types, formats
create table u (id int, "when" date, file varchar(5) not null, m timestamp_ntz not null);
copy into u from @st files = ('dates.csv') match_by_column_name = case_sensitive
  file_format = (type = csv parse_header = true date_format = 'DD.MM.YYYY' timestamp_format = 'DD.MM.YYYY HH24:MI')
  include_metadata = (file = METADATA$FILENAME, m = METADATA$FILE_LAST_MODIFIED);
copy into u from @st files = ('dates.csv') match_by_column_name = case_insensitive truncatecolumns = true
  file_format = (type = csv parse_header = true date_format = 'DD.MM.YYYY' timestamp_format = 'DD.MM.YYYY HH24:MI')
  include_metadata = (file = METADATA$FILENAME, m = METADATA$FILE_LAST_MODIFIED);
select "when", file, m > '2020-01-01' from u;
-- with schema evolution
create table e (file varchar not null) enable_schema_evolution = true;
copy into e from @st/in/b.csv match_by_column_name = case_insensitive include_metadata = (file = METADATA$FILENAME)
  file_format = (type = csv parse_header = true error_on_column_count_mismatch = false);
select * from e;
-- wrong
copy into t from @st/in/ include_metadata = (file = METADATA$FILENAME);
copy into t (id, name) from @st/in/ include_metadata = (file = METADATA$FILENAME) match_by_column_name = case_insensitive file_format = f;
copy into t from @st/in/ file_format = f match_by_column_name = case_insensitive include_metadata = (nope = METADATA$FILENAME);
copy into t from @st/in/ file_format = f match_by_column_name = case_insensitive include_metadata = (file = METADATA$NOPE);
copy into t from @st/in/ file_format = f match_by_column_name = case_insensitive include_metadata = (file = 'METADATA$FILENAME');
copy into t from @st/in/ file_format = f match_by_column_name = case_insensitive include_metadata = (file = METADATA$FILE_CONTENT_KEY);
copy into t from @st/in/ file_format = f match_by_column_name = case_insensitive include_metadata = METADATA$FILENAME;
copy into t from @st/in/ file_format = f match_by_column_name = case_insensitive
  include_metadata = (file = METADATA$FILENAME, file = METADATA$FILENAME);
create pipe p as copy into t from @st/in/ file_format = (format_name = f) match_by_column_name = case_insensitive
  include_metadata = (file = METADATA$FILENAME);
