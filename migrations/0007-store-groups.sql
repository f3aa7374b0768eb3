-- One statement for the rows of a commit or of several commits at once (group commit), and for audit events that come
-- together. Lists are given in binary form by src/store/rows.ts, which names the columns in the same order.

-- Rows in the side tables are only written again when they have changed.
alter table resource add column side bigint;
comment on column resource.side is 'Hash of its rows in search_ordered and search_string, 0 without any; absent where nobody knows';

create type store_change as (
  kind "char", type smallint, id text, version integer, at timestamptz, actor text, patient text, record text,
  record_state text, record_number text, status text, code bigint, ct bigint, ct_end bigint, value double precision,
  toks bigint[], side bigint, released boolean, content bytea
);
create type store_event as (
  id uuid, at timestamptz, action text, outcome text, actor text, patient text, content text
);
create type store_ordered as (
  type smallint, id text, param integer, n smallint, key bigint, lo double precision, hi double precision, unit text
);
create type store_string as (type smallint, id text, param integer, n smallint, value text);

drop function store_commit(integer, timestamptz, text, text, text[], json, bytea[],
  smallint[], text[], integer[], smallint[], bigint[], double precision[], double precision[], text[],
  smallint[], text[], integer[], smallint[], text[]);

-- Writes versions, current rows, search rows, ledger leaves, audit and outbox rows of all changes, or nothing.
-- p_named: records beside their own that the rows name. Rows that are changed or deleted are locked by the caller
-- (store_lock), with the version before the one given here.
create function store_commit(
  p_facility integer, p_authority text, p_notify text[], p_named text[], p_changes store_change[],
  p_events store_event[], p_ordered store_ordered[], p_strings store_string[]
) returns void language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  records text[] := p_named;
  others integer := 0;
  hit integer;
  kept text[] := '{}';
  one record;
begin
  for one in
    select r.type, r.id, r.kind, r.version, r.side, c.version as before, c.record, c.side as old_side
    from unnest(p_changes) r
    left join resource c on c.facility = p_facility and c.type = r.type and c.id = r.id
    where r.kind <> 'c'
  loop
    others := others + 1;
    records := array_append(records, one.record);
    if one.before is distinct from one.version - 1 then
      raise exception 'the version has changed' using errcode = 'LO412',
        detail = json_build_object('type', one.type, 'id', one.id)::text;
    end if;
    if one.kind = 'u' and one.old_side = one.side then
      kept := array_append(kept, one.type || '/' || one.id);
    elsif one.old_side is distinct from 0 then
      delete from search_ordered s where s.facility = p_facility and s.type = one.type and s.id = one.id;
      delete from search_string s where s.facility = p_facility and s.type = one.type and s.id = one.id;
    end if;
  end loop;
  select array_agg(distinct x) into records
    from (select unnest(records) union all select r.record from unnest(p_changes) r) as all_records(x)
    where x is not null;
  if records is not null then
    perform store_check_records(p_facility, records, p_authority);
  end if;

  with given as materialized (
    select r.*, sha256(r.content) as hash, nextval('store_seq') as seq from unnest(p_changes) r
  ), gone as (
    delete from resource c using given r
      where r.kind = 'd' and c.facility = p_facility and c.type = r.type and c.id = r.id and c.version = r.version - 1
      returning 1
  ), changed as (
    update resource c set
      version = r.version, recorded_at = r.at, patient = r.patient, record = r.record, record_state = r.record_state,
      record_number = r.record_number, status = r.status, code = r.code, ct = r.ct, ct_end = r.ct_end,
      value = r.value, toks = r.toks, side = r.side, content = r.content, hash = r.hash
      from given r
      where r.kind = 'u' and c.facility = p_facility and c.type = r.type and c.id = r.id and c.version = r.version - 1
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
      format('version %s %s/%s/_history/%s %s', p_facility, t.name, r.id, r.version, encode(r.hash, 'hex')), 'UTF8'))
    from given r join resource_type t on t.id = r.type
    union all
    select p_facility, e.seq, 'audit', sha256('\x00'::bytea || convert_to(
      format('audit %s %s %s', p_facility, e.id, encode(e.hash, 'hex')), 'UTF8'))
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
    select p_facility, o.* from unnest(p_ordered) o where (o.type || '/' || o.id) <> all (kept);
  end if;
  if cardinality(p_strings) > 0 then
    insert into search_string (facility, type, id, param, n, value)
    select p_facility, s.* from unnest(p_strings) s where (s.type || '/' || s.id) <> all (kept);
  end if;
  perform pg_notify('lanong_change', told) from unnest(p_notify) told;
end $$;

-- Audit events that come together, each with its leaf: reads, searches, logins.
create function store_events(p_facility integer, p_events store_event[]) returns void
language sql security definer set search_path = public, pg_temp as $$
  with events as materialized (
    select e.*, sha256(convert_to(e.content, 'UTF8')) as hash, nextval('store_seq') as seq from unnest(p_events) e
  ), leaves as (
    insert into ledger_leaf (facility, seq, kind, leaf_hash)
    select p_facility, e.seq, 'audit', sha256('\x00'::bytea || convert_to(
      format('audit %s %s %s', p_facility, e.id, encode(e.hash, 'hex')), 'UTF8'))
    from events e
  )
  insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash)
  select p_facility, e.seq, e.id, e.at, e.action, e.outcome, e.actor, e.patient, e.content, e.hash from events e;
$$;

-- Current rows of a list of keys, read together; n is the place in the lists, from 1.
create function store_current(p_facility integer, p_type smallint[], p_id text[])
returns table (n integer, version integer, recorded_at timestamptz, content bytea, hash bytea, patient text)
language sql stable set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select x.n::integer, r.version, r.recorded_at, r.content, r.hash, r.patient
  from unnest(p_type, p_id) with ordinality as x(type, id, n)
  join resource r on r.facility = p_facility and r.type = x.type and r.id = x.id;
$$;

-- Takes what every reader has had out of the outbox; tells how many rows went.
create function store_purge_outbox(p_facility integer, p_before timestamptz, p_most integer) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  went integer;
begin
  delete from outbox o where o.facility = p_facility and o.seq in (
    select first.seq from (
      select f.seq, f.type, f.id, f.version from outbox f where f.facility = p_facility order by f.seq limit p_most) first
    join resource_version v on v.facility = p_facility and v.type = first.type and v.id = first.id
      and v.version = first.version
    where v.recorded_at < p_before);
  get diagnostics went = row_count;
  return went;
end $$;

drop function store_audit(integer, uuid, timestamptz, text, text, text, text, text);
grant execute on function
  store_commit(integer, text, text[], text[], store_change[], store_event[], store_ordered[], store_string[]),
  store_events(integer, store_event[]), store_current(integer, smallint[], text[]),
  store_purge_outbox(integer, timestamptz, integer)
to lanong_app;
