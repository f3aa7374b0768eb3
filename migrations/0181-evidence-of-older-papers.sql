-- Papers that were signed before their proofs were noted (migration 0155) are owed them like any other paper: the job
-- completes what can be completed, and says of the rest why not. Runs again without harm.
create function paper_evidence_mend() returns integer language sql set search_path = public, pg_temp as $$
  with signed as (
    select r.facility, r.id, d.doc ->> 'docStatus' as status,
      substring(d.doc #>> '{content,0,attachment,url}' from '^urn:lanong:blob:([0-9a-f]{64})$') as file
    from resource r
    cross join lateral (select convert_from(r.content, 'UTF8')::jsonb as doc offset 0) d
    where r.type = (select t.id from resource_type t where t.name = 'DocumentReference')
      and exists (select 1 from signature_slot s
        where s.facility = r.facility and s.document_id = r.id and s.signed_at is not null)
      and not exists (select 1 from paper_evidence e where e.facility = r.facility and e.document_id = r.id)),
  made as (
    insert into paper_evidence (facility, document_id, base_sha256, file_sha256, level, wanted, state, since, next_try,
      updated_at)
    select s.facility, s.id, s.file, s.file, 'B-T', case when s.status = 'preliminary' then 'B-LT' else 'B-LTA' end,
      'waiting', now(), now(), now()
    from signed s where s.file is not null
    on conflict do nothing returning 1)
  select count(*)::integer from made
$$;
comment on function paper_evidence_mend() is 'Notes signed papers that have no row of proofs; how many there were';
select paper_evidence_mend();
