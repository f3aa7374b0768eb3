-- The only way to write clinical facts. The server's role may execute these functions and read the tables.

-- The functions that look up lists of keys forbid scans, hash and merge joins: their plans are made when the tables
-- are small and kept while an import makes them large (measured: 38 of 60 s of an import, November 2026).

-- Which of the resources exist now, with the record they belong to; n is the place in the lists, from 1.
create function store_find(p_facility integer, p_type smallint[], p_id text[], p_version integer[])
returns table (n integer, record text)
language sql stable set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  select x.n::integer, r.record
  from unnest(p_type, p_id, p_version) with ordinality as x(type, id, version, n)
  join resource r on r.facility = p_facility and r.type = x.type and r.id = x.id
  where x.version is null or exists (
    select 1 from resource_version v
    where v.facility = p_facility and v.type = x.type and v.id = x.id and v.version = x.version);
$$;

-- Locks the current rows (in order, so that two writers cannot wait for each other) and tells the last
-- version of each, also of deleted ones.
create function store_lock(p_facility integer, p_type smallint[], p_id text[])
returns table (type smallint, id text, version integer, deleted boolean, content bytea, record text)
language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  perform 1 from resource r
    where r.facility = p_facility and (r.type, r.id) in (select * from unnest(p_type, p_id))
    order by r.type, r.id for update;
  return query
    select x.type, x.id, v.version, r.id is null, r.content, r.record
    from unnest(p_type, p_id) as x(type, id)
    cross join lateral (
      select max(w.version) as version from resource_version w
      where w.facility = p_facility and w.type = x.type and w.id = x.id) v
    left join resource r on r.facility = p_facility and r.type = x.type and r.id = x.id
    where v.version is not null;
end $$;

-- Refuses when a record that one of the rows belongs to, before or after, is completed or archived.
-- Circular 13/2025/TT-BYT: a completed electronic record is not changed except by named authority.
create function store_check_records(p_facility integer, p_records text[], p_authority text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  root record;
begin
  for root in
    select r.id, r.record_state, r.record_number from resource r
    where r.facility = p_facility and r.type = (select t.id from resource_type t where t.name = 'Encounter')
      and r.id = any (p_records)
    order by r.id for share
  loop
    if root.record_state in ('completed', 'archived') and coalesce(p_authority, '') = '' then
      raise exception 'the record is locked' using errcode = 'LO423',
        detail = json_build_object('number', coalesce(root.record_number, root.id), 'state', root.record_state)::text;
    end if;
  end loop;
end $$;

create function store_leaf(p_facility integer, p_seq bigint, p_kind text, p_line text) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into ledger_leaf (facility, seq, kind, leaf_hash)
  values (p_facility, p_seq, p_kind, sha256('\x00'::bytea || convert_to(p_line, 'UTF8')));
$$;

create function store_audit(
  p_facility integer, p_id uuid, p_at timestamptz, p_action text, p_outcome text, p_actor text, p_patient text, p_content text
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  made bigint := nextval('store_seq');
  digest bytea := sha256(convert_to(p_content, 'UTF8'));
begin
  insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash)
  values (p_facility, made, p_id, p_at, p_action, p_outcome, p_actor, p_patient, p_content, digest);
  perform store_leaf(p_facility, made, 'audit', format('audit %s %s %s', p_facility, p_id, encode(digest, 'hex')));
end $$;

create function store_knowledge(
  p_facility integer, p_event text, p_who text, p_at timestamptz, p_type smallint[], p_id text[], p_version integer[]
) returns void language sql security definer set search_path = public, pg_temp as $$
  insert into knowledge (facility, seq, type, id, version, event, who, known_at)
  select p_facility, nextval('store_seq'), x.type, x.id, x.version, p_event, p_who, p_at
  from unnest(p_type, p_id, p_version) as x(type, id, version);
$$;

create type store_row as (
  n integer, kind "char", type smallint, id text, version integer, patient text, record text, record_state text,
  record_number text, status text, code bigint, ct bigint, ct_end bigint, value double precision, toks bigint[],
  released boolean
);

-- Writes versions, current rows, search rows, ledger leaves, audit and outbox rows of one commit, or nothing.
-- p_content[n] are the bytes of the row n (from 1).
create function store_commit(
  p_facility integer, p_at timestamptz, p_actor text, p_authority text, p_notify text[], p_rows json, p_content bytea[],
  o_type smallint[], o_id text[], o_param integer[], o_n smallint[], o_key bigint[], o_lo double precision[],
  o_hi double precision[], o_unit text[],
  s_type smallint[], s_id text[], s_param integer[], s_n smallint[], s_value text[]
) returns void language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  rows store_row[] := array(select r from json_populate_recordset(null::store_row, p_rows) r);
  changed integer;
  written integer := 0;
  hit integer;
  records text[];
begin
  select array_agg(distinct x.record) into records from (
    select r.record from unnest(rows) r where r.record is not null
    union
    select c.record from unnest(rows) r join resource c on c.facility = p_facility and c.type = r.type and c.id = r.id
    where r.kind <> 'c' and c.record is not null) x;
  if records is not null then
    perform store_check_records(p_facility, records, p_authority);
  end if;

  select count(*) into changed from unnest(rows) r where r.kind <> 'c';
  if changed > 0 then
    delete from search_ordered s using unnest(rows) r
      where r.kind <> 'c' and s.facility = p_facility and s.type = r.type and s.id = r.id;
    delete from search_string s using unnest(rows) r
      where r.kind <> 'c' and s.facility = p_facility and s.type = r.type and s.id = r.id;
    delete from resource c using unnest(rows) r
      where r.kind = 'd' and c.facility = p_facility and c.type = r.type and c.id = r.id and c.version = r.version - 1;
    get diagnostics written = row_count;
    update resource c set
      version = r.version, recorded_at = p_at, patient = r.patient, record = r.record, record_state = r.record_state,
      record_number = r.record_number, status = r.status, code = r.code, ct = r.ct, ct_end = r.ct_end,
      value = r.value, toks = r.toks, content = p_content[r.n], hash = sha256(p_content[r.n])
      from unnest(rows) r
      where r.kind = 'u' and c.facility = p_facility and c.type = r.type and c.id = r.id and c.version = r.version - 1;
    get diagnostics hit = row_count;
    if written + hit <> changed then
      raise exception 'the version has changed' using errcode = 'LO412';
    end if;
  end if;

  with given as (
    select r.*, sha256(r.content) as hash
    from unnest(rows, p_content) as r(n, kind, type, id, version, patient, record, record_state, record_number, status,
                                      code, ct, ct_end, value, toks, released, content)
  ), current as (
    insert into resource (facility, type, id, version, recorded_at, patient, record, record_state, record_number,
                          status, code, ct, ct_end, value, toks, content, hash)
    select p_facility, r.type, r.id, r.version, p_at, r.patient, r.record, r.record_state, r.record_number,
           r.status, r.code, r.ct, r.ct_end, r.value, r.toks, r.content, r.hash
    from given r where r.kind = 'c'
  ), made as (
    insert into resource_version (facility, type, id, version, seq, kind, recorded_at, actor, patient, record, content, hash)
    select p_facility, r.type, r.id, r.version, nextval('store_seq'), r.kind, p_at, p_actor, r.patient, r.record, r.content, r.hash
    from given r
    returning type, id, version, seq, patient, hash
  ), leaves as (
    insert into ledger_leaf (facility, seq, kind, leaf_hash)
    select p_facility, m.seq, 'version', sha256('\x00'::bytea || convert_to(
      format('version %s %s/%s/_history/%s %s', p_facility, t.name, m.id, m.version, encode(m.hash, 'hex')), 'UTF8'))
    from made m join resource_type t on t.id = m.type
  )
  insert into outbox (facility, seq, type, id, version, patient)
  select p_facility, m.seq, m.type, m.id, m.version, m.patient from made m;

  insert into knowledge (facility, seq, type, id, version, event, who, known_at)
  select p_facility, nextval('store_seq'), r.type, r.id, r.version, 'released', p_actor, p_at
  from unnest(rows) r where r.released;

  insert into search_ordered (facility, type, id, param, n, key, lo, hi, unit)
  select p_facility, o.* from unnest(o_type, o_id, o_param, o_n, o_key, o_lo, o_hi, o_unit) o;
  insert into search_string (facility, type, id, param, n, value)
  select p_facility, s.* from unnest(s_type, s_id, s_param, s_n, s_value) s;

  perform pg_notify('lanong_change', one) from unnest(p_notify) one;
end $$;

revoke insert, update, delete, truncate on
  resource_type, resource, resource_version, search_ordered, search_string, audit_event, knowledge, outbox,
  ledger_leaf, ledger_position, ledger_node, ledger_state, tree_head
from lanong_app;
revoke usage, update on sequence store_seq from lanong_app;
revoke execute on function store_leaf(integer, bigint, text, text) from public;
grant execute on function
  store_lock(integer, smallint[], text[]),
  store_find(integer, smallint[], text[], integer[]),
  store_check_records(integer, text[], text),
  store_audit(integer, uuid, timestamptz, text, text, text, text, text),
  store_knowledge(integer, text, text, timestamptz, smallint[], text[], integer[]),
  store_commit(integer, timestamptz, text, text, text[], json, bytea[],
    smallint[], text[], integer[], smallint[], bigint[], double precision[], double precision[], text[],
    smallint[], text[], integer[], smallint[], text[])
to lanong_app;
