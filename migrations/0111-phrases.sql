-- Abbreviations that expand while people write: the facility's (owner empty) and each person's own.
create table phrase (
  facility     integer not null,
  owner        text not null,
  short        text not null,
  text         text not null,
  abbreviation boolean not null,
  changed_at   timestamptz not null,
  changed_by   text not null,
  primary key (facility, owner, short)
);
comment on column phrase.owner is 'Account of the writer; empty for the facility''s phrases';
comment on column phrase.abbreviation is 'Papers given to patients may not carry it unexplained';

-- Who has a form open now. Lost with a crash, and nothing is lost by that.
create unlogged table form_presence (
  facility integer not null,
  fill     text not null,
  actor    text not null,
  name     text not null,
  at_key   text not null,
  seen_at  timestamptz not null,
  primary key (facility, fill, actor)
);
