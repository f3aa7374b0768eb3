-- Proofs of signed heads for later years: certificates, what their authorities said of them, archive time stamps (CAdES B-LT,
-- B-LTA). The row of signed_head keeps what was signed then; the signature here only has more unsigned parts.
create table head_proof (
  facility  integer not null,
  size      bigint not null,
  signature bytea not null,
  level     text not null check (level in ('B-B', 'B-T', 'B-LT', 'B-LTA')),
  state     text not null check (state in ('accepted', 'waiting', 'refused')),
  reason    text,
  tries     integer not null default 0,
  next_try  timestamptz,
  renew_by  timestamptz,
  primary key (facility, size),
  foreign key (facility, size) references signed_head (facility, size)
);
comment on column head_proof.next_try is 'When proofs that are owed are asked for again, or the newest time stamp is renewed';
comment on column head_proof.renew_by is 'End of what the newest time stamp rests on';
create index head_proof_due on head_proof (facility, next_try) where next_try is not null;
revoke delete, truncate on head_proof from lanong_app;

-- Heads of before are owed their proofs.
insert into head_proof (facility, size, signature, level, state, next_try)
  select facility, size, signature, 'B-T', 'waiting', at from signed_head;
