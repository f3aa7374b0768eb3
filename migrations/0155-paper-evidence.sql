-- How far each signed paper is proven, and what is still owed.

-- One row per signed paper. The file of the DocumentReference stays as its signers left it; what is proven later
-- (time stamps while an authority was down, renewals after years) grows behind it in a longer file that begins with it.
create table paper_evidence (
  facility    integer not null references facility (id),
  document_id text not null,
  base_sha256 text not null,
  file_sha256 text not null,
  level       text not null check (level in ('B-B', 'B-T', 'B-LT', 'B-LTA')),
  wanted      text not null check (wanted in ('B-LT', 'B-LTA')),
  state       text not null check (state in ('accepted', 'waiting', 'refused')),
  reason      text,
  since       timestamptz not null,
  tries       integer not null default 0,
  next_try    timestamptz,
  renew_by    timestamptz,
  updated_at  timestamptz not null,
  primary key (facility, document_id)
);
create index paper_evidence_due on paper_evidence (facility, next_try) where next_try is not null;
create index paper_evidence_owed on paper_evidence (facility, since) where state <> 'accepted';
comment on table paper_evidence is 'Papers sent for proof = accepted + refused + waiting';
comment on column paper_evidence.base_sha256 is 'The file that the paper itself names: the beginning of file_sha256';
comment on column paper_evidence.reason is 'Code of the error, or what is wrong with a signature';
comment on column paper_evidence.next_try is 'Waiting: when the debt is tried again; accepted: when the time stamp is renewed';
comment on column paper_evidence.renew_by is 'End of what the newest time stamp rests on';
