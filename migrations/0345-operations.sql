-- How the installation stands: turns of background jobs, alarms, and who was told of them.

-- Written when an outcome changes, else once a minute at most.
create table job_state (
  facility      integer not null,
  job           text not null,
  every_seconds real not null,
  last_at       timestamptz not null,
  failing_since timestamptz,
  fault         text,
  primary key (facility, job)
);
comment on column job_state.failing_since is 'First of the failures that nothing well has followed';

create table alarm (
  facility integer not null,
  id       uuid not null,
  area     text not null,
  part     text not null,
  code     text not null,
  details  jsonb not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  primary key (facility, id)
);
create unique index alarm_open on alarm (facility, area, part) where ended_at is null;
create index alarm_time on alarm (facility, began_at desc);
comment on table alarm is 'Parts of the installation that were red';

create table alarm_notice (
  facility integer not null,
  alarm_id uuid not null,
  channel  text not null check (channel in ('mail', 'webhook')),
  kind     text not null check (kind in ('begun', 'ended')),
  state    text not null default 'waiting' check (state in ('waiting', 'sent', 'given-up')),
  tries    integer not null default 0,
  next_at  timestamptz not null,
  sent_at  timestamptz,
  fault    text,
  primary key (facility, alarm_id, channel, kind)
);
create index alarm_notice_waiting on alarm_notice (facility, next_at) where state = 'waiting';
comment on table alarm_notice is 'Who was to be told of an alarm, and whether that was done';
