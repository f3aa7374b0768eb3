-- Accounts of people, systems and patients, and failed logins. Read by src/modules/identity.
-- Passwords and secrets are kept only as argon2id hashes.

create table account (
  facility            integer not null references facility,
  id                  uuid not null,
  user_name           text not null check (user_name ~ '^[a-z0-9][a-z0-9._-]{1,63}$'),
  kind                text not null check (kind in ('person', 'system', 'patient')),
  name                text not null,
  password_hash       text,
  password_changed_at timestamptz,
  must_change         boolean not null default false,
  practitioner_id     text,
  patient_id          text,
  roles               text[] not null default '{}',
  departments         text[] not null default '{}',
  active              boolean not null default true,
  demo                boolean not null default false,
  created_at          timestamptz not null,
  last_seen_at        timestamptz,
  primary key (facility, id),
  unique (facility, user_name),
  check (kind <> 'patient' or patient_id is not null)
);
comment on column account.password_hash is 'PHC string of argon2id; null when the account has no local password';
comment on column account.must_change is 'Set by an administrator: nothing is allowed until the person chose a new password';
comment on column account.roles is 'Names of files in data/roles';
comment on column account.departments is 'urn:lanong:cs:department';
comment on column account.active is 'False when an administrator locked the account';

-- Failures by user name, whether or not such an account exists: an attacker cannot tell the two apart.
create table login_attempt (
  facility       integer not null,
  name_hash      bytea not null,
  failed_count   integer not null,
  last_failed_at timestamptz not null,
  locked_until   timestamptz,
  primary key (facility, name_hash)
);
comment on column login_attempt.name_hash is 'SHA-256 of the folded user name: people type passwords into the wrong field';
