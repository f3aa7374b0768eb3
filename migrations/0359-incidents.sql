-- The incident book: what happened, and every act that followed, in lines that are only ever added.

create table incident (
  facility    integer not null references facility (id),
  id          uuid not null,
  number      integer not null,
  kind        text not null,
  title       text not null,
  what        text not null,
  touched     text not null,
  noticed_at  timestamptz not null,
  noticed_by  text not null,
  opened_at   timestamptz not null,
  opened_by   text not null,
  opened_name text not null,
  origin      jsonb,
  closed_at   timestamptz,
  primary key (facility, id),
  unique (facility, number),
  check (noticed_at <= opened_at),
  check (closed_at >= opened_at)
);
create index incident_open on incident (facility, noticed_at) where closed_at is null;
comment on table incident is 'Incidents of security and of personal data, as they were reported';
comment on column incident.origin is 'Alarm or unusual access that it was opened from';

create table incident_act (
  facility    integer not null,
  incident_id uuid not null,
  n           integer not null,
  kind        text not null check (kind in ('classified', 'measure', 'decision', 'evidence', 'notice', 'needless',
    'persons', 'proposed', 'reopened', 'closed')),
  at          timestamptz not null,
  by          text not null,
  by_name     text not null,
  content     jsonb not null,
  primary key (facility, incident_id, n),
  foreign key (facility, incident_id) references incident (facility, id)
);
comment on table incident_act is 'What was done about an incident, line by line; no line is changed or taken away';

create table incident_person (
  facility    integer not null,
  incident_id uuid not null,
  n           integer not null,
  patient_id  text not null,
  seen        integer not null,
  written     integer not null,
  taken       integer not null,
  first_at    timestamptz not null,
  last_at     timestamptz not null,
  primary key (facility, incident_id, n, patient_id),
  foreign key (facility, incident_id, n) references incident_act (facility, incident_id, n)
);
create index incident_person_patient on incident_person (facility, patient_id);
comment on table incident_person is 'Patients whose data an incident touched, by the journal';

create function incident_stays() returns trigger language plpgsql as $$
begin
  if old.closed_at is not null or to_jsonb(new) - 'closed_at' is distinct from to_jsonb(old) - 'closed_at' then
    raise exception 'the incident book is only added to';
  end if;
  return new;
end $$;
create trigger incident_stays before update on incident for each row execute function incident_stays();

revoke delete on incident from lanong_app;
revoke update, delete on incident_act from lanong_app;
revoke update, delete on incident_person from lanong_app;
