-- Character sets: names with and without hyphens, byte order marks, bytes that mean nothing
create database d; create schema d.s; use schema d.s;
create stage st url = 's3://files/';
create table t (a int, b varchar);
copy into t from @st files = ('iso88591.csv') file_format = (type = csv encoding = 'ISO-8859-1');
copy into t from @st files = ('windows1251.csv') file_format = (type = csv encoding = 'windows1251');
copy into t from @st files = ('shiftjis.csv') file_format = (type = csv encoding = SHIFTJIS) on_error = continue;
copy into t from @st files = ('utf16le_bom.csv') file_format = (type = csv encoding = 'UTF-16');
copy into t from @st files = ('utf16be.csv') file_format = (type = csv encoding = UTF16);
copy into t from @st files = ('utf16le.csv') file_format = (type = csv encoding = UTF16LE);
copy into t from @st files = ('utf32be.csv') file_format = (type = csv encoding = 'UTF-32BE');
copy into t from @st files = ('gb18030.csv') file_format = (type = csv encoding = GB18030);
copy into t from @st files = ('iso2022jp.csv') file_format = (type = csv encoding = 'ISO-2022-JP');
copy into t from @st files = ('utf8_bom.csv') file_format = (type = csv encoding = utf8);
select * from t order by 1, 2;
-- a byte order mark that is not skipped
copy into t from @st files = ('utf8_bom.csv') file_format = (type = csv skip_byte_order_mark = false) force = true on_error = continue;
-- half a character at the end
copy into t from @st files = ('odd_utf16.csv') file_format = (type = csv encoding = UTF16LE) on_error = continue;
-- bytes that are not UTF-8, and a NUL
create table u (a int, b varchar);
copy into u from @st files = ('bad_utf8.csv') on_error = continue;
truncate table u;
copy into u from @st files = ('bad_utf8.csv') file_format = (type = csv replace_invalid_characters = true);
select * from u order by 1;
copy into u from @st files = ('shiftjis.csv') file_format = (type = csv encoding = shiftjis replace_invalid_characters = true);
select * from u order by 1, 2;
copy into t from @st files = ('utf8_bom.csv') file_format = (type = csv encoding = 'KLINGON');
