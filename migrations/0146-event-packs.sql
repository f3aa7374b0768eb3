-- Audit events that come at the same moment are one row with one leaf, and a read of known bytes asks only whether they
-- are still current (decision 0061). Functions are plpgsql, which keeps its plans: language sql plans at every call.

create table event_pack (
  facility integer not null,
  seq      bigint not null,
  id       uuid not null,
  at       timestamptz not null,
  keys     text[] not null,
  told     text not null,
  hash     bytea not null,
  primary key (facility, seq)
);
comment on table event_pack is 'Events of audit that were stored together; kept as long as the records, like audit_event';
comment on column event_pack.at is 'When it was put together, after the last of its events';
comment on column event_pack.keys is 'actor:… and patient:… of its events';
comment on column event_pack.told is 'The events as canonical JSON, one in a line: what is hashed';
create index event_pack_keys on event_pack using gin (keys) with (gin_pending_list_limit = 256);
create index event_pack_at on event_pack (facility, at);
revoke insert, update, delete on event_pack from lanong_app;

create view audit_told as
  select facility, seq, 1::bigint as n, id::text, at, action, outcome, actor, patient, content from audit_event
  union all
  select p.facility, p.seq, e.n, e.told ->> 'id', (e.told ->> 'at')::timestamptz, e.told ->> 'action', e.told ->> 'outcome',
    e.told ->> 'actor', e.told ->> 'patient', e.line
  from event_pack p
  cross join lateral (select line, line::jsonb as told, n from string_to_table(p.told, E'\n') with ordinality x(line, n)) e;
comment on view audit_told is 'Every event, alone or in a pack, a row each';
revoke insert, update, delete on audit_told from lanong_app;

create function store_pack(p_facility integer, p_id uuid, p_at timestamptz, p_keys text[], p_told text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  with pack as (
    insert into event_pack (facility, seq, id, at, keys, told, hash)
    values (p_facility, nextval('store_seq'), p_id, p_at, p_keys, p_told, sha256(convert_to(p_told, 'UTF8')))
    returning seq, hash)
  insert into ledger_leaf (facility, seq, kind, leaf_hash)
  select p_facility, p.seq, 'events', sha256('\x00'::bytea || convert_to(
    'events ' || p_facility || ' ' || p_id || ' ' || encode(p.hash, 'hex'), 'UTF8'))
  from pack p;
end $$;
revoke all on function store_pack(integer, uuid, timestamptz, text[], text) from public;
grant execute on function store_pack(integer, uuid, timestamptz, text[], text) to lanong_app;

-- Notes that these versions were seen when all of them are the current ones; else notes nothing and tells the places
-- (from 1) of those that are not.
create function store_seen_again(
  p_facility integer, p_type smallint[], p_id text[], p_version integer[],
  p_pack uuid, p_at timestamptz, p_keys text[], p_told text)
returns integer[]
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
declare
  stale integer[];
begin
  select array_agg(x.n::integer) into stale
  from unnest(p_type, p_id, p_version) with ordinality as x(type, id, version, n)
  where not exists (
    select from resource k
    where k.facility = p_facility and k.type = x.type and k.id = x.id and k.version = x.version offset 0);
  if stale is null then
    with pack as (
      insert into event_pack (facility, seq, id, at, keys, told, hash)
      values (p_facility, nextval('store_seq'), p_pack, p_at, p_keys, p_told, sha256(convert_to(p_told, 'UTF8')))
      returning seq, hash)
    insert into ledger_leaf (facility, seq, kind, leaf_hash)
    select p_facility, p.seq, 'events', sha256('\x00'::bytea || convert_to(
      'events ' || p_facility || ' ' || p_pack || ' ' || encode(p.hash, 'hex'), 'UTF8'))
    from pack p;
  end if;
  return stale;
end $$;
revoke all on function store_seen_again(integer, smallint[], text[], integer[], uuid, timestamptz, text[], text) from public;
grant execute on function
  store_seen_again(integer, smallint[], text[], integer[], uuid, timestamptz, text[], text) to lanong_app;

create or replace function store_events(p_facility integer, p_events store_event[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  with events as materialized (
    select e.*, sha256(convert_to(e.content, 'UTF8')) as hash, nextval('store_seq') as seq from unnest(p_events) e
  ), leaves as (
    insert into ledger_leaf (facility, seq, kind, leaf_hash)
    select p_facility, e.seq, 'audit', sha256('\x00'::bytea || convert_to(
      'audit ' || p_facility || ' ' || e.id || ' ' || encode(e.hash, 'hex'), 'UTF8'))
    from events e
  )
  insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash)
  select p_facility, e.seq, e.id, e.at, e.action, e.outcome, e.actor, e.patient, e.content, e.hash from events e;
end $$;

drop function store_seen(integer, store_look[]);
create function store_seen(p_facility integer, p_looks store_look[])
returns table (n integer, version integer, recorded_ms text, content bytea, hash bytea, patient text)
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
  return query
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
end $$;
revoke all on function store_seen(integer, store_look[]) from public;
grant execute on function store_seen(integer, store_look[]) to lanong_app;
