-- Long work over FHIR that is asked for and fetched later: $export and $import. Read by src/modules/bulk-data.

create table bulk_job (
  facility    integer not null references facility (id),
  id          uuid not null,
  kind        text not null check (kind in ('export', 'import')),
  state       text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  actor       text not null,
  request_url text not null,
  request     jsonb not null,
  asked_at    timestamptz not null,
  started_at  timestamptz,
  ended_at    timestamptz,
  as_of       timestamptz,
  as_of_seq   bigint,
  expected    bigint not null default 0,
  processed   bigint not null default 0,
  failed      bigint not null default 0,
  error       text,
  primary key (facility, id)
);
comment on column bulk_job.as_of_seq is 'An export shows each resource as it was when this number of store_seq was given out';
comment on column bulk_job.expected is 'Export: resources counted in the database. Import: lines read';
create index bulk_job_open on bulk_job (facility, asked_at) where state in ('waiting', 'running');

create table bulk_file (
  facility integer not null,
  job_id   uuid not null,
  n        integer not null,
  role     text not null check (role in ('output', 'deleted', 'error', 'input')),
  type     text not null,
  name     text not null,
  counted  bigint,
  lines    bigint not null default 0,
  bytes    bigint not null default 0,
  after_id text,
  sha256   text,
  done     boolean not null default false,
  primary key (facility, job_id, n),
  foreign key (facility, job_id) references bulk_job (facility, id) on delete cascade
);
comment on column bulk_file.counted is 'Resources that the database says belong in it, counted by another statement than the one that reads them';
comment on column bulk_file.bytes is 'Safe on disk; a restart cuts the file back to it. Of an input: bytes that are imported';
comment on column bulk_file.after_id is 'Last id written; the export goes on after it';

-- A number that every version stored so far is below, and the wait for those still being stored.
create function store_point() returns table (seq bigint, horizon xid8)
language sql security definer set search_path = public, pg_temp as $$
  select nextval('store_seq'), pg_snapshot_xmax(pg_current_snapshot());
$$;
revoke execute on function store_point() from public;
grant execute on function store_point() to lanong_app;

create table bulk_waiting (
  facility integer not null,
  job_id   uuid not null,
  n        integer not null,
  line     integer not null,
  text     text not null,
  primary key (facility, job_id, n, line),
  foreign key (facility, job_id) references bulk_job (facility, id) on delete cascade
);
comment on table bulk_waiting is 'Lines of an import that refer to something that was not there yet';
