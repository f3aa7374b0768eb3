-- Numbers of ordering acts, and which results a person has opened. Read by modules/orders.

create table order_counter (
  facility integer not null references facility (id),
  day      date not null,
  last     integer not null check (last > 0),
  primary key (facility, day)
);
comment on table order_counter is 'Last number of an ordering act of a day: 261123-0012 is the twelfth of 23/11/2026';

create table result_seen (
  facility   integer not null references facility (id),
  person     text not null,
  patient_id text not null,
  result_id  text not null,
  version    integer not null,
  seen_at    timestamptz not null,
  primary key (facility, person, result_id)
);
comment on table result_seen is 'Which version of a result a person opened; a corrected result is new again. Audit is the proof, this is its index.';
create index result_seen_patient on result_seen (facility, person, patient_id);
