-- RANDSTR gives as many characters as it is asked for, or an error.
select length(randstr(0, 1)) a, length(randstr(5, 1)) b, length(randstr(2000000, 1)) c, length(randstr(16777216, 1)) d;
select length(randstr(16777217, 1));
select randstr(-1, 1);
select randstr(null, 1) n;
