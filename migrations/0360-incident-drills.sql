-- Drills of incidents: what was staged on a demo hospital, and how the reaction was graded.
create table incident_drill (
  facility   integer not null references facility (id),
  id         uuid not null,
  scenario   text not null,
  planned_at timestamptz not null,
  planned_by text not null,
  staged_at  timestamptz,
  facts      jsonb,
  graded_at  timestamptz,
  grade      jsonb,
  minutes    text,
  primary key (facility, id),
  check ((staged_at is null) = (facts is null)),
  check ((graded_at is null) = (grade is null))
);
create index incident_drill_time on incident_drill (facility, planned_at desc);
comment on table incident_drill is 'Drills of incidents on a demo hospital, and how the reaction was graded';
revoke delete on incident_drill from lanong_app;
