-- Unquoted names fold to upper case, quoted ones are exact.
create database names;
create table "MyT"(a int, "b" int);
insert into "MyT" values (1, 2);
select A, "b" from "MyT";
select a, "A" from "MyT" as "m";
select "m"."b", "m".a from "MyT" as "m";
-- 000904: the column is b, not B
select b from "MyT";
select a from "MyT" where b = 2;
select m.a from "MyT" as "m";
-- so is the name that a subquery or WITH gives
select x from (select a as "x" from "MyT");
select "x", "x" + 1 as y from (select a as "x" from "MyT") order by y;
with w("q") as (select a from "MyT") select q from w;
-- 002003: MYT is not MyT
select * from myt;
select * from "MYT";
-- two tables whose names differ by case alone
create table myt(a int);
insert into MyT values (10);
select a from myt;
select a from "MYT";
select a from "MyT";
create table "MYT"(a int);
-- each name on its own line of the listing
create schema "s p";
create table "s p"."t.u"("a b" int, "select" int);
insert into names."s p"."t.u" values (1, 2);
select "a b", "select" from "s p"."t.u";
select t."a b" from names."s p"."t.u" t;
select "A B" from "s p"."t.u";
insert into "s p"."t.u"("A B") values (1);
insert into "s p"."t.u"("a b") values (7);
select * from "s p"."t.u" order by 1;
create table "say ""hi"""(a int);
drop table "say ""hi""";
