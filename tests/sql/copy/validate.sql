-- VALIDATE: what a past COPY found wrong, all of it.
create database d;
create schema other;
use schema d.public;
create stage st url = 's3://files/';
create table t (a int, b varchar);
create table u (a int, b varchar);
select * from table(validate(t, job_id => '_last'));
copy into t from @st on_error = continue;
set job = last_query_id();
select * from table(validate(t, job_id => '_last'));
select error, file, line, rejected_record from table(validate(d.public.t, job_id => _last)) where category = 'conversion' order by file;
select count(*) from table(validate('d.public.t', job_id => $job));
-- the last of the session, whatever its table
copy into u from @st files = ('good.csv') on_error = continue;
select * from table(validate(t, job_id => '_last'));
select count(*) from table(validate(t, job_id => $job));
select * from table(validate(u, job_id => $job));
-- skipped files count, aborted statements do not
copy into u from @st on_error = skip_file;
select file, count(*) from table(validate(u, job_id => '_last')) group by file order by file;
copy into u from @st force = true;
select count(*) from table(validate(u, job_id => '_last'));
set aborted = last_query_id(-2);
select count(*) from table(validate(u, job_id => $aborted));
-- a COPY that only validates is none
copy into u from @st validation_mode = return_errors force = true;
select count(*) from table(validate(u, job_id => '_last'));
-- with a query
copy into u from (select $1, $2 from @st) on_error = continue force = true;
select * from table(validate(u, job_id => '_last'));
-- rolled back: it never was
begin;
copy into t from @st on_error = continue force = true;
select count(*) from table(validate(t, job_id => '_last'));
rollback;
select count(*) from table(validate(t, job_id => '_last'));
begin;
copy into t from @st on_error = continue force = true;
select 1 / 0;
commit;
select count(*) from table(validate(t, job_id => last_query_id(-3)));
-- wrong
select * from table(validate(nosuch, job_id => '_last'));
select * from table(validate(t, job_id => '01234567-89ab-cdef-0123-456789abcdef'));
select * from table(validate(t, job_id => null));
select * from table(validate(t));
select * from table(validate());
select * from table(validate(1, job_id => '_last'));
truncate table t;
select count(*) from table(validate(t, job_id => $job));
