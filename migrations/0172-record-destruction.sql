-- Destruction of archived records whose term is over: a list, the approval of another person, erasure with proof.
-- Law on Archives 33/2024/QH15, articles 16 and 36 (4).

create table record_destruction (
  facility      integer not null,
  id            uuid not null,
  number        integer not null,
  note          text not null,
  prepared_by   text not null,
  prepared_name text not null,
  prepared_at   timestamptz not null,
  decision      text check (decision in ('approved', 'refused')),
  decided_by    text,
  decided_name  text,
  decided_at    timestamptz,
  decision_note text,
  done_at       timestamptz,
  done_name     text,
  minutes       text,
  primary key (facility, id),
  unique (facility, number),
  check (decided_by is distinct from prepared_by),
  check ((decision is null) = (decided_by is null))
);
comment on column record_destruction.minutes is 'SHA-256 of the minutes, kept as a file';

create table record_destruction_item (
  facility       integer not null,
  destruction_id uuid not null,
  encounter_id   text not null,
  record_number  text not null,
  archive_number text not null,
  kept_until     date not null,
  retention      text not null,
  erased_at      timestamptz,
  files          text[] not null default '{}',
  files_gone_at  timestamptz,
  left_over      text,
  primary key (facility, destruction_id, encounter_id)
);
comment on column record_destruction_item.files is 'SHA-256 of the files that belonged to the record alone';
comment on column record_destruction_item.left_over is 'What stood in the way when the list was carried out';

create table record_erased (
  facility       integer not null,
  seq            bigint not null,
  destruction_id uuid not null,
  encounter_id   text not null,
  type           smallint not null,
  id             text not null,
  version        integer not null,
  hash           bytea not null,
  primary key (facility, seq)
);
comment on table record_erased is 'Versions whose bytes were erased: the leaf of the ledger and the hash stay, and prove what was erased and that nothing else was';
create index record_erased_record on record_erased (facility, destruction_id, encounter_id);

-- Erases one record of an approved list: the bytes of every version, what is searched by, and the tables that follow from
-- it. Refuses whatever the program says when the term is not over, a hold stands, or the list is not approved.
create function record_erase(p_facility integer, p_destruction uuid, p_encounter text, p_today date) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  erased integer;
  ids text[];
begin
  perform 1 from record_destruction d
    join record_destruction_item i on i.facility = d.facility and i.destruction_id = d.id
    where d.facility = p_facility and d.id = p_destruction and d.decision = 'approved'
      and d.decided_by is distinct from d.prepared_by and i.encounter_id = p_encounter and i.erased_at is null
    for update of i;
  if not found then
    raise exception 'not on an approved list' using errcode = 'LO451';
  end if;
  perform 1 from record_index x
    where x.facility = p_facility and x.encounter_id = p_encounter and x.state = 'archived' and x.kept_until < p_today;
  if not found then
    raise exception 'the term of the record is not over' using errcode = 'LO451';
  end if;
  perform 1 from record_hold h
    where h.facility = p_facility and h.encounter_id = p_encounter and h.lifted_by is null;
  if found then
    raise exception 'the record is under legal hold' using errcode = 'LO451';
  end if;

  insert into record_erased (facility, seq, destruction_id, encounter_id, type, id, version, hash)
    select v.facility, v.seq, p_destruction, p_encounter, v.type, v.id, v.version, v.hash from resource_version v
    where v.facility = p_facility and (v.type, v.id) in (
      select r.type, r.id from resource r where r.facility = p_facility and r.record = p_encounter
      union select w.type, w.id from resource_version w where w.facility = p_facility and w.record = p_encounter);
  get diagnostics erased = row_count;
  select array_agg(distinct e.id) into ids from record_erased e
    where e.facility = p_facility and e.destruction_id = p_destruction and e.encounter_id = p_encounter;
  update resource_version v set content = '', kind = 'd' from record_erased e
    where e.facility = p_facility and e.destruction_id = p_destruction and e.encounter_id = p_encounter
      and v.facility = e.facility and v.type = e.type and v.id = e.id and v.version = e.version;
  delete from search_ordered s using record_erased e
    where e.facility = p_facility and e.destruction_id = p_destruction and e.encounter_id = p_encounter
      and s.facility = e.facility and s.type = e.type and s.id = e.id;
  delete from search_string s using record_erased e
    where e.facility = p_facility and e.destruction_id = p_destruction and e.encounter_id = p_encounter
      and s.facility = e.facility and s.type = e.type and s.id = e.id;
  delete from resource r using record_erased e
    where e.facility = p_facility and e.destruction_id = p_destruction and e.encounter_id = p_encounter
      and r.facility = e.facility and r.type = e.type and r.id = e.id;
  delete from lab_result where facility = p_facility and (observation_id = any (ids) or request_id = any (ids));
  delete from lab_work where facility = p_facility and encounter_id = p_encounter;
  delete from result_seen where facility = p_facility and result_id = any (ids);
  delete from queue_entry where facility = p_facility and encounter_id = p_encounter;
  delete from prescription_code where facility = p_facility and encounter_id = p_encounter;
  delete from signature_slot where facility = p_facility and document_id = any (ids);
  delete from paper_evidence where facility = p_facility and document_id = any (ids);
  delete from draft where facility = p_facility and key like '%' || p_encounter || '%';
  update record_index set state = 'destroyed', patient_id = '', patient_name = '', patient_fold = '', mrn = '',
      born_on = null, sex = null, department = '', doctor_id = null, doctor_name = '', doctor_fold = '', icd10 = '{}',
      diagnosis = '', missing = '[]', needed = 0, dirty = false
    where facility = p_facility and encounter_id = p_encounter;
  update record_destruction_item set erased_at = now()
    where facility = p_facility and destruction_id = p_destruction and encounter_id = p_encounter;
  return erased;
end $$;
