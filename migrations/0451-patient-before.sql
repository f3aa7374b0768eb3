-- What is deleted says nothing of its patient, and the journal must: so the look at what is stored tells the patient too.
-- It was asked of every deleted resource by itself, with a plan of its own and a wait for the answer.
drop function store_before(integer, smallint[], text[], boolean[], smallint[], text[], integer[], bigint[], integer, integer[],
  boolean[]);

create function store_before(
  p_facility integer, p_type smallint[], p_id text[], p_content boolean[],
  p_ref_type smallint[], p_ref_id text[], p_ref_version integer[], p_toks bigint[], p_most integer,
  p_hold integer[], p_alone boolean[]
) returns table (found "char", n integer, type smallint, id text, version integer, record text, content text, patient text)
language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  here integer;
begin
  if cardinality(p_id) > 0 then
    return query
      select 'l'::"char", x.n::integer, r.type, r.id, r.version, r.record,
             case when x.content then convert_from(r.content, 'UTF8') end,
             -- What has no patient of its own, a Task, is of the patient of its record.
             coalesce(r.patient, (
               select e.patient from resource e
               where e.facility = p_facility and e.type = (select t.id from resource_type t where t.name = 'Encounter')
                 and e.id = r.record offset 0))
      from (select * from unnest(p_type, p_id, p_content) with ordinality as u(type, id, content, n)
            order by u.type, u.id) x
      cross join lateral (
        select k.type, k.id, k.version, k.record, k.patient, k.content from resource k
        where k.facility = p_facility and k.type = x.type and k.id = x.id for update) r;
    get diagnostics here = row_count;
    if here < cardinality(p_id) then
      return query
        select 'g'::"char", x.n::integer, x.type, x.id, v.version, null::text, null::text, null::text
        from unnest(p_type, p_id) with ordinality as x(type, id, n)
        cross join lateral (
          select w.version from resource_version w
          where w.facility = p_facility and w.type = x.type and w.id = x.id order by w.version desc limit 1) v
        where not exists (
          select 1 from resource r where r.facility = p_facility and r.type = x.type and r.id = x.id);
    end if;
  end if;
  -- A condition that is no query costs a microsecond, a statement twenty. What follows looks anew, after the wait.
  for at in 1 .. cardinality(p_hold) loop
    if p_alone[at] then
      if pg_advisory_xact_lock(1279874642, p_hold[at]) is null then end if;
    elsif pg_advisory_xact_lock_shared(1279874642, p_hold[at]) is null then
    end if;
  end loop;
  if cardinality(p_ref_id) > 0 then
    return query
      select 'r'::"char", f.n, null::smallint, null::text, null::integer, f.record, null::text, null::text
      from store_find(p_facility, p_ref_type, p_ref_id, p_ref_version) f;
  end if;
  if cardinality(p_toks) > 0 then
    return query
      select 't'::"char", null::integer, b.type, b.id, null::integer, null::text, null::text, null::text
      from store_by_tokens(p_facility, p_toks, p_most) b;
  end if;
end $$;

revoke all on function
  store_before(integer, smallint[], text[], boolean[], smallint[], text[], integer[], bigint[], integer, integer[],
    boolean[])
from public;
grant execute on function
  store_before(integer, smallint[], text[], boolean[], smallint[], text[], integer[], bigint[], integer, integer[],
    boolean[])
to lanong_app;
