-- Reads that come together: the current rows of the keys, and for each that is there its audit event and leaf, in one
-- statement. The text of an event is made by the asker; only who the patient is and which version was seen is put in here.
create type store_look as (
  type smallint, id text,
  event uuid, at timestamptz, actor text, head text, mid text, tail text);

create function store_seen(p_facility integer, p_looks store_look[])
returns table (n integer, version integer, recorded_ms text, content bytea, hash bytea, patient text)
language sql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with found as materialized (
    select l.n::integer, l.event, l.at, l.actor, r.version, r.recorded_at, r.content, r.hash, r.patient,
      l.head || coalesce('"patient":' || to_json(r.patient)::text || ',', '') || l.mid || r.version || l.tail as told
    from unnest(p_looks) with ordinality as l(type, id, event, at, actor, head, mid, tail, n)
    join resource r on r.facility = p_facility and r.type = l.type and r.id = l.id
  ), events as materialized (
    select f.*, sha256(convert_to(f.told, 'UTF8')) as told_hash, nextval('store_seq') as seq from found f
  ), leaves as (
    insert into ledger_leaf (facility, seq, kind, leaf_hash)
    select p_facility, e.seq, 'audit', sha256('\x00'::bytea || convert_to(
      'audit ' || p_facility || ' ' || e.event || ' ' || encode(e.told_hash, 'hex'), 'UTF8'))
    from events e
  ), audits as (
    insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash)
    select p_facility, e.seq, e.event, e.at, 'read', 'success', e.actor, e.patient, e.told, e.told_hash from events e
  )
  select f.n, f.version, (extract(epoch from f.recorded_at) * 1000)::bigint::text, f.content, f.hash, f.patient
  from found f;
$$;

revoke all on function store_seen(integer, store_look[]) from public;
grant execute on function store_seen(integer, store_look[]) to lanong_app;
