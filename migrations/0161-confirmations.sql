-- Confirmations of papers by patients and their representatives, while they are being given. What was confirmed is a
-- Provenance with sealed evidence; a row here is the question, its answer and how often it was tried.
create table confirmation (
  facility      integer not null references facility (id),
  id            uuid not null,
  document_id   text not null,
  version       integer not null,
  sha256        text not null,
  place         text not null,
  method        text not null check (method in ('drawn', 'otp', 'passkey', 'fingerprint')),
  statement     text not null,
  secret        bytea,
  state         text not null check (state in ('open', 'done', 'failed')),
  tries         integer not null default 0,
  expires_at    timestamptz not null,
  created_by    text not null,
  created_at    timestamptz not null,
  provenance_id text,
  primary key (facility, id)
);
create unique index confirmation_of_place on confirmation (facility, document_id, place) where state = 'done';
comment on column confirmation.statement is 'Canonical JSON of what is confirmed; its SHA-256 is the challenge';
comment on column confirmation.secret is 'SHA-256 of the one-time code together with the challenge';
