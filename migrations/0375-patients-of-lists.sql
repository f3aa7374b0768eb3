-- Who got a patient in a list of several persons: events of lists name everybody shown (`patients`), and a sum by patient,
-- person and day answers who saw them, as a board that is looked at all day would be millions of events.

create table audit_listed (
  facility integer not null,
  patient  text not null,
  actor    text not null,
  day      date not null,
  action   text not null,
  outcome  text not null,
  times    integer not null,
  first_at timestamptz not null,
  last_at  timestamptz not null,
  primary key (facility, patient, day, actor, action, outcome)
);
create index audit_listed_day on audit_listed (facility, day);
comment on table audit_listed is 'How often one account got a patient in lists of several persons on one day, from the journal';

alter table audit_reader add column up_to timestamptz;
comment on column audit_reader.up_to is 'Events that were stored before it are worked in, but for some that were under way then';
comment on column event_pack.keys is
  'actor:… and patient:… of its events, listed:… of those about several patients; action:… of the rare ones, outcome:… of those without success';
