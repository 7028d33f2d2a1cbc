-- An odd number of $$: the text can not be cut into statements.
create database d;
create or replace procedure r() returns string language javascript as $$ return 'odd number of quotes';
call r();
