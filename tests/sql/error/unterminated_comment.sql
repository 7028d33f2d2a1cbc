create database d;
/* it is not closed
select 1;
