-- FRESHET.LINEAGE over `files`, the files that one table has had, and `stored`, the ids of the rows that it has now. The
-- versions that no stream can ask for are forgotten: a load is then dated by its own record, made just before the commit.
SELECT
    version        AS "VERSION",
    coalesce(timezone('UTC', committed_at), loaded_on) AS "COMMITTED_ON",
    file_name      AS "FILE_NAME",
    stage_location AS "STAGE_LOCATION",
    content_hash   AS "CONTENT_HASH",
    file_size      AS "FILE_SIZE",
    row_count      AS "ROW_COUNT",
    coalesce(rows_now, 0) AS "ROWS_NOW",
    first_row      AS "FIRST_ROW",
    first_row + row_count - 1 AS "LAST_ROW",
    loaded_by      AS "LOADED_BY",
    query_id       AS "QUERY_ID"
FROM files
LEFT JOIN freshet.table_versions USING (table_id, version)
LEFT JOIN (
    SELECT first_row, count(*) AS rows_now
    FROM stored ASOF JOIN files ON stored._rid >= files.first_row
    WHERE stored._rid < first_row + row_count
    GROUP BY first_row
) USING (first_row)
