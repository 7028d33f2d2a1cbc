-- A text that is not UTF-8: nothing of it runs.
create database d;
create procedure p() returns varchar language javascript as $$ return "aÿ"; $$;
call p();
