-- Finding records (hồ sơ bệnh án) and knowing what they lack. The record itself is the root Encounter with
-- its members; a row here follows from them: a write marks it, src/modules/records/refresh-index.ts fills it
-- before it is read. Archive numbers run by year.

create table record_index (
  facility       integer not null,
  encounter_id   text not null,
  record_number  text not null,
  archive_number text,
  state          text not null check (state in ('open', 'finished', 'completed', 'archived')),
  kind           text not null,
  patient_id     text not null,
  patient_name   text not null default '',
  patient_fold   text not null default '',
  mrn            text not null default '',
  born_on        text,
  sex            text,
  department     text not null default '',
  doctor_id      text,
  doctor_name    text not null default '',
  doctor_fold    text not null default '',
  icd10          text[] not null default '{}',
  diagnosis      text not null default '',
  started_at     timestamptz not null,
  ended_at       timestamptz,
  due_on         date,
  archived_at    timestamptz,
  kept_until     date,
  reopened       boolean not null default false,
  needed         integer not null default 0,
  missing        jsonb not null default '[]',
  dirty          boolean not null default true,
  primary key (facility, encounter_id)
);
comment on column record_index.icd10 is 'ICD-10 codes of the visit, the primary one first';
comment on column record_index.missing is 'What completeness still asks, see records/domain/completeness.ts';
create unique index record_index_number on record_index (facility, record_number);
create index record_index_archive on record_index (facility, archive_number) where archive_number is not null;
create index record_index_state on record_index (facility, state, started_at desc, encounter_id);
create index record_index_patient on record_index (facility, patient_id);
create index record_index_name on record_index using gin (patient_fold gin_trgm_ops);
create index record_index_icd10 on record_index using gin (icd10);
create index record_index_dirty on record_index (facility, encounter_id) where dirty;

create table record_archive_number (
  facility integer not null,
  year     integer not null,
  last     integer not null,
  primary key (facility, year)
);
