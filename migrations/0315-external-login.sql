-- Login through a foreign OpenID Connect provider. Read by src/modules/identity/external.

create table external_provider (
  facility    integer not null references facility,
  id          text not null check (id ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
  name        text not null,
  issuer      text not null,
  client_id   text not null,
  secret      bytea,
  match_claim text not null default 'preferred_username',
  mfa_values  text[] not null default '{}',
  make_roles  text[],
  active      boolean not null default true,
  made_at     timestamptz not null,
  primary key (facility, id)
);
comment on column external_provider.secret is 'AES-256-GCM under the secret of the installation';
comment on column external_provider.match_claim is 'Claim whose value is our user name, for the first login of a person';
comment on column external_provider.mfa_values is 'Values of acr or amr that count as a second factor';
comment on column external_provider.make_roles is 'Roles of accounts that are made at the first login; null: none is made';

create table external_identity (
  facility  integer not null references facility,
  provider  text not null,
  subject   text not null,
  account   uuid not null,
  linked_at timestamptz not null,
  primary key (facility, provider, subject),
  foreign key (facility, account) references account (facility, id)
);
create index external_identity_of_account on external_identity (facility, account);

create table external_login (
  facility   integer not null references facility,
  state_hash bytea not null,
  provider   text not null,
  nonce      text not null,
  verifier   bytea not null,
  expires_at timestamptz not null,
  primary key (facility, state_hash)
);
comment on table external_login is 'A login that is under way at a foreign provider';
