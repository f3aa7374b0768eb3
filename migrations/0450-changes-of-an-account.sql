-- What an account made, changed or deleted is found by an index of its own: of somebody who only looks, the question walked back
-- through all that the account had done (2 s of ten million events). The database derives the key from the events themselves, so that
-- packs of before this migration and of an older export have it too, and nothing more is stored in the rows.

-- Rare acts of an account too: of somebody who never printed, all that they did or all prints of everybody were looked through.
create index audit_event_done on audit_event (facility, actor, action, at, seq) where action not in ('read', 'search', 'view');

-- `update:<account>` of the changes in a pack, whose lines are canonical JSON: `action` and `actor` stand before what is nested. They
-- are cut out, which costs a third of parsing; only a name with a sign that JSON writes otherwise is parsed.
create function event_changes(p_told text) returns text[] language plpgsql immutable strict parallel safe as $$
declare
  line text;
  act text;
  who text;
  key text;
  found text[] := '{}';
begin
  foreach line in array string_to_array(p_told, E'\n') loop
    act := split_part(split_part(line, '"action":"', 2), '"', 1);
    if act in ('create', 'update', 'delete') then
      who := split_part(split_part(line, '"actor":"', 2), '"', 1);
      if strpos(who, '\') > 0 then
        who := line::json ->> 'actor';
      end if;
      key := act || ':' || who;
      if key <> all (found) then
        found := found || key;
      end if;
    end if;
  end loop;
  return found;
end $$;
comment on function event_changes(text) is 'action:actor of the events of a pack that made, changed or deleted something';

-- Judged for every pack that is written: one look through the text, for a word that ends like create, update and delete.
create index event_pack_changed on event_pack using gin (event_changes(told)) with (gin_pending_list_limit = 256)
  where strpos(told, 'te",') > 0;
-- No statistics: they would take every sampled pack apart, and the questions may use nothing but indexes anyhow.
alter index event_pack_changed alter column 1 set statistics 0;

drop function event_packs_with(integer, timestamptz, timestamptz, text[], text[], text[], text[]);
-- Packs of events by their keys, for a question that narrows: newest first. Only indexes may be used, and only together: for a
-- patient or an account with few events the planner walked all packs back in time and filtered by key (16 s of ten million events).
-- A filter that is not asked for is null; every question is planned with its values.
create function event_packs_with(
  p_facility integer, p_from timestamptz, p_to timestamptz,
  p_patients text[], p_actors text[], p_actions text[], p_outcomes text[], p_changes text[]
) returns table (at timestamptz, seq bigint)
language plpgsql stable set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
begin
  return query
    select p.at, p.seq from event_pack p
    where p.facility = p_facility and p.at >= p_from and (p_to is null or p.at < p_to)
      and (p_patients is null or p.keys && p_patients) and (p_actors is null or p.keys && p_actors)
      and (p_actions is null or p.keys && p_actions) and (p_outcomes is null or p.keys && p_outcomes)
      and (p_changes is null or (strpos(p.told, 'te",') > 0 and event_changes(p.told) && p_changes))
    order by p.at desc, p.seq desc;
end $$;
grant execute on function event_packs_with(integer, timestamptz, timestamptz, text[], text[], text[], text[], text[])
  to lanong_app;
