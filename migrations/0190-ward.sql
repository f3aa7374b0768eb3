-- Wards, stays and the places of stays. The facts are Location and Encounter; these tables follow them by guards of
-- module ward and can be rebuilt. Read by ward/repository.ts.

create table ward_place (
  facility    integer not null,
  location_id text not null,
  kind        text not null check (kind in ('wa', 'ro', 'bd')),
  part_of     text,
  department  text not null,
  name        text not null,
  place       text,
  status      text not null default 'U',
  active      boolean not null default true,
  bed_kind    text,
  sex         text,
  ord         integer not null default 0,
  primary key (facility, location_id)
);
comment on column ward_place.kind is 'Ward, room or bed: codes of location-physical-type';
comment on column ward_place.department is 'Id of the Organization';
comment on column ward_place.status is 'HL7 table 0116: U free, O occupied, H housekeeping, I isolated, C closed, K contaminated';
comment on column ward_place.sex is 'Of a room for one sex: male or female';
create index ward_place_department on ward_place (facility, department, kind);

create table stay (
  facility      integer not null,
  encounter_id  text not null,
  patient_id    text not null,
  record_number text not null,
  status        text not null,
  department    text not null,
  source        text,
  payer         text not null,
  reason        text not null,
  diagnosis     text,
  doctor_id     text,
  doctor_name   text,
  admitted_at   timestamptz not null,
  left_at       timestamptz,
  disposition   text,
  leave_since   timestamptz,
  mother_stay   text,
  primary key (facility, encounter_id)
);
comment on column stay.status is 'Status of the Encounter: in-progress, onleave, finished, cancelled';
comment on column stay.department is 'Id of the Organization where the patient is now, or left from';
comment on column stay.diagnosis is 'Id of the Condition of rank 1';
comment on column stay.mother_stay is 'Encounter of the mother, for a newborn';
create index stay_of_department on stay (facility, department, status);
create index stay_of_patient on stay (facility, patient_id, admitted_at);
create index stay_left on stay (facility, left_at) where left_at is not null;

-- Where each patient was at every moment: a bed, or a ward while no bed is given. The constraints hold one patient per
-- bed and one place per patient, whoever writes.
create table stay_place (
  facility     integer not null,
  encounter_id text not null,
  n            smallint not null,
  patient_id   text not null,
  location_id  text not null,
  bed_id       text,
  department   text not null,
  during       tstzrange not null check (not isempty(during)),
  primary key (facility, encounter_id, n),
  constraint stay_place_bed exclude using gist (facility with =, bed_id with =, during with &&),
  constraint stay_place_patient exclude using gist (facility with =, patient_id with =, during with &&)
);
create index stay_place_department on stay_place using gist (facility, department, during);

-- Transfers between departments that are asked for and not yet decided; what happened stands in the Encounter.
create table stay_transfer (
  facility        integer not null,
  encounter_id    text not null,
  patient_id      text not null,
  from_department text not null,
  to_department   text not null,
  reason          text not null,
  urgent          boolean not null default false,
  asked_at        timestamptz not null,
  asked_by        text not null,
  arrived_at      timestamptz not null,
  primary key (facility, encounter_id)
);
comment on column stay_transfer.arrived_at is 'Since when the patient is in the department that sends; hand-over papers are younger';
create index stay_transfer_to on stay_transfer (facility, to_department, asked_at);

-- Beds kept free for somebody who is to come.
create table bed_hold (
  facility integer not null,
  bed_id   text not null,
  note     text not null,
  until    timestamptz,
  held_at  timestamptz not null,
  held_by  text not null,
  primary key (facility, bed_id)
);
