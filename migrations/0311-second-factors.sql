-- Second factors of the login: codes of an authenticator (RFC 6238), recovery codes, passkeys (WebAuthn).
-- Read by src/modules/identity/factors.

create table totp (
  facility     integer not null references facility,
  account      uuid not null,
  secret       bytea not null,
  made_at      timestamptz not null,
  confirmed_at timestamptz,
  last_step    bigint not null default 0,
  primary key (facility, account),
  foreign key (facility, account) references account (facility, id)
);
comment on column totp.secret is 'AES-256-GCM under the secret of the installation';
comment on column totp.confirmed_at is 'Null until the first right code: before it nothing is asked at the login';
comment on column totp.last_step is 'Step of the latest code that was taken: no code is taken twice';

create table recovery_code (
  facility  integer not null references facility,
  code_hash bytea not null,
  account   uuid not null,
  made_at   timestamptz not null,
  used_at   timestamptz,
  primary key (facility, code_hash),
  foreign key (facility, account) references account (facility, id)
);
create index recovery_code_of_account on recovery_code (facility, account);

create table login_passkey (
  facility     integer not null references facility,
  id           text not null,
  account      uuid not null,
  public_key   bytea not null,
  counter      bigint not null,
  name         text not null,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  primary key (facility, id),
  foreign key (facility, account) references account (facility, id)
);
create index login_passkey_of_account on login_passkey (facility, account);
comment on table login_passkey is 'Only public keys; biometrics never leave the device of the person';

create table login_challenge (
  facility   integer not null references facility,
  challenge  text not null,
  account    uuid,
  expires_at timestamptz not null,
  primary key (facility, challenge)
);
comment on column login_challenge.account is 'Whose passkey is registered; null while somebody logs in';

alter table session add column must_enrol boolean not null default false;
comment on column session.must_enrol is 'A second factor is demanded and none is set up: nothing is allowed until then';
alter table account add column short_password boolean not null default false;
comment on column account.short_password is 'The password is only long enough beside a second factor';
