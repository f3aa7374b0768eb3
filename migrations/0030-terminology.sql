-- Code lists with their validity in time. Read by src/modules/terminology.
-- A changed entry closes the old row (valid_to, or replaced_by when the same version was corrected) and
-- adds a new one: what a record meant on its day can always be read again.

create table code_list (
  facility  integer not null references facility,
  system    text not null,
  revision  bigint not null,
  primary key (facility, system)
);
comment on column code_list.revision is 'The last load that changed something; servers drop what they keep in memory when it is another';

create table code_list_load (
  facility  integer not null references facility,
  id        bigint generated always as identity,
  system    text not null,
  file_name text not null,
  file_hash bytea not null,
  origin    text not null check (origin in ('starter', 'import')),
  actor     text not null,
  at        timestamptz not null,
  expected  integer not null default 0,
  processed integer not null default 0,
  failed    integer not null default 0,
  added     integer not null default 0,
  closed    integer not null default 0,
  primary key (facility, id)
);
create index code_list_load_file on code_list_load (facility, file_hash);
comment on column code_list_load.file_hash is 'SHA-256 of the file; a starter list with a known hash is not read again';

create table concept (
  facility    integer not null references facility,
  system      text not null,
  code        text not null,
  valid_from  date not null,
  load        bigint not null,
  valid_to    date,
  replaced_by bigint,
  name        text not null,
  name_en     text not null default '',
  synonyms    text[] not null default '{}',
  parent      text,
  position    integer not null,
  details     jsonb not null default '{}',
  origin      text not null check (origin in ('starter', 'import')),
  row_hash    bytea not null,
  primary key (facility, system, code, valid_from, load)
);
create index concept_parent on concept (facility, system, parent) where parent is not null;
comment on column concept.valid_to is 'Last day, included; null while in force';
comment on column concept.replaced_by is 'Load that corrected this row for the same first day; such a row counts no more';
comment on column concept.position is 'Order in the file, for lists that are shown as they are written';
comment on column concept.details is 'The other columns of the file, as text';

-- How often a code is chosen at a place (department code or room id); ranks what is used here first.
create table concept_use (
  facility integer not null references facility,
  place    text not null,
  system   text not null,
  code     text not null,
  uses     integer not null,
  last_day date not null,
  primary key (facility, place, system, code)
);
