-- PIPE_USAGE_HISTORY over `loads`: pipe_name, bucket, ends and file_size of each file that was loaded. Nothing is billed here.
SELECT
    bucket              AS "START_TIME",
    ends                AS "END_TIME",
    pipe_name           AS "PIPE_NAME",
    0::DECIMAL(38,9)    AS "CREDITS_USED",
    sum(file_size)::BIGINT AS "BYTES_INSERTED",
    count(*)            AS "FILES_INSERTED",
    sum(file_size)::BIGINT AS "BYTES_BILLED"
FROM loads
GROUP BY ALL
