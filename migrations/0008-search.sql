-- What complete search needs beside the hashes: texts that stand for hashes, and indexes that answer without sorting.

-- Different texts of displays, URIs and units, each with the hash that resources carry for it. A search by the
-- beginning of a text finds its hashes here. Rows are never removed: an unused one only costs a look.
create table search_text (
  facility integer not null,
  type     smallint not null,
  param    integer not null,
  token    bigint not null,
  value    text not null,
  primary key (facility, type, param, token)
);
comment on table search_text is 'Dictionary of the search index: text to hash (displays, URIs, units)';
create index search_text_value on search_text (facility, type, param, left(value, 200) text_pattern_ops);

-- Long texts are indexed by their beginning; parts of texts by trigrams.
drop index search_string_value;
create index search_string_value on search_string (facility, type, param, left(value, 200) text_pattern_ops, id) where n >= 0;
create index search_string_part on search_string using gin (value gin_trgm_ops) where n >= 0;

-- The number stands last so that "code and number above x, newest first" skips other rows within the index.
drop index resource_time;
create index resource_time on resource (facility, type, ct desc, id, value) where version > 0;
drop index resource_code;
create index resource_code on resource (facility, type, code, ct desc, id, value) where code is not null and version > 0;

-- "Since" meets what began long before; all else began at most a day before.
create index resource_long on resource (facility, type, ct_end) where ct_end - ct > 86400000 and version > 0;

-- Times of storing grow with the rows: a few blocks per day.
create index resource_version_recorded on resource_version using brin (recorded_at) with (pages_per_range = 16, autosummarize = on);

-- Adds texts and tells which of them are settled, so that a process need not offer them again.
create function store_texts(
  p_facility integer, p_type smallint[], p_param integer[], p_token bigint[], p_value text[]
) returns setof bigint language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  insert into search_text (facility, type, param, token, value)
  select p_facility, x.type, x.param, x.token, x.value
  from unnest(p_type, p_param, p_token, p_value) as x(type, param, token, value)
  order by x.type, x.param, x.token
  on conflict do nothing;
  return query
    select t.token from unnest(p_type, p_param, p_token) as x(type, param, token)
    join search_text t on t.facility = p_facility and t.type = x.type and t.param = x.param and t.token = x.token
    where age(t.xmin) > age(pg_snapshot_xmin(pg_current_snapshot())::xid);
end $$;

-- Replaces what resources are found by, when search parameters have changed; content and versions stay.
-- Rows whose version has changed meanwhile are left alone: their writer has indexed them.
create function store_reindex(
  p_facility integer, p_rows json,
  o_type smallint[], o_id text[], o_param integer[], o_n smallint[], o_key bigint[], o_lo double precision[],
  o_hi double precision[], o_unit text[],
  s_type smallint[], s_id text[], s_param integer[], s_n smallint[], s_value text[]
) returns integer language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  done integer;
  rows store_row[];
begin
  select array_agg(r.*) into rows from json_populate_recordset(null::store_row, p_rows) r
    where exists (select 1 from resource c where c.facility = p_facility and c.type = r.type and c.id = r.id
                    and c.version = r.version for update);
  update resource c set code = r.code, ct = r.ct, ct_end = r.ct_end, value = r.value, toks = r.toks
    from unnest(rows) r
    where c.facility = p_facility and c.type = r.type and c.id = r.id and c.version = r.version;
  get diagnostics done = row_count;
  delete from search_ordered s using unnest(rows) r where s.facility = p_facility and s.type = r.type and s.id = r.id;
  delete from search_string s using unnest(rows) r where s.facility = p_facility and s.type = r.type and s.id = r.id;
  insert into search_ordered (facility, type, id, param, n, key, lo, hi, unit)
  select p_facility, o.* from unnest(o_type, o_id, o_param, o_n, o_key, o_lo, o_hi, o_unit) as o(type, id, param, n, key, lo, hi, unit)
  where exists (select 1 from unnest(rows) r where r.type = o.type and r.id = o.id);
  insert into search_string (facility, type, id, param, n, value)
  select p_facility, s.* from unnest(s_type, s_id, s_param, s_n, s_value) as s(type, id, param, n, value)
  where exists (select 1 from unnest(rows) r where r.type = s.type and r.id = s.id);
  return done;
end $$;

-- Which rules the search index of a type was made by; another fingerprint means it waits for its turn to be made anew.
create table search_rules (
  facility    integer not null,
  type        smallint not null,
  fingerprint text not null,
  after_id    text not null,
  done        boolean not null,
  primary key (facility, type)
);
comment on column search_rules.after_id is 'Everything up to this id has been indexed by these rules';
grant insert, update on search_rules to lanong_app;

revoke insert, update, delete, truncate on search_text from lanong_app;
grant execute on function
  store_texts(integer, smallint[], integer[], bigint[], text[]),
  store_reindex(integer, json, smallint[], text[], integer[], smallint[], bigint[], double precision[],
    double precision[], text[], smallint[], text[], integer[], smallint[], text[])
to lanong_app;
