-- Packs of events by their keys, for a question that narrows: newest first. Only indexes may be used, and only together: for a
-- patient or an account with few events the planner walked all packs back in time and filtered by key (16 s of ten million events).
-- A filter that is not asked for is null; every question is planned with its values.
create function event_packs_with(
  p_facility integer, p_from timestamptz, p_to timestamptz,
  p_patients text[], p_actors text[], p_actions text[], p_outcomes text[]
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
    order by p.at desc, p.seq desc;
end $$;
grant execute on function event_packs_with(integer, timestamptz, timestamptz, text[], text[], text[], text[])
  to lanong_app;
