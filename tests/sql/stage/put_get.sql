create database d;
create stage st;
create table t (a varchar, b varchar);
-- the options in any order; a file that is compressed stays as it is
put file://$FILES/one.csv @st;
put file://$FILES/t*.csv* @st/in parallel = 2 auto_compress = true;
put 'file://$FILES/a b.csv' '@st/with blank/' auto_compress = false, source_compression = auto_detect;
put file://$FILES/one.csv @%t overwrite = false source_compression = none;
put file://$FILES/?ne.csv @~/own;
list @st;
-- a file of the name is not replaced without OVERWRITE
put file://$FILES/one.csv @st;
put file://$FILES/sub/one.csv @st;
put file://$FILES/sub/one.csv @st overwrite = true;
select $1 from @st/one.csv;
select $1, $2, metadata$filename from @st/in order by 1;
copy into t from '@st/with blank/';
-- it does not wait for the end of a transaction, nor end one
begin;
insert into t values ('in', 'transaction');
put file://$FILES/two.csv @st/tx;
rollback;
select * from t;
list @st/tx;
-- back
get @st/in file://$FILES/out/;
get @st 'file://$FILES/out' pattern = '.*b.csv' parallel = 1;
get @st/nothing file://$FILES/out;
create stage back url = 's3://files/out/';
select $1, $2, metadata$filename from @back order by 3, 1;
-- what is refused
put file://$FILES/nothing* @st;
put file://$FILES/sub @st;
put file://C:\temp\x.csv @st;
put file://C:/temp/x.csv @st;
put file:// @st;
put file://$FILES/one.csv @back;
put file://$FILES/one.csv @nowhere;
put file://$FILES/one.csv @st
purge = true;
put file://$FILES/one.csv @st
parallel = 0;
put file://$FILES/one.csv @st
source_compression = lzo;
put file://$FILES/one.csv @st
overwrite = maybe;
put file://$FILES/out/.keep @st;
put /tmp/x @st;
put 's3://x/y' @st;
put file:///tmp/x;
put file://$FILES/one.csv @st/../../x;
get @back file://$FILES/out;
get @st file://$FILES/missing/;
get @st file://$FILES/one.csv;
get @st file://$FILES/out pattern = '(';
get @st file://$FILES/out
overwrite = true;
put file://$FILES/one.csv @st/twice;
get @st pattern = '.*one.*' file://$FILES/out;
get @st file://$FILES/out pattern = '.*one.*';
create procedure p() returns varchar language javascript as $$
  try { snowflake.execute({sqlText: "put file:///tmp/x @st"}); } catch (e) { return e.message; }
$$;
call p();
