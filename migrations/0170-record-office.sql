-- The record office: a record is handed in and accepted between completing and archiving; opening a closed record again
-- and lifting a legal hold take two persons; where the paper of a record lies is known.

create or replace function store_check_records(p_facility integer, p_records text[], p_authority text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  root record;
begin
  for root in
    select r.id, r.record_state, r.record_number from resource r
    where r.facility = p_facility and r.type = (select t.id from resource_type t where t.name = 'Encounter')
      and r.id = any (p_records)
    order by r.id for share
  loop
    if root.record_state in ('completed', 'submitted', 'accepted', 'archived') and coalesce(p_authority, '') = '' then
      raise exception 'the record is locked' using errcode = 'LO423',
        detail = json_build_object('number', coalesce(root.record_number, root.id), 'state', root.record_state)::text;
    end if;
  end loop;
end $$;
comment on column resource.record_state is 'On a root Encounter: open, finished, completed, submitted, accepted, archived';

alter table record_index drop constraint record_index_state_check;
alter table record_index add constraint record_index_state_check
  check (state in ('open', 'finished', 'completed', 'submitted', 'accepted', 'archived', 'destroyed'));

create table record_reopening (
  facility       integer not null,
  id             uuid not null,
  encounter_id   text not null,
  reason         text not null,
  asked_by       text not null,
  asked_name     text not null,
  asked_at       timestamptz not null,
  decision       text check (decision in ('granted', 'refused')),
  decided_by     text,
  decided_name   text,
  decided_at     timestamptz,
  note           text,
  primary key (facility, id),
  check (decided_by is distinct from asked_by),
  check ((decision is null) = (decided_by is null))
);
comment on table record_reopening is 'Requests to open a closed record again; another person than who asked decides';
comment on column record_reopening.asked_by is 'Practitioner id of the person, else the id of the account';
create unique index record_reopening_open on record_reopening (facility, encounter_id) where decision is null;

create table record_hold (
  facility       integer not null,
  id             uuid not null,
  encounter_id   text not null,
  reason         text not null,
  basis          text not null,
  placed_by      text not null,
  placed_name    text not null,
  placed_at      timestamptz not null,
  lift_reason    text,
  lift_asked_by  text,
  lift_asked_name text,
  lift_asked_at  timestamptz,
  lifted_by      text,
  lifted_name    text,
  lifted_at      timestamptz,
  primary key (facility, id),
  check (lifted_by is null or lift_asked_by is not null),
  check (lifted_by is null or lifted_by <> lift_asked_by)
);
comment on table record_hold is 'Legal holds: no reopening and no destruction until two persons lift it';
comment on column record_hold.basis is 'Number and issuer of the document that demands it';
create index record_hold_active on record_hold (facility, encounter_id) where lifted_by is null;

-- A hold that was placed stays as it was placed, whoever is at the table.
create function record_hold_stays() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'a legal hold is lifted by two persons, never deleted';
  end if;
  if (new.facility, new.id, new.encounter_id, new.reason, new.basis, new.placed_by, new.placed_at)
     is distinct from (old.facility, old.id, old.encounter_id, old.reason, old.basis, old.placed_by, old.placed_at)
     or old.lifted_by is not null
     or (new.lifted_by is not null and new.lift_asked_by is distinct from old.lift_asked_by) then
    raise exception 'a legal hold stays as it was placed and asked about';
  end if;
  return new;
end $$;
create trigger record_hold_stays before update or delete on record_hold
  for each row execute function record_hold_stays();

create table record_place (
  facility     integer not null,
  encounter_id text not null,
  n            integer not null,
  medium       text not null check (medium in ('electronic', 'paper', 'hybrid')),
  location     text,
  set_by       text not null,
  set_name     text not null,
  set_at       timestamptz not null,
  primary key (facility, encounter_id, n),
  check (medium = 'electronic' or location is not null)
);
comment on table record_place is 'Whether a record is paper, electronic or both, and where its paper lies; the last row holds, the others are its history';
comment on column record_place.location is 'Location code of the paper part: store, shelf, box';
