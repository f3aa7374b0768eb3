-- Joiners, movers, leavers; accounts nobody uses; access reviews. Read by src/modules/identity.

alter table account
  add column external_id text,
  add column off_reason text check (off_reason in ('administrator', 'unused', 'left', 'review')),
  add column opened_at timestamptz;
create unique index account_by_external_id on account (facility, external_id) where external_id is not null;
comment on column account.external_id is 'Id of the person in the system that provisions accounts (SCIM externalId, personnel number of the file)';
comment on column account.off_reason is 'Why the account is closed';
comment on column account.opened_at is 'When it was last opened again: the days without use count from then';

create table access_review (
  facility   integer not null references facility,
  id         uuid not null,
  started_at timestamptz not null,
  started_by text not null,
  due_at     timestamptz not null,
  closed_at  timestamptz,
  closed_by  text,
  minutes    jsonb,
  primary key (facility, id)
);
create unique index access_review_open on access_review (facility) where closed_at is null;
comment on column access_review.minutes is 'What was decided, with the SHA-256 that the journal repeats';

create table access_review_item (
  facility    integer not null,
  review      uuid not null,
  account     uuid not null,
  user_name   text not null,
  name        text not null,
  roles       text[] not null,
  departments text[] not null,
  last_seen_at timestamptz,
  decision    text check (decision in ('keep', 'change', 'end')),
  note        text,
  decided_by  text,
  decided_at  timestamptz,
  primary key (facility, review, account),
  foreign key (facility, review) references access_review (facility, id),
  foreign key (facility, account) references account (facility, id)
);
comment on table access_review_item is 'An account as it stood when the review began';
