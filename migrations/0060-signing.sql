-- Keys that people sign with, and the places on papers that wait for a signature.

-- One row per key. The private key is encrypted under the person's PIN and a secret file of the server,
-- so that neither the database nor the PIN alone opens it.
create table signer_key (
  facility        integer not null references facility (id),
  id              uuid not null,
  account_id      text not null,
  practitioner_id text,
  certificate     bytea not null,
  private_key     bytea not null,
  salt            bytea not null,
  nonce           bytea not null,
  failures        integer not null default 0,
  locked_until    timestamptz,
  created_at      timestamptz not null,
  revoked_at      timestamptz,
  primary key (facility, id)
);
create unique index signer_key_of_account on signer_key (facility, account_id) where revoked_at is null;
comment on column signer_key.failures is 'Wrong PINs since the last right one';

-- Work list of signatures. A projection of the papers and their Provenance: it can be made again from them.
create table signature_slot (
  facility        integer not null references facility (id),
  document_id     text not null,
  slot            text not null,
  position        integer not null,
  role            text not null,
  practitioner_id text,
  state           text not null check (state in ('waiting', 'signed', 'void')),
  signed_by       text,
  signed_at       timestamptz,
  provenance_id   text,
  since           timestamptz not null,
  primary key (facility, document_id, slot)
);
create index signature_slot_waiting on signature_slot (facility, practitioner_id, since) where state = 'waiting';
comment on column signature_slot.role is 'Name of the role in data/roles that may sign here';
comment on column signature_slot.practitioner_id is 'The one person expected to sign; null = anyone with the role';
