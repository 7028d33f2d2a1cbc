-- What directory tables show: the files of a stage as they were at its last refresh.
CREATE TABLE IF NOT EXISTS freshet.directory_files (
    stage_id BIGINT NOT NULL,
    path     VARCHAR NOT NULL,
    size     BIGINT NOT NULL,
    modified BIGINT NOT NULL,
    md5      VARCHAR NOT NULL,
    etag     VARCHAR NOT NULL
);
