-- Merging two entries of one person so that it can be undone. Read by src/modules/patient-merge.

create table patient_merge (
  facility       integer not null references facility (id),
  id             uuid not null,
  source         text not null,
  target         text not null,
  reason         text not null,
  actor          text not null,
  at             timestamptz not null,
  source_version integer not null,
  target_version integer not null,
  undone_at      timestamptz,
  undone_by      text,
  primary key (facility, id)
);
comment on column patient_merge.source_version is 'Last version of the source before the merge; target_version likewise';
create unique index patient_merge_source on patient_merge (facility, source) where undone_at is null;
create index patient_merge_target on patient_merge (facility, target);

create table patient_merge_change (
  facility  integer not null,
  merge_id  uuid not null,
  type      text not null,
  id        text not null,
  how       text not null check (how in ('rewritten', 'refiled', 'row')),
  version   integer not null,
  places    jsonb not null,
  primary key (facility, merge_id, type, id),
  foreign key (facility, merge_id) references patient_merge (facility, id)
);
comment on column patient_merge_change.type is 'Resource type, or name of a table for how = row';
comment on column patient_merge_change.how is
  'rewritten: a new version names the target. refiled: closed or signed, its bytes stay and it is found under the target. row: a table of a module';
comment on column patient_merge_change.version is 'Version that the merge made';
comment on column patient_merge_change.places is 'Where the source was named: JSON pointers with the text that stood there';

-- Changes only under which patient closed or signed resources are found; their bytes, versions and hashes stay.
create function store_refile(p_facility integer, p_type smallint[], p_id text[], p_patient text[], p_toks json)
returns void language sql security definer set search_path = public, pg_temp as $$
  update resource r set
    patient = x.patient,
    toks = array(select json_array_elements_text(p_toks -> (x.n - 1)::integer)::bigint)
  from unnest(p_type, p_id, p_patient) with ordinality as x(type, id, patient, n)
  where r.facility = p_facility and r.type = x.type and r.id = x.id;
$$;
revoke execute on function store_refile(integer, smallint[], text[], text[], json) from public;
grant execute on function store_refile(integer, smallint[], text[], text[], json) to lanong_app;
