select 'a\0b', v:"a", {'\x00': 1}, * ilike 'a\u0000' from t;
select d + interval '1 \0day' from t;
select date '\0' from t;
select 'a\0b';
select {'\0': 1};
select * ilike '\0' from t