-- What is unusual among millions of events is looked for in sums by day, person and patient, and in a list of which
-- patients a member of staff knows in private life. Both are derived: a job makes them from the journal in the ledger's order.

create table audit_access (
  facility integer not null,
  actor    text not null,
  patient  text not null,
  day      date not null,
  seen     integer not null,
  written  integer not null,
  taken    integer not null,
  night    integer not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  primary key (facility, actor, patient, day)
);
create index audit_access_day on audit_access (facility, day);
comment on table audit_access is 'What one account did with one patient on one day, from the journal';
comment on column audit_access.taken is 'Prints, copies and exports';
comment on column audit_access.night is 'Of all of these, so many at night by data/audit/unusual.json';

create table audit_reader (
  facility integer not null,
  name     text not null,
  position bigint not null,
  primary key (facility, name)
);
comment on table audit_reader is 'How far a reader of the journal has come: every event before this position of the ledger is worked in';

create table audit_relation (
  facility integer not null,
  account  text not null,
  patient  text not null,
  kind     text not null check (kind in ('own', 'household', 'neighbour')),
  primary key (facility, account, patient, kind)
);
create index audit_relation_patient on audit_relation (facility, patient);
comment on table audit_relation is 'Which patients a member of staff knows in private life, by their records';

create table audit_review (
  facility integer not null,
  id       uuid not null,
  rule     text not null,
  actor    text not null,
  patient  text not null default '',
  day      date not null,
  verdict  text not null check (verdict in ('justified', 'followed')),
  note     text not null,
  by       text not null,
  at       timestamptz not null,
  primary key (facility, id)
);
create unique index audit_review_once on audit_review (facility, rule, actor, patient, day);
comment on table audit_review is 'What a person in charge found out about an unusual access: justified, or followed up';

revoke update, delete on audit_review from lanong_app;
