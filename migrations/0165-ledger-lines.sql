-- Leaves that no row of another table tells (signatures, files of archived records, archivings) keep their line, so that
-- an export can tell it again; and tree heads are signed. Used by src/store/ledger/; the lines are in docs/ledger.md.

create table ledger_line (
  facility integer not null,
  seq      bigint not null,
  kind     text not null,
  line     text not null,
  primary key (facility, seq)
);
comment on table ledger_line is 'Lines of leaves that are neither a version nor an audit event';
create index ledger_line_text on ledger_line (facility, line);
create index ledger_line_kind on ledger_line (facility, kind, seq);

create table signed_head (
  facility  integer not null,
  size      bigint not null,
  at        timestamptz not null,
  reason    text not null check (reason in ('interval', 'archiving', 'export')),
  text      text not null,
  signature bytea not null,
  primary key (facility, size)
);
comment on table signed_head is 'Tree heads under the seal of the facility, with a time stamp';
comment on column signed_head.text is 'What is signed: src/store/ledger/head-text.ts';
comment on column signed_head.signature is 'Detached CMS, DER';

create or replace function ledger_append(p_facility integer, p_kind text, p_line text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  made bigint := nextval('store_seq');
begin
  if p_kind not in ('signature', 'file', 'archived') or p_line not like p_kind || ' ' || p_facility || ' %' then
    raise exception 'leaves of this kind are made by the store' using errcode = '42501';
  end if;
  perform store_leaf(p_facility, made, p_kind, p_line);
  insert into ledger_line (facility, seq, kind, line) values (p_facility, made, p_kind, p_line);
  return made;
end $$;

create function ledger_append_once(p_facility integer, p_kind text, p_line text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from ledger_line l where l.facility = p_facility and l.line = p_line) then
    perform ledger_append(p_facility, p_kind, p_line);
  end if;
end $$;

-- A signature: the bytes that carry it are its data, or the file of the paper version that it names.
create function ledger_signature(
  p_facility integer, p_provenance text, p_data bytea, p_paper text, p_version integer
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  carried text;
begin
  if p_data is not null then
    carried := encode(sha256(p_data), 'hex');
  else
    select substring(convert_from(v.content, 'UTF8')::jsonb #>> '{content,0,attachment,url}'
                     from '^urn:lanong:blob:([0-9a-f]{64})$') into carried
    from resource_version v
    where v.facility = p_facility and v.type = (select t.id from resource_type t where t.name = 'DocumentReference')
      and v.id = p_paper and v.version = p_version;
  end if;
  if carried is not null then
    perform ledger_append_once(p_facility, 'signature',
      format('signature %s Provenance/%s %s', p_facility, p_provenance, carried));
  end if;
end $$;

-- A record that is in the archive: every file that a member names, then the archiving over the list of them.
create function ledger_archive(p_facility integer, p_record text, p_version integer) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  files text[];
  one text;
begin
  select coalesce(array_agg(distinct found.hash order by found.hash), '{}') into files
  from resource r
  cross join lateral (
    select m[1] as hash
    from regexp_matches(convert_from(r.content, 'UTF8'), '"urn:lanong:blob:([0-9a-f]{64})"', 'g') m) found
  where r.facility = p_facility and r.record = p_record;
  foreach one in array files loop
    perform ledger_append_once(p_facility, 'file', format('file %s Encounter/%s %s', p_facility, p_record, one));
  end loop;
  perform ledger_append_once(p_facility, 'archived', format('archived %s Encounter/%s/_history/%s %s', p_facility,
    p_record, p_version, encode(sha256(convert_to(array_to_string(files, E'\n'), 'UTF8')), 'hex')));
end $$;

-- A file that comes to a record which is in the archive already.
create function ledger_supplement(p_facility integer, p_record text, p_hash text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select 1 from resource r where r.facility = p_facility
      and r.type = (select t.id from resource_type t where t.name = 'Encounter')
      and r.id = p_record and r.record_state = 'archived') then
    perform ledger_append_once(p_facility, 'file', format('file %s Encounter/%s %s', p_facility, p_record, p_hash));
  end if;
end $$;

-- Only a head that the ledger has, told as it is.
create function ledger_store_signed_head(
  p_facility integer, p_size bigint, p_at timestamptz, p_reason text, p_text text, p_signature bytea
) returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not exists (
    select 1 from tree_head h where h.facility = p_facility and h.size = p_size
      and p_text like '%' || E'\nsize ' || p_size || E'\nroot ' || encode(h.root, 'hex') || E'\n%') then
    raise exception 'the ledger has no such head' using errcode = '42501';
  end if;
  insert into signed_head (facility, size, at, reason, text, signature)
  values (p_facility, p_size, p_at, p_reason, p_text, p_signature) on conflict do nothing;
end $$;

revoke insert, update, delete, truncate on ledger_line, signed_head from lanong_app;
revoke execute on function ledger_append_once(integer, text, text) from public;
grant execute on function
  ledger_signature(integer, text, bytea, text, integer), ledger_archive(integer, text, integer),
  ledger_supplement(integer, text, text),
  ledger_store_signed_head(integer, bigint, timestamptz, text, text, bytea)
to lanong_app;
