-- An empty name is none: what took it for any name would drop everything.
create database e;
create table t (a number);
create database "";
create schema "";
create table "" (a number);
create or replace stage "" url = 's3://files/';
drop database "";
drop schema "";
select count(*) from e.public.t;
