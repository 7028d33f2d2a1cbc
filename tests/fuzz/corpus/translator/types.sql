select n + f, s || n, b and v:a, d + 1, h, ts, z, v, x, $1, v:a.b[0]::int, n / 2, -(-n), try_cast(s as date) from t where n in (1, '2') order by v;
