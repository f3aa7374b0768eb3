-- Passkeys of accounts, to confirm papers by the biometrics of one's own device. Only public keys; biometrics never leave it.
create table passkey (
  facility    integer not null references facility (id),
  id          text not null,
  account_id  text not null,
  public_key  bytea not null,
  counter     bigint not null,
  name        text not null,
  created_at  timestamptz not null,
  primary key (facility, id)
);
create index passkey_of_account on passkey (facility, account_id);

create table passkey_question (
  facility    integer not null references facility (id),
  account_id  text not null,
  challenge   text not null,
  expires_at  timestamptz not null,
  primary key (facility, account_id)
);
comment on table passkey_question is 'The open question of registering a passkey, one for each account';
