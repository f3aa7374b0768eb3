-- Reads look rows up by the whole key too, whatever the tables held when the statement was planned (decision 48).
create or replace function store_current(p_facility integer, p_type smallint[], p_id text[])
returns table (n integer, version integer, recorded_at timestamptz, content bytea, hash bytea, patient text)
language sql stable set search_path = public, pg_temp as $$
  select x.n::integer, r.version, r.recorded_at, r.content, r.hash, r.patient
  from unnest(p_type, p_id) with ordinality as x(type, id, n)
  cross join lateral (
    select k.version, k.recorded_at, k.content, k.hash, k.patient from resource k
    where k.facility = p_facility and k.type = x.type and k.id = x.id offset 0) r;
$$;

create or replace function store_seen(p_facility integer, p_looks store_look[])
returns table (n integer, version integer, recorded_ms text, content bytea, hash bytea, patient text)
language sql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
  with found as materialized (
    select l.n::integer, l.event, l.at, l.actor, r.version, r.recorded_at, r.content, r.hash, r.patient,
      l.head || coalesce('"patient":' || to_json(r.patient)::text || ',', '') || l.mid || r.version || l.tail as told
    from unnest(p_looks) with ordinality as l(type, id, event, at, actor, head, mid, tail, n)
    cross join lateral (
      select k.version, k.recorded_at, k.content, k.hash, k.patient from resource k
      where k.facility = p_facility and k.type = l.type and k.id = l.id offset 0) r
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
