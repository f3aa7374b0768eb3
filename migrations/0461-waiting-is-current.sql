-- Only current versions wait for their words: what was changed or deleted while a transaction of others stays open never gets
-- any, and had `_content` refused when it was more than 2,000 versions.
create or replace function store_word_hits(p_facility integer, p_type smallint, p_words text[], p_most integer, p_waiting integer)
returns setof text
language plpgsql stable security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  noted bigint;
  usable boolean;
  asked integer[];
  waiting text[];
begin
  select s.low into noted from search_word_state s where s.facility = p_facility and s.rules = content_rules();
  usable := found;
  noted := coalesce(noted, 0);
  select array_agg(distinct h) into asked from unnest(p_words) w cross join unnest(content_hashes(p_type, w)) h;
  waiting := array(
    select v.id from resource_version v
    where v.facility = p_facility and v.type = p_type and v.version > 0 and v.seq > noted
      and (not usable or not exists (select from search_word w where w.facility = p_facility and w.seq = v.seq))
      and v.version = (select r.version from resource r where r.facility = p_facility and r.type = v.type and r.id = v.id)
    limit p_waiting + 1);
  if cardinality(waiting) > p_waiting then
    return next null;
    return;
  end if;
  return query
    select x.id from (
      select v.type, v.id, v.version from search_word w
        join resource_version v on v.facility = p_facility and v.seq = w.seq
        where w.facility = p_facility and usable and (w.words @> asked or w.words @> array[-1 - p_type]) and v.type = p_type
      offset 0) x
    join resource r on r.facility = p_facility and r.type = x.type and r.id = x.id and r.version = x.version
    union all
    select w.id from unnest(waiting) w(id)
    limit p_most;
end $$;
