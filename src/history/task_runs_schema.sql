-- Runs of tasks, and the requests of EXECUTE TASK that no run has taken up yet.
CREATE TABLE IF NOT EXISTS freshet.task_runs (
    run                 BIGINT,
    task                BIGINT,
    task_uuid           VARCHAR,
    name                VARCHAR,
    database_name       VARCHAR,
    schema_name         VARCHAR,
    body                VARCHAR,
    condition           VARCHAR,
    state               VARCHAR,
    scheduled_from      VARCHAR,
    scheduled_time      TIMESTAMPTZ,
    started             TIMESTAMPTZ,
    completed           TIMESTAMPTZ,
    next_scheduled_time TIMESTAMPTZ,
    version             BIGINT,
    query_id            VARCHAR,
    error_code          VARCHAR,
    error_message       VARCHAR,
    return_value        VARCHAR
);
CREATE TABLE IF NOT EXISTS freshet.task_requests (
    request   BIGINT,
    task      BIGINT,
    requested TIMESTAMPTZ
);
