-- Orders as those who perform and those who ordered follow them: how far each has come, who must still sign for it.
-- Kept in step with ServiceRequest, MedicationRequest, Specimen, Procedure and DiagnosticReport by guards of module orders.

create table order_work (
  facility       integer not null,
  resource_type  text not null,
  id             text not null,
  kind           text not null,
  code           text not null,
  name           text not null,
  urgent         boolean not null,
  requisition    text,
  patient_id     text not null,
  encounter_id   text not null,
  department     text,
  performer      text,
  requester_id   text,
  requester_name text,
  status         text not null,
  standing       boolean not null default false,
  starts_at      timestamptz not null,
  ordered_at     timestamptz not null,
  collected_at   timestamptz,
  performed_at   timestamptz,
  resulted_at    timestamptz,
  seen_at        timestamptz,
  seen_by        text,
  cosign_until   timestamptz,
  said_by        text,
  cosigned_at    timestamptz,
  primary key (facility, resource_type, id)
);
comment on column order_work.department is 'Id of the Organization where the patient is';
comment on column order_work.performer is 'Id of the Organization that performs it';
comment on column order_work.standing is 'Repeated until stopped: performing it once does not end it';
comment on column order_work.said_by is 'Id of the Practitioner who gave the order by word';
create index order_work_open on order_work (facility, department, ordered_at)
  where resource_type = 'ServiceRequest' and status in ('active', 'on-hold');
create index order_work_unseen on order_work (facility, resulted_at) where resulted_at is not null and seen_at is null;
create index order_work_cosign on order_work (facility, cosign_until) where cosign_until is not null and cosigned_at is null;
create index order_work_encounter on order_work (facility, encounter_id);

-- What each doctor orders most, and what they keep as favourites.
create table order_use (
  facility  integer not null,
  person    text not null,
  kind      text not null,
  code      text not null,
  uses      integer not null default 0,
  favourite boolean not null default false,
  last_at   timestamptz not null,
  primary key (facility, person, kind, code)
);

-- Sets of orders that a doctor keeps.
create table order_set_own (
  facility integer not null,
  person   text not null,
  id       uuid not null,
  name     text not null,
  lines    jsonb not null,
  at       timestamptz not null,
  primary key (facility, person, id)
);
create unique index order_set_own_name on order_set_own (facility, person, name);

-- What the checks said and what came of it: one row per alert, stay, person and day.
create table order_alert (
  facility     integer not null,
  encounter_id text not null,
  key          text not null,
  person       text not null,
  day          date not null,
  rule         text not null,
  kind         text not null,
  level        text not null,
  shown        integer not null default 0,
  dry          boolean not null default false,
  outcome      text not null check (outcome in ('shown', 'heeded', 'overridden', 'dry')),
  reason       text,
  first_at     timestamptz not null,
  last_at      timestamptz not null,
  primary key (facility, encounter_id, key, person, day)
);
create index order_alert_rule on order_alert (facility, day, rule);
