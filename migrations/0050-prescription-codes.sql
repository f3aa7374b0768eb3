-- Codes of issued prescriptions, so that none is given twice in a facility (Circular 26/2025/TT-BYT annex I).
-- Read by modules/prescriptions when a prescription is issued or looked up by its code.
create table prescription_code (
  facility     integer not null references facility (id),
  code         text not null check (code ~ '^[0-9a-z]{12}-[CNH]$'),
  encounter_id text not null,
  patient_id   text not null,
  issued_at    timestamptz not null,
  issued_by    text not null,
  replaces     text,
  primary key (facility, code)
);
create index prescription_code_encounter on prescription_code (facility, encounter_id);
comment on column prescription_code.replaces is 'Code of the prescription that this one replaces (Decision 425/QĐ-BYT 2025)';
