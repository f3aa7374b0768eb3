-- What restore drills found. Written by the server; minutes are never changed.

create table backup_drill (
  facility integer not null,
  id       uuid not null,
  at       timestamptz not null,
  ok       boolean not null,
  copy     text not null,
  minutes  jsonb not null,
  paper    text,
  primary key (facility, id)
);
create index backup_drill_at on backup_drill (facility, at desc);
comment on table backup_drill is 'copy: here or elsewhere; minutes: checks and figures; paper: SHA-256 of the sealed minutes, none while the facility has no seal';
revoke update, delete on backup_drill from lanong_app;
