-- VALIDATE and VALIDATE_PIPE_LOAD. FROM and conditions follow.
SELECT
    error          AS "ERROR",
    file_name      AS "FILE",
    line           AS "LINE",
    character      AS "CHARACTER",
    byte_offset    AS "BYTE_OFFSET",
    category       AS "CATEGORY",
    code           AS "CODE",
    sql_state      AS "SQL_STATE",
    column_name    AS "COLUMN_NAME",
    row_number     AS "ROW_NUMBER",
    row_start_line AS "ROW_START_LINE",
    rejected       AS "REJECTED_RECORD"
