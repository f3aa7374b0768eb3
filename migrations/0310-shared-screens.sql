-- Shared computers: which browser a session belongs to, sessions that wait behind a locked screen, badges and PINs.
-- Read by src/modules/identity/switching.

create table login_device (
  facility     integer not null references facility,
  id           uuid not null,
  token_hash   bytea not null,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  address      text not null,
  user_agent   text not null,
  primary key (facility, id),
  unique (facility, token_hash)
);
comment on column login_device.token_hash is 'SHA-256 of the cookie lo_device: one browser on one machine';

alter table session
  add column device uuid,
  add column factors text[] not null default '{password}',
  add column locked_at timestamptz,
  add column place text,
  add column wrong_pins integer not null default 0,
  drop constraint session_end_reason_check,
  add constraint session_end_reason_check check (end_reason in
    ('logout', 'replaced', 'expired', 'password', 'administrator', 'device', 'pin', 'unused', 'left'));
comment on column session.locked_at is 'The person left the screen: the session waits for badge or PIN, its cookie opens nothing';
comment on column session.place is 'Path of the screen the person left';
comment on column session.factors is 'How the person proved who they are: password, totp, recovery, passkey, external';
create index session_parked on session (facility, device) where ended_at is null and locked_at is not null;

create table badge (
  facility  integer not null references facility,
  id        uuid not null,
  account   uuid not null,
  code_hash bytea not null,
  label     text not null,
  made_at   timestamptz not null,
  made_by   text not null,
  ended_at  timestamptz,
  ended_by  text,
  primary key (facility, id),
  foreign key (facility, account) references account (facility, id)
);
create unique index badge_by_code on badge (facility, code_hash) where ended_at is null;
create index badge_of_account on badge (facility, account);
comment on column badge.code_hash is 'HMAC-SHA256 of the code under the secret of the installation';

create table quick_pin (
  facility integer not null references facility,
  account  uuid not null,
  pin_hash text not null,
  set_at   timestamptz not null,
  primary key (facility, account),
  foreign key (facility, account) references account (facility, id)
);
comment on column quick_pin.pin_hash is 'PHC string of argon2id; opens only a session that waits on the same device';
