-- Who asks to read or have a copy of a record, what was granted, what was handed out, and which paper is lent.
-- Law 15/2023/QH15, article 69.

create table record_request_number (
  facility integer not null,
  year     integer not null,
  last     integer not null,
  primary key (facility, year)
);

create table record_request (
  facility       integer not null,
  id             uuid not null,
  number         text not null,
  encounter_id   text not null,
  patient_id     text not null,
  kind           text not null,
  asker          text not null,
  identity       text not null,
  relation       text,
  purpose        text not null,
  want           text not null check (want in ('read', 'copy', 'summary')),
  written_on     date,
  account_id     text,
  taken_name     text not null,
  taken_at       timestamptz not null,
  decision       text check (decision in ('granted', 'refused')),
  decided_name   text,
  decided_at     timestamptz,
  note           text,
  valid_until    timestamptz,
  withdrawn_at   timestamptz,
  primary key (facility, id),
  check ((decision = 'granted') = (valid_until is not null) or decision is null)
);
comment on column record_request.kind is 'Of data/rules/record-access.json';
comment on column record_request.identity is 'Paper by which the asker was identified';
comment on column record_request.account_id is 'Account of this installation that reads by this grant';
create unique index record_request_number_once on record_request (facility, number);
create index record_request_patient on record_request (facility, patient_id, taken_at);
create index record_request_waiting on record_request (facility, taken_at) where decision is null;
create index record_request_account on record_request (facility, account_id) where account_id is not null;

create table record_copy (
  facility   integer not null,
  request_id uuid not null,
  n          integer not null,
  at         timestamptz not null,
  by_name    text not null,
  want       text not null,
  sha256     text not null,
  papers     integer not null,
  primary key (facility, request_id, n)
);
comment on table record_copy is 'Each file that was shown or handed out by a request';

create table record_loan (
  facility      integer not null,
  id            uuid not null,
  request_id    uuid not null,
  encounter_id  text not null,
  patient_id    text not null,
  due_on        date not null,
  lent_name     text not null,
  lent_at       timestamptz not null,
  returned_name text,
  returned_at   timestamptz,
  state_of_it   text,
  primary key (facility, id)
);
comment on column record_loan.state_of_it is 'What the officer found when the paper came back';
create unique index record_loan_out on record_loan (facility, encounter_id) where returned_at is null;
create index record_loan_patient on record_loan (facility, patient_id);
