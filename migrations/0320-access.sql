-- Who was let in besides by what the records tell: emergency access and invitations, and whom a patient's account speaks
-- for. Policies are files in data/access; ties of care are read from the resources.

create table access_opening (
  facility     integer not null references facility (id),
  id           uuid not null,
  kind         text not null check (kind in ('glass', 'grant')),
  patient_id   text not null,
  record       text,
  account      text,
  department   text,
  reason       text not null,
  purpose      text not null,
  opened_by    text not null,
  since        timestamptz not null,
  until        timestamptz not null,
  ended_at     timestamptz,
  ended_by     text,
  rule         text not null default '',
  of_department text,
  verdict      text check (verdict in ('justified', 'followed')),
  verdict_note text,
  verdict_by   text,
  verdict_at   timestamptz,
  primary key (facility, id),
  check (until > since),
  check (kind <> 'glass' or account is not null),
  check (account is not null or department is not null),
  check ((verdict is null) = (verdict_at is null))
);
comment on table access_opening is 'Emergency access (glass) and invitations (grant) to the data of a patient, for a time';
comment on column access_opening.record is 'Root Encounter; of all records of the patient when null';
comment on column access_opening.rule is 'Rules that refused before, by their ids';
comment on column access_opening.of_department is 'Organization that treats the patient: its head reviews';
create index access_opening_patient on access_opening (facility, patient_id, until);
create index access_opening_account on access_opening (facility, account, until) where account is not null;
create index access_opening_waiting on access_opening (facility, since) where kind = 'glass' and verdict is null;

create table access_representative (
  facility   integer not null references facility (id),
  account    text not null,
  patient_id text not null,
  relation   text not null,
  since      timestamptz not null,
  until      timestamptz,
  noted_by   text not null,
  primary key (facility, account, patient_id)
);
comment on table access_representative is 'Patients whom the account of another patient represents: a child until it is of age, a ward';
create index access_representative_patient on access_representative (facility, patient_id);

revoke delete on access_opening from lanong_app;
