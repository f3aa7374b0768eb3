-- Scans of paper on their way into a record: uploaded, indexed by one person, checked by another, sealed.
-- Decree 137/2024/ND-CP, article 4.

create table scan (
  facility      integer not null,
  id            uuid not null,
  encounter_id  text not null,
  patient_id    text not null,
  name          text not null,
  medium        text not null check (medium in ('pdf', 'image')),
  original      text not null,
  clean         text not null,
  pages         integer not null,
  state         text not null check (state in ('uploaded', 'indexed', 'sealed', 'rejected')),
  uploaded_by   text not null,
  uploaded_name text not null,
  uploaded_at   timestamptz not null,
  form          text,
  title         text,
  dated_on      date,
  indexed_by    text,
  indexed_name  text,
  indexed_at    timestamptz,
  checked_by    text,
  checked_name  text,
  checked_at    timestamptz,
  note          text,
  document_id   text,
  primary key (facility, id),
  check (checked_by is null or (checked_by <> uploaded_by and checked_by <> indexed_by))
);
comment on column scan.original is 'SHA-256 of the file as it was uploaded';
comment on column scan.clean is 'SHA-256 of its pages as a PDF, turned and cleaned up';
create index scan_waiting on scan (facility, state, uploaded_at) where state in ('uploaded', 'indexed');
create index scan_record on scan (facility, encounter_id);
