-- Sealed emergency access of two holders, and what people are told of their own accounts.
-- Read by src/modules/identity/emergency and src/modules/identity/notices.

alter table account add column emergency_until timestamptz;
comment on column account.emergency_until is 'Only of the emergency account: it is open until then and needs no second factor';
alter table account add column email text check (email ~ '^[^@[:space:]]{1,64}@[^@[:space:]]{1,190}$');
comment on column account.email is 'Where the person is told of changes to the own account';

create table emergency_set (
  facility    integer not null references facility,
  id          uuid not null,
  made_at     timestamptz not null,
  made_by     text not null,
  replaced_at timestamptz,
  primary key (facility, id)
);
create unique index emergency_set_in_use on emergency_set (facility) where replaced_at is null;
comment on column emergency_set.made_by is 'User of the operating system';

create table emergency_envelope (
  facility  integer not null,
  set_id    uuid not null,
  number    integer not null check (number between 1 and 9),
  holder    text not null,
  account   uuid,
  code_hash bytea not null,
  opened_at timestamptz,
  primary key (facility, set_id, number),
  foreign key (facility, set_id) references emergency_set (facility, id),
  foreign key (facility, account) references account (facility, id)
);
comment on table emergency_envelope is 'A sealed envelope with a code that counts once, together with that of another holder';

create table emergency_box (
  facility integer not null,
  set_id   uuid not null,
  first    integer not null,
  second   integer not null,
  content  bytea not null,
  primary key (facility, set_id, first, second),
  foreign key (facility, set_id, first) references emergency_envelope (facility, set_id, number),
  foreign key (facility, set_id, second) references emergency_envelope (facility, set_id, number),
  check (first < second)
);
comment on table emergency_box is 'The password of the machine, AES-256-GCM under the codes of these two envelopes';

create table emergency_opening (
  facility        integer not null references facility,
  id              uuid not null,
  set_id          uuid not null,
  account         uuid not null,
  reason          text not null,
  holders         text[] not null,
  holder_accounts uuid[] not null,
  opened_by       text not null,
  opened_at       timestamptz not null,
  ends_at         timestamptz not null,
  ended_at        timestamptz,
  end_reason      text check (end_reason in ('time', 'hand', 'replaced')),
  reviewed_at     timestamptz,
  reviewed_by     uuid,
  review          text,
  primary key (facility, id),
  foreign key (facility, set_id) references emergency_set (facility, id),
  foreign key (facility, account) references account (facility, id),
  check ((ended_at is null) = (end_reason is null)),
  check ((reviewed_at is null) = (reviewed_by is null) and (reviewed_at is null) = (review is null))
);
create unique index emergency_opening_open on emergency_opening (facility) where ended_at is null;
comment on column emergency_opening.opened_by is 'User of the operating system';

create table account_notice (
  facility integer not null,
  id       uuid not null,
  account  uuid not null,
  kind     text not null,
  detail   jsonb not null default '{}',
  at       timestamptz not null,
  seen_at  timestamptz,
  mail_to  text,
  mail     text not null default 'none' check (mail in ('none', 'waiting', 'sent', 'given-up')),
  tries    integer not null default 0,
  next_at  timestamptz not null,
  primary key (facility, id),
  foreign key (facility, account) references account (facility, id)
);
create index account_notice_of on account_notice (facility, account, at desc);
create index account_notice_mail on account_notice (facility, next_at) where mail = 'waiting';
comment on table account_notice is 'What a person is told of the own account: changed secrets, guesses, an emergency';
