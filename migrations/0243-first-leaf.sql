-- The first leaf of an installation whose ledger was put in order before anything was written waited for ever.
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
    -- A sequence that nobody has asked yet holds the number that it will give next.
    select case when is_called then last_value else last_value - 1 end into reached from store_seq;
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

-- To look from lower is always right.
update ledger_state set low = 0 where low <= 1;
update ledger_state set mark_seq = 0 where mark_seq <= 1;
