-- A text that cannot be cut into tokens: nothing of it runs, and the error stands where the string begins.
create database d;
select 'it is not closed;
select 1;
