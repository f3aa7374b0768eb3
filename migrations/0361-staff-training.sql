-- Training of staff: which course, when, who taught, with what result, until when it holds.
create table training_record (
  facility      integer not null references facility (id),
  id            uuid not null,
  account       text not null,
  course        text not null,
  held_on       date not null,
  taught_by     text not null,
  result        text not null check (result in ('passed', 'failed')),
  valid_until   date,
  noted_at      timestamptz not null,
  noted_by      text not null,
  noted_name    text not null,
  struck_at     timestamptz,
  struck_by     text,
  struck_reason text,
  primary key (facility, id),
  check (valid_until is null or valid_until >= held_on),
  check ((struck_at is null) = (struck_reason is null))
);
create unique index training_record_once on training_record (facility, account, course, held_on) where struck_at is null;
comment on table training_record is 'Training of staff; what was wrong is struck with a reason, never deleted';
revoke delete on training_record from lanong_app;
