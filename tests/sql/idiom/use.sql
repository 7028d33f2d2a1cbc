-- USE without a keyword is USE DATABASE or USE SCHEMA; with a role's name it is an error.
USE SYSADMIN;
create database first;
create schema first.raw;
create database second;
USE first;
select current_database(), current_schema();
USE first.raw;
select current_database(), current_schema();
USE SYSADMIN;
use role SYSADMIN;
USE "FIRST"."RAW";
select current_database(), current_schema();
