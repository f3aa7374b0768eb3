-- How long a record is kept grows after archiving when a death or an accident comes to light; it never becomes shorter.
create table record_retention (
  facility     integer not null,
  id           uuid not null,
  encounter_id text not null,
  class        text not null,
  years        integer not null,
  until        date not null,
  source       text not null,
  reason       text not null,
  raised_by    text not null,
  raised_name  text not null,
  raised_at    timestamptz not null,
  primary key (facility, id)
);
create index record_retention_record on record_retention (facility, encounter_id, until desc);
comment on table record_retention is 'Terms raised after archiving, with reason; the longest holds';
revoke update, delete, truncate on record_retention from lanong_app;

create function record_kept_longest() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  select greatest(new.kept_until, max(r.until)) into new.kept_until
  from record_retention r where r.facility = new.facility and r.encounter_id = new.encounter_id;
  return new;
end $$;
create trigger record_kept_longest before insert or update of kept_until on record_index
  for each row when (new.kept_until is not null) execute function record_kept_longest();

create function record_retention_only_longer() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select 1 from record_index x where x.facility = new.facility and x.encounter_id = new.encounter_id
      and (x.state <> 'archived' or x.kept_until >= new.until)) then
    raise exception 'a term only becomes longer, of an archived record' using errcode = 'LO452';
  end if;
  return new;
end $$;
create trigger record_retention_only_longer before insert on record_retention
  for each row execute function record_retention_only_longer();

create function record_retention_counts() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  update record_index x set kept_until = new.until where x.facility = new.facility and x.encounter_id = new.encounter_id;
  return null;
end $$;
create trigger record_retention_counts after insert on record_retention
  for each row execute function record_retention_counts();
