-- What stands beside the orders of a destroyed record goes with it.

create function order_rows_erase() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from order_work where facility = new.facility and encounter_id = new.encounter_id;
  delete from order_alert where facility = new.facility and encounter_id = new.encounter_id;
  delete from order_place where facility = new.facility and encounter_id = new.encounter_id;
  return null;
end $$;

create trigger order_rows_erase after update of erased_at on record_destruction_item
  for each row when (new.erased_at is not null and old.erased_at is null)
  execute function order_rows_erase();
