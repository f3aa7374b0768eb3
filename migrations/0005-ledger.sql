-- The ledger in order: positions, inner nodes and tree heads of the Merkle tree. Used by src/store/ledger/.

-- Gives positions to leaves of settled transactions and completes the inner nodes above them.
-- Sequence numbers become visible out of order and have gaps, so the order is by transaction horizon:
-- every transaction below the horizon is settled, and what it wrote is visible now and complete.
create function ledger_sequence(p_facility integer) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  old_size bigint;
  new_size bigint;
  old_horizon xid8;
  new_horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
  at_level smallint := 0;
begin
  insert into ledger_state (facility, horizon, size) values (p_facility, '0'::xid8, 0) on conflict do nothing;
  select size, horizon into old_size, old_horizon from ledger_state where facility = p_facility for update;
  if new_horizon <= old_horizon then
    return old_size;
  end if;
  insert into ledger_position (facility, position, seq)
  select p_facility, old_size + row_number() over (order by l.seq) - 1, l.seq
  from ledger_leaf l
  where l.facility = p_facility and l.xid >= old_horizon and l.xid < new_horizon;
  select old_size + count(*) into new_size from ledger_position where facility = p_facility and position >= old_size;
  update ledger_state set horizon = new_horizon, size = new_size where facility = p_facility;

  while (new_size >> (at_level + 1)) > 0 loop
    insert into ledger_node (facility, level, index, hash)
    select p_facility, at_level + 1, i, sha256('\x01'::bytea || ledger_hash(p_facility, at_level, 2 * i)
                                                          || ledger_hash(p_facility, at_level, 2 * i + 1))
    from generate_series(old_size >> (at_level + 1), (new_size >> (at_level + 1)) - 1) i
    on conflict do nothing;
    at_level := at_level + 1;
  end loop;
  return new_size;
end $$;

create function ledger_hash(p_facility integer, p_level smallint, p_index bigint) returns bytea
language sql stable set search_path = public, pg_temp as $$
  select case when p_level = 0 then (
    select l.leaf_hash from ledger_position p join ledger_leaf l on l.facility = p.facility and l.seq = p.seq
    where p.facility = p_facility and p.position = p_index)
  else (
    select n.hash from ledger_node n where n.facility = p_facility and n.level = p_level and n.index = p_index) end;
$$;

create function ledger_store_head(p_facility integer, p_size bigint, p_root bytea, p_at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into tree_head (facility, size, root, at)
  select p_facility, p_size, p_root, p_at from ledger_state s where s.facility = p_facility and s.size >= p_size
  on conflict do nothing;
$$;

-- A leaf that is neither a version nor an audit event: a signature, an export, a published head.
create function ledger_append(p_facility integer, p_kind text, p_line text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  made bigint := nextval('store_seq');
begin
  if p_kind in ('version', 'audit') then
    raise exception 'leaves of this kind are made by the store' using errcode = '42501';
  end if;
  perform store_leaf(p_facility, made, p_kind, p_line);
  return made;
end $$;

grant execute on function ledger_sequence(integer), ledger_hash(integer, smallint, bigint),
  ledger_store_head(integer, bigint, bytea, timestamptz), ledger_append(integer, text, text) to lanong_app;
