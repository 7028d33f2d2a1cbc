-- Versions of stored tables, and the offsets of the streams that read them. Times are UTC.
CREATE TABLE IF NOT EXISTS freshet.table_versions (
    table_id     BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    committed_at TIMESTAMP NOT NULL,
    next_rid     BIGINT NOT NULL
);
-- What TRUNCATE set aside: the rows of the stored table `name` were current until `version`.
CREATE TABLE IF NOT EXISTS freshet.generations (
    table_id BIGINT NOT NULL,
    version  BIGINT NOT NULL,
    name     VARCHAR NOT NULL
);
-- When the purge last ran. One row, or none.
CREATE TABLE IF NOT EXISTS freshet.last_purge (
    done_on TIMESTAMP NOT NULL
);
-- initial: SHOW_INITIAL_ROWS = TRUE and not consumed yet.
CREATE TABLE IF NOT EXISTS freshet.stream_offsets (
    stream_id BIGINT NOT NULL,
    table_id  BIGINT NOT NULL,
    version   BIGINT NOT NULL,
    next_rid  BIGINT NOT NULL,
    initial   BOOLEAN NOT NULL,
    moved_at  TIMESTAMP NOT NULL
);
