-- The import of a whole facility into an empty installation: which files are in, so that one that was broken off goes on.
-- As long as it has no end, the server does not start.

create table facility_import (
  facility integer primary key,
  manifest text not null,
  begun_at timestamptz not null,
  ended_at timestamptz
);
comment on table facility_import is 'The export that this installation was filled from; manifest: SHA-256 of its sealed list';

create table facility_import_file (
  facility integer not null,
  path     text not null,
  primary key (facility, path)
);
comment on table facility_import_file is 'Files of tables that are taken in';
revoke insert, update, delete, truncate on facility_import, facility_import_file from lanong_app;
