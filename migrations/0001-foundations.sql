-- Roles, extensions, folding of Vietnamese text, facilities, and the ids of commands.
-- The server works as role lanong_app: it reads and writes module tables, but can write the
-- clinical tables (0002) only through their function, and can alter nothing.

create extension if not exists unaccent;
create extension if not exists pg_trgm;
create extension if not exists btree_gist;

do $$ begin
  create role lanong_app nologin;
exception when duplicate_object or unique_violation then null; end $$;
do $$ begin
  execute format('grant lanong_app to %I', current_user);
end $$;
grant usage on schema public to lanong_app;
alter default privileges in schema public grant select, insert, update, delete on tables to lanong_app;
alter default privileges in schema public grant usage, select on sequences to lanong_app;

-- The same folding as src/kernel/fold.ts.
create function fold(value text) returns text language sql immutable strict parallel safe
return trim(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, nfc))), '\s+', ' ', 'g'));

create table facility (
  id         integer primary key,
  code       text not null unique,
  name       text not null,
  created_at timestamptz not null default now()
);
comment on column facility.code is '5 characters, Decision 384/QĐ-BYT 2019';

-- Requests that change something, by the id the client made. Read by platform/http/command.ts.
create table command (
  facility     integer not null,
  id           uuid not null,
  actor        text not null,
  request_hash bytea not null,
  answer       jsonb,
  at           timestamptz not null,
  primary key (facility, id)
);
