-- A procedure without (), SQL comments in a JavaScript body.
create database d;
create or replace procedure p returns string language javascript as $$ return 'x'; $$;
create or replace procedure p() returns string language javascript as
$$
  -- load the rows
  var cmd = "select 1";
  return cmd;
$$;
call p();
create or replace procedure q() returns string language javascript as
$$
  var a = 1
  return A;
$$;
call q();
