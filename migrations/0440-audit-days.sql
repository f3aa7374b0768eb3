-- Sums of `audit_access` by person and day: what is unusual is measured against the habit of the thirty days before, which
-- was a walk through everything that a person did, for each day that was asked about (150 s of ten million events).
create table audit_day (
  facility       integer not null,
  actor          text not null,
  day            date not null,
  patients       integer not null,
  times          integer not null,
  night_patients integer not null,
  night_times    integer not null,
  primary key (facility, actor, day)
);
comment on table audit_day is 'With how many patients one account had to do on one day, and how often; kept in step with audit_access';

insert into audit_day (facility, actor, day, patients, times, night_patients, night_times)
select facility, actor, day, count(*), sum(seen + written + taken), count(*) filter (where night > 0), sum(night)
from audit_access group by facility, actor, day;

create function audit_day_keep() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op <> 'DELETE' then
    insert into audit_day as d (facility, actor, day, patients, times, night_patients, night_times)
    select facility, actor, day, count(*), sum(seen + written + taken), count(*) filter (where night > 0), sum(night)
    from made group by 1, 2, 3 order by 1, 2, 3
    on conflict (facility, actor, day) do update set
      patients = d.patients + excluded.patients, times = d.times + excluded.times,
      night_patients = d.night_patients + excluded.night_patients, night_times = d.night_times + excluded.night_times;
  end if;
  if tg_op <> 'INSERT' then
    update audit_day d set
      patients = d.patients - g.patients, times = d.times - g.times,
      night_patients = d.night_patients - g.night_patients, night_times = d.night_times - g.night_times
    from (
      select facility, actor, day, count(*) as patients, sum(seen + written + taken) as times,
        count(*) filter (where night > 0) as night_patients, sum(night) as night_times
      from gone group by 1, 2, 3) g
    where d.facility = g.facility and d.actor = g.actor and d.day = g.day;
    delete from audit_day d using (select distinct facility, actor, day from gone) g
    where d.facility = g.facility and d.actor = g.actor and d.day = g.day and d.patients = 0;
  end if;
  return null;
end $$;
revoke all on function audit_day_keep() from public;

create trigger audit_day_made after insert on audit_access
  referencing new table as made for each statement execute function audit_day_keep();
create trigger audit_day_changed after update on audit_access
  referencing old table as gone new table as made for each statement execute function audit_day_keep();
create trigger audit_day_gone after delete on audit_access
  referencing old table as gone for each statement execute function audit_day_keep();

revoke insert, update, delete on audit_day from lanong_app;

-- Who looked at a colleague's record: few patients, asked for by name.
create index audit_access_patient on audit_access (facility, patient, day);
