-- The functions keep their plans. One that is made while the tables are empty joins by the first column of the key
-- only, and stays when an import has filled them: 15,000 resources, 95 ms a look instead of 1 ms. Behind a fence
-- (offset 0) rows are always looked up by the whole key, and changed where they were found: they are locked.
create or replace function store_find(p_facility integer, p_type smallint[], p_id text[], p_version integer[])
returns table (n integer, record text)
language sql stable set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select x.n::integer, r.record
  from unnest(p_type, p_id, p_version) with ordinality as x(type, id, version, n)
  cross join lateral (
    select k.record from resource k
    where k.facility = p_facility and k.type = x.type and k.id = x.id offset 0) r
  where x.version is null or exists (
    select 1 from resource_version v
    where v.facility = p_facility and v.type = x.type and v.id = x.id and v.version = x.version);
$$;

create or replace function store_before(
  p_facility integer, p_type smallint[], p_id text[], p_content boolean[],
  p_ref_type smallint[], p_ref_id text[], p_ref_version integer[], p_toks bigint[], p_most integer
) returns table (found "char", n integer, type smallint, id text, version integer, record text, content text)
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  here integer;
begin
  if cardinality(p_id) > 0 then
    return query
      select 'l'::"char", x.n::integer, r.type, r.id, r.version, r.record,
             case when x.content then convert_from(r.content, 'UTF8') end
      from (select * from unnest(p_type, p_id, p_content) with ordinality as u(type, id, content, n)
            order by u.type, u.id) x
      cross join lateral (
        select k.type, k.id, k.version, k.record, k.content from resource k
        where k.facility = p_facility and k.type = x.type and k.id = x.id for update) r;
    get diagnostics here = row_count;
    if here < cardinality(p_id) then
      return query
        select 'g'::"char", x.n::integer, x.type, x.id, v.version, null::text, null::text
        from unnest(p_type, p_id) with ordinality as x(type, id, n)
        cross join lateral (
          select w.version from resource_version w
          where w.facility = p_facility and w.type = x.type and w.id = x.id order by w.version desc limit 1) v
        where not exists (
          select 1 from resource r where r.facility = p_facility and r.type = x.type and r.id = x.id);
    end if;
  end if;
  if cardinality(p_ref_id) > 0 then
    return query
      select 'r'::"char", f.n, null::smallint, null::text, null::integer, f.record, null::text
      from store_find(p_facility, p_ref_type, p_ref_id, p_ref_version) f;
  end if;
  if cardinality(p_toks) > 0 then
    return query
      select 't'::"char", null::integer, b.type, b.id, null::integer, null::text, null::text
      from store_by_tokens(p_facility, p_toks, p_most) b;
  end if;
end $$;

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
    insert into resource_version (facility, type, id, version, seq, kind, recorded_at, actor, patient, record, content, hash)
    select p_facility, r.type, r.id, r.version, r.seq, r.kind, r.at, r.actor, r.patient, r.record, r.content, r.hash
    from given r
  ), events as materialized (
    select e.*, sha256(convert_to(e.content, 'UTF8')) as hash, nextval('store_seq') as seq from unnest(p_events) e
  ), audits as (
    insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash)
    select p_facility, e.seq, e.id, e.at, e.action, e.outcome, e.actor, e.patient, e.content, e.hash from events e
  ), leaves as (
    insert into ledger_leaf (facility, seq, kind, leaf_hash)
    select p_facility, r.seq, 'version', sha256('\x00'::bytea || convert_to(
      'version ' || p_facility || ' ' || t.name || '/' || r.id || '/_history/' || r.version || ' '
        || encode(r.hash, 'hex'), 'UTF8'))
    from given r join resource_type t on t.id = r.type
    union all
    select p_facility, e.seq, 'audit', sha256('\x00'::bytea || convert_to(
      'audit ' || p_facility || ' ' || e.id || ' ' || encode(e.hash, 'hex'), 'UTF8'))
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
