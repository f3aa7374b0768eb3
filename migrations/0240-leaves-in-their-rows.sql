-- A leaf of the ledger is two columns of the row that it speaks of: no row and no index entry more in a commit (decision
-- 0078). The job that orders leaves copies their hash into ledger_position, the level 0 of the tree, which stays when the
-- row is erased. Leaves of before keep their places and hashes.

create table ledger_position_now (
  facility  integer not null,
  position  bigint not null,
  seq       bigint not null,
  leaf_hash bytea not null check (length(leaf_hash) = 32)
);
insert into ledger_position_now
  select p.facility, p.position, p.seq, l.leaf_hash
  from ledger_position p join ledger_leaf l on l.facility = p.facility and l.seq = p.seq;
do $$ begin
  if (select count(*) from ledger_position) <> (select count(*) from ledger_position_now) then
    raise exception 'the ledger has places without a leaf';
  end if;
end $$;

alter table resource_version add column leaf_xid xid8, add column leaf_hash bytea;
alter table audit_event      add column leaf_xid xid8, add column leaf_hash bytea;
alter table event_pack       add column leaf_xid xid8, add column leaf_hash bytea;
alter table ledger_line      add column leaf_xid xid8, add column leaf_hash bytea;

-- Leaves that wait for their place.
create temporary table waiting on commit drop as
  select l.facility, l.seq, l.xid, l.leaf_hash from ledger_leaf l
  left join ledger_position p on p.facility = l.facility and p.seq = l.seq where p.seq is null;
update resource_version t set leaf_xid = w.xid, leaf_hash = w.leaf_hash from waiting w where t.facility = w.facility and t.seq = w.seq;
update audit_event      t set leaf_xid = w.xid, leaf_hash = w.leaf_hash from waiting w where t.facility = w.facility and t.seq = w.seq;
update event_pack       t set leaf_xid = w.xid, leaf_hash = w.leaf_hash from waiting w where t.facility = w.facility and t.seq = w.seq;
update ledger_line      t set leaf_xid = w.xid, leaf_hash = w.leaf_hash from waiting w where t.facility = w.facility and t.seq = w.seq;
do $$ begin
  if (select count(*) from waiting) <> (select count(*) from (
    select from resource_version where leaf_hash is not null union all select from audit_event where leaf_hash is not null
    union all select from event_pack where leaf_hash is not null union all select from ledger_line where leaf_hash is not null) x)
  then
    raise exception 'the ledger has a leaf that no row tells';
  end if;
end $$;

-- A row has the whole leaf or, when it is older than this, none.
alter table resource_version add constraint resource_version_leaf check ((leaf_xid is null) = (leaf_hash is null)) not valid;
alter table audit_event      add constraint audit_event_leaf      check ((leaf_xid is null) = (leaf_hash is null)) not valid;
alter table event_pack       add constraint event_pack_leaf       check ((leaf_xid is null) = (leaf_hash is null)) not valid;
alter table ledger_line      add constraint ledger_line_leaf      check ((leaf_xid is null) = (leaf_hash is null)) not valid;
comment on column resource_version.leaf_xid is 'Transaction that wrote the leaf: it gets its place when that is settled';
comment on column resource_version.leaf_hash is 'SHA-256(0x00 || line of src/store/ledger/leaf-line.ts), RFC 9162; null when placed before November 2026';
comment on column resource_version.seq is 'From store_seq; ledger_position names the leaf by it';

drop table ledger_position;
alter table ledger_position_now rename to ledger_position;
alter table ledger_position rename constraint ledger_position_now_leaf_hash_check to ledger_position_leaf_hash_check;
alter table ledger_position add primary key (facility, position);
create unique index ledger_position_seq on ledger_position (facility, seq);
comment on table ledger_position is 'Leaves in their order: level 0 of the Merkle tree';
revoke insert, update, delete, truncate on ledger_position from lanong_app;
comment on table ledger_node is 'Complete inner nodes of the Merkle tree; level 0 is ledger_position';

alter table ledger_state add column low bigint not null default 0, add column mark_seq bigint, add column mark_xid xid8;
comment on column ledger_state.low is 'No row up to this number waits for a place, and none will';
comment on column ledger_state.mark_seq is 'Becomes low when every transaction before mark_xid is settled';
update ledger_state s set low = coalesce(
  (select min(w.seq) - 1 from waiting w where w.facility = s.facility), (select last_value from store_seq));
drop table ledger_leaf;

create view ledger_waiting as
  select f.id as facility, x.seq, x.leaf_xid, x.leaf_hash
  from facility f
  left join ledger_state s on s.facility = f.id
  cross join lateral (
    select v.seq, v.leaf_xid, v.leaf_hash from resource_version v
    where v.facility = f.id and v.seq > coalesce(s.low, 0) and v.leaf_xid >= coalesce(s.horizon, '0')
    union all
    select a.seq, a.leaf_xid, a.leaf_hash from audit_event a
    where a.facility = f.id and a.seq > coalesce(s.low, 0) and a.leaf_xid >= coalesce(s.horizon, '0')
    union all
    select e.seq, e.leaf_xid, e.leaf_hash from event_pack e
    where e.facility = f.id and e.seq > coalesce(s.low, 0) and e.leaf_xid >= coalesce(s.horizon, '0')
    union all
    select l.seq, l.leaf_xid, l.leaf_hash from ledger_line l
    where l.facility = f.id and l.seq > coalesce(s.low, 0) and l.leaf_xid >= coalesce(s.horizon, '0')) x;
comment on view ledger_waiting is 'Leaves that have no place yet';
revoke insert, update, delete on ledger_waiting from lanong_app;

-- Gives places to leaves of settled transactions and completes the inner nodes above them. The order is by transaction
-- horizon: every transaction below it is settled, and what it wrote is visible now and complete.
-- Rows are looked for above `low`. Whoever takes a number of store_seq for a leaf has a transaction id by then: so all who
-- took one up to `reached` have an id below the one that is taken here after it was read, and when all of these are
-- settled no row up to `reached` is missing.
create or replace function ledger_sequence(p_facility integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  state ledger_state;
  reached bigint;
  mine xid8;
  settled xid8;
  placed bigint;
  new_size bigint;
  at_level smallint := 1;
begin
  if pg_current_xact_id_if_assigned() is null then
    select last_value into reached from store_seq;
    mine := pg_current_xact_id();
  end if;
  insert into ledger_state (facility, horizon, size) values (p_facility, '0'::xid8, 0) on conflict do nothing;
  select * into state from ledger_state where facility = p_facility for update;
  settled := pg_snapshot_xmin(pg_current_snapshot());
  if settled <= state.horizon then
    return state.size;
  end if;
  insert into ledger_position (facility, position, seq, leaf_hash)
  select p_facility, state.size + row_number() over (order by w.seq) - 1, w.seq, w.leaf_hash
  from ledger_waiting w where w.facility = p_facility and w.leaf_xid < settled;
  get diagnostics placed = row_count;
  new_size := state.size + placed;

  if state.mark_xid <= settled then
    state.low := state.mark_seq;
    state.mark_xid := null;
  end if;
  if mine <= settled then
    state.low := reached;
    state.mark_xid := null;
  elsif state.mark_xid is null then
    state.mark_seq := reached;
    state.mark_xid := mine;
  end if;
  update ledger_state set horizon = settled, size = new_size, low = state.low, mark_seq = state.mark_seq,
    mark_xid = state.mark_xid where facility = p_facility;

  insert into ledger_node (facility, level, index, hash)
  select p_facility, 1, x.position >> 1, sha256('\x01'::bytea || x.leaf_hash || x.next)
  from (
    select p.position, p.leaf_hash, lead(p.leaf_hash) over (order by p.position) as next from ledger_position p
    where p.facility = p_facility and p.position >= (state.size >> 1) << 1 and p.position < (new_size >> 1) << 1) x
  where x.position & 1 = 0;
  while (new_size >> (at_level + 1)) > (state.size >> (at_level + 1)) loop
    insert into ledger_node (facility, level, index, hash)
    select p_facility, at_level + 1, x.index >> 1, sha256('\x01'::bytea || x.hash || x.next)
    from (
      select n.index, n.hash, lead(n.hash) over (order by n.index) as next from ledger_node n
      where n.facility = p_facility and n.level = at_level
        and n.index >= (state.size >> (at_level + 1)) << 1 and n.index < (new_size >> (at_level + 1)) << 1) x
    where x.index & 1 = 0;
    at_level := at_level + 1;
  end loop;
  return new_size;
end $$;
drop function ledger_hash(integer, smallint, bigint);

create function ledger_leaf_hash(p_kind text, p_facility integer, p_name text, p_hash bytea) returns bytea
language sql stable as $$
  select sha256('\x00'::bytea || convert_to(p_kind || ' ' || p_facility || ' ' || p_name || ' ' || encode(p_hash, 'hex'), 'UTF8'));
$$;

-- Who takes a number for a leaf has a transaction id first (`mine`): see ledger_sequence.
create or replace function store_commit(
  p_facility integer, p_authority text, p_notify text[], p_named text[], p_changes store_change[],
  p_events store_event[], p_ordered store_ordered[], p_strings store_string[]
) returns void language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  records text[];
  before text[];
  others integer;
  old boolean;
  hit integer;
  kept text[];
  stale_type smallint[];
  stale_id text[];
  mine xid8 := pg_current_xact_id();
begin
  -- Rows of the side tables stay when they are the same (kept), and are looked for only where there may be some.
  select array_agg(distinct r.record), array_agg(distinct c.record) filter (where c.record is not null),
         count(*) filter (where r.kind <> 'c'),
         bool_or(r.kind <> 'c' and c.version is distinct from r.version - 1),
         array_agg(r.type || '/' || r.id) filter (where r.kind = 'u' and c.side = r.side),
         array_agg(r.type) filter (where r.kind <> 'c' and c.side is distinct from 0
                                     and not (r.kind = 'u' and coalesce(c.side = r.side, false))),
         array_agg(r.id) filter (where r.kind <> 'c' and c.side is distinct from 0
                                   and not (r.kind = 'u' and coalesce(c.side = r.side, false)))
    into records, before, others, old, kept, stale_type, stale_id
    from unnest(p_changes) r
    left join lateral (
      select x.version, x.record, x.side from resource x
      where r.kind <> 'c' and x.facility = p_facility and x.type = r.type and x.id = r.id offset 0) c on true;
  if old then
    raise exception 'the version has changed' using errcode = 'LO412', detail = '{}';
  end if;
  records := array_remove(p_named || records || before, null);
  if cardinality(records) > 0 then
    perform store_check_records(p_facility, records, p_authority);
  end if;
  if stale_id is not null then
    delete from search_ordered where ctid = any (array(
      select s.ctid from unnest(stale_type, stale_id) as x(type, id) cross join lateral (
        select o.ctid from search_ordered o where o.facility = p_facility and o.type = x.type and o.id = x.id offset 0) s));
    delete from search_string where ctid = any (array(
      select s.ctid from unnest(stale_type, stale_id) as x(type, id) cross join lateral (
        select o.ctid from search_string o where o.facility = p_facility and o.type = x.type and o.id = x.id offset 0) s));
  end if;

  with given as materialized (
    select r.*, sha256(r.content) as hash, nextval('store_seq') as seq from unnest(p_changes) r
  ), gone as (
    delete from resource c using given r
      cross join lateral (
        select x.ctid as place from resource x
        where x.facility = p_facility and x.type = r.type and x.id = r.id and x.version = r.version - 1 offset 0) at
      where r.kind = 'd' and c.ctid = at.place
      returning 1
  ), changed as (
    update resource c set
      version = r.version, recorded_at = r.at, patient = r.patient, record = r.record, record_state = r.record_state,
      record_number = r.record_number, status = r.status, code = r.code, ct = r.ct, ct_end = r.ct_end,
      value = r.value, toks = r.toks, side = r.side, content = r.content, hash = r.hash
      from given r
      cross join lateral (
        select x.ctid as place from resource x
        where x.facility = p_facility and x.type = r.type and x.id = r.id and x.version = r.version - 1 offset 0) at
      where r.kind = 'u' and c.ctid = at.place
      returning 1
  ), made as (
    insert into resource (facility, type, id, version, recorded_at, patient, record, record_state, record_number,
                          status, code, ct, ct_end, value, toks, side, content, hash)
    select p_facility, r.type, r.id, r.version, r.at, r.patient, r.record, r.record_state, r.record_number,
           r.status, r.code, r.ct, r.ct_end, r.value, r.toks, r.side, r.content, r.hash
    from given r where r.kind = 'c'
  ), versions as (
    insert into resource_version (facility, type, id, version, seq, kind, recorded_at, actor, patient, record, content, hash,
                                  leaf_xid, leaf_hash)
    select p_facility, r.type, r.id, r.version, r.seq, r.kind, r.at, r.actor, r.patient, r.record, r.content, r.hash, mine,
           ledger_leaf_hash('version', p_facility, (select t.name from resource_type t where t.id = r.type)
                            || '/' || r.id || '/_history/' || r.version, r.hash)
    from given r
  ), events as materialized (
    select e.*, sha256(convert_to(e.content, 'UTF8')) as hash, nextval('store_seq') as seq from unnest(p_events) e
  ), audits as (
    insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash, leaf_xid, leaf_hash)
    select p_facility, e.seq, e.id, e.at, e.action, e.outcome, e.actor, e.patient, e.content, e.hash, mine,
           ledger_leaf_hash('audit', p_facility, e.id::text, e.hash)
    from events e
  ), sent as (
    insert into outbox (facility, seq, type, id, version, patient)
    select p_facility, r.seq, r.type, r.id, r.version, r.patient from given r
  ), known as (
    insert into knowledge (facility, seq, type, id, version, event, who, known_at)
    select p_facility, nextval('store_seq'), r.type, r.id, r.version, 'released', r.actor, r.at
    from given r where r.released
  )
  select (select count(*) from gone) + (select count(*) from changed) into hit;
  if hit <> others then
    raise exception 'the version has changed' using errcode = 'LO412', detail = '{}';
  end if;

  if cardinality(p_ordered) > 0 then
    insert into search_ordered (facility, type, id, param, n, key, lo, hi, unit)
    select p_facility, o.* from unnest(p_ordered) o where kept is null or (o.type || '/' || o.id) <> all (kept);
  end if;
  if cardinality(p_strings) > 0 then
    insert into search_string (facility, type, id, param, n, value)
    select p_facility, s.* from unnest(p_strings) s where kept is null or (s.type || '/' || s.id) <> all (kept);
  end if;
  perform pg_notify('lanong_change', told) from unnest(p_notify) told;
end $$;

create or replace function store_events(p_facility integer, p_events store_event[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine xid8 := pg_current_xact_id();
begin
  with events as materialized (
    select e.*, sha256(convert_to(e.content, 'UTF8')) as hash, nextval('store_seq') as seq from unnest(p_events) e
  )
  insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash, leaf_xid, leaf_hash)
  select p_facility, e.seq, e.id, e.at, e.action, e.outcome, e.actor, e.patient, e.content, e.hash, mine,
         ledger_leaf_hash('audit', p_facility, e.id::text, e.hash)
  from events e;
end $$;

create or replace function store_pack(p_facility integer, p_id uuid, p_at timestamptz, p_keys text[], p_told text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine xid8 := pg_current_xact_id();
  digest bytea := sha256(convert_to(p_told, 'UTF8'));
begin
  insert into event_pack (facility, seq, id, at, keys, told, hash, leaf_xid, leaf_hash)
  values (p_facility, nextval('store_seq'), p_id, p_at, p_keys, p_told, digest, mine,
          ledger_leaf_hash('events', p_facility, p_id::text, digest));
end $$;

create or replace function store_seen_again(
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
    perform store_pack(p_facility, p_pack, p_at, p_keys, p_told);
  end if;
  return stale;
end $$;

create or replace function store_seen(p_facility integer, p_looks store_look[])
returns table (n integer, version integer, recorded_ms text, content bytea, hash bytea, patient text)
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
  mine xid8 := pg_current_xact_id();
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
  ), audits as (
    insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash, leaf_xid, leaf_hash)
    select p_facility, e.seq, e.event, e.at, 'read', 'success', e.actor, e.patient, e.told, e.told_hash, mine,
           ledger_leaf_hash('audit', p_facility, e.event::text, e.told_hash)
    from events e
  )
  select f.n, f.version, (extract(epoch from f.recorded_at) * 1000)::bigint::text, f.content, f.hash, f.patient
  from found f;
end $$;

create or replace function ledger_append(p_facility integer, p_kind text, p_line text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  mine xid8 := pg_current_xact_id();
  made bigint := nextval('store_seq');
begin
  if p_kind not in ('signature', 'file', 'archived') or p_line not like p_kind || ' ' || p_facility || ' %' then
    raise exception 'leaves of this kind are made by the store' using errcode = '42501';
  end if;
  insert into ledger_line (facility, seq, kind, line, leaf_xid, leaf_hash)
  values (p_facility, made, p_kind, p_line, mine, sha256('\x00'::bytea || convert_to(p_line, 'UTF8')));
  return made;
end $$;
drop function store_leaf(integer, bigint, text, text);
