-- Options beside FORMAT_NAME go over those of the named format, in loads and unloads; a TYPE does not.
create database d;
create file format semi type = csv field_delimiter = ';' null_if = ('nil');
create file format js type = json;
create stage st;
create table t (a int, b varchar);
copy into @st/out/data from (select 1, 'x;y' union all select 2, null order by 1) file_format = (format_name = 'semi' compression = 'none') single = true;
list @st/out/data;
select $1 from @st/out/data;
copy into t from @st/out/ file_format = (format_name = semi, skip_header = 1);
select * from t;
copy into t from @st/out/ file_format = (null_if = () format_name = d.public.semi field_optionally_enclosed_by = '"') force = true on_error = continue;
select * from t order by a, b;
create pipe p as copy into t from @st/out/ file_format = (format_name = 'semi' skip_header = 1);
-- The options are those of the format's type, and have to go together.
copy into t from @st/out/ file_format = (format_name = 'js' skip_header = 1);
copy into t from @st/out/ file_format = (format_name = 'semi' record_delimiter = ';');
copy into t from @st/out/ file_format = (format_name = 'semi' type = csv);
copy into t from @st/out/ file_format = (format_name = 'nix' skip_header = 1);
copy into t from @st/out/ file_format = (format_name = 'semi' skip_header = 1 skip_header = 2);
create stage s2 file_format = (format_name = 'semi' skip_header = 1);
