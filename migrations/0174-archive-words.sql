-- One folded text per record for words of any kind: numbers, name, MRN, department, doctor, codes and texts of diagnoses,
-- procedures. It is filled with the rest of the row.
alter table record_index add column words text not null default '';
comment on column record_index.words is 'Folded: what the archive is searched by, each word anywhere in it';
create index record_index_words on record_index using gin (words gin_trgm_ops);
create index record_index_started on record_index (facility, started_at desc, encounter_id desc);
drop index record_index_name;
update record_index set dirty = true where state <> 'destroyed';
