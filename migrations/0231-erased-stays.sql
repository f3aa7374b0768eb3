-- What stands beside a destroyed record of a stay goes with it: places, transfers, orders and doses of medicines. The book
-- of the ward's stock stays: it accounts for the medicine, and names no more of the patient than an id that leads nowhere.

create function stay_rows_erase() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from medicine_order_state s using medicine_order o
    where o.facility = new.facility and o.encounter_id = new.encounter_id
      and s.facility = o.facility and s.request_id = o.request_id;
  delete from medicine_order where facility = new.facility and encounter_id = new.encounter_id;
  delete from medicine_dose where facility = new.facility and encounter_id = new.encounter_id;
  delete from stay_transfer where facility = new.facility and encounter_id = new.encounter_id;
  delete from stay_place where facility = new.facility and encounter_id = new.encounter_id;
  delete from stay where facility = new.facility and encounter_id = new.encounter_id;
  return null;
end $$;

create trigger stay_rows_erase after update of erased_at on record_destruction_item
  for each row when (new.erased_at is not null and old.erased_at is null)
  execute function stay_rows_erase();
