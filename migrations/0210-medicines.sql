-- Medicines of the ward: which orders there are and how they stood since when, which doses were given. The clinical facts
-- are MedicationRequest and MedicationAdministration; these tables follow from them in the same transaction
-- (src/modules/medicines/guards.ts).

create table medicine_order (
  facility     integer not null,
  request_id   text not null,
  encounter_id text not null,
  patient_id   text not null,
  status       text not null,
  plan         jsonb not null,
  changed_at   timestamptz not null,
  primary key (facility, request_id)
);
comment on column medicine_order.plan is 'The order as src/modules/medicines/domain/order-plan.ts reads it';
create index medicine_order_stay on medicine_order (facility, encounter_id);

create table medicine_order_state (
  facility   integer not null,
  request_id text not null,
  at         timestamptz not null,
  status     text not null,
  primary key (facility, request_id, at)
);
comment on table medicine_order_state is 'Since when an order stands as it does: what was due in a pause was not missed';

create table medicine_dose (
  facility          integer not null,
  administration_id text not null,
  request_id        text not null,
  encounter_id      text not null,
  due_at            timestamptz not null,
  status            text not null,
  at                timestamptz not null,
  by_name           text not null,
  detail            jsonb not null,
  primary key (facility, administration_id)
);
comment on column medicine_dose.due_at is 'The hour of the dose; of a medicine given when needed, when it was given';
comment on column medicine_dose.detail is 'What the chart of medicines shows of it: src/modules/medicines/dose-detail.ts';
-- One dose is one order at one hour, whoever writes it.
create unique index medicine_dose_once on medicine_dose (facility, request_id, due_at)
  where status <> 'entered-in-error';
create index medicine_dose_stay on medicine_dose (facility, encounter_id, at);
