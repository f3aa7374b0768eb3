-- When patients were on leave: the board of a past minute and the census of a past day tell who was away then. Follows the
-- Encounters by the guard of module ward, as stay_place does.

alter table stay add column expected_discharge date;
comment on column stay.expected_discharge is 'Day on which the patient is expected to leave';

create table stay_leave (
  facility     integer not null,
  encounter_id text not null,
  n            smallint not null,
  during       tstzrange not null check (not isempty(during)),
  primary key (facility, encounter_id, n)
);

insert into stay_leave (facility, encounter_id, n, during)
  select facility, encounter_id, 0, tstzrange(leave_since, null, '[)') from stay where leave_since is not null;

create function stay_leaves_erase() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from stay_leave where facility = new.facility and encounter_id = new.encounter_id;
  return null;
end $$;

create trigger stay_leaves_erase after update of erased_at on record_destruction_item
  for each row when (new.erased_at is not null and old.erased_at is null)
  execute function stay_leaves_erase();
