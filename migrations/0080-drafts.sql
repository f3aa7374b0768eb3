-- Texts that a person is writing, until the screen saves them properly. Nothing clinical reads them.
create table draft (
  facility   integer not null,
  actor      text not null,
  key        text not null,
  content    jsonb not null,
  version    integer not null,
  updated_at timestamptz not null,
  primary key (facility, actor, key)
);
comment on table draft is 'Only its own writer reads a draft; it is no part of the record';
