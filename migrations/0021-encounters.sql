-- Queues of the day and the numbers given out at reception. The truth of a visit is its root Encounter; losing
-- these tables loses the order of waiting, never a fact. Read by encounters/repository.ts.

create table queue_entry (
  facility        integer not null,
  encounter_id    text not null,
  patient_id      text not null,
  room_id         text not null,
  day             date not null,
  number          text not null,
  record_number   text not null,
  priority        text,
  payer           text not null,
  reason          text not null,
  state           text not null default 'waiting'
                  check (state in ('waiting', 'called', 'in-room', 'skipped', 'done', 'cancelled')),
  arrived_at      timestamptz not null,
  placed_at       timestamptz not null,
  triaged_at      timestamptz,
  called_at       timestamptz,
  called_count    smallint not null default 0,
  started_at      timestamptz,
  finished_at     timestamptz,
  primary key (facility, encounter_id),
  unique (facility, room_id, day, number)
);
comment on column queue_entry.day is 'Day in Viet Nam';
comment on column queue_entry.number is 'As printed: 047, or P04 for a priority';
comment on column queue_entry.priority is 'Code of data/rules/queue-priority.json; null is in turn';
comment on column queue_entry.payer is 'bhyt or self';
comment on column queue_entry.placed_at is 'Place in the line: arrival, or the moment a skipped patient came back';

create index queue_entry_line on queue_entry (facility, day, room_id, state, placed_at);
create index queue_entry_patient on queue_entry (facility, patient_id, day);

-- Numbers per room and day; kind N in turn, P priority. One row per line, locked while a number is given out.
create table queue_number (
  facility integer not null,
  room_id  text not null,
  day      date not null,
  kind     text not null check (kind in ('N', 'P')),
  last     integer not null,
  primary key (facility, room_id, day, kind)
);

-- Record numbers (số hồ sơ) 26/000123, without gaps within a year.
create table record_number (
  facility integer not null,
  year     smallint not null,
  last     integer not null,
  primary key (facility, year)
);
