-- Look-ups by the hashes of the search index from any type, for the store itself: what an identifier names, what
-- refers to a resource. Only the index of hashes may be used: the planner thinks many hashes together common and
-- would read the whole table, although each is rare. The fence (offset 0) keeps the primary key from being taken
-- for the facility.
create function store_by_tokens(p_facility integer, p_toks bigint[], p_limit integer)
returns table (type smallint, id text, record text)
language sql stable set search_path = public, pg_temp
  set enable_seqscan = off set enable_indexscan = off set enable_indexonlyscan = off as $$
  select r.type, r.id, r.record
  from (select * from resource where toks && p_toks offset 0) r
  where r.facility = p_facility
  limit p_limit;
$$;
grant execute on function store_by_tokens(integer, bigint[], integer) to lanong_app;
