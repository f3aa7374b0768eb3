-- Codes of birth papers: one for each delivery, in the order of the year, kept when the paper is issued again.
-- Read by src/modules/forms/number-series.ts.

create table birth_paper_code (
  facility     integer not null references facility,
  year         integer not null,
  number       integer not null,
  encounter_id text not null,
  given_at     timestamptz not null,
  given_by     text not null,
  primary key (facility, year, number),
  unique (facility, encounter_id)
);
comment on table birth_paper_code is 'Circular 22/2025/TT-BYT: XXXXX.GCS.ZZZZZ.YY, facility, number in the year, year';
