-- Resources that stand inside others, as rows that can be searched like those of table resource: R4 search.html#contained.
-- Written by store_contained in the transaction of the resource that holds them, read by src/store/search/contained.ts.
-- Their dates, numbers and texts stand in search_ordered and search_string under their type and `id`.

create table search_contained (
  facility       integer not null,
  type           smallint not null,
  id             text not null,
  container_type smallint not null,
  container_id   text not null,
  n              integer not null,
  local          text not null,
  patient        text,
  code           bigint,
  ct             bigint not null,
  ct_end         bigint not null,
  value          double precision,
  toks           bigint[] not null,
  primary key (facility, type, id)
);
comment on table search_contained is 'What contained resources are found by; their content stands in the resource that contains them';
comment on column search_contained.id is '`Type/id#local`: no resource has such an id';
comment on column search_contained.n is 'Place in Resource.contained, from 0';
comment on column search_contained.toks is 'As resource.toks, and by which parameters the container refers to it';
create index search_contained_toks on search_contained using gin (toks) with (fastupdate = on, gin_pending_list_limit = 256);
create index search_contained_container on search_contained (facility, container_type, container_id);

-- Takes away what was contained in resources.
create function store_contained_gone(p_facility integer, p_type smallint[], p_id text[]) returns void
language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  gone record;
begin
  for gone in
    delete from search_contained c using unnest(p_type, p_id) as x(type, id)
    where c.facility = p_facility and c.container_type = x.type and c.container_id = x.id returning c.type, c.id
  loop
    delete from search_ordered s where s.facility = p_facility and s.type = gone.type and s.id = gone.id;
    delete from search_string s where s.facility = p_facility and s.type = gone.type and s.id = gone.id;
  end loop;
end $$;
revoke execute on function store_contained_gone(integer, smallint[], text[]) from public;

create type store_within as (
  type smallint, id text, container_type smallint, container_id text, n integer, local text, patient text, code bigint,
  ct bigint, ct_end bigint, value double precision, toks bigint[]
);

-- Replaces what is contained in resources. Rows of dates, numbers and texts come as for store_reindex.
create function store_contained(
  p_facility integer, p_type smallint[], p_id text[], p_rows json,
  o_type smallint[], o_id text[], o_param integer[], o_n smallint[], o_key bigint[], o_lo double precision[],
  o_hi double precision[], o_unit text[],
  s_type smallint[], s_id text[], s_param integer[], s_n smallint[], s_value text[]
) returns void language plpgsql security definer set search_path = public, pg_temp
  set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  perform store_contained_gone(p_facility, p_type, p_id);
  insert into search_contained (
    facility, type, id, container_type, container_id, n, local, patient, code, ct, ct_end, value, toks)
  select p_facility, w.* from json_populate_recordset(null::store_within, p_rows) w;
  insert into search_ordered (facility, type, id, param, n, key, lo, hi, unit)
  select p_facility, o.* from unnest(o_type, o_id, o_param, o_n, o_key, o_lo, o_hi, o_unit) as o(type, id, param, n, key, lo, hi, unit);
  insert into search_string (facility, type, id, param, n, value)
  select p_facility, s.* from unnest(s_type, s_id, s_param, s_n, s_value) as s(type, id, param, n, value);
end $$;
revoke execute on function store_contained(integer, smallint[], text[], json, smallint[], text[], integer[], smallint[],
  bigint[], double precision[], double precision[], text[], smallint[], text[], integer[], smallint[], text[]) from public;
grant execute on function store_contained(integer, smallint[], text[], json, smallint[], text[], integer[], smallint[],
  bigint[], double precision[], double precision[], text[], smallint[], text[], integer[], smallint[], text[]) to lanong_app;

-- A resource that contains others carries the token 1 (no hash of a search: they have 53 bits). What it contained goes
-- when it goes, by whatever hand, and when a version comes that contains nothing.
create function resource_contained_gone() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform store_contained_gone(old.facility, array[old.type], array[old.id]);
  return null;
end $$;
create trigger resource_contained_deleted after delete on resource for each row
  when (old.toks @> '{1}'::bigint[]) execute function resource_contained_gone();
create trigger resource_contained_left after update on resource for each row
  when (old.toks @> '{1}'::bigint[] and not new.toks @> '{1}'::bigint[]) execute function resource_contained_gone();

grant select on search_contained to lanong_app;
revoke insert, update, delete, truncate on search_contained from lanong_app;

-- Types whose resources have been looked through once for what they contain.
alter table search_rules add column contained boolean not null default false;
comment on column search_rules.contained is 'Resources stored before search_contained have been looked through';
