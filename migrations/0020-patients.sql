-- Finding patients. The truth is the Patient resource; this table is its shadow for searching, written in the
-- transaction of every write of a Patient by the guard of module patients, from every channel. Read by
-- patients/repository.ts. Folding is done by src/kernel/fold.ts, because lower() knows only ASCII under locale C.

create table patient_index (
  facility    integer not null,
  patient_id  text not null,
  mrn         text,
  name        text not null,
  folded      text not null,
  words       tsvector generated always as (array_to_tsvector(string_to_array(trim(folded), ' '))) stored,
  accented    text not null,
  reversed    text not null,
  initials    text not null,
  birth_date  text,
  birth_year  smallint,
  sex         text not null,
  cccd        text,
  bhyt        text,
  phone       text,
  numbers     text not null,
  address     text,
  active      boolean not null default true,
  merged_into text,
  updated_at  timestamptz not null,
  primary key (facility, patient_id)
);
comment on column patient_index.folded is 'Name without accents in lower case, one space before every word';
comment on column patient_index.words is 'Words of the folded name, searched by prefix in any order';
comment on column patient_index.accented is 'Name in lower case, one space before every word';
comment on column patient_index.reversed is 'Folded words, given name first';
comment on column patient_index.initials is 'First letters of the folded words';
comment on column patient_index.birth_date is 'As exact as known: YYYY, YYYY-MM or YYYY-MM-DD';
comment on column patient_index.sex is 'FHIR administrative-gender';
comment on column patient_index.numbers is 'MRN, personal number, cards, passport, phone in lower case, one space before each; also former numbers';

-- Prefixes of words: on 100,000 patients "nguyen thi hong nhung" takes 6 ms so, and 80 ms by trigrams (loaded 2-core machine).
create index patient_index_words on patient_index using gin (words);
create index patient_index_numbers_trgm on patient_index using gin (numbers gin_trgm_ops);
create index patient_index_folded on patient_index (facility, folded text_pattern_ops);
create index patient_index_reversed on patient_index (facility, reversed text_pattern_ops);
create index patient_index_initials on patient_index (facility, initials text_pattern_ops);
create index patient_index_mrn on patient_index (facility, mrn);
create index patient_index_phone on patient_index (facility, phone);
create index patient_index_birth_date on patient_index (facility, birth_date);
create index patient_index_birth_year on patient_index (facility, birth_year);

-- The last MRN given out, per facility and year. Read by patients/medical-record-number.ts.
create table patient_number (
  facility integer not null,
  year     smallint not null,
  last     integer not null,
  primary key (facility, year)
);
