-- Words of whole resources for `_content`: R4 search.html#content. Filled by a job (src/store/search/word-index.ts) behind what is
-- written, so that a write does nothing for it; a row speaks of one version and is never asked alone: src/store/search/content.ts
-- tests what it finds by content_text, from which the words are made too.

-- All texts of a resource, folded.
create function content_text(p_content bytea) returns text language sql immutable strict parallel safe
return (
  select fold(string_agg(v #>> '{}', ' '))
  from jsonb_path_query(convert_from(p_content, 'UTF8')::jsonb, 'strict $.** ? (@.type() == "string")') v);

-- The different words of a folded text as numbers of 22 bits, by type. What is a word is left to the regular expressions that
-- test it: `\mword\M` meets only what is a whole run of `\w`.
create function content_hashes(p_type smallint, p_text text) returns integer[] language sql immutable strict parallel safe
return (
  select coalesce(array_agg(distinct hashtext(p_type || ' ' || w) & 4194303), '{}')
  from regexp_split_to_table(p_text, '\W+') w where w <> '');

-- What the words depend on besides the program: another version of PostgreSQL or of the letters makes the index anew.
create function content_rules() returns text language sql stable parallel safe
return (
  select concat_ws(' ', current_setting('server_version_num')::integer / 10000, d.encoding, d.datcollate, d.datctype,
    pg_database_collation_actual_version(d.oid))
  from pg_database d where d.datname = current_database());

create table search_word (
  facility integer not null,
  seq      bigint not null,
  words    integer[] not null,
  primary key (facility, seq)
);
comment on table search_word is 'Which words the current version of a resource holds, by the seq of the version; made by a job';
comment on column search_word.words is 'content_hashes of its texts; of a resource with very many words only -1 - its type';
create index search_word_words on search_word using gin (words) with (fastupdate = on, gin_pending_list_limit = 256);

create table search_word_state (
  facility integer primary key,
  low      bigint not null,
  run      bigint not null,
  rules    text not null
);
comment on table search_word_state is 'How far the words of resources are noted';
comment on column search_word_state.low is 'Every version up to this seq has its words, or is not current any more';
comment on column search_word_state.run is 'Counts the runs of the job; a turn of an older run does nothing';
comment on column search_word_state.rules is 'content_rules that the words were made by';
revoke insert, update, delete, truncate on search_word, search_word_state from lanong_app;

-- Begins a run: where it goes on, up to where nothing that is still open can be missed (ledger_state.low).
create function store_words_begin(p_facility integer) returns table (run bigint, low bigint, settled bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  now_by text := content_rules();
  state search_word_state;
begin
  insert into search_word_state (facility, low, run, rules) values (p_facility, 0, 0, now_by) on conflict do nothing;
  select * into state from search_word_state s where s.facility = p_facility for update;
  if state.rules <> now_by then
    delete from search_word w where w.facility = p_facility;
    state.low := 0;
  end if;
  update search_word_state s set run = s.run + 1, low = state.low, rules = now_by where s.facility = p_facility;
  return query select state.run + 1, state.low, coalesce((select l.low from ledger_state l where l.facility = p_facility), 0);
end $$;

-- Notes the words of some versions after p_after, takes away those of the versions before them, and says how many were looked at
-- and the last of them. An erasure (resource_version_words_gone) waits for its end, or it for the erasure.
create function store_words(p_facility integer, p_run bigint, p_after bigint, p_settled bigint, p_most integer)
returns table (looked integer, last bigint)
language plpgsql security definer set search_path = public, pg_temp
  set plan_cache_mode = force_generic_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  most_words constant integer := 5000;
  n integer;
  reached bigint;
begin
  perform pg_advisory_xact_lock(460, p_facility);
  perform 1 from search_word_state s where s.facility = p_facility and s.run = p_run for update;
  if not found then
    return;
  end if;
  select count(*), max(x.seq) into n, reached from (
    select v.seq from resource_version v where v.facility = p_facility and v.seq > p_after order by v.seq limit p_most) x;
  delete from search_word w using resource_version v, resource_version o
    where v.facility = p_facility and v.seq > p_after and v.seq <= reached and v.version > 1
      and o.facility = p_facility and o.type = v.type and o.id = v.id and o.version < v.version
      and w.facility = p_facility and w.seq = o.seq;
  insert into search_word (facility, seq, words)
    select p_facility, x.seq, case when cardinality(x.words) > most_words then array[-1 - x.type] else x.words end
    from (
      select v.seq, v.type, content_hashes(v.type, content_text(r.content)) as words
      from resource_version v
      join resource r on r.facility = p_facility and r.type = v.type and r.id = v.id and r.version = v.version
      where v.facility = p_facility and v.seq > p_after and v.seq <= reached
        and not exists (select from search_word w where w.facility = p_facility and w.seq = v.seq)
      offset 0) x
    on conflict do nothing;
  update search_word_state s set low = greatest(s.low, least(p_settled, case when n < p_most then p_settled else reached end))
    where s.facility = p_facility;
  return query select n, reached;
end $$;

-- Ids of the resources of a type that may hold all words: by the index, and every one that is not in it yet; both of one
-- moment. Null in the place of an id: too many wait to be noted.
create function store_word_hits(p_facility integer, p_type smallint, p_words text[], p_most integer, p_waiting integer)
returns setof text
language plpgsql stable security definer set search_path = public, pg_temp
  set plan_cache_mode = force_custom_plan
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  noted bigint;
  usable boolean;
  asked integer[];
begin
  select s.low into noted from search_word_state s where s.facility = p_facility and s.rules = content_rules();
  usable := found;
  noted := coalesce(noted, 0);
  select array_agg(distinct h) into asked from unnest(p_words) w cross join unnest(content_hashes(p_type, w)) h;
  if (select count(*) from (
    select from resource_version v where v.facility = p_facility and v.type = p_type and v.version > 0 and v.seq > noted
      and (not usable or not exists (select from search_word w where w.facility = p_facility and w.seq = v.seq))
    limit p_waiting + 1) x) > p_waiting
  then
    return next null;
    return;
  end if;
  return query
    select x.id from (
      select v.type, v.id, v.version from search_word w
        join resource_version v on v.facility = p_facility and v.seq = w.seq
        where w.facility = p_facility and usable and (w.words @> asked or w.words @> array[-1 - p_type]) and v.type = p_type
      union all
      select v.type, v.id, v.version from resource_version v
        where v.facility = p_facility and v.type = p_type and v.version > 0 and v.seq > noted
          and (not usable or not exists (select from search_word w where w.facility = p_facility and w.seq = v.seq))) x
    join resource r on r.facility = p_facility and r.type = x.type and r.id = x.id and r.version = x.version
    limit p_most;
end $$;
revoke execute on function store_words_begin(integer), store_words(integer, bigint, bigint, bigint, integer),
  store_word_hits(integer, smallint, text[], integer, integer) from public;
grant execute on function store_words_begin(integer), store_words(integer, bigint, bigint, bigint, integer),
  store_word_hits(integer, smallint, text[], integer, integer) to lanong_app;

-- A version changes only when its bytes are erased: its words go with them.
create function resource_version_words_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock(460, x.facility) from (select distinct g.facility from gone g) x;
  delete from search_word w using gone g where w.facility = g.facility and w.seq = g.seq;
  return null;
end $$;
create trigger resource_version_words_erased after update on resource_version referencing new table as gone
  for each statement execute function resource_version_words_gone();
create trigger resource_version_words_removed after delete on resource_version referencing old table as gone
  for each statement execute function resource_version_words_gone();
