-- MERGE whose INSERT list is qualified by the target's alias, whose SET is not, and whose ON joins what it then compares.
create database shop;
create table client(client_id number, mail varchar, town varchar, changed_at timestamp_ntz default current_timestamp());
create table client_in(client_id number, mail varchar, town varchar);
insert into client_in values (1, 'a@x', 'Rome'), (2, 'b@x', 'Oslo'), (3, null, 'Bern');
insert into client(client_id, mail, town) values (1, 'old@x', 'Rome'), (2, 'b@x', 'Oslo');
merge into client c
using client_in ci
   on c.client_id = ci.client_id
when matched and c.client_id <> ci.client_id or
                 c.mail      <> ci.mail      or
                 c.town      <> ci.town then update
    set c.client_id = ci.client_id
       ,c.mail      = ci.mail
       ,c.town      = ci.town
       ,changed_at  = current_timestamp()
when not matched then insert
           (c.client_id, c.mail, c.town)
    values (ci.client_id, ci.mail, ci.town);
select client_id, mail, town, changed_at is not null as dated from client order by 1;
-- the source's alias is no target
merge into client c using client_in ci on c.client_id = ci.client_id
when not matched then insert (ci.client_id) values (ci.client_id);
